// The orders that are measured with: the contract's example, with ids of their own.

import { readFileSync } from "node:fs";

const [EXAMPLE] = JSON.parse(
  readFileSync(new URL("../tests/contract/examples/orders-list.response.json", import.meta.url), "utf8"),
);

export const order = (place) => ({ ...EXAMPLE, id: `00000000-0000-0000-0000-${String(place).padStart(12, "0")}` });

export const orders = (count, first = 0) => Array.from({ length: count }, (_, place) => order(first + place));
