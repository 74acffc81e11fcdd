// One order, or one registered patient, for one submission.

import type { Blend, BlendError, Issue, Patient } from "../../types/index.js";
import type { IntakeComposite, IntakeOrder } from "../../types/intake-server.js";
import type { AddressAnswers, OrderAnswers, PatientAnswers } from "../../types/intake.js";
import { isBranded } from "../brand.js";
import { answer, retryAfter } from "../server/answer.js";

/** How long to look for what was made if the answer is lost. The page waits meanwhile. */
const ONCE = { lookFor: 10_000 };

export type Groups = Pick<Blend, "orders" | "patients" | "composite">;
export type Answers = PatientAnswers | OrderAnswers;
type MadeOrder = { id: string; order_number?: string | null; external_id?: string | null };

export interface Made {
  order?: MadeOrder;
  patient?: Patient;
  /** Blend put it into an order that this submission did not make. */
  merged: boolean;
}

export interface Wanted {
  key: string;
  /** Of the session: the only way to an existing patient. */
  patientId: string | undefined;
  answers: Answers;
  /** What `products` returned. */
  decision: IntakeOrder | IntakeComposite | null;
}

export async function create(blend: Groups, { key, patientId, answers, decision }: Wanted): Promise<Made> {
  const { patient: typed, address } = partsOf(answers);
  const newPatient = { ...typed, external_id: key };
  if (decision === null) {
    if (patientId !== undefined) return { merged: false };
    return { patient: await blend.patients.createOnce(newPatient as never, ONCE), merged: false };
  }
  const patient = patientId === undefined ? newPatient : { id: patientId };
  // What the handler sets stands last. It counts, whatever `products` returned.
  const own = { external_id: key, patient_id: undefined };
  if ("electronic_prescription" in decision) {
    const order = { address, ...decision.order, ...own, patient: undefined };
    const electronic_prescription = { ...decision.electronic_prescription, patient: undefined };
    const params = { ...decision, electronic_prescription, order, patient, force_new: true } as const;
    const { order: made, result } = await blend.composite.createOnce(params, ONCE);
    return { order: made, merged: result?.order?.created === false || isOfAnother(made, key) };
  }
  const made = await blend.orders.createOnce({ address, ...decision, ...own, patient, force_new: true }, ONCE);
  return { order: made, merged: made.merged_into_existing === true || isOfAnother(made, key) };
}

/** Whether an order has another key. Where an answer has none, nothing is known. */
const isOfAnother = ({ external_id: found }: MadeOrder, key: string): boolean =>
  typeof found === "string" && found !== key;

/** The patient, and where to ship to if not to the patient's address. */
function partsOf(answers: Answers): { patient: PatientAnswers; address?: AddressAnswers } {
  if (!("patient" in answers)) return { patient: answers };
  const { patient = {}, address } = answers;
  return { patient, ...(address && { address }) };
}

/** The answer for an error of the create. */
export function answerTo(error: unknown): Response {
  if (!isBranded(error)) return answer(202);
  const { outcome, status = 0, retryAfterMs, code, issues = [] } = error as BlendError & { issues?: Issue[] };
  if (outcome === "unknown" || outcome === "done") return answer(202);
  if (code === "taken" || issues.some((issue) => issue.code === "taken")) return answer(409, { code: "taken" });
  // Why Blend refused it stays here: it could tell that the patient exists.
  if (outcome === "rejected" && [400, 409, 422].includes(status)) return answer(422, { code: "refused" });
  return answer(503, { code: "not_sent" }, retryAfterMs === undefined ? {} : retryAfter(retryAfterMs));
}
