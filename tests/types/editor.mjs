// TypeScript's language service, as editors ask it, for a line of code in a project that has installed the package.
import { fileURLToPath } from "node:url";
import ts from "typescript";

const FOLDER = fileURLToPath(new URL("nodenext", import.meta.url));
const FILE = `${FOLDER}/edited.mts`;
const HEAD = 'import Blend from "blend-sdk";\nimport type * as sdk from "blend-sdk";\ndeclare const blend: Blend;\n';

let text = "";
let version = 0;

const { fileExists, readFile, readDirectory, directoryExists, getDirectories } = ts.sys;
const host = {
  fileExists,
  readFile,
  readDirectory,
  directoryExists,
  getDirectories,
  getScriptFileNames: () => [FILE],
  getScriptVersion: (name) => (name === FILE ? String(version) : "1"),
  getScriptSnapshot: (name) => {
    const content = name === FILE ? text : ts.sys.readFile(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => FOLDER,
  getCompilationSettings: () => ({
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
    strict: true,
  }),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
};
const service = ts.createLanguageService(host);

function edit(code) {
  text = HEAD + code;
  version++;
}

/** The documentation and tags that stand behind the last word of the code. */
export function hover(code) {
  edit(code);
  const info = service.getQuickInfoAtPosition(FILE, text.length - 1);
  const tags = (info?.tags ?? []).map(({ name, text: said }) => `@${name} ${ts.displayPartsToString(said)}`);
  return [ts.displayPartsToString(info?.documentation), ...tags].join("\n");
}

/** What is offered behind the code, in the order of the alphabet. `rest` is what stands behind the cursor already. */
export function completions(code, rest = "") {
  edit(code + rest);
  const found = service.getCompletionsAtPosition(FILE, text.length - rest.length, {});
  return (found?.entries ?? []).map(({ name }) => name).sort();
}
