// A script for Node, without the types of browsers. Compiled, never run.
import Blend, { type Page, type Order } from "blend-sdk";
import { Sandbox } from "blend-sdk/sandbox";

const { email, password, fetch } = new Sandbox();
const blend = new Blend({ email, password, fetch, baseURL: process.env["BLEND_BASE_URL"] ?? "https://blend.invalid" });
const page: Page<Order> = await blend.orders.list({}, { signal: AbortSignal.timeout(1000) });
console.log(page.headers.get("x-request-id"), page.data.length);
const { response } = await blend.orders.get("1").withResponse();
console.log(response.status, await response.text());
new Blend({ fetch: globalThis.fetch });

// @ts-expect-error: a number is no id
await blend.orders.get(1);
