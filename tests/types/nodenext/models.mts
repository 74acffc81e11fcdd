// Open enums, unions and guards. Compiled, never run.
import {
  isKnownSearchResult,
  type Address,
  type Answer,
  type NewPatient,
  type Order,
  type SearchResults,
} from "blend-sdk";
import { holds, type Same } from "./shared.mjs";

// Enums are open: what Blend adds tomorrow is taken, and editors know today's.
export const status: Order["status"] = "a status of tomorrow";
// A plain string would tell editors nothing.
holds<Same<Same<Order["status"], string | null | undefined>, false>>();
holds<Same<Extract<Order["status"], "received" | "paused" | "exception">, "received" | "paused" | "exception">>();
export const patient: NewPatient = { gender: "another" };
// @ts-expect-error: a number is no status
export const wrong: Order["status"] = 7;

// Answers
holds<Same<Answer<Address>["city"], string | null | undefined>>();
holds<Same<Answer<{ a: { b?: number }[]; c?: unknown }>, { a: { b?: number | null }[]; c?: unknown }>>();

// Search results are told apart by result_type, and the guard leaves room for unknown ones.
export function find({ results }: SearchResults): string[] {
  const found: string[] = [];
  for (const result of results ?? []) {
    if (!isKnownSearchResult(result)) continue;
    switch (result.result_type) {
      case "order":
        found.push(result.order_number ?? "");
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
        found.push(result.sku ?? "");
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
