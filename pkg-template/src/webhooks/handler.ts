// The endpoint that Blend delivers to.

import type {
  IncomingEvent,
  Inbox,
  KnownEventCode,
  StoredInbox,
  WebhookContext,
  WebhookHandler,
  WebhookHandlerOptions,
} from "../../types/webhooks.js";
import { readText } from "../server/body.js";
import { digest } from "../server/digest.js";
import { classOf, reporter } from "../server/report.js";
import { memoryInbox } from "./memory-inbox.js";
import { bodyOf, idsOf, KNOWN_CODES, parseWebhook } from "./parse.js";
import { secretsOf, verifyWebhook } from "./verify.js";

/** Blend waits 10 seconds for an answer. */
const BUDGET_MS = 8000;
/** How long a delivery of an event keeps others of it away, should its process die. */
const LEASE_MS = 5 * 60 * 1000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const RETRY_AFTER = { "retry-after": "30" };
const MOST_BYTES = 1024 * 1024;

const answer = (status: number, headers = {}): Response => new Response(null, { status, headers });
const later = () => answer(503, RETRY_AFTER);

export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { on = {}, fallback, inbox = memoryInbox(), budget = BUDGET_MS, onError = log } = options;
  const secrets = secretsOf(options.secret);
  verifyOptions({ on, fallback, inbox, budget });

  const report = reporter(onError);
  const dispatch = async (event: IncomingEvent) => {
    try {
      const own = event.known ? (on[event.event_code] as typeof fallback | undefined) : undefined;
      await (own ?? fallback)(event);
    } catch (error) {
      report(error, event);
      throw error;
    }
  };
  const settle = async (request: Request): Promise<Response> => {
    const delivery = await read(request, secrets);
    if (delivery instanceof Response) return delivery;
    const { key, event } = delivery;
    try {
      return await (isStored(inbox) ? store(inbox, key, event) : runOnce(inbox, key, () => dispatch(event)));
    } catch (error) {
      report(error, event);
      return later();
    }
  };
  const handler = async (request: Request, context?: WebhookContext): Promise<Response> => {
    if (request.method !== "POST") return answer(405, { allow: "POST" });
    if (!verifyWebhook(request, secrets)) return answer(401, { "www-authenticate": "Bearer" });
    const work = settle(request);
    context?.waitUntil?.(work);
    return within(budget, work);
  };
  const codes = Object.keys(on) as KnownEventCode[];
  const events: WebhookHandler["events"] = codes.length ? codes : ["all"];
  return Object.assign(handler, { events, dispatch });
}

type Verified = Required<Pick<WebhookHandlerOptions, "on" | "fallback" | "inbox" | "budget">>;

function verifyOptions({ on, fallback, inbox, budget }: Verified): void {
  if (typeof fallback !== "function") throw new TypeError("fallback: expected a function for all other events");
  if (typeof inbox?.claim !== "function") throw new TypeError("inbox: expected an Inbox");
  if (!(budget > 0 && budget <= LONGEST_TIMER_MS)) throw new TypeError("budget: expected milliseconds");
  for (const [code, work] of Object.entries(on)) {
    if (!KNOWN_CODES.includes(code as KnownEventCode))
      throw new TypeError(`on: "${code}" is none of ${KNOWN_CODES.join(", ")}; use \`fallback\``);
    if (typeof work !== "function") throw new TypeError(`on["${code}"]: expected a function`);
  }
}

/** The event and the key that the inbox remembers it by, or the answer if the body is no event. */
async function read(request: Request, secrets: string[]): Promise<{ key: string; event: IncomingEvent } | Response> {
  try {
    const text = await readText(request, MOST_BYTES);
    if (text === undefined) return answer(413);
    const body = bodyOf(text);
    // The last secret stays the same longest in a rotation.
    const key = await digest(secrets.at(-1) as string, JSON.stringify(body));
    return { event: parseWebhook(body), key };
  } catch {
    return answer(400);
  }
}

const isStored = (inbox: Inbox): inbox is StoredInbox => "put" in inbox;

async function store(inbox: StoredInbox, key: string, event: IncomingEvent): Promise<Response> {
  await inbox.put(key, idsOf(event));
  return answer(200);
}

async function runOnce(inbox: Inbox, key: string, work: () => Promise<void>): Promise<Response> {
  const { state, token = "" } = await inbox.claim(key, LEASE_MS);
  if (state === "done") return answer(200);
  if (state === "running") return later();
  try {
    await work();
  } catch {
    await inbox.release(key, token);
    return answer(500);
  }
  await inbox.done(key, token);
  return answer(200);
}

/** The work's answer, or 503 when the time is up. The work goes on then. */
async function within(ms: number, work: Promise<Response>): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Response>((resolve) => (timer = setTimeout(() => resolve(later()), ms)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Says which handler failed. An error's message may hold a patient's data, so it is not printed. */
function log(error: unknown, { known, event_code }: IncomingEvent): void {
  const code = known ? event_code : "an unknown event";
  console.error(`blend-sdk: handling ${code} failed: ${classOf(error)}. Use onError to see it`);
}
