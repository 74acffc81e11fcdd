// The words of the command line.

import { parseArgs } from "node:util";

/** A mistake on the command line. */
export class UsageError extends Error {}

/** A command for a running sandbox: the words that follow its name, and its description. */
export interface Command {
  /** Params by position. A question mark follows an optional one. */
  words: string[];
  doc: string;
}

/** The commands for a running sandbox. Each has the same name below `/__sandbox/`. Other params are name=value. */
export const COMMANDS: Record<string, Command> = {
  advance: { words: ["order", "to?"], doc: "moves an order one status on, or on to a status" },
  ship: { words: ["order"], doc: "moves an order on until it is shipped" },
  set: { words: ["order", "status"], doc: "puts an order into a status, whatever the rules say" },
  "answer-cancellation": { words: ["order", "outcome"], doc: "answers a cancellation request: accepted or declined" },
  "answer-replacement": {
    words: ["order", "outcome"],
    doc: "answers a replacement request: fulfilled (orders=2 makes two), declined or cancelled",
  },
  "cancel-prescription": { words: ["prescription"], doc: "rejects a prescription" },
  clock: { words: ["advance?"], doc: "shows the clock, or moves it on: 61m, 7d; set=2025-03-15T12:00:00Z" },
  schedule: { words: [], doc: "moves orders on by itself: picked=2h verified=30m shipped=1d delivered=3d" },
  fail: {
    words: ["operation?"],
    doc: "sets a fault: orders.create status=503 when=after times=2, lost=true, latency=2s",
  },
  heal: { words: ["id?"], doc: "removes one fault, or all" },
  faults: { words: [], doc: "lists the faults" },
  revoke: { words: [], doc: "makes all tokens invalid" },
  assumptions: { words: [], doc: "lists what is assumed, or sets it: nulls=given totals=header" },
  webhooks: { words: ["to?"], doc: "sends every event to a URL; twice=true shuffled=true lose=0.1 secret=..." },
  trigger: {
    words: ["event", "order?"],
    doc: "sends an event of an order, or a sample; to one URL with url=http://localhost:3000/hook",
  },
  deliver: { words: [], doc: "sends now what waits for its next attempt" },
  deliveries: { words: [], doc: "lists the deliveries" },
  calls: { words: ["operation?"], doc: "lists the calls that came in" },
  "forget-calls": { words: [], doc: "forgets the calls" },
  state: { words: [], doc: "counts orders by status, patients and more" },
  orders: { words: ["status?"], doc: "lists the newest orders" },
  stuck: { words: [], doc: "lists the orders that cannot be filled" },
  tasks: { words: [], doc: "lists what the pharmacy has to do by hand" },
  populate: { words: ["patients", "orders"], doc: "adds made-up patients and orders" },
  fixture: { words: ["file"], doc: "adds what a JSON file holds" },
  snapshot: { words: ["file?"], doc: "writes the whole sandbox to a file" },
  restore: { words: ["file"], doc: "replaces everything with a snapshot" },
  reset: { words: [], doc: "returns the sandbox to its beginning" },
};

/** The options of a sandbox that is to be served. */
export interface ServeOptions {
  port: number;
  host: string;
  seed: number;
  patients: number;
  orders: number;
  now: string | undefined;
  fixture: string | undefined;
  state: string | undefined;
  forwardTo: string | undefined;
  assume: Record<string, string>;
  schedule: Record<string, string>;
  allowHosts: string[];
  allowTargets: string[];
  corsOrigins: string[];
  json: boolean;
  quiet: boolean;
}

/** A command for a running sandbox. */
export interface RemoteOptions {
  command: string;
  params: Record<string, unknown>;
  url: string | undefined;
  token: string | undefined;
}

export type Arguments =
  { help: true } | { doctor: { json: boolean } } | { serve: ServeOptions } | { remote: RemoteOptions };

const TEXT = { type: "string" } as const;
const TEXTS = { type: "string", multiple: true } as const;
const FLAG = { type: "boolean" } as const;

const OPTIONS = {
  port: TEXT,
  host: TEXT,
  seed: TEXT,
  patients: TEXT,
  orders: TEXT,
  now: TEXT,
  fixture: TEXT,
  state: TEXT,
  "forward-to": TEXT,
  assume: TEXTS,
  schedule: TEXTS,
  "allow-host": TEXTS,
  "allow-target": TEXTS,
  "cors-origin": TEXTS,
  json: FLAG,
  quiet: FLAG,
  url: TEXT,
  token: TEXT,
  help: { type: "boolean", short: "h" },
} as const;

export function usage(): string {
  const commands = Object.entries(COMMANDS).map(([name, { words, doc }]) => {
    const shown = [name, ...words.map((word) => (word.endsWith("?") ? `[${word.slice(0, -1)}]` : word.toUpperCase()))];
    return `  ${shown.join(" ").padEnd(36)} ${doc}`;
  });
  return `Usage: blend-sdk sandbox [options]
       blend-sdk sandbox COMMAND [words] [name=value ...] [--url URL] [--token TOKEN]
       blend-sdk trigger EVENT [ORDER]
       blend-sdk doctor [--json]

"doctor" signs in with BLEND_EMAIL and BLEND_PASSWORD, or BLEND_ACCESS_TOKEN, and calls every operation that only reads. It
prints which paths answered, how answers differ from the documentation, and what stands in the way; never a value of an
answer. It ends with 0 if all is as documented, with 1 if not.

"sandbox" serves a Blend API in memory, for tests and demos. It forgets everything when it ends, unless you use --state.

  --port <number>         port to listen on; 0 takes any free one (default 4010)
  --host <name>           address to listen on (default 127.0.0.1); with another, control needs the token that is printed
  --seed <number>         the password, the ids and the made-up people follow from it (default 1)
  --patients <number>     made-up patients to begin with (default 0)
  --orders <number>       made-up orders to begin with, in every status (default 0)
  --fixture <file>        JSON with patients, orders and more to begin with
  --now <time>            the time at the start; the clock then stands still until you advance it
  --schedule <status=length>  moves orders on by itself, such as picked=2h; may be repeated
  --assume <name=value>   sets an assumption; may be repeated
  --state <file>          keeps everything in a file, which survives a restart and a crash
  --forward-to <url>      sends every event to this URL
  --allow-target <host>   another host that webhooks may go to; by default they stay on this machine
  --allow-host <name>     a name with dots that clients may call this server by
  --cors-origin <origin>  another origin whose pages may call the API; by default only pages of this machine may
  --json                  prints JSON: one line at the start, and one for each request
  --quiet                 prints no line for each request
  --help                  shows this

Commands for a running sandbox, at --url (default http://127.0.0.1:4010):

${commands.join("\n")}
`;
}

/** Reads the command line. */
export function readArguments(words: string[]): Arguments {
  const { values, positionals } = parse(words);
  const [first, ...rest] = positionals;
  if (values.help) return { help: true };
  if (first === "trigger") return { remote: remoteOf("trigger", rest, values) };
  if (first === "doctor") return { doctor: doctorOf(rest, values) };
  if (first !== "sandbox") {
    const there = "There are: sandbox, trigger, doctor.";
    throw new UsageError(first === undefined ? `Give a command. ${there}` : `Unknown command "${first}". ${there}`);
  }
  const [command, ...params] = rest;
  if (command === undefined) return { serve: serveOf(values) };
  return { remote: remoteOf(command, params, values) };
}

function parse(words: string[]) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options: OPTIONS });
  } catch (error) {
    // The first sentence names the mistake; the rest explains a notation that nobody needs here.
    throw new UsageError(String((error as Error).message).split(". ")[0]);
  }
}

type Values = ReturnType<typeof parse>["values"];

function doctorOf(words: string[], { json, ...others }: Values): { json: boolean } {
  const [unexpected] = [...words, ...Object.keys(others).map((name) => `--${name}`)];
  if (unexpected !== undefined) throw new UsageError(`doctor: unexpected "${unexpected}". It takes --json only.`);
  return { json: json ?? false };
}

function serveOf(values: Values): ServeOptions {
  if (values.host === "") throw new UsageError("--host: expected a name or an address.");
  if (values.state === "") throw new UsageError("--state: expected the path of a file.");
  const most = 1_000_000;
  return {
    port: wholeNumber("port", values.port ?? "4010", 65535),
    host: values.host ?? "127.0.0.1",
    seed: wholeNumber("seed", values.seed ?? "1", Number.MAX_SAFE_INTEGER),
    patients: wholeNumber("patients", values.patients ?? "0", most),
    orders: wholeNumber("orders", values.orders ?? "0", most),
    now: values.now,
    fixture: values.fixture,
    state: values.state,
    forwardTo: values["forward-to"],
    assume: pairs("assume", values.assume ?? []),
    schedule: pairs("schedule", values.schedule ?? []),
    allowHosts: (values["allow-host"] ?? []).map((name) => name.toLowerCase()),
    allowTargets: values["allow-target"] ?? [],
    corsOrigins: values["cors-origin"] ?? [],
    json: values.json ?? false,
    quiet: values.quiet ?? false,
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= most)) throw new UsageError(`--${name}: expected a whole number from 0 to ${most}, got "${text}".`);
  return value;
}

function pairs(option: string, texts: string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`--${option}: expected name=value, got "${text}".`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function remoteOf(command: string, given: string[], values: Values): RemoteOptions {
  const known = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!known) {
    throw new UsageError(`Unknown command "sandbox ${command}". There are: ${Object.keys(COMMANDS).join(", ")}.`);
  }
  const params: Record<string, unknown> = {};
  let index = 0;
  for (const word of given) {
    const at = word.indexOf("=");
    const name = known.words[index];
    if (at > 0 && /^\w+$/.test(word.slice(0, at))) {
      params[word.slice(0, at)] = valueOf(word.slice(at + 1));
    } else if (name === undefined) {
      throw new UsageError(`sandbox ${command}: unexpected word "${word}". Give further params as name=value.`);
    } else {
      index++;
      params[name.replace("?", "")] = /^\d{1,9}$/.test(word) && isCount(name) ? Number(word) : word;
    }
  }
  const missing = known.words.slice(index).find((word) => !word.endsWith("?") && !(word in params));
  if (missing !== undefined) throw new UsageError(`sandbox ${command}: ${missing} is missing.`);
  return { command, params, url: values.url, token: values.token };
}

const isCount = (name: string) => ["patients", "orders", "id?"].includes(name);

/** A value of the command line: JSON where it is some, text otherwise. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
