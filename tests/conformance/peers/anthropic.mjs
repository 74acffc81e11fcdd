import { SSN, TOKEN } from "../program/blend.mjs";

export const title = "Anthropic";
const id = "@anthropic-ai/sdk";
export { id as package };

export async function load() {
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  return {
    has: ["signal", "fetch", "timeout", "list", "session", "signs in by itself"],
    open(origin, { timeout, fetch: own, session } = {}) {
      // It asks this function for tokens, and keeps them.
      const credentials = async () => {
        const { token } = await (await fetch(`${origin}/token`, { method: "POST" })).json();
        return { token, expiresAt: Date.now() / 1000 + 3600 };
      };
      const anthropic = new Anthropic({
        ...(session ? { credentials } : { apiKey: TOKEN }),
        baseURL: origin,
        ...(timeout ? { timeout } : {}),
        ...(own ? { fetch: own } : {}),
      });
      const asked = (content) => ({ model: "m", max_tokens: 10, messages: [{ role: "user", content }] });
      return {
        read: (call) => anthropic.models.retrieve("m", {}, call),
        get: (one, call) => anthropic.models.retrieve(one, {}, call),
        write: (call) => anthropic.messages.create(asked("hello"), call),
        confide: (call) => anthropic.messages.create(asked(SSN), call),
        list: () => anthropic.models.list(),
      };
    },
    below: "/v1/models/",
    page: { json: { has_more: true, first_id: "1", last_id: "2", data: [{ id: "1" }, { id: "2" }] } },
    signIn: { "POST /token": [{ json: { token: TOKEN } }] },
    error: (message) => ({ type: "error", error: { type: "invalid_request_error", message } }),
    tells: () => true,
  };
}
