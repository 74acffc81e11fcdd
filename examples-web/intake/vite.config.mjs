import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "/intake/",
  // In a project of yours, npm installs the package, and this line goes.
  resolve: {
    alias: { "blend-sdk/intake": fileURLToPath(new URL("../../pkg/dist/intake.mjs", import.meta.url)) },
  },
  build: {
    target: "es2022",
    // A policy of `script-src 'self'` and `img-src 'self'` allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
