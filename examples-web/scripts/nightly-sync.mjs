import { chmodSync } from "node:fs";
import Database from "better-sqlite3";
import Blend from "../../pkg/dist/index.mjs";
import { command, progressBar } from "./command.mjs";

const usage = `Keeps a copy of all orders in a SQLite file, without anything of their patients.

  node examples-web/scripts/nightly-sync.mjs orders.sqlite

Blend has no feed of changes: each run reads all orders, and writes those that differ from the copy. A run that was ended goes on at
its page, if it began less than twelve hours ago.
After a complete run the copy holds every order that kept its page in Blend's list or moved to a later one, at least as new as at
the beginning of the run. An order that moved to an earlier page meanwhile may be missing or old until the next run: this happens
when other orders leave the list. Orders that a complete run did not meet get a missing_since; they are not deleted.
The file has mode 0600. Signs in with BLEND_EMAIL and BLEND_PASSWORD.`;

const PAGE_SIZE = 200;
const GOES_ON_WITHIN = "-12 hours";
const SCHEMA = `
  create table if not exists orders (
    id text primary key, order_number text, status text, updated_at text, body text, run integer, missing_since text
  );
  create table if not exists runs (id integer primary key, began text, page integer, ended text);`;

await command({
  usage,
  words: 1,
  async run({ words: [file], signal }) {
    const database = new Database(file);
    chmodSync(file, 0o600);
    database.pragma("journal_mode = wal");
    database.exec(SCHEMA);
    const run = openRun(database);
    const savePage = pageSaver(database, run.id);

    const blend = new Blend({ omit: ["patient", "address", "custom_shipping"], logLevel: "error" });
    const counted = { read: 0, changed: 0 };
    const bar = progressBar();
    const began = performance.now();
    for await (const page of blend.orders.list({ page: run.page, page_size: PAGE_SIZE }, { signal }).pages()) {
      counted.changed += savePage(page);
      counted.read += page.data.length;
      bar.update({ done: counted.read, rate: (1000 * counted.read) / (performance.now() - began) });
    }
    bar.stop();
    const missing = endRun(database, run.id);
    database.close();
    console.log(`${counted.read} orders read, ${counted.changed} new or changed, ${missing} missing`);
  },
});

/** The run that was ended before its time, or a new one. */
function openRun(database) {
  const open = database
    .prepare("select id, page from runs where ended is null and began > datetime('now', ?) order by id desc")
    .get(GOES_ON_WITHIN);
  // Its last page is read again: the list may have moved.
  if (open) return open;
  const { lastInsertRowid } = database.prepare("insert into runs (began, page) values (datetime('now'), 1)").run();
  return { id: Number(lastInsertRowid), page: 1 };
}

/** Saves a page in one transaction, together with how far the run has come. Returns how many orders are new or changed. */
function pageSaver(database, run) {
  const find = database.prepare("select body from orders where id = ?");
  const meet = database.prepare("update orders set run = ?, missing_since = null where id = ?");
  const write = database.prepare("insert or replace into orders values (?, ?, ?, ?, ?, ?, null)");
  const advance = database.prepare("update runs set page = ? where id = ?");
  return database.transaction(({ data, page }) => {
    let changed = 0;
    for (const order of data) {
      const { id, order_number, status, updated_at } = order;
      const body = JSON.stringify(order);
      // Two changes within one second may share updated_at.
      if (find.get(id)?.body === body) {
        meet.run(run, id);
        continue;
      }
      changed++;
      write.run(id, order_number, status, updated_at, body, run);
    }
    advance.run(page, run);
    return changed;
  });
}

/** Marks what the run did not meet. Returns how many orders are missing. */
function endRun(database, run) {
  return database.transaction(() => {
    database
      .prepare("update orders set missing_since = datetime('now') where run <> ? and missing_since is null")
      .run(run);
    database.prepare("update runs set ended = datetime('now') where id = ?").run(run);
    return database.prepare("select count(*) as count from orders where missing_since is not null").get().count;
  })();
}
