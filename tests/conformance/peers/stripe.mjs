import { SSN, TOKEN } from "../program/blend.mjs";

export const title = "Stripe";
const id = "stripe";
export { id as package };

export async function load() {
  const { default: Stripe } = await import("stripe");
  return {
    has: ["timeout", "list"],
    open(origin, { timeout } = {}) {
      const { hostname, port } = new URL(origin);
      const stripe = new Stripe(`sk_test_${TOKEN}`, {
        host: hostname,
        port,
        protocol: "http",
        ...(timeout ? { timeout } : {}),
      });
      return {
        read: () => stripe.customers.retrieve("cus_1"),
        get: (one) => stripe.customers.retrieve(one),
        write: () => stripe.customers.create({ name: "Willard Donnelly" }),
        confide: () => stripe.customers.create({ metadata: { ssn: SSN } }),
        list: () => stripe.customers.list(),
      };
    },
    below: "/v1/customers/",
    page: { json: { object: "list", url: "/v1/customers", has_more: true, data: [{ id: "cus_1" }, { id: "cus_2" }] } },
    error: (message) => ({ error: { type: "invalid_request_error", message } }),
    tells: () => true,
  };
}
