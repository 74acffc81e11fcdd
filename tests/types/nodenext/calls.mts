// Arguments and answers, as an ES module sees them. Compiled, never run.
import Blend, {
  Blend as Named,
  type BlendPromise,
  type CreatedOrder,
  type Id,
  type ListPromise,
  type Order,
  type OrderStatus,
  type Page,
  type PagePromise,
  type Patient,
  type WithResponse,
} from "blend-sdk";
import { holds, type Same } from "./shared.mjs";

holds<Same<typeof Blend, typeof Named>>();
const blend = new Blend();
const { orders, patients, search, auth } = blend;
const { signal } = new AbortController();
declare const order: Order;

// What comes back
holds<Same<ReturnType<typeof orders.get>, BlendPromise<Order>>>();
holds<Same<ReturnType<typeof orders.list>, PagePromise<Order>>>();
holds<Same<Awaited<ReturnType<typeof orders.list>>, Page<Order>>>();
holds<Same<ReturnType<typeof patients.orders>, ListPromise<Order>>>();
holds<Same<Awaited<ReturnType<typeof patients.orders>>, Order[]>>();
holds<Same<Awaited<ReturnType<typeof orders.shippingOptions>>, unknown>>();
holds<Same<Awaited<ReturnType<typeof auth.logout>>, void>>();
holds<Same<Parameters<typeof orders.get>[0], Id>>();
holds<Same<Id, string>>();

export async function lists(): Promise<void> {
  for await (const one of orders.list({ status: ["received", "paused"] })) holds<Same<typeof one, Order>>();
  for await (const page of patients.list().pages()) holds<Same<typeof page, Page<Patient>>>();
  for await (const one of await orders.list()) holds<Same<typeof one, Order>>();
  const few = await orders.list({ status: "received,paused", page_size: 50 }).toArray({ limit: 10 });
  holds<Same<typeof few, Order[]>>();
  const { data, page, pageSize, total, headers } = await orders.list();
  holds<Same<typeof data, Order[]>>();
  holds<Same<[typeof page, typeof pageSize, typeof headers], [number, number, Headers]>>();
  // Only a header tells it.
  holds<Same<typeof total, number | undefined>>();
  const first = await orders.list().withResponse();
  holds<Same<typeof first, WithResponse<Page<Order>>>>();
  // A list without pages can be iterated as well.
  for await (const one of patients.orders("p")) holds<Same<typeof one, Order>>();
  // @ts-expect-error: one order is no list
  for await (const one of orders.get("1")) void one;
  // @ts-expect-error: a limit is required
  await orders.list().toArray();
  // @ts-expect-error: pages cannot be made by hand
  new blend.orders.Page();
}

export async function answers(): Promise<void> {
  const { data, response, attempts, warnings, requestId } = await orders.create({ patient_id: "p" }).withResponse();
  holds<Same<typeof data, CreatedOrder>>();
  holds<Same<[typeof response, typeof attempts, typeof requestId], [Response, number, string | undefined]>>();
  warnings[0]?.path.length;
  const raw: Response = await orders.get("1").asResponse();
  void raw;
  // What every documented example has is there.
  order.order_number.length + order.patient.id.length + order.created_at.length;
  holds<Same<typeof order.status, OrderStatus>>();
  // What one of them lacks, or a patient may lack, may be null or missing.
  // @ts-expect-error: perhaps null
  order.address.city;
  // @ts-expect-error: perhaps null
  order.patient.first_name.length;
  // @ts-expect-error: an order need not have lines of each kind
  order.products.prescription.length;
  order.products.prescription?.[0]?.sku.length;
  order.patient.first_name?.length;
  // @ts-expect-error: no such field
  order.orderNumber;
}

export async function ids(): Promise<void> {
  // Ids out of answers can be passed as they come.
  await orders.pause(order.id);
  await orders.pause(order.order_number);
  await patients.deactivateRiskFactor(order.patient.id, "r");
  // @ts-expect-error: not every order has a key of your own
  await orders.get(order.external_id);
  // @ts-expect-error: an id is a string
  await orders.get(undefined);
  // @ts-expect-error: an id is a string
  await orders.get(null);
  // @ts-expect-error: an id is required
  await orders.get();
  // @ts-expect-error: a number is no id
  await orders.get(1);
  // @ts-expect-error: nor is what has one
  await orders.get(order);
  // @ts-expect-error: two ids
  await patients.deactivateRiskFactor("p");
}

export async function params(): Promise<void> {
  await orders.create({ patient_id: "p", products: { prescription: [{ sku: "S-1", quantity: 1 }] } }, { signal });
  await orders.list();
  await orders.list({});
  await orders.list(undefined, { signal });
  await orders.requestCancellation("1");
  await orders.removeProduct("1", "prescription", "p", undefined, { timeout: 5 });
  await orders.updateProductQuantity("1", "order_material", "m", { quantity: 2 });
  await orders.statuses({ maxRetries: 0 });
  // @ts-expect-error: params are required
  await orders.create();
  // @ts-expect-error: params are required
  await orders.update("1");
  // @ts-expect-error: q is required
  await search.all({});
  // @ts-expect-error: params before options
  await orders.create({ signal }, { patient_id: "p" });
  // @ts-expect-error: the id before the params
  await orders.update({ external_id: "x" }, "1");
  // @ts-expect-error: the order's id, the kind, then the product's
  await orders.updateProductQuantity("prescription", "1", "m", { quantity: 2 });
  // @ts-expect-error: no such kind of product
  await orders.removeProduct("1", "prescriptions", "m");
  // @ts-expect-error: misspelt
  await orders.create({ patientId: "p" });
  // @ts-expect-error: a quantity is a number
  await orders.updateProductQuantity("1", "prescription", "m", { quantity: "2" });
  // @ts-expect-error: a Date is no date
  await patients.create({ date_of_birth: new Date() });
  // @ts-expect-error: null is refused in requests
  await orders.create({ external_id: null });
  // @ts-expect-error: one argument too many
  await orders.get("1", {}, {});
  // @ts-expect-error: takes no params
  await orders.pause("1", { reason: "x" });
}

export async function others(): Promise<void> {
  const { issues, warnings } = orders.check.create({ patient_id: "p" });
  holds<Same<typeof issues, typeof warnings>>();
  const answer = await blend.request(
    "PATCH",
    "/things/{id}",
    { path: { id: "1" }, query: { a: [1, "b"] }, body: { any: 1 } },
    { signal },
  );
  holds<Same<typeof answer, unknown>>();
  // @ts-expect-error: groups are not replaced
  blend.orders = orders;
  // @ts-expect-error: no such group
  blend.invoices;
}

// What a user does not have, and what he may not change.
export async function given(): Promise<void> {
  new Blend({ email: process.env["BLEND_EMAIL"], password: process.env["BLEND_PASSWORD"] });
  const form: { middle_name: string | undefined } = { middle_name: undefined };
  await patients.create({ first_name: "Ada", middle_name: form.middle_name });
  const statuses: readonly string[] = ["received"];
  await orders.list({ status: statuses });
  const products = { prescription: [{ sku: "S-1", quantity: 1 }] } as const;
  await orders.create({ patient_id: "p", products });
  const { payload_preview } = await blend.notifications.previewSample("order.shipped");
  holds<Same<typeof payload_preview, Record<string, unknown>>>();
}
declare const process: { env: Record<string, string | undefined> };
