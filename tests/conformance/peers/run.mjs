// The program against one client.
import { inspect } from "node:util";
import { conform } from "../program/index.mjs";

const [, , name, control] = process.argv;
const { load } = await import(`./${name}.mjs`);
// Promises that nobody awaits are the client's affair.
process.on("unhandledRejection", () => {});
for (const way of ["info", "warn", "error", "debug"]) console[way] = () => {};
const shown = (value) => inspect(value, { depth: 8 });
process.stdout.write(`${JSON.stringify(await conform({ control, load, inspect: shown }))}\n`);
