// The demo and the scripts of examples-web, run as a user runs them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import Blend from "../../pkg/dist/index.mjs";
import { serveSandbox } from "../support/serve-sandbox.mjs";

const folder = mkdtempSync(join(tmpdir(), "blend-sdk-examples-"));
let sandbox;

before(async () => (sandbox = await serveSandbox()));
after(() => {
  sandbox?.stop();
  rmSync(folder, { recursive: true });
});

function run(example, ...words) {
  const file = fileURLToPath(new URL(`../../examples-web/${example}`, import.meta.url));
  return spawnSync(process.execPath, [file, ...words], {
    env: { PATH: process.env.PATH, ...sandbox.env },
    encoding: "utf8",
  });
}

test("the demo ends well, and shows no stack", () => {
  const { status, stdout, stderr } = run("demo.mjs");
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  assert.match(stdout, /outcome "rejected"/);
  assert.match(stdout, /did you mean "quantity"\?/);
  assert.doesNotMatch(stdout, /^ +at /m);
});

test("export-orders writes a line for each order, and nothing of a patient", async () => {
  const { BLEND_BASE_URL: baseURL, BLEND_EMAIL: email, BLEND_PASSWORD: password } = sandbox.env;
  const blend = new Blend({ baseURL, email, password });
  const {
    data: [patient],
  } = await blend.patients.list();
  for (const external_id of ["visit-1", "visit-2"])
    await blend.orders.create({ patient_id: patient.id, external_id, force_new: true });
  const { status, stdout, stderr } = run("scripts/export-orders.mjs", "received");
  assert.deepEqual([status, stderr, stdout.trim().split("\n").length], [0, "", 3]);
  for (const value of [patient.id, patient.last_name, patient.email, patient.address.zip_code])
    assert.ok(!stdout.includes(value));
});

test("register-patient shows what is wrong, and sends what is right", () => {
  const file = join(folder, "patient.json");
  const register = (patient, ...words) => {
    writeFileSync(file, JSON.stringify(patient));
    const { status, stdout, stderr } = run("scripts/register-patient.mjs", file, ...words);
    return { status, said: stdout + stderr };
  };
  const patient = { first_name: "Willard", last_name: "Donnelly", phone: "6417383445", date_of_birth: "1990-01-01" };
  const wrong = register({ ...patient, phone: "(641) 738-3445" });
  assert.equal(wrong.status, 1);
  assert.match(wrong.said, /^wrong +phone: /m);
  const incomplete = register(patient);
  assert.equal(incomplete.status, 1);
  assert.match(incomplete.said, /^perhaps +email: /m);
  const registered = register(patient, "--anyway");
  assert.equal(registered.status, 0);
  assert.match(registered.said, /^registered: [\da-f-]{36}$/m);
});
