// The groups beside orders and patients. Compiled, never run.
import Blend, {
  medicationsOf,
  type CompositeResult,
  type ElectronicPrescription,
  type Medication,
  type NewMedication,
  type NotificationEventType,
  type Order,
  type OrdersReport,
  type Page,
  type PrescriptionProduct,
  type Prescriber,
  type Products,
  type Qualification,
  type UnknownWebhookEvent,
  type WebhookDelivery,
  type WebhookEvent,
  type WebhookSubscription,
} from "blend-sdk";
import { holds, type Same } from "./shared.mjs";

const blend = new Blend();
const { prescribers, prescriptions, composite, products, reports, notifications } = blend;
const medication: NewMedication = {
  quantity: 30,
  refills: 2,
  sig: "once daily",
  units: "C48480",
  written_at: "2025-04-25T00:00:00",
};

export async function prescribing(order: Order): Promise<void> {
  holds<Same<Awaited<ReturnType<typeof prescribers.list>>, Prescriber[]>>();
  const prescriber = await prescribers.create({ first_name: "Ada", last_name: "Example", npi: "1234567893" });
  holds<Same<typeof prescriber, Prescriber>>();
  await prescribers.createQualification(prescriber.id, { state: "MA", license_number: "1" });
  for await (const one of prescribers.list()) holds<Same<typeof one, Prescriber>>();
  const gone = await prescribers.deactivateQualification(prescriber.id, "MA");
  // It may come without a body.
  holds<Same<typeof gone, Qualification | undefined>>();
  await prescribers.removeSupervision(prescriber.id, prescriber.id, { state: "MA" }, { timeout: 5 });
  await prescriptions.create({
    medication,
    patient: { external_id: "p" },
    prescriber: { id: prescriber.id },
    order: { id: order.id },
  });
  const stored = await prescriptions.create("<Message/>", { headers: { "content-type": "text/xml" } });
  holds<Same<typeof stored, ElectronicPrescription>>();
  const medications = medicationsOf(stored);
  holds<Same<typeof medications, Medication[]>>();
  // @ts-expect-error: state and number are documented as required
  await prescribers.updateQualification(prescriber.id, "MA", { is_active: false });
  // @ts-expect-error: only a prescription may be a string
  await composite.create("<Message/>");
  // @ts-expect-error: a quantity is a number
  await prescriptions.create({ medication: { ...medication, quantity: "30" } });
  // @ts-expect-error: the prescriber's id, then the licence's
  await prescribers.deactivateQualification("MA");
  // @ts-expect-error: no medication of an order
  medicationsOf(order.order_number);
}

export async function together(): Promise<void> {
  const result = await composite.create({
    force_new: true,
    patient: { first_name: "Ada" },
    prescriber: { npi: "1234567893" },
    electronic_prescription: { medications: [medication] },
    order: { external_id: "visit-2041" },
  });
  holds<Same<typeof result, CompositeResult>>();
  result.summary?.entities_created?.toFixed();
  // @ts-expect-error: misspelt
  await composite.create({ prescription: { medication } });
}

export async function catalogue(): Promise<void> {
  for await (const product of products.listPrescription({ page_size: 50 }))
    holds<Same<typeof product, PrescriptionProduct>>();
  holds<Same<Awaited<ReturnType<typeof products.listPrescription>>, Page<PrescriptionProduct>>>();
  holds<Same<Awaited<ReturnType<typeof products.list>>, Products>>();
  await products.updateOrderMaterial("m", { sku: "S-1" });
  // @ts-expect-error: an order material has no product code
  await products.updateOrderMaterial("m", { product_code: "S-1" });
  // @ts-expect-error: the list of all kinds has no pages
  products.list().toArray({ limit: 1 });
}

export async function counting(): Promise<void> {
  const report = await reports.orders({
    start_date: "2025-01-01",
    end_date: "2025-01-31",
    include: ["status", "count"],
  });
  holds<Same<typeof report, OrdersReport>>();
  holds<Same<Awaited<ReturnType<typeof reports.daily>>, unknown>>();
  // @ts-expect-error: both days are documented as required
  await reports.orders({ start_date: "2025-01-01" });
}

export async function subscribing(): Promise<void> {
  const webhook = await notifications.createWebhook({
    event_codes: ["order.shipped", "an.event.of.tomorrow"],
    url: "https://example.com/webhook",
  });
  holds<Same<typeof webhook, WebhookSubscription>>();
  holds<Same<Awaited<ReturnType<typeof notifications.eventTypes>>, NotificationEventType[]>>();
  holds<Same<Awaited<ReturnType<typeof notifications.deleteWebhook>>, void>>();
  await notifications.previewSample("order.shipped");
  // @ts-expect-error: a flat list of codes
  await notifications.updateEmail({ event_codes: "order.shipped" });
  // @ts-expect-error: both are documented as required
  await notifications.updateWebhook(webhook.id, { url: "https://example.com/webhook" });
}

// event_code tells the type of an event.
export function happened(event: WebhookEvent): string {
  switch (event.event_code) {
    case "order.created":
      return event.data?.order_number ?? "";
    case "order.delivered":
    case "order.stuck":
    case "prescription.cancelled":
      // No page shows what is in it.
      holds<Same<typeof event.data, Record<string, unknown> | null | undefined>>();
      return event.event_code;
    case "order.shipped":
      // @ts-expect-error: a shipment's sample has no order number
      event.data?.order_number;
      return event.data?.tracking_number ?? "";
    // @ts-expect-error: no event of these types
    case "order.lost":
    default:
      event satisfies never;
      return "";
  }
}

// What comes in may also be an event that these types do not know.
export function delivered(delivery: WebhookDelivery): string {
  if (!delivery.known) {
    holds<Same<typeof delivery.event_code, UnknownWebhookEvent["event_code"]>>();
    // @ts-expect-error: nothing is known of it
    delivery.data.order_number;
    return delivery.event_code;
  }
  return happened(delivery);
}
