// Prism: a server made from the contract alone, which refuses what the contract does not allow.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Starts it with more words for its command line. */
export async function startPrism(...words) {
  const contract = path("../contract/blend-openapi.yaml");
  const prism = spawn(path("../../node_modules/.bin/prism"), [
    "mock",
    "--errors",
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    ...words,
    contract,
  ]);
  let said = "";
  prism.stderr.on("data", (text) => (said += text));
  // Read to its end: it must not wait for somebody to read its log.
  const listening = new Promise((resolve, reject) => {
    prism.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      const [, origin] = /Prism is listening on (\S+)/.exec(said) ?? [];
      if (origin) resolve(origin);
    });
    once(prism, "close").then(() => reject(new Error(`Prism has ended: ${said}`)), reject);
  });
  const stop = async () => {
    if (prism.exitCode === null && prism.kill()) await once(prism, "close");
  };
  const base = `${await listening}/api/v1`;
  // It lists what it serves: a line with verb and URL for each operation.
  return { base, operations: said.match(/info +[A-Z]+ +http/g).length, stop };
}
