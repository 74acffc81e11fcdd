import { readFileSync, rmSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { bulk } from "../../pkg/dist/bulk.mjs";
import Blend from "../../pkg/dist/index.mjs";
import { command, Misuse, NEEDS_A_PERSON, openPrivate, progressBar, wholeNumber } from "./command.mjs";

const usage = `Creates prescribers at Blend from a CSV file with the columns first_name, last_name and npi. Other columns go along
under their own names (email, phone, dea, ...).

  node examples-web/scripts/onboard-prescribers.mjs prescribers.csv

  --failures FILE     who was not created, or needs a look: npi and reason. [prescribers.csv.failures]
  --checkpoint FILE   who is done; a run that was ended goes on from there. [prescribers.csv.checkpoint]
  --concurrency N     how many at a time [8]

A row is not sent if its NPI fails the check digit: a mistyped NPI can link a stranger to your account. Where Blend answers with
another name, the prescriber is linked already, and the row goes to the failures: look at it at once.
Run it again for the others that failed: those that are done are skipped.
Signs in with BLEND_EMAIL and BLEND_PASSWORD. Exit code 3: there are failures.`;

const COLUMNS = ["first_name", "last_name", "npi"];

const text = { type: "string" };

class OtherName extends Error {
  message = "Blend has this NPI under another name";
}

await command({
  usage,
  words: 1,
  options: { failures: text, checkpoint: text, concurrency: { ...text, default: "8" } },
  async run({ words: [file], options, signal }) {
    const { failures = `${file}.failures`, checkpoint = `${file}.checkpoint` } = options;
    const concurrency = wholeNumber(options, "concurrency", 1);
    const rows = rowsOf(file);
    const blend = new Blend({ logLevel: "off" });
    // Each run tells its own failures: what failed before is tried again.
    rmSync(failures, { force: true });
    const list = openPrivate(failures);
    list.write("npi,reason\n");
    let failed = 0;
    const note = (npi, reason) => {
      failed++;
      list.write(stringify([[npi, reason]], { escape_formulas: true }));
    };

    const valid = rows.filter(({ npi }) => isNpi(npi) || note(npi, "the NPI fails its check digit"));
    const create = async (row) => {
      const { first_name, last_name } = await blend.prescribers.create(filled(row));
      // Thrown, so that the checkpoint does not count it as done.
      if (!isSame(first_name, row.first_name) || !isSame(last_name, row.last_name)) throw new OtherName();
    };
    const bar = progressBar();
    const result = await bulk(valid, create, {
      key: ({ npi }) => npi,
      concurrency,
      checkpoint,
      signal,
      onProgress: bar.update,
    });
    bar.stop();
    for (const { key, outcome, error } of result.failures)
      note(key, error instanceof OtherName ? error.message : `${error.code ?? error.name} (${outcome})`);
    console.log(`${result.done} created, ${result.skipped} done before, ${failed} in ${failures}`);
    if (result.stopped) console.log(`ended early (${result.stopped}); run it again to go on`);
    return failed || result.stopped ? NEEDS_A_PERSON : 0;
  },
});

function rowsOf(file) {
  let names = [];
  const columns = (header) => (names = header);
  const rows = parse(readFileSync(file, "utf8"), { columns, skip_empty_lines: true, trim: true, bom: true });
  const missing = COLUMNS.filter((name) => !names.includes(name));
  if (missing.length) throw new Misuse(`${file}: no column ${missing.join(", ")}`);
  return rows;
}

/** Ten digits whose last one checks the others: Luhn, with 80840 in front. */
function isNpi(npi) {
  if (!/^[12]\d{9}$/.test(npi)) return false;
  const sum = [...`80840${npi}`].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The cells that hold something. */
function filled(row) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""));
}

function isSame(one, other) {
  const plain = (name) =>
    String(name ?? "")
      .normalize("NFC")
      .trim()
      .toLowerCase();
  return plain(one) === plain(other);
}
