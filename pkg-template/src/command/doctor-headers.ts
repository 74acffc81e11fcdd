// What the headers of answers tell: names that look like totals, the clock, and proxies on the way.

export interface Findings {
  /** Names of headers that look like totals or pages, by how the vendor might count them. */
  totals: string[];
  /** How far this machine's clock is ahead of Blend's, in milliseconds; negative if it is behind. */
  clockAheadMs?: number;
  /** What a user should know about TLS and proxies. */
  network: string[];
}

const TOTALS = /total|count|(^|-)pages?(-|$)|^link$|content-range/i;

export class HeaderFacts {
  readonly #totals = new Set<string>();
  readonly #proxies = new Set<string>();
  #ahead: number | undefined;
  #shortest = Infinity;

  /** Reads the headers of an answer to a request that was sent at this time. */
  read({ headers }: Response, sent: number): void {
    for (const name of headers.keys()) {
      if (TOTALS.test(name)) this.#totals.add(name);
      if (name === "via" || name.startsWith("x-squid")) this.#proxies.add(name);
    }
    const date = Date.parse(headers.get("date") ?? "");
    const took = Date.now() - sent;
    // The quickest answer says it best. Its header counts whole seconds.
    if (!Number.isNaN(date) && took < this.#shortest) {
      this.#shortest = took;
      this.#ahead = sent + took / 2 - (date + 500);
    }
  }

  findings(): Findings {
    return {
      totals: [...this.#totals],
      ...(this.#ahead !== undefined && { clockAheadMs: Math.round(this.#ahead) }),
      network: [...this.#proxied(), ...fromEnvironment()],
    };
  }

  #proxied(): string[] {
    const names = [...this.#proxies].join(", ");
    return names ? [`A proxy stands between this machine and Blend: answers carry the header ${names}.`] : [];
  }
}

function fromEnvironment(): string[] {
  const { env, versions } = process;
  const found = [];
  const proxied = env.HTTPS_PROXY ?? env.https_proxy;
  if (proxied && env.NODE_USE_ENV_PROXY !== "1" && versions.node && !versions.bun) {
    found.push("HTTPS_PROXY is set, but fetch does not use it: set NODE_USE_ENV_PROXY=1 (Node 24 and later).");
  }
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    found.push("NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates: patients' data may go to anybody.");
  }
  return found;
}
