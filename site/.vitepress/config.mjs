import { defineConfig } from "vitepress";
import llms from "vitepress-plugin-llms";

const guide = (text, name) => ({ text, link: `/docs/${name}` });

/** In the order in which a portal meets them. */
const GUIDES = [
  {
    text: "Start",
    items: [
      { text: "First call", link: "/start" },
      guide("Sign-in and stores", "sign-in"),
      guide("The sandbox", "sandbox"),
    ],
  },
  {
    text: "Orders",
    items: [
      guide("Safe writes", "safe-writes"),
      guide("Statuses and actions", "statuses"),
      guide("Lists", "lists"),
      guide("Errors", "errors"),
      guide("Webhooks", "webhooks"),
      guide("Bulk and sync", "bulk-and-sync"),
    ],
  },
  { text: "Pages", items: [guide("Browsers", "browsers"), guide("Intake forms", "intake")] },
  {
    text: "Operation",
    items: [
      guide("Options", "options"),
      guide("Hooks", "hooks"),
      guide("Frameworks and networks", "networks"),
      guide("What is inferred", "inferred"),
      guide("Conformance", "conformance"),
      { text: "Security", link: "/SECURITY" },
      { text: "Changes", link: "/CHANGELOG" },
    ],
  },
  {
    text: "For contributors",
    items: [
      { text: "Contributing", link: "/CONTRIBUTING" },
      guide("Architecture", "architecture"),
      guide("Decisions", "decisions/README"),
    ],
  },
];

export default defineConfig({
  title: "blend-sdk",
  description: "Unofficial SDK for the Blend pharmacy API",
  lang: "en",
  // No icon: browsers would ask for one.
  head: [["link", { rel: "icon", href: "data:," }]],
  srcDir: "pages",
  outDir: "dist",
  cleanUrls: false,
  // A link that leads nowhere fails the build.
  ignoreDeadLinks: false,
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  vite: { plugins: [llms({ ignoreFiles: ["reference/**/*"] })] },
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Guides", link: "/start" },
      { text: "Operations", link: "/api" },
      { text: "Reference", link: "/reference/" },
    ],
    sidebar: { "/": GUIDES },
    outline: [2, 3],
  },
});
