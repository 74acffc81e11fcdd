// What the scripts share: --help, exit codes, an end by Ctrl-C, a progress bar, files that are their owner's alone.
//   0 all went well · 1 it failed · 2 wrong words or settings · 3 done, but something needs a person · 130 ended by Ctrl-C

import { fchmodSync, fstatSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { isBlendError } from "../../pkg/dist/index.mjs";

export const NEEDS_A_PERSON = 3;
const INTERRUPTED = 130;

/** A mistake in the words, the settings or the given file. It is shown with the help. */
export class Misuse extends Error {}

/** The bar that is on the terminal. */
let shown;

/**
 * Runs a script. `run({ words, options, signal })` returns the exit code, or nothing for 0; `words` says how many words it
 * needs; `options` are those of `parseArgs`.
 */
export async function command({ usage, words: needed, options = {}, run }) {
  const parsed = parse(usage, needed, options);
  const stop = new AbortController();
  process.on("SIGINT", () => stop.abort());
  process.on("SIGTERM", () => stop.abort());
  // A reader that has enough, as head has. There is nobody to tell.
  process.stdout.on("error", () => process.exit(1));
  try {
    const code = await run({ words: parsed.positionals, options: parsed.values, signal: stop.signal });
    process.exitCode = stop.signal.aborted ? INTERRUPTED : (code ?? 0);
  } catch (error) {
    // A message of blend-sdk or of the system holds no value of a patient. That of a program's mistake might.
    shown?.stop();
    if (stop.signal.aborted) process.exitCode = INTERRUPTED;
    else if (error instanceof Misuse) fail(2, `${error.message}\n\n${usage}`);
    else if (isBlendError(error) || error.code) fail(1, error.message);
    else throw error;
  }
}

/** The whole number that an option holds. */
export function wholeNumber(options, name, least = 0) {
  const number = Number(options[name]);
  if (!/^\d+$/.test(options[name]) || number < least)
    throw new Misuse(`--${name}: expected a whole number from ${least}`);
  return number;
}

function parse(usage, needed, options) {
  try {
    const all = { ...options, help: { type: "boolean", short: "h" } };
    const parsed = parseArgs({ options: all, allowPositionals: true });
    if (parsed.values.help) {
      console.log(usage);
      process.exit(0);
    }
    if (parsed.positionals.length === needed) return parsed;
    throw new Error(`expected ${needed} word${needed === 1 ? "" : "s"}, found ${parsed.positionals.length}`);
  } catch (error) {
    fail(2, `${error.message}\n\n${usage}`);
    process.exit();
  }
}

function fail(code, text) {
  console.error(text);
  process.exitCode = code;
}

/** A bar on a terminal; nothing where the output goes elsewhere, or where the rows of a list go to the same terminal. */
export function progressBar({ printsRows = false } = {}) {
  if (!process.stderr.isTTY || (printsRows && process.stdout.isTTY)) return { update() {}, stop() {} };
  const format = "{bar} {value} of {total}, {rate} a second, {left} s left {paused}";
  const bar = new SingleBar({ stream: process.stderr, format, hideCursor: true });
  let started = false;
  // Its timer keeps the process alive, and it hides the cursor: it has to be stopped, whatever happens.
  shown = bar;
  return {
    update({ done, failed = 0, skipped = 0, total, rate = 0, remainingMs = 0, pausedMs = 0 }) {
      const value = done + failed + skipped;
      const paused = pausedMs ? `(Blend asks to wait ${Math.ceil(pausedMs / 1000)} s)` : "";
      const said = { rate: rate.toFixed(1), left: Math.ceil(remainingMs / 1000), paused };
      if (!started) bar.start(total ?? value, 0, said);
      started = true;
      // Where nobody knows how many there are, it is full.
      if (total === undefined) bar.setTotal(value);
      bar.update(value, said);
    },
    stop: () => started && bar.stop(),
  };
}

/** Opens a file that only its owner reads, to write at its end; also where it was there with other rights. */
export function openPrivate(path) {
  const file = openSync(path, "a", 0o600);
  fchmodSync(file, 0o600);
  return { isEmpty: fstatSync(file).size === 0, write: (text) => writeSync(file, text) };
}
