// The examples of the README and the guides do what they say: the README's first as it stands, the others
// behind what they need from it, against one sandbox on a port. All of them compile under strict TypeScript.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serveSandbox } from "../support/serve-sandbox.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
// Their code needs servers: tests/webhooks, tests/bulk, tests/intake-server and tests/scripts run it.
const ELSEWHERE = ["webhooks.md", "bulk-and-sync.md", "intake-server.md"];
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md") && !ELSEWHERE.includes(name))
    .map((name) => `docs/${name}`),
];
const examples = pages.flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => ({ page, code })),
);
const blocks = examples.map(({ code }) => code);
const [{ code: first }, ...others] = examples;

/** What an example takes from those above it, where it does not say so itself. */
const above = (code) =>
  [
    /import Blend\b/.test(code) ? "" : 'import Blend from "blend-sdk";\n',
    code.includes("const blend =") ? "" : "const blend = new Blend();\n",
    /\border\./.test(code) && !code.includes("const order =")
      ? 'const order = await blend.orders.get("visit-2041");\n'
      : "",
  ].join("");

const folder = mkdtempSync(join(tmpdir(), "blend-sdk-readme-"));
let sandbox;

before(async () => {
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(join(root, "pkg"), join(folder, "node_modules/blend-sdk"));
  for (const name of ["@types/node", "msw"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  blocks.forEach((code, place) =>
    writeFileSync(join(folder, `example-${place + 1}.mts`), place ? above(code) + code : code),
  );
  blocks.forEach((code, place) =>
    writeFileSync(join(folder, `example-${place + 1}.mjs`), place ? above(code) + code : code),
  );

  sandbox = await serveSandbox();
});

after(() => {
  sandbox?.stop();
  rmSync(folder, { recursive: true });
});

const run = (place) =>
  execFileSync(process.execPath, [`example-${place}.mjs`], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...sandbox.env },
    encoding: "utf8",
  });

test("the greeting of the sandbox names all that the first example needs", () => {
  assert.deepEqual(Object.keys(sandbox.env), ["BLEND_BASE_URL", "BLEND_EMAIL", "BLEND_PASSWORD"]);
});

test("the first example runs as it stands, and is short", () => {
  assert.ok(first.trimEnd().split("\n").length <= 10);
  assert.match(run(1), /^ORD\w+ received\n$/);
});

let results = 0;

others.forEach(({ page, code }, place) => {
  test(`example ${place + 2} runs, of ${page}: ${code.split("\n", 1)}`, () => {
    const said = run(place + 2);
    // A comment behind a line that does nothing but print, or below it, is what it prints, up to three dots.
    const promised = [...code.matchAll(/^console\.log\(.*\);(?: |\n)\/\/ (.*)$/gm)].map(([, text]) =>
      text.replace(/\.\.\..*/, ""),
    );
    results += promised.length;
    const plain = (text) => text.replace(/[\s'"]+/g, "");
    for (const text of promised) assert.ok(plain(said).includes(plain(text)), `${text}\nis not in\n${said}`);
  });
});

test("what they print was compared", () => assert.ok(results >= 4, `${results}`));

test("all of them compile under strict TypeScript, in Node and in a browser", () => {
  const name = (place) => `example-${place + 1}.mts`;
  const files = blocks.map((_, place) => name(place));
  // The types of msw need those of pages.
  const withoutPages = files.filter((_, place) => !blocks[place].includes('from "msw'));
  const strict = [
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--module",
    "nodenext",
    "--target",
    "es2022",
  ];
  const compile = (files, ...more) =>
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...strict, ...more, ...files], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });
  for (const [of, environment] of [
    [withoutPages, ["--types", "node", "--lib", "es2022"]],
    [files, ["--typeRoots", "none", "--lib", "es2022,dom,dom.iterable"]],
  ]) {
    try {
      compile(of, ...environment);
    } catch (error) {
      assert.fail(`${environment.join(" ")}\n${error.stdout}`);
    }
  }
});

test("every link of the README and the guides leads somewhere", () => {
  for (const page of pages) {
    for (const [, target] of readFileSync(join(root, page), "utf8").matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue;
      assert.ok(existsSync(join(root, dirname(page), target)), `${page} links to ${target}`);
    }
  }
});

test("the README is short", () => {
  const prose = readFileSync(join(root, "README.md"), "utf8").replace(/^```.*?^```$/gms, "");
  const words = prose.split(/\s+/).filter(Boolean).length;
  assert.ok(words <= 1500, `${words} words; what is subtle belongs into docs/`);
});

test("the README leads to every guide", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md") && name !== "architecture.md");
  for (const name of guides) assert.ok(readme.includes(`(docs/${name}`), name);
});
