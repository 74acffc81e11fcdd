// What goes into a call. Compiled, never run.
import Blend, {
  type NewElectronicPrescription,
  type NewMedication,
  type NewOrder,
  type NewPatient,
  type OrderStatus,
  type OrdersCreateParams,
  type OrdersListParams,
  type PatientsCreateParams,
  type PrescriptionsCreateParams,
  type ReportsOrdersParams,
  type SearchTasksParams,
  type WaitOptions,
} from "blend-sdk";
import { holds, type Same } from "./shared.mjs";

const { orders, prescriptions, composite, reports, search } = new Blend();
declare const medication: NewMedication;

// Params are called after their method; the model's own name means the same.
holds<Same<PatientsCreateParams, NewPatient>>();
holds<Same<PrescriptionsCreateParams, NewElectronicPrescription>>();
holds<Same<Parameters<typeof orders.create>[0], OrdersCreateParams>>();
holds<Same<Parameters<typeof search.tasks>[0], SearchTasksParams>>();

// An order needs a patient, one way or the other.
export async function needed(form: { patient_id: string | undefined }): Promise<void> {
  await orders.create({ patient_id: "p" });
  await orders.create({ patient: { external_id: "p" }, force_new: true });
  await orders.create({ patient: { first_name: "Ada" }, external_id: "visit-1" });
  await orders.create({ patient_id: "p", patient: { id: "p" } });
  await orders.createOnce({ patient: { id: "p" }, external_id: "visit-1" });
  // @ts-expect-error: of whom
  await orders.create({ external_id: "visit-1" });
  // @ts-expect-error: of whom
  await orders.create({});
  // @ts-expect-error: perhaps of nobody
  await orders.create({ patient_id: form.patient_id });
  // @ts-expect-error: of whom
  await orders.createOnce({ external_id: "visit-1" });
  // @ts-expect-error: misspelt
  await orders.create({ patient_id: "p", extrenal_id: "visit-1" });
  // Inside of a composite the patient may stand beside the order.
  const order: NewOrder = { external_id: "visit-1" };
  await composite.create({ patient: { id: "p" }, order });

  await prescriptions.create({ medication, patient: { id: "p" } });
  await prescriptions.create({ medications: [medication] });
  // @ts-expect-error: which medication
  await prescriptions.create({ patient: { id: "p" }, prescriber: { id: "d" } });
}

// Sets of values: editors complete what is known, and anything else is taken.
holds<Same<Extract<OrdersListParams["status"], "received" | "paused">, "received" | "paused">>();
holds<Same<WaitOptions["status"], OrderStatus | readonly OrderStatus[]>>();
holds<Same<Extract<ReportsOrdersParams["include"], "status" | "count">, "status" | "count">>();
export async function sets(names: readonly string[]): Promise<void> {
  await orders.list({ status: "received" });
  await orders.list({ status: "received,paused" });
  await orders.list({ status: ["received", "a status of tomorrow"] });
  await orders.list({ status: names });
  await reports.orders({ start_date: "2025-01-01", end_date: "2025-01-31", include: ["status", "count"] });
  // @ts-expect-error: a number is no status
  await orders.list({ status: [7] });
  // @ts-expect-error: nor is a list of lists
  await orders.list({ status: [["received"]] });
}
