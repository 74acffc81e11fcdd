import { defineEventHandler } from "h3";
import { blend } from "../utils/blend.mjs";

const ORDER = {
  patient_id: "40000000-0000-4000-8000-000000000001",
  products: { prescription: [{ sku: "RX-MUP-01" }] },
};

export default defineEventHandler(async () => {
  const made = await blend.orders.createOnce({ ...ORDER, external_id: "visit-nuxt", force_new: true });
  await blend.orders.pause(made.id);
  return { status: (await blend.orders.get(made.id)).status };
});
