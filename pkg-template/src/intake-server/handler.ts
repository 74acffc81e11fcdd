// The endpoint that an intake form submits to. Each check stands in front of what is costlier, or tells more.

import type { Field } from "../../generated/intake.js";
import type { IntakeHandlerOptions, IntakeSession, RequestHandler } from "../../types/intake-server.js";
import type { Finding } from "../../types/intake.js";
import { isField } from "../intake/path.js";
import { answer, Refusal, retryAfter } from "../server/answer.js";
import { isJSON, readText } from "../server/body.js";
import { assertOwnPage, originsOf } from "../server/origin.js";
import { logsFor, reporter } from "../server/report.js";
import { type Answers, answerTo, create, type Groups, type Made } from "./create.js";
import { checkExtra } from "./extra.js";
import { countedAs, keyOf } from "./key.js";
import { memoryRateLimit } from "./rate-limit.js";
import { assertListed, KEY_FIELD, readSubmission } from "./submission.js";

const MOST_BYTES = 64 * 1024;
const SHORTEST_SECRET = 16;
/** No form of another site can send it. */
const HEADER = "x-blend-intake";

type Options = IntakeHandlerOptions<Answers, IntakeSession, unknown>;

export function createIntakeHandler(blend: Groups, given: Options): RequestHandler {
  const handler = new Handler(blend, given);
  return (request) => handler.handle(request);
}

/** A submission that passed all checks. */
interface Checked {
  key: string;
  session: IntakeSession;
  answers: Answers;
  extra: unknown;
}

class Handler {
  readonly #blend: Groups;
  readonly #options: Options;
  readonly #origins: readonly string[];
  readonly #fields: readonly Field[];
  readonly #counts;
  readonly #report: (error: unknown, request: Request) => void;

  constructor(blend: Groups, options: Options) {
    assertOptions(options);
    this.#blend = blend;
    this.#options = options;
    this.#origins = originsOf(options.origins);
    this.#fields = options.schema.fields as readonly Field[];
    this.#counts = options.rateLimit?.store ?? memoryRateLimit();
    this.#report = reporter(options.onError ?? logsFor("createIntakeHandler"));
  }

  async handle(request: Request): Promise<Response> {
    try {
      const checked = await this.#check(request);
      return await this.#submit(checked, request);
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      // Nothing was sent: what comes after the create does not get here.
      this.#report(error, request);
      return answer(503, { code: "not_sent" });
    }
  }

  async #check(request: Request): Promise<Checked> {
    const text = await readBody(request);
    assertOwnPage(request, this.#origins);
    if (request.headers.get(HEADER) !== "1") throw new Refusal(403, { code: "header" });
    const session = await this.#session(request);
    await this.#count(request, session);
    const { id, answers: typed, extra: given, token } = readSubmission(text);
    assertListed(typed, this.#fields, this.#options.fields);
    const { answers, extra } = await this.#validate(typed, given);
    const key = await keyOf(this.#options.secret, session.subject, id);
    const { challenge } = this.#options;
    if (challenge && (await challenge(request, { session, token, key })) !== true)
      throw new Refusal(403, { code: "challenge" });
    return { key, session, answers, extra };
  }

  async #session(request: Request): Promise<IntakeSession> {
    const session = await this.#options.session(request);
    if (!session) throw new Refusal(401, { code: "session" });
    if (typeof session.subject !== "string" || session.subject === "")
      throw new TypeError("session: expected an object with a subject, or nothing");
    return session;
  }

  async #count(request: Request, session: IntakeSession): Promise<void> {
    const { secret, rateLimit = {} } = this.#options;
    const { limit = 10, windowMs = 600_000, key = () => session.subject } = rateLimit;
    const counted = await countedAs(secret, await key(request, session));
    const { count, remainingMs } = await this.#counts.hit(counted, windowMs);
    if (count > limit) throw new Refusal(429, { code: "rate_limit" }, retryAfter(remainingMs));
  }

  async #validate(typed: object, given: unknown): Promise<Pick<Checked, "answers" | "extra">> {
    const { schema, fields, extra: questions } = this.#options;
    if (!questions && given !== undefined) throw new Refusal(400, { code: "unknown_field", path: "extra" });
    const checked = schema.pick(...fields).check(typed);
    const extra = questions ? await checkExtra(questions, given) : { value: undefined, issues: [] };
    const issues: Finding[] = [...checked.issues, ...extra.issues];
    if (issues.length) throw new Refusal(422, { code: "invalid", issues });
    return { answers: checked.value as Answers, extra: extra.value };
  }

  async #submit({ key, session, answers, extra }: Checked, request: Request): Promise<Response> {
    const decision = await this.#options.products(session, answers, extra);
    if (typeof decision !== "object") throw new TypeError("products: expected an order, or null to order nothing");
    const about = { key, session, answers, extra };
    let made: Made;
    try {
      made = await create(this.#blend, { key, patientId: session.patientId, answers, decision });
    } catch (error) {
      const response = answerTo(error);
      if (response.status !== 202) this.#report(error, request);
      else await this.#tell({ ...about, outcome: "pending", merged: false, error }, request);
      return response;
    }
    if (!(await this.#tell({ ...about, ...made, outcome: "accepted" }, request))) return answer(202);
    // The number of somebody else's order is not for this visitor.
    const number = made.merged ? undefined : made.order?.order_number;
    return answer(200, number ? { order_number: number } : {});
  }

  /** Returns whether the portal took it. */
  async #tell(submission: Parameters<Options["onSubmit"]>[0], request: Request): Promise<boolean> {
    try {
      await this.#options.onSubmit(submission);
      return true;
    } catch (error) {
      this.#report(error, request);
      return false;
    }
  }
}

/** Method, type and size, in this order. Nothing of another request's body is read. */
async function readBody(request: Request): Promise<string> {
  if (request.method !== "POST") throw new Refusal(405, { code: "method" }, { allow: "POST" });
  if (!isJSON(request)) throw new Refusal(415, { code: "content_type" });
  let text: string | undefined;
  try {
    text = await readText(request, MOST_BYTES);
  } catch {
    throw new Refusal(400, { code: "unreadable" });
  }
  if (text === undefined) throw new Refusal(413, { code: "size" });
  return text;
}

const FUNCTIONS = ["session", "products", "onSubmit"] as const;

function assertOptions(options: Options): void {
  const { schema, fields, secret, rateLimit = {} } = options;
  if (typeof schema?.check !== "function" || !Array.isArray(schema.fields))
    throw new TypeError("schema: expected rules().patient or rules().order");
  if (!Array.isArray(fields) || fields.length === 0)
    throw new TypeError("fields: expected the paths that the form may send");
  for (const path of (fields as unknown[]).map(String))
    if (path.split(".").includes(KEY_FIELD) || !isField(path, schema.fields as readonly Field[]))
      throw new TypeError(`fields: "${path}" is no field that a form may send`);
  if (typeof secret !== "string" || secret.length < SHORTEST_SECRET)
    throw new TypeError(`secret: expected a random text of at least ${SHORTEST_SECRET} characters`);
  for (const name of FUNCTIONS)
    if (typeof options[name] !== "function") throw new TypeError(`${name}: expected a function`);
  const { limit = 1, windowMs = 1 } = rateLimit;
  if (!(limit >= 1)) throw new TypeError("rateLimit.limit: expected a number from 1");
  if (!(windowMs > 0)) throw new TypeError("rateLimit.windowMs: expected milliseconds");
}
