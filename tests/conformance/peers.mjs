// The conformance program in Node, against other clients.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/processes.mjs";

const here = (path) => join(import.meta.dirname, path);

export const PEERS = readdirSync(here("peers"))
  .filter((file) => file !== "run.mjs")
  .map((file) => file.replace(".mjs", ""))
  .sort();

/** Measures one client, in a process of its own; gives its results and its name with its version. */
export async function peer(name, control) {
  const { package: id, title } = await import(`./peers/${name}.mjs`);
  const { version } = JSON.parse(readFileSync(here(`node_modules/${id}/package.json`), "utf8"));
  const { child, first } = await start(process.execPath, [here("peers/run.mjs"), name, control]);
  // What hangs in there may go on for ever.
  child.kill();
  return { title: `${title} ${version}`, results: [...JSON.parse(first), { name: "exit", seen: "" }] };
}
