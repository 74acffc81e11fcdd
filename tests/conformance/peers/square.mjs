import { SSN, TOKEN } from "../program/blend.mjs";

export const title = "Square";
const id = "square";
export { id as package };

export async function load() {
  const { SquareClient } = await import("square");
  return {
    has: ["signal", "fetch", "timeout", "list"],
    open(origin, { timeout, fetch } = {}) {
      const square = new SquareClient({
        token: TOKEN,
        baseUrl: origin,
        ...(timeout ? { timeoutInSeconds: timeout / 1000 } : {}),
        ...(fetch ? { fetch } : {}),
      });
      const options = (call) => (call?.signal ? { abortSignal: call.signal } : {});
      const get = async (customerId, call) => (await square.customers.get({ customerId }, options(call))) ?? {};
      return {
        read: (call) => get("1", call),
        get,
        write: (call) => square.customers.create({ givenName: "Willard" }, options(call)),
        confide: (call) => square.customers.create({ givenName: "Willard", note: SSN }, options(call)),
        async *list() {
          yield* await square.customers.list();
        },
      };
    },
    below: "/v2/customers/",
    page: { json: { cursor: "same", customers: [{ id: "1" }, { id: "2" }] } },
    error: (message) => ({ errors: [{ category: "INVALID_REQUEST_ERROR", code: "BAD_REQUEST", detail: message }] }),
    tells: () => true,
  };
}
