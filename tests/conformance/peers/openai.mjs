import { SSN, TOKEN } from "../program/blend.mjs";

export const title = "OpenAI";
const id = "openai";
export { id as package };

export async function load() {
  const { default: OpenAI } = await import("openai");
  return {
    has: ["signal", "fetch", "timeout", "list"],
    open(origin, { timeout, fetch } = {}) {
      const openai = new OpenAI({
        apiKey: TOKEN,
        baseURL: `${origin}/v1`,
        ...(timeout ? { timeout } : {}),
        ...(fetch ? { fetch } : {}),
      });
      const asked = (content) => ({ model: "m", messages: [{ role: "user", content }] });
      return {
        read: (call) => openai.models.retrieve("m", call),
        get: (one, call) => openai.models.retrieve(one, call),
        write: (call) => openai.chat.completions.create(asked("hello"), call),
        confide: (call) => openai.chat.completions.create(asked(SSN), call),
        list: () => openai.fineTuning.jobs.list(),
      };
    },
    below: "/v1/models/",
    page: { json: { object: "list", has_more: true, data: [{ id: "1" }, { id: "2" }] } },
    error: (message) => ({ error: { type: "invalid_request_error", message } }),
    tells: () => true,
  };
}
