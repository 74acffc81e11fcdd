// docs/intake.md lists the rules. Its examples are run by the README's test, as those of all guides.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { rules } from "../../pkg/dist/intake.mjs";

const guide = readFileSync(new URL("../../docs/intake.md", import.meta.url), "utf8");

test("the guide lists every rule, and each can be softened", () => {
  const names = [...guide.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell]) => cell.match(/\w+/g));
  for (const name of [
    "needed",
    "text",
    "date",
    "guardian",
    "phone",
    "email",
    "state",
    "zip",
    "sex",
    "height",
    "weight",
    "language",
    "ssn",
    "npi",
    "dea",
    "yes_no",
    "risks",
    "products",
  ])
    assert.ok(names.includes(name), name);
  const { issues } = rules({ rules: { needed: "off" } }).patient.check({});
  assert.deepEqual(issues, []);
});
