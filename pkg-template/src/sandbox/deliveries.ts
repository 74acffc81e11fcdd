// Sending what the engine says is due.

import type { Due } from "../../generated/sandbox-seam.js";

/** A receiver in this process: it takes a request as a server does. Nothing, or a Response with a 2xx, is success. */
export type Receiver = (request: Request) => unknown;

/** What the sender needs of its sandbox. */
interface Source {
  take(): Due[];
  /** The status that a delivery was answered with, or 0. */
  note(id: number, status: number): void;
  /** When something is to be delivered next, in milliseconds from now. */
  wait(): number | undefined;
}

/** Blend wants an answer within ten seconds. */
const PATIENCE = 10_000;
/** Longer waits are cut in pieces: timers reach no further. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Sends deliveries: those to one target one after the other, in the order that they came. */
export class Sender {
  readonly #source: Source;
  readonly #receiver: Receiver | undefined;
  /** The fetch of the time when the sandbox was made: a test may put the sandbox's own in its place. */
  readonly #fetch = globalThis.fetch;
  readonly #lines = new Map<string, Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: Source, receiver: Receiver | undefined) {
    this.#source = source;
    this.#receiver = receiver;
  }

  /** Begins to send what is due. */
  send(): void {
    for (const due of this.#source.take()) {
      const line = (this.#lines.get(due.url) ?? Promise.resolve()).then(async () => {
        const status = await this.#one(due).catch(() => 0);
        this.#source.note(due.id, status);
      });
      this.#lines.set(due.url, line);
      void line.then(() => {
        if (this.#lines.get(due.url) === line) this.#lines.delete(due.url);
        this.#sleep();
      });
    }
    this.#sleep();
  }

  /** Waits until nothing is on its way, and nothing is due. */
  async settled(): Promise<void> {
    this.send();
    while (this.#lines.size > 0) {
      await Promise.all(this.#lines.values());
      this.send();
    }
  }

  /** Wakes up when the next delivery is due. Does not keep the process alive. */
  #sleep(): void {
    clearTimeout(this.#timer);
    const wait = this.#source.wait();
    if (wait === undefined) return;
    this.#timer = setTimeout(() => this.send(), Math.min(Math.max(wait, 1), LONGEST_TIMER));
    (this.#timer as { unref?: () => void }).unref?.();
  }

  async #one({ url, body, secret }: Due): Promise<number> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (secret !== undefined) headers.authorization = `Bearer ${secret}`;
    if (url === "") {
      const given: unknown = await this.#receiver?.(
        new Request("http://sandbox.invalid/webhook", { method: "POST", headers, body }),
      );
      return typeof given === "object" && given !== null && "status" in given ? Number(given.status) : 200;
    }
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await this.#fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    await response.body?.cancel();
    return response.status;
  }
}
