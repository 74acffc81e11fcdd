// Builds the page into dist/. In a project of yours, `blend-sdk` comes from node_modules and needs no alias.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  resolve: { alias: { "blend-sdk/js": here("../../pkg/dist/js.mjs") } },
  build: {
    target: "es2022",
    // A data: address would need a line of its own in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
