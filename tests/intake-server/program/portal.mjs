// The portal that each runtime serves: a form's endpoint, a proxy, and how many orders the sandbox has.
import { Blend } from "blend-sdk";
import { rules } from "blend-sdk/intake";
import { createIntakeHandler, createProxy } from "blend-sdk/intake/server";
import { Sandbox } from "blend-sdk/sandbox";

export function portal() {
  const sandbox = new Sandbox();
  const { email, password, fetch } = sandbox;
  const blend = new Blend({ email, password, fetch, logLevel: "off" });
  const submit = createIntakeHandler(blend, {
    schema: rules().patient,
    fields: ["first_name", "last_name", "date_of_birth", "email", "phone", "address"],
    session: (request) => (request.headers.get("cookie") ? { subject: request.headers.get("cookie") } : null),
    products: () => ({ products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] } }),
    onSubmit: () => {},
    onError: (error) => console.error(error),
    secret: "a-secret-of-the-portal",
  });
  const call = createProxy(blend, {
    operations: ["orders.list", "orders.pause"],
    authorize: (request) => request.headers.get("cookie") === "staff",
  });
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/intake") return submit(request);
    if (pathname.startsWith("/blend/")) return call(request);
    return Response.json(sandbox.state.orders);
  };
}
