// A submission as a form sends it, and what of it may pass.

import type { Field } from "../../generated/intake.js";
import { leadsTo } from "../intake/path.js";
import { Refusal } from "../server/answer.js";

/** What `fetchTransport` sends; `extra` and `challenge` are the page's own. */
const MEMBERS = ["submission_id", "answers", "extra", "challenge"];
const ID = /^[\w-]{16,64}$/;
/** A name of the sender's own making is shown only if it can hold no sentence. */
export const PLAIN_NAME = /^\w{1,40}$/;
/** The handler sets it. */
export const KEY_FIELD = "external_id";

type Values = Record<string, unknown>;

export interface Submission {
  id: string;
  answers: Values;
  extra: unknown;
  /** The token for the option `challenge`. */
  token: string | undefined;
}

const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unknownField = (path: string): Refusal => new Refusal(400, { code: "unknown_field", path });

/** Reads the body. Refuses what is no submission. */
export function readSubmission(text: string): Submission {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, { code: "not_json" });
  }
  if (!isObject(body)) throw new Refusal(400, { code: "not_json" });
  const stranger = Object.keys(body).find((name) => !MEMBERS.includes(name));
  if (stranger !== undefined) throw unknownField(PLAIN_NAME.test(stranger) ? stranger : "");
  const { submission_id: id, answers, extra, challenge: token } = body;
  if (typeof id !== "string" || !ID.test(id)) throw new Refusal(400, { code: "wrong_kind", path: "submission_id" });
  if (!isObject(answers)) throw new Refusal(400, { code: "wrong_kind", path: "answers" });
  if (token !== undefined && typeof token !== "string")
    throw new Refusal(400, { code: "wrong_kind", path: "challenge" });
  return { id, answers, extra, token };
}

/** Refuses answers with a field that is not listed, or that the schema does not know. */
export function assertListed(answers: Values, table: readonly Field[], listed: readonly string[]): void {
  const walk = (values: Values, fields: readonly Field[], at: string): void => {
    for (const [name, value] of Object.entries(values)) {
      const field = fields.find((one) => one.name === name && name !== KEY_FIELD);
      const path = at + name;
      if (!field || !listed.some((one) => leadsTo(one, path) || leadsTo(path, one)))
        throw unknownField(PLAIN_NAME.test(name) ? path : at.slice(0, -1));
      for (const item of [value].flat()) if (field.fields && isObject(item)) walk(item, field.fields, `${path}.`);
    }
  };
  walk(answers, table, "");
}
