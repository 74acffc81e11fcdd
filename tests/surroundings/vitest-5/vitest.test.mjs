import { test } from "node:test";
import { runPortalTests } from "../runners/run.mjs";

for (const environment of ["node", "jsdom"]) {
  test(`Vitest 5, ${environment}`, (t) => runPortalTests(t, "vitest", import.meta.dirname, environment));
}
