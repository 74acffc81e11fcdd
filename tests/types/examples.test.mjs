// The examples that editors show compile under strict TypeScript, and run against the sandbox.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { Blend } from "blend-sdk";
import { Sandbox } from "blend-sdk/sandbox";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "blend-sdk-jsdoc-"));
const PATIENT = "40000000-0000-4000-8000-000000000001";

/** What the examples take for given. Each file names the same things, but for those that its example makes itself. */
const GIVEN = {
  Blend: 'import Blend from "blend-sdk";',
  isBlendError: 'import { isBlendError } from "blend-sdk";',
  errorFromJSON: 'import { errorFromJSON } from "blend-sdk";',
  isKnownSearchResult: 'import { isKnownSearchResult } from "blend-sdk";',
  medicationsOf: 'import { medicationsOf } from "blend-sdk";',
  Middleware: 'import type { Middleware } from "blend-sdk";',
  Sandbox: 'import { Sandbox } from "blend-sdk/sandbox";',
  encryptedStore: 'import { encryptedStore } from "blend-sdk/stores";',
  redisStore: 'import { redisStore, type RedisClient } from "blend-sdk/stores";',
  postgresInbox: 'import { postgresInbox } from "blend-sdk/stores";',
  postgresStore: 'import { postgresStore } from "blend-sdk/stores";',
  bulk: 'import { bulk } from "blend-sdk/bulk";',
  rules: 'import { rules } from "blend-sdk/intake";',
  createIntake: 'import { createIntake } from "blend-sdk/intake";',
  fetchTransport: 'import { fetchTransport } from "blend-sdk/intake";',
  createWebhookHandler: 'import { createWebhookHandler } from "blend-sdk/webhooks";',
  createIntakeHandler: 'import { createIntakeHandler } from "blend-sdk/intake/server";',
  createProxy: 'import { createProxy } from "blend-sdk/intake/server";',
  findOrder: 'import { findOrder } from "blend-sdk/webhooks";',
  toNodeHandler: 'import { toNodeHandler } from "blend-sdk/webhooks";',
  blend: "const blend = new Blend(); // by the environment",
  pool: "const pool = { query: async (_text: string): Promise<{ rows: unknown[] }> => ({ rows: [] }) };",
  app: "const app = { post: (_path: string, _handler: unknown) => {}, use: (_path: string, _handler: unknown) => {} };",
  handler: "const handler = async (_request: Request) => new Response();",
  rows: 'const rows = [{ first_name: "Grace", last_name: "Example", npi: "1234567893" }];',
  client: "const client: RedisClient = { eval: async () => null };",
};

const examples = ["index", "bulk", "intake", "intake-server", "sandbox", "stores", "webhooks"].flatMap((entry) => {
  const name = join(root, `pkg/dist/${entry}.d.mts`);
  return examplesOf(ts.createSourceFile(name, readFileSync(name, "utf8"), ts.ScriptTarget.ES2022, true));
});

/** The examples of a file of declarations, each with the name of what it stands at. */
function examplesOf(source) {
  const found = [];
  const visit = (node) => {
    for (const tag of ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === "example"))
      if (tag.parent.parent === node) found.push({ of: nameOf(node), code: ts.getTextOfJSDocComment(tag.comment) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(node) {
  const names = [];
  for (let at = node; at; at = at.parent) if (at.name) names.unshift(at.name.getText());
  return names.join(".");
}

/** An example as a module. */
function moduleOf(code) {
  const lines = Object.entries(GIVEN).filter(
    ([name]) => !new RegExp(`const (\\{[^}]*)?\\b${name}\\b`).test(code) && new RegExp(`\\b${name}\\b`).test(code),
  );
  const needsClass = lines.some(([name]) => name === "blend") && !lines.some(([name]) => name === "Blend");
  return [...(needsClass ? [GIVEN.Blend] : []), ...lines.map(([, line]) => line), code, "export {};\n"].join("\n");
}

before(() => {
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(join(root, "pkg"), join(folder, "node_modules/blend-sdk"));
  symlinkSync(join(root, "node_modules/@types/node"), join(folder, "node_modules/@types/node"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  examples.forEach(({ code }, index) => writeFileSync(join(folder, `${index}.mts`), moduleOf(code)));
});

after(() => rmSync(folder, { recursive: true }));

test("the main methods have an example", () => {
  const has = new Set(examples.map(({ of }) => of));
  const main = ["orders.create", "orders.list", "orders.get", "patients.create", "composite.create"];
  const groups = main.map((name) =>
    name.replace(/^(\w)(\w*)/, (_, first, rest) => `${first.toUpperCase()}${rest}Group`),
  );
  for (const name of [
    ...groups,
    "Orders.createOnce",
    "Orders.waitFor",
    "Patients.createOnce",
    "Blend.withOptions",
    "Blend.request",
  ])
    assert.ok(has.has(name), `${name} has none`);
});

test("all of them compile under strict TypeScript, into what runs", () => {
  const flags = [
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--module",
    "nodenext",
    "--target",
    "es2022",
  ];
  const files = examples.map((_, index) => `${index}.mts`);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [tsc, ...flags, "--types", "node", ...files], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });
  } catch (error) {
    assert.fail(`${error.stdout}\n${examples.map(({ of }, index) => `${index}.mts: ${of}`).join("\n")}`);
  }
});

for (const [index, { of, code }] of examples.entries()) {
  // Keys of the environment, and a Redis, are not there.
  if (/redisStore|process\.env/.test(code)) continue;
  test(`the example of ${of} runs`, async (t) => {
    const sandbox = new Sandbox();
    const { email, password } = sandbox;
    const { fetch } = globalThis;
    t.after(() => Object.assign(globalThis, { fetch }));
    Object.assign(globalThis, { fetch: sandbox.fetch });
    Object.assign(process.env, {
      BLEND_EMAIL: email,
      BLEND_PASSWORD: password,
      BLEND_BASE_URL: "https://sandbox.invalid",
    });
    await prepare(new Blend(), sandbox, code);
    t.mock.method(console, "log", () => {});
    await import(pathToFileURL(join(folder, `${index}.mjs`)));
    // Each says what came of it, but for those that only make something.
    if (/console\.log/.test(code)) assert.ok(console.log.mock.callCount(), "it says nothing");
  });
}

/** The state before: an order for the examples, and a prescriber. */
async function prepare(blend, sandbox, code) {
  await blend.prescribers.create({ first_name: "Grace", last_name: "Example", npi: "1234567893" });
  if (/external_id: "visit-2041"/.test(code)) return;
  const products = { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] };
  await blend.orders.create({ patient_id: PATIENT, products, external_id: "visit-2041", force_new: true });
  if (/"shipped"/.test(code)) for (let step = 0; step < 3; step++) sandbox.advance("visit-2041");
}
