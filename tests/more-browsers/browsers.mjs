// Firefox, and WebKit, the engine of Safari. Each opens a window that has `visit(url)` and `run(script)`, whose script returns a
// value; `t.after` closes it.
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { launch } from "puppeteer-core";
import { hasWebKit, webKit } from "./webkit.mjs";

const FIREFOX = "/usr/bin/firefox-esr";

async function firefox(t) {
  const browser = await launch({ browser: "firefox", executablePath: FIREFOX });
  t.after(() => browser.close());
  const page = await browser.newPage();
  return { visit: (url) => page.goto(url), run: (script) => page.evaluate(`(() => { ${script} })()`) };
}

/** By name, those that are installed. */
export const BROWSERS = {
  ...(existsSync(FIREFOX) && { Firefox: firefox }),
  ...(hasWebKit() && { WebKit: webKit }),
};

/** What a script returns, as soon as that is something. */
export async function waitFor(window, script) {
  const end = Date.now() + 60_000;
  for (;;) {
    const value = await window.run(script);
    if (value) return value;
    if (Date.now() > end) throw new Error(`nothing after a minute: ${script}`);
    await sleep(50);
  }
}
