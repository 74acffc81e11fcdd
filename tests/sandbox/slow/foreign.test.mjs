// Clients that we did not write tell the whole story over HTTP: hey-api with zod, and openapi-fetch, both made from the contract.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import createClient from "openapi-fetch";
import { contract, idOf, operations } from "../contract.mjs";
import { serve } from "../desk.mjs";
import { tellStory } from "../story.mjs";

const FOREIGN = fileURLToPath(new URL("../foreign/", import.meta.url));
const OUT = fileURLToPath(new URL("../../../target/foreign-client/", import.meta.url));

/** The operation that a method and a path are, with its path ids; literal segments win. */
function operationOf(method, target) {
  const [path, query = ""] = `/api/v1${target}`.split("?");
  const fits = Object.entries(operations).flatMap(([id, { path: template, verb }]) => {
    if (verb !== method.toLowerCase()) return [];
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const found = new RegExp(`^${template.replace(/\{\w+\}/g, "([^/]+)")}$`).exec(path);
    if (!found) return [];
    return [{ id, template, path: Object.fromEntries(names.map((name, place) => [name, found[place + 1]])), names }];
  });
  const [operation] = fits.sort((one, other) => one.names.length - other.names.length);
  const types = { page: Number, page_size: Number, limit: Number, force_new: (text) => text === "true" };
  const params = [...new URLSearchParams(query)].map(([name, value]) => [name, (types[name] ?? String)(value)]);
  return { ...operation, query: Object.fromEntries(params) };
}

/** The client that hey-api makes of the contract, with zod over every answer. */
async function heyApi() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  writeFileSync(`${OUT}contract.json`, JSON.stringify(contract));
  const config = {
    input: `${OUT}contract.json`,
    output: `${OUT}client`,
    plugins: ["@hey-api/client-fetch", "zod", { name: "@hey-api/sdk", validator: { response: "zod" } }],
  };
  writeFileSync(`${OUT}openapi-ts.config.mjs`, `export default ${JSON.stringify(config)};`);
  execFileSync(`${FOREIGN}node_modules/.bin/openapi-ts`, ["-f", `${OUT}openapi-ts.config.mjs`], {
    cwd: FOREIGN,
    stdio: "pipe",
  });
  await build({
    entryPoints: [`${OUT}client/index.ts`],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: `${OUT}sdk.mjs`,
    nodePaths: [`${FOREIGN}node_modules`],
    logLevel: "error",
  });
  await build({
    entryPoints: [`${OUT}client/client.gen.ts`],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: `${OUT}one.mjs`,
    nodePaths: [`${FOREIGN}node_modules`],
    logLevel: "error",
  });
  return import(pathToFileURL(`${OUT}sdk.mjs`));
}

/** What zod complains about, but for ids that are no UUIDs of RFC 9562, as the vendor's own are not. */
function complaints(error) {
  return (error.issues ?? [{ message: String(error) }]).filter(
    (issue) => issue.format !== "uuid" && issue.format !== "guid",
  );
}

test("a hey-api client with zod tells the story, and zod accepts every answer but the vendor's own ids", async (t) => {
  const sdk = await heyApi();
  const { origin, login, control } = await serve(t);
  let answers = 0;
  let ids = 0;
  const refused = [];
  const call = async (method, target, body, token) => {
    const { id, path, query } = operationOf(method, target);
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    let response;
    const keep = async (url, init) => {
      response = await fetch(url, init);
      return response.clone();
    };
    answers++;
    try {
      await sdk[id]({ baseUrl: origin, path, query, body, headers, fetch: keep, throwOnError: true });
    } catch (error) {
      const left = complaints(error);
      if (left.length === 0) ids++;
      else refused.push(`${id}: ${JSON.stringify(left).slice(0, 300)}`);
    }
    return { status: response.status, body: await response.json() };
  };
  const made = await tellStory({ call, login, pharmacy: control });
  assert.deepEqual(refused, []);
  assert.equal(made.order.status, "delivered");
  t.diagnostic(
    `${answers} answers, ${ids} of them refused by zod for an id of the vendor's that is no RFC UUID, none for anything else`,
  );
});

test("an openapi-fetch client tells the story", async (t) => {
  const { origin, login, control } = await serve(t);
  const client = createClient({ baseUrl: origin });
  let answers = 0;
  const call = async (method, target, body, token) => {
    const { template, path, query } = operationOf(method, target);
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const { data, error, response } = await client[method](template, { params: { path, query }, body, headers });
    answers++;
    return { status: response.status, body: data ?? error };
  };
  const made = await tellStory({ call, login, pharmacy: control });
  assert.equal(made.order.replacement_order_ids.length, 2);
  t.diagnostic(`${answers} answers of ${Object.keys(operations).length} operations, such as ${idOf("orders.create")}`);
});
