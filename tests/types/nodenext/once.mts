// Creating once, what an order allows, and hooks. Compiled, never run.
import Blend, {
  type ActionVerdict,
  type AuditEvent,
  type CreatedOrder,
  type Middleware,
  type Order,
  type Patient,
  UnknownOutcomeError,
} from "blend-sdk";
import { holds, type Same } from "./shared.mjs";

const blend = new Blend();
const { orders, patients } = blend;
declare const order: Order;

export async function once(): Promise<void> {
  const made = await orders.createOnce(
    { patient_id: "p", external_id: "visit-1", force_new: true },
    { resend: "assume-unique", lookFor: 5000, timeout: 5 },
  );
  holds<Same<typeof made, CreatedOrder>>();
  holds<Same<Awaited<ReturnType<typeof patients.createOnce>>, Patient>>();
  await patients.createOnce({ external_id: "p", date_of_birth: "1990-01-01", last_name: "Example" });
  // @ts-expect-error: a key is required
  await orders.createOnce({ patient_id: "p" });
  // @ts-expect-error: the patient is recognised by it
  await patients.createOnce({ external_id: "p", last_name: "Example" });
  // @ts-expect-error: no such choice
  await orders.createOnce({ patient_id: "p", external_id: "visit-1" }, { resend: "always" });
  const patient = { external_id: "p", date_of_birth: "1990-01-01", last_name: "Example" };
  // @ts-expect-error: a patient is never sent again
  await patients.createOnce(patient, { resend: "assume-unique" });
}

export async function allowed(): Promise<void> {
  const verdicts = orders.actions(order);
  holds<Same<typeof verdicts, ActionVerdict[]>>();
  if (orders.can("pause", order)) await orders.pause(order.id, { preflight: true });
  const there = await orders.waitFor(order.id, { status: ["shipped", "a status of tomorrow"], timeout: 5, context: 7 });
  holds<Same<typeof there, Order>>();
  // @ts-expect-error: no such action
  orders.can("stop", order);
  // @ts-expect-error: a status is required
  await orders.waitFor(order.id, {});
}

const trace: Middleware = async (request, next) => {
  request.headers["x-trace"] = request.operation;
  // @ts-expect-error: what it is about cannot be changed
  request.operation = "orders.get";
  // @ts-expect-error: the URL is behind unsafe()
  request.url;
  const { url, body } = request.unsafe();
  void [url, body?.length];
  return next(request);
};

export const watched = new Blend({
  middleware: [trace],
  onAudit: (event) => {
    holds<Same<typeof event, AuditEvent>>();
    event.resourceIds.join();
  },
  audit: "required",
});
// @ts-expect-error: a list of functions
new Blend({ middleware: trace });

export const lost = (error: unknown): unknown =>
  error instanceof UnknownOutcomeError ? error.unsafe().params : undefined;
