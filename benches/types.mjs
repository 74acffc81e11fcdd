// How long a one-line consumer takes to type-check, against the same line with openapi-fetch on types generated from the contract.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const bin = (name) => join(root, "node_modules/.bin", name);
const folder = mkdtempSync(join(tmpdir(), "blend-sdk-types-"));

const CONSUMERS = {
  "openapi-fetch": `import createClient from "openapi-fetch";
import type { paths } from "./contract.js";
export const order = createClient<paths>({ baseUrl: "https://api.byblend.com" }).GET("/api/v1/orders/{order_id}", { params: { path: { order_id: "visit-2041" } } });`,
  "blend-sdk": `import Blend from "blend-sdk";
export const order = new Blend().orders.get("visit-2041");`,
};
const OPTIONS = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  module: "nodenext",
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

try {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "pkg"), join(folder, "node_modules/blend-sdk"));
  for (const name of ["openapi-fetch", "openapi-typescript-helpers"])
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  execFileSync(
    bin("openapi-typescript"),
    [join(root, "tests/contract/blend-openapi.yaml"), "-o", join(folder, "contract.d.ts")],
    { stdio: "pipe" },
  );
  const times = {};
  for (const [name, text] of Object.entries(CONSUMERS)) {
    writeFileSync(join(folder, `${name}.ts`), text);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ compilerOptions: OPTIONS, files: [`${name}.ts`] }));
    times[name] = [];
  }
  // Taking turns, so that whatever else the machine does strikes both alike.
  for (let round = 0; round < 7; round++) for (const name of Object.keys(times)) times[name].push(check(name));
  const [theirs, ours] = Object.values(times);
  console.log("\nType-checking one line, median of 7 rounds, in seconds:");
  for (const [name, list] of Object.entries(times)) {
    console.log(
      `  ${name}: total ${median(list, "Total time").toFixed(2)}, beyond parsing (bind and check) ${own(list).toFixed(3)}`,
    );
  }
  console.log(
    `  ratio: ${(median(ours, "Total time") / median(theirs, "Total time")).toFixed(2)} in all, ${(own(ours) / own(theirs)).toFixed(2)} beyond parsing`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

function check(name) {
  const said = execFileSync(bin("tsc"), ["-p", `${name}.json`, "--extendedDiagnostics"], {
    cwd: folder,
    encoding: "utf8",
  });
  return Object.fromEntries(
    [...said.matchAll(/^(.+):\s+([\d.]+)s$/gm)].map(([, what, seconds]) => [what, Number(seconds)]),
  );
}

function median(list, what) {
  return list.map((times) => times[what]).sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

function own(list) {
  return median(list, "Bind time") + median(list, "Check time");
}
