import js from "@eslint/js";
import tseslint from "typescript-eslint";

// The package's own sources are checked with their types. Tests and scripts are plain JavaScript.
export default tseslint.config(
  {
    ignores: ["pkg/", "pkg-test-panic/", "pkg-template/generated/", "target/", "tests/contract/", "**/node_modules/"],
  },
  js.configs.recommended,
  {
    languageOptions: { globals: await runtimeGlobals() },
    rules: {
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
    },
  },
  {
    files: ["pkg-template/src/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "tests/types/source/tsconfig.json" } },
    rules: {
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "max-params": ["error", { max: 4 }],
    },
  },
);

async function runtimeGlobals() {
  const names = Object.getOwnPropertyNames(globalThis);
  const others = [
    "document",
    "window",
    "location",
    "navigator",
    "history",
    "sessionStorage",
    "localStorage",
    "__dirname",
  ];
  return Object.fromEntries([...names, ...others].map((name) => [name, "readonly"]));
}
