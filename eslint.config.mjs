import js from "@eslint/js";
import tseslint from "typescript-eslint";

const unused = ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }];

// The package's own sources are checked with their types, some of which the build writes: `make lint` builds first.
// Tests, benches and scripts are plain JavaScript.
export default tseslint.config(
  {
    ignores: [
      "pkg/",
      "pkg-test-panic/",
      "pkg-template/generated/",
      "target/",
      "tests/contract/",
      "**/node_modules/",
      "**/.next/",
    ],
  },
  js.configs.recommended,
  {
    languageOptions: { globals: runtimeGlobals() },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { "no-unused-vars": unused },
  },
  {
    files: ["pkg-template/src/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "tests/types/source/tsconfig.json" } },
    rules: {
      "@typescript-eslint/no-unused-vars": unused,
      // A function fits on a screen. An object reads better than five parameters.
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "max-params": ["error", { max: 4 }],
      // The errors of this package hold no foreign cause: it may hold a patient's data.
      "preserve-caught-error": "off",
      // Asynchronous functions turn what a user's callback throws into a rejection, without an await.
      "@typescript-eslint/require-await": "off",
    },
  },
);

function runtimeGlobals() {
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
