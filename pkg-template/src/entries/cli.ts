#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { readArguments, usage, UsageError, type ServeOptions } from "../command/arguments";
import { diagnose } from "../command/doctor";
import { isHealthy, reportOf } from "../command/doctor-report";
import { remote } from "../command/remote";
import { serve } from "../command/serve";
import { StateFile } from "../command/state-file";
import type { Fixture } from "../../types/sandbox";
import { Sandbox } from "./sandbox.js";

/** Opens a sandbox and serves it. */
function start(options: ServeOptions): void {
  let file: StateFile | undefined;
  const { seed, patients, orders, now, schedule, forwardTo, allowTargets } = options;
  const webhooks = { allow: allowTargets, ...(forwardTo !== undefined && { to: forwardTo }) };
  const fixture = options.fixture === undefined ? {} : readFixture(options.fixture);
  const begin = { seed, patients, orders, schedule, assumptions: options.assume, fixture, webhooks };
  const sandbox = asUsage(
    () => new Sandbox({ ...begin, ...(now !== undefined && { now }), onInput: (input) => file?.add(input) }),
  );
  if (options.state !== undefined) file = new StateFile(options.state, sandbox);
  serve(sandbox, options, () => {
    file?.close();
    file = undefined;
    process.exit();
  });
}

function readFixture(path: string): Fixture {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Fixture;
  } catch {
    throw new UsageError(`--fixture: "${path}" cannot be read, or is not JSON.`);
  }
}

/** What the sandbox refuses to be opened with is a mistake on the command line. */
function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

async function examine(json: boolean): Promise<void> {
  const diagnosis = await diagnose();
  console.log(json ? JSON.stringify(diagnosis, undefined, 2) : reportOf(diagnosis));
  if (!isHealthy(diagnosis)) process.exitCode = 1;
}

try {
  const words = readArguments(process.argv.slice(2));
  if ("help" in words) console.log(usage());
  else if ("doctor" in words) await examine(words.doctor.json);
  else if ("serve" in words) start(words.serve);
  else console.log(await remote(words.remote));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nblend-sdk --help shows what there is.`);
  process.exitCode = 2;
}
