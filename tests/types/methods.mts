// The package's declarations as an ES module reads them. Compiled, never run.
import Blend, { Blend as Named, type Answer, type Address, type Order } from "../../pkg/dist/index.mjs";

const blend: Named = new Blend();

/** True where two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_Fact extends true>(): void {}

// Models
holds<Same<Awaited<ReturnType<typeof blend.orders.get>>, Order>>();
holds<Same<Answer<Address>["city"], string | null | undefined>>();
holds<Same<Answer<{ a: { b?: number }[]; c?: unknown }>, { a: { b?: number | null }[]; c?: unknown }>>();
const status: Order["status"] = "a status of tomorrow";
void status;

// Arguments
async function calls(order: Order): Promise<void> {
  // Optional answer fields may be passed as ids without a check.
  await blend.orders.pause(order.id);
  await blend.orders.create({ patient_id: "p", products: { prescription: [{ sku: "S-1", quantity: 1 }] } }, {});
  await blend.orders.updateProductQuantity(order.id, "order_material", "m", { quantity: 2 });
  await blend.orders.list().toArray({ limit: 10 });
  for await (const one of blend.orders.list({ status: ["received", "paused"] })) one.order_number?.length;
  blend.orders.check.create({ patient_id: "p" });
  await blend.auth.logout();

  // @ts-expect-error: these params are required
  await blend.orders.create();
  // @ts-expect-error: no such kind of product
  await blend.orders.removeProduct(order.id, "prescriptions", "m");
  // @ts-expect-error: a number is no id
  await blend.orders.get(1);
}
void calls;
