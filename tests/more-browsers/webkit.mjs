// WebKit, the engine of Safari, driven by WebDriver: Debian has no other way to it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { start } from "../support/processes.mjs";

const BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

export const hasWebKit = () => existsSync(BROWSER) && existsSync("/usr/bin/WebKitWebDriver");

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Opens a window; `t.after` closes it. Gives `visit(url)` and `run(script)`, whose script returns a value. */
export async function webKit(t) {
  // It needs a screen, and nobody looks at it.
  const { child: screen, first: number } = await start("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24"]);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: `:${number}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebDriver: ${value.error} ${value.message}`);
    return value;
  };
  while (!(await ask("GET", "/status").catch(() => undefined))) await sleep(50);
  const options = { binary: BROWSER, args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
  const { sessionId } = await ask("POST", "/session", { capabilities });
  const session = `/session/${sessionId}`;
  t.after(async () => {
    await ask("DELETE", session);
    driver.kill();
    screen.kill();
  });
  return {
    visit: (url) => ask("POST", `${session}/url`, { url }),
    run: (script) => ask("POST", `${session}/execute/sync`, { script, args: [] }),
  };
}
