// The sandbox of the command line on a free port.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../pkg/dist/cli.mjs", import.meta.url));

/** Starts it. `env` is what its greeting says to set; `stop` ends it. */
export async function serveSandbox() {
  const server = spawn(process.execPath, [cli, "sandbox", "--port", "0"]);
  let greeting = "";
  for await (const text of server.stdout.setEncoding("utf8")) {
    greeting += text;
    if (greeting.includes("import Blend")) break;
  }
  const variables = [...greeting.matchAll(/(BLEND_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]);
  return { env: Object.fromEntries(variables), stop: () => server.kill() };
}
