// Runs the portal's tests in one version of a test runner, in Node and in jsdom, with the package as an installation puts it.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { serveSandbox } from "../../support/serve-sandbox.mjs";
import { installPackage } from "../install.mjs";

const SPEC = readFileSync(join(import.meta.dirname, "portal.spec.js"), "utf8");

const LOADS = {
  jest: `const { Blend } = require("blend-sdk");
const { createIntake, rules } = require("blend-sdk/intake");
const { Sandbox } = require("blend-sdk/sandbox");
// jsdom under Jest has no fetch: many projects put this one in.
globalThis.fetch ??= require("node-fetch");`,
  vitest: `import { Blend } from "blend-sdk";
import { createIntake, rules } from "blend-sdk/intake";
import { Sandbox } from "blend-sdk/sandbox";`,
};
const WORDS = {
  jest: (environment) => ["jest", "--env", environment, "--ci", "--runTestsByPath"],
  vitest: (environment) => ["vitest", "run", "--globals", "--environment", environment],
};

/** Throws what the runner says if a test fails. `kind` is jest or vitest. */
export async function runPortalTests(t, kind, folder, environment) {
  installPackage(folder);
  const { env, stop } = await serveSandbox();
  t.after(stop);
  const { BLEND_BASE_URL: baseURL, BLEND_EMAIL: email, BLEND_PASSWORD: password } = env;
  const given = `const { baseURL, email, password } = ${JSON.stringify({ baseURL, email, password })};`;
  const name = kind === "jest" ? "portal.spec.js" : "portal.spec.mjs";
  writeFileSync(join(folder, name), [LOADS[kind], given, SPEC].join("\n"));
  const [command, ...words] = WORDS[kind](environment);
  const binary = join(folder, "node_modules/.bin", command);
  await promisify(execFile)(binary, [...words, name], { cwd: folder, timeout: 120_000 }).catch(({ stdout, stderr }) => {
    throw new Error(`${stdout}\n${stderr}`);
  });
}
