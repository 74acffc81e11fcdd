// Until the build writes these from the Rust side: the events of a call, and its effects.

import { Act, Word } from "../../generated/operations.js";
import type { Engine } from "../../generated/client.js";
import { say } from "../engine/load.js";
import type { FailureJson } from "../errors.js";
import type { NetworkError } from "../platform/network.js";
import type { AttemptInfo, Note, SendInit } from "./types.js";

export type CallEffect =
  | { do: Act.authorise }
  | { do: Act.send; timeout: number }
  | { do: Act.read; json: number; text: number; most: number; timeout: number }
  | { do: Act.wait; ms: number }
  | { do: Act.done; note: Note }
  | { do: Act.fail; error: FailureJson };
export type StartedCall = CallEffect & { call?: number };

export const started = (text: string): StartedCall => JSON.parse(text) as StartedCall;
const effect = (text: string): CallEffect => JSON.parse(text) as CallEffect;
const event =
  (word: Word) =>
  (engine: Engine, call: number): CallEffect =>
    effect(say(engine, word, call));

export const sessionSettled = event(Word.settled);
export const waitEnded = event(Word.woke);
export const emptyBodyReceived = event(Word.body);
export const attemptTimedOut = event(Word.timeout);
export const totalTimeoutReached = event(Word.totalTimeout);
export const callAborted = event(Word.abort);
export const bodyTooLarge = event(Word.tooLarge);
export const fetchMissing = event(Word.noFetch);
export const abortedBeforeSend = (engine: Engine, call: number): CallEffect => {
  const end = callAborted(engine, call);
  if (end.do === Act.fail) {
    Object.assign(end.error, { outcome: "not_sent", attempts: 0 });
    delete end.error.hint;
  }
  return end;
};
export const headersReceived = (engine: Engine, call: number, of: { status: number; headers: string }): CallEffect =>
  effect(say(engine, Word.head, call, of.headers, of.status));
export const bodyReceived = (engine: Engine, call: number, body: string): CallEffect =>
  effect(say(engine, Word.body, call, body));
export const invalidBodyReceived = (engine: Engine, call: number, bytes: number): CallEffect =>
  effect(say(engine, Word.body, call, undefined, bytes));
export const networkFailed = (engine: Engine, call: number, errors: string): CallEffect => {
  const [first] = JSON.parse(errors) as NetworkError[];
  return effect(say(engine, Word.network, call, first?.code ?? ""));
};
export const forgetCall = (engine: Engine, call: number): void => void say(engine, Word.forget, call);
export const request = (engine: Engine, call: number): { url: string; init: SendInit; attempt: AttemptInfo } => {
  const text = say(engine, Word.request, call);
  const { url, operation, path, attempt, ...init } = JSON.parse(text) as AttemptInfo & SendInit & { url: string };
  return { url, init, attempt: { operation, path, attempt, method: init.method } };
};
