// `blend-sdk/intake/server`: the backend of an intake form, and a proxy for staff pages. It needs no engine.

export { createIntakeHandler } from "../intake-server/handler.js";
export { createProxy } from "../proxy/proxy.js";
export { toNodeHandler } from "../server/node.js";
