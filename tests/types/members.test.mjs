// The declarations and what runs have the same exports, members, methods and codes of errors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import * as sdk from "blend-sdk";
import * as sandbox from "blend-sdk/sandbox";
import * as stores from "blend-sdk/stores";

const ENTRIES = { index: sdk, sandbox, stores };
const files = Object.keys(ENTRIES).map((entry) =>
  fileURLToPath(new URL(`../../pkg/dist/${entry}.d.mts`, import.meta.url)),
);
const program = ts.createProgram(files, {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: [],
  strict: true,
});
const checker = program.getTypeChecker();
const exportsOf = (entry) => {
  const file = files.find((name) => name.endsWith(`/${entry}.d.mts`));
  return checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
};
const typeNamed = (name) => checker.getDeclaredTypeOfSymbol(exportsOf("index").find((symbol) => symbol.name === name));

/** The values that a type of strings lists. */
const valuesOf = (type) =>
  (type.isUnion() ? type.types : [type]).filter((one) => one.isStringLiteral()).map(({ value }) => value);

/** A member's name; a well-known symbol by its own, such as `asyncIterator`. */
const plainName = ({ name }) => /^__@(\w+)@\d+$/.exec(name)?.[1] ?? name;

/** The names of all members of a type. */
const membersOf = (type) => checker.getPropertiesOfType(type).map(plainName);

/** The names of the members that a class or interface declares itself. */
const declaredBy = (name) =>
  checker
    .getPropertiesOfType(typeNamed(name))
    .filter(({ declarations }) => declarations.some(({ parent }) => parent.name?.text === name))
    .map(plainName);

const SYMBOLS = { asyncIterator: Symbol.asyncIterator, toStringTag: Symbol.toStringTag };

/** The members of an object's class. */
const prototypeOf = (value) =>
  Reflect.ownKeys(Object.getPrototypeOf(value))
    .filter((key) => key !== "constructor" && (typeof key === "string" || Object.values(SYMBOLS).includes(key)))
    .map((key) => (typeof key === "symbol" ? key.description.split(".")[1] : key));

/** Of a client whose fetch answers anything with one empty list, or one object. */
const client = (answer) => new sdk.Blend({ accessToken: "given", fetch: async () => Response.json(answer) });

for (const [entry, module] of Object.entries(ENTRIES)) {
  test(`${entry}: what is exported is what is declared`, () => {
    const values = exportsOf(entry).filter(({ flags }) => flags & ts.SymbolFlags.Value);
    const followed = exportsOf(entry).filter(
      ({ flags, name }) =>
        flags & ts.SymbolFlags.Alias &&
        checker.getAliasedSymbol(exportsOf(entry).find((one) => one.name === name)).flags & ts.SymbolFlags.Value,
    );
    const declared = new Set([...values, ...followed].map(({ name }) => name));
    assert.deepEqual([...declared].sort(), Object.keys(module).sort());
  });
}

test("a client has the groups and methods that are declared", () => {
  const blend = client({});
  const declared = new Map(
    checker.getPropertiesOfType(typeNamed("Blend")).map((symbol) => [symbol.name, checker.getTypeOfSymbol(symbol)]),
  );
  const groups = Object.getOwnPropertyNames(blend).sort();
  assert.deepEqual([...declared.keys()].sort(), [...groups, ...prototypeOf(blend)].sort());
  for (const group of groups) {
    const type = declared.get(group);
    assert.deepEqual(membersOf(type).sort(), Object.keys(blend[group]).sort(), group);
    const check = checker.getTypeOfSymbol(type.getProperty("check"));
    assert.deepEqual(membersOf(check).sort(), Object.keys(blend[group].check).sort(), `${group}.check`);
  }
});

test("what a method returns has the members that are declared", async () => {
  const one = client({}).orders.get("1");
  const list = client([]).orders.statusHistory("1");
  const pages = client([]).orders.list();
  const page = await pages;
  await Promise.all([one, list]);
  // A promise's own members are JavaScript's.
  for (const member of declaredBy("BlendPromise")) assert.ok(member in one, `BlendPromise.${member}`);
  for (const member of declaredBy("ListPromise"))
    assert.ok((SYMBOLS[member] ?? member) in list, `ListPromise.${member}`);
  assert.deepEqual(declaredBy("PagePromise").sort(), prototypeOf(pages).sort());
  assert.deepEqual(declaredBy("Page").sort(), [...Object.keys(page), ...prototypeOf(page)].sort());
});

test("an error has the class, the parent and the code that are declared", () => {
  const codes = new Set(valuesOf(typeNamed("ErrorCode")));
  const classes = exportsOf("index").filter(({ name }) => name.endsWith("Error") && /^[A-Z]/.test(name));
  assert.ok(classes.length > 15);
  for (const { name } of classes.filter((symbol) => symbol.name !== "BlendError")) {
    const error = new sdk[name]({ message: "", outcome: "unknown" });
    const type = typeNamed(name);
    assert.equal(checker.getBaseTypes(type)[0].symbol.name, Object.getPrototypeOf(sdk[name]).name, name);
    assert.ok(codes.has(error.code), `${error.code} is not among the codes`);
    const declared = valuesOf(checker.getTypeOfSymbol(type.getProperty("code")));
    if (declared.length === 1) assert.equal(error.code, declared[0], name);
    else assert.equal(name, "APIError");
  }
});

test("the codes without a class are those that hooks fail with", () => {
  const classes = Object.keys(sdk).filter(
    (name) => name.endsWith("Error") && name !== "BlendError" && /^[A-Z]/.test(name),
  );
  const own = new Set(classes.map((name) => new sdk[name]({ message: "", outcome: "unknown" }).code));
  const rest = valuesOf(typeNamed("ErrorCode")).filter((code) => !own.has(code));
  const sources = readFileSync(new URL("../../pkg/dist/index-client.mjs", import.meta.url), "utf8");
  for (const code of rest) assert.match(sources, new RegExp(`"${code}"`));
});

test("an action is what `actions` speaks of", () => {
  const verdicts = client({}).orders.actions({ status: "received" });
  assert.deepEqual(valuesOf(typeNamed("OrderAction")).sort(), verdicts.map(({ action }) => action).sort());
});

test("the params of every method have a name that can be guessed", () => {
  const { operations } = JSON.parse(
    readFileSync(new URL("../../pkg-template/generated/tables.json", import.meta.url), "utf8"),
  );
  const capital = (name) => name[0].toUpperCase() + name.slice(1);
  const names = new Set(exportsOf("index").map(({ name }) => name));
  const withParams = operations.filter(({ params }) => params);
  assert.equal(withParams.length, 43);
  for (const { group, name } of withParams)
    assert.ok(names.has(`${capital(group)}${capital(name)}Params`), `${group}.${name}`);
});

test("no type is called after how it is made", () => {
  const names = exportsOf("index").map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => /Inferred|Fields$|Details$|^Catalogue/.test(name)),
    [],
  );
});
