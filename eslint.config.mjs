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
      "site/declarations/",
      "site/dist/",
      "site/pages/",
      "site/.vitepress/cache/",
      "**/node_modules/",
      "examples-web/*/dist/",
      "**/.next/",
      "tests/surroundings/nuxt/",
      "tests/surroundings/astro/",
      // Copies of what stands beside them in tests/surroundings.
      "tests/surroundings/next-*/app/",
      "tests/surroundings/next-*/blend-handler.mjs",
      "tests/surroundings/jest-*/portal.spec.*",
      "tests/surroundings/vitest-*/portal.spec.*",
    ],
  },
  js.configs.recommended,
  {
    languageOptions: { globals: runtimeGlobals() },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { "no-unused-vars": unused },
  },
  {
    // The runner has these, and the lines that it gets in front of the text have the others.
    files: ["tests/surroundings/runners/portal.spec.js"],
    languageOptions: {
      globals: readonly([
        ...["test", "expect", "afterEach", "jest"],
        ...["Blend", "Sandbox", "createIntake", "rules", "baseURL", "email", "password"],
      ]),
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { globals: readonly(["__dirname"]) },
  },
  {
    files: ["tests/surroundings/next/app/**"],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
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
      // Prettier breaks code, and no comment.
      "max-len": ["error", { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true }],
      // The errors of this package hold no foreign cause: it may hold a patient's data.
      "preserve-caught-error": "off",
      // Asynchronous functions turn what a user's callback throws into a rejection, without an await.
      "@typescript-eslint/require-await": "off",
    },
  },
);

function readonly(names) {
  return Object.fromEntries(names.map((name) => [name, "readonly"]));
}

function runtimeGlobals() {
  const names = Object.getOwnPropertyNames(globalThis);
  const browser = ["document", "window", "location", "navigator", "history", "sessionStorage", "localStorage"];
  browser.push(
    "addEventListener",
    "scrollTo",
    "print",
    "NodeFilter",
    "MutationObserver",
    "CSSStyleSheet",
    "EventSource",
  );
  return readonly([...names, ...browser]);
}
