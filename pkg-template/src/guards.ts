import { searchResultTypes } from "../generated/operations.js";

/** Whether a search result is of a kind that the types list. Blend may answer others. */
export const isKnownSearchResult = (result: { result_type?: unknown }): boolean =>
  searchResultTypes.includes(result?.result_type);

/** The medications of a prescription, in each of the shapes that Blend answers. */
export function medicationsOf(prescription: {
  medications?: unknown;
  prescriptions?: unknown;
  medication?: unknown;
}): unknown[] {
  for (const list of [prescription.medications, prescription.prescriptions])
    if (Array.isArray(list) && list.length) return list;
  return prescription.medication ? [prescription.medication] : [];
}
