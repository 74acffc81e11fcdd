import { test } from "node:test";
import { runPortalTests } from "../runners/run.mjs";

for (const environment of ["node", "jsdom"]) {
  test(`Jest 29, ${environment}`, (t) => runPortalTests(t, "jest", import.meta.dirname, environment));
}
