// Open enums, unions and guards. Compiled, never run.
import {
  isKnownSearchResult,
  type NewPatient,
  type NewPrescriber,
  type Order,
  type Patient,
  type PrescriberUpdate,
  type ReturnedAddress,
  type SearchResults,
} from "blend-sdk";
import { holds, type Same } from "./shared.mjs";

// Enums are open: what Blend adds tomorrow is taken, and editors know today's.
export const status: Order["status"] = "a status of tomorrow";
// A plain string would tell editors nothing.
holds<Same<Same<Order["status"], string>, false>>();
holds<Same<Extract<Order["status"], "received" | "paused" | "exception">, "received" | "paused" | "exception">>();
// @ts-expect-error: a number is no status
export const wrong: Order["status"] = 7;

// A patient's gender is refused at run time where it is another one; a prescriber's is only warned about.
export const patient: NewPatient = { gender: "female" };
// @ts-expect-error: a patient's gender has small letters
export const capital: NewPatient = { gender: "Female" };
// @ts-expect-error: Blend refuses other values
export const another: NewPatient = { gender: "another" };
holds<Same<Extract<NewPrescriber["gender"], "Male" | "Female">, "Male" | "Female">>();
holds<Same<Extract<PrescriberUpdate["gender"], "male">, never>>();
// An answer may have any.
holds<Same<Extract<Patient["gender"], "male" | "female">, "male" | "female">>();
export const news: Patient["gender"] = "another";

// What goes both ways has a type of its own in answers, where optional fields may be null.
holds<Same<NonNullable<Patient["address"]>, ReturnedAddress>>();
holds<Same<ReturnedAddress["city"], string | null | undefined>>();

// result_type tells the type of a search result, and the guard leaves room for unknown ones.
export function find({ results }: SearchResults): string[] {
  const found: string[] = [];
  for (const result of results) {
    if (!isKnownSearchResult(result)) continue;
    switch (result.result_type) {
      case "order":
        found.push(result.order_number);
        // @ts-expect-error: an order has no SKU
        result.sku;
        break;
      case "patient":
        found.push(result.first_name ?? "");
        // @ts-expect-error: a patient has no order number
        result.order_number;
        break;
      case "prescriber":
      case "task":
        break;
      case "prescription":
      case "non_prescription":
      case "order_material":
        found.push(result.sku);
        break;
      // @ts-expect-error: no such kind
      case "spell":
        break;
      default:
        // All kinds were handled.
        result satisfies never;
    }
  }
  return found;
}

const stranger: { result_type?: unknown } = { result_type: "spell" };
if (isKnownSearchResult(stranger))
  stranger.result_type satisfies
    "order" | "patient" | "prescriber" | "prescription" | "non_prescription" | "order_material" | "task";
