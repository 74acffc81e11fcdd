// What an editor shows: units, formats, and what was only inferred or is deprecated.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const FILE = fileURLToPath(new URL("nodenext/hovered.mts", import.meta.url));

/** The documentation and tags that stand behind the last word of a line of code. */
function hover(code) {
  const text = `import Blend from "blend-sdk";\nimport type * as sdk from "blend-sdk";\ndeclare const blend: Blend;\n${code}`;
  const host = {
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const content = name === FILE ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => fileURLToPath(new URL("nodenext", import.meta.url)),
    getCompilationSettings: () => ({ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
  const service = ts.createLanguageService(host);
  const info = service.getQuickInfoAtPosition(FILE, text.length - 1);
  const tags = (info?.tags ?? []).map(({ name, text: said }) => `@${name} ${ts.displayPartsToString(said)}`);
  return [ts.displayPartsToString(info?.documentation), ...tags].join("\n");
}

const CASES = [
  ["units of a height", "(null! as sdk.NewPatient).height_inches", /Height in inches/],
  ["units of a weight", "(null! as sdk.NewPatient).weight_pounds", /Weight in pounds/],
  ["the format of a phone", "(null! as sdk.NewPatient).phone", /Ten digits without formatting/],
  ["the format of a date", "(null! as sdk.NewPatient).date_of_birth", /YYYY-MM-DD/],
  [
    "what a quantity counts",
    "(null! as sdk.NewMedication).quantity",
    /counted in `units` \(meaning presumed[^]*A whole number in the example/,
  ],
  ["that a unit is a code", "(null! as sdk.NewMedication).units", /never\s+translated/],
  [
    "the days that a quantity lasts",
    "(null! as sdk.NewMedication).days_supply",
    /how many days.* \(meaning presumed from the name\)/,
  ],
  [
    "what a composite's order is only taken to do without",
    "(null! as sdk.CompositeRequest).patient",
    /the order, which need not either \(inferred\)/,
  ],
  ["the limits of a page", "(null! as sdk.OrdersListParams).page_size", /At most 200/],
  ["that a field is taken to be needed", "(null! as sdk.NewPrescriber).npi", /taken to need it \(inferred\)/],
  ["that a field is inferred", "(null! as sdk.NewSupervision).supervisor_id", /Inferred: no page/],
  ["that an operation is inferred", "blend.orders.pause", /Inferred: its path, verb or body is a guess/],
  ["whether an operation is repeated", "blend.orders.create", /Retries: never, because a second order/],
  [
    "the statuses of an action",
    "blend.orders.pause",
    /Allowed while the order is `received`, `exception` \(documented\)/,
  ],
  [
    "that a call is deprecated, and for what",
    "blend.notifications.listSubscriptions",
    /@deprecated By Blend: use `listWebhooks`/,
  ],
  ["that nothing satisfies the rules for controlled substances", "blend.prescriptions.create", /controlled substances/],
  [
    "which id of a risk factor is unknown",
    "blend.patients.deactivateRiskFactor",
    /Which id is meant is not documented/,
  ],
  ["what a timeout counts", "(null! as sdk.CallOptions).timeout", /ms|[Mm]illiseconds/],
];

for (const [name, code, shown] of CASES) {
  test(`hovering shows ${name}`, () => assert.match(hover(code), shown));
}
