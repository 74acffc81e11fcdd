// The scripts of examples-web/scripts, run as a user runs them, against a Blend that fails now and then.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { parse } from "csv-parse/sync";
import { Blend } from "../../pkg/dist/index.mjs";
import { prescribers } from "../bulk/limited-server.mjs";
import { serveBlendOverHttp } from "../fleet/blend-server.mjs";
import { startPostgres } from "../support/services.mjs";

const SCRIPTS = [
  "onboard-prescribers",
  "stuck-orders",
  "daily-report",
  "export-orders",
  "nightly-sync",
  "receive-webhooks",
  "register-patient",
];
const PATIENT = "40000000-0000-4000-8000-000000000001";
const NAMES = ["Testina", "Sandboxer", "testina.sandboxer@example.com", "1 Example Street"];
const program = (name) => fileURLToPath(new URL(`../../examples-web/scripts/${name}.mjs`, import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "blend-sdk-scripts-"));
let server;
let blend;

before(async () => {
  // Some are answered by 503 once, some by 429.
  const readFate = (number) => (number % 23 === 22 ? "busy" : number % 17 === 16 ? "down" : undefined);
  server = await serveBlendOverHttp({ readFate });
  const { email, password, fetch } = server.sandbox;
  blend = new Blend({ email, password, fetch, logLevel: "off" });
});
after(() => {
  server.stop();
  rmSync(folder, { recursive: true });
});

function start(name, words, env = {}) {
  const child = spawn(process.execPath, [program(name), ...words], {
    env: { PATH: process.env.PATH, ...server.env, ...env },
  });
  const said = { out: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.errors += text));
  const ended = once(child, "close").then(([code, signal]) => ({ ...said, code, signal }));
  return { child, said, ended };
}

const run = (name, ...words) => start(name, words).ended;

const order = (products) =>
  blend.orders.create({ patient_id: PATIENT, force_new: true, ...(products && { products }) });

async function ship(id) {
  for (let status = ""; status !== "shipped";) status = server.sandbox.advance(id);
}

for (const name of SCRIPTS) {
  test(`${name} explains itself, and refuses what it does not know`, async () => {
    const help = await run(name, "--help");
    assert.deepEqual([help.code, help.errors], [0, ""]);
    assert.match(help.out, new RegExp(`node examples-web/scripts/${name}\\.mjs`));
    for (const words of [["--nonsense"], ["one", "two"]]) {
      const wrong = await run(name, ...words);
      assert.deepEqual([wrong.code, wrong.out], [2, ""]);
      assert.ok(wrong.errors.includes(help.out.trim()), "with the help");
    }
  });

  test(`${name} without a sign-in says so, and shows no stack`, async () => {
    const file = join(folder, "one.csv");
    writeFileSync(file, "first_name,last_name,npi\nTestina,Sandboxer,1234567893\n");
    const patient = join(folder, "patient.json");
    writeFileSync(patient, "{}");
    const words = {
      "onboard-prescribers": [file],
      "export-orders": ["shipped"],
      "nightly-sync": [join(folder, "x")],
      "register-patient": [patient, "--anyway"],
    }[name];
    const env = { BLEND_PASSWORD: "wrong", BLEND_WEBHOOK_SECRET: "" };
    const { code, out, errors } = await start(name, words ?? [], env).ended;
    // The receiver signs in at its first event; it needs its secret before.
    assert.notEqual(code, 0);
    assert.doesNotMatch(errors, /^ +at /m);
    assert.ok(!`${out}${errors}`.includes("wrong"));
  });
}

test("what cannot be meant is refused with the help, before anything is asked", async () => {
  const file = join(folder, "wrong-columns.csv");
  writeFileSync(file, "First name,last_name,NPI\nTestina,Sandboxer,1234567893\n");
  const broken = join(folder, "broken.json");
  writeFileSync(broken, '{"last_name":"Sandboxer"');
  for (const [name, words, what] of [
    ["onboard-prescribers", [file], /: no column first_name, npi\n/],
    ["onboard-prescribers", [file, "--concurrency", "many"], /^--concurrency: expected a whole number from 1\n/],
    ["onboard-prescribers", [file, "--concurrency", "0"], /^--concurrency/],
    ["stuck-orders", ["--hours", "soon"], /^--hours: expected a whole number from 0\n/],
    ["daily-report", ["--from", "today"], /^--from: expected a day/],
    ["daily-report", ["--from", "2026-02-30"], /^--from: expected a day/],
    [
      "daily-report",
      ["--from", "2026-11-02", "--to", "2026-11-01"],
      /^--to: expected a day that is not before --from\n/,
    ],
    ["receive-webhooks", ["--port", "http"], /^--port/],
    ["receive-webhooks", [], /^BLEND_WEBHOOK_SECRET is missing\n/],
    ["register-patient", [broken], /broken\.json: expected JSON\n/],
  ]) {
    const { code, out, errors } = await run(name, ...words);
    assert.deepEqual([code, out], [2, ""], `${name} ${words}`);
    assert.match(errors, what);
    assert.match(errors, new RegExp(`node examples-web/scripts/${name}\\.mjs`));
    assert.ok(!errors.includes("Sandboxer"));
  }
});

test("onboard-prescribers: creates, refuses a bad NPI, tells of another name, and goes on after kill -9", async () => {
  const file = join(folder, "prescribers.csv");
  const good = prescribers(120).map(({ first_name, last_name, npi }) => [first_name, last_name, npi]);
  const rows = [
    ...good,
    ["Typo", "Doctor", "1234567890"],
    ["=cmd()", "Doctor", "=1+1"],
    ["Other", "Person", "1999999984"],
  ];
  const stranger = { first_name: "Stella", last_name: "Stranger", npi: "1999999984" };
  await blend.prescribers.create(stranger);
  writeFileSync(file, `\ufefffirst_name,last_name,npi,email\n${rows.map((row) => `${row.join(",")},\n`).join("")}\n`);

  const killed = start("onboard-prescribers", [file, "--concurrency", "4"]);
  const count = async () =>
    (await blend.prescribers.list()).filter(({ npi }) => good.some((row) => row[2] === npi)).length;
  while ((await count()) < 30) await new Promise((resolve) => setTimeout(resolve, 10));
  killed.child.kill("SIGKILL");
  await killed.ended;

  const next = await run("onboard-prescribers", file);
  assert.deepEqual([next.code, next.errors], [3, ""], "no bar where there is no terminal");
  const [, created, before] = /^(\d+) created, (\d+) done before, \d+ in /.exec(next.out);
  assert.ok(Number(before) >= 20 && Number(created) + Number(before) <= good.length, next.out);
  // A 503 is not repeated where others are created at the same time: another run does it.
  let last = next;
  for (let runs = 0; runs < 5 && !last.out.includes(", 3 in "); runs++) last = await run("onboard-prescribers", file);
  assert.equal(await count(), good.length);
  const failures = parse(readFileSync(`${file}.failures`, "utf8"), { columns: true });
  assert.deepEqual(failures, [
    { npi: "1234567890", reason: "the NPI fails its check digit" },
    { npi: "'=1+1", reason: "the NPI fails its check digit" },
    { npi: "1999999984", reason: "Blend has this NPI under another name" },
  ]);
  for (const suffix of ["failures", "checkpoint"]) assert.equal(statSync(`${file}.${suffix}`).mode & 0o777, 0o600);
  const again = await run("onboard-prescribers", file);
  assert.match(again.out, new RegExp(`^0 created, ${good.length} done before, 3 in `));
});

test("onboard-prescribers ends cleanly at Ctrl-C", async () => {
  const file = join(folder, "many.csv");
  const rows = prescribers(2000).map(({ npi }) => `Testina,Sandboxer,${npi}\n`);
  writeFileSync(file, `first_name,last_name,npi\n${rows.join("")}`);
  const { child, ended } = start("onboard-prescribers", [file]);
  while (!existsSync(`${file}.checkpoint`) || readFileSync(`${file}.checkpoint`, "utf8").split("\n").length < 20)
    await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill("SIGINT");
  const { code, out } = await ended;
  assert.equal(code, 130);
  assert.match(out, /ended early \(aborted\); run it again to go on/);
});

test("export-orders: every order, formulas escaped, nobody else may read it, and it goes on after kill -9", async (t) => {
  for (let number = 0; number < 250; number++) await ship((await order()).id);
  const out = join(folder, "shipped.csv");
  const whole = await run("export-orders", "shipped");
  assert.deepEqual([whole.code, whole.errors], [0, ""]);
  assert.equal((await run("export-orders", "shipped", "--out", out)).code, 0);
  assert.equal(readFileSync(out, "utf8"), whole.out);
  assert.equal(parse(whole.out, { columns: true }).length, 250);
  assert.equal(statSync(out).mode & 0o777, 0o600);
  for (const name of NAMES) assert.ok(!whole.out.includes(name));

  await t.test("cut anywhere, it goes on", async () => {
    for (const length of [0, 10, 100, 4000, whole.out.length - 1]) {
      writeFileSync(`${out}.part`, whole.out.slice(0, length));
      if (length === 0) rmSync(`${out}.part`);
      assert.equal((await run("export-orders", "shipped", "--out", out)).code, 0);
      assert.equal(readFileSync(out, "utf8"), whole.out, `${length}`);
      assert.ok(!existsSync(`${out}.part`));
    }
  });

  await t.test("a status that nobody knows is said to be so", async () => {
    const { code, out: text, errors } = await run("export-orders", "shiped");
    assert.deepEqual([code, text.trim().split("\n").length], [0, 1]);
    assert.match(errors, /^status: not a known value; did you mean "shipped"\?\n$/);
  });

  await t.test("what a run of another status left is refused, and stays", async () => {
    writeFileSync(`${out}.part`, whole.out);
    const { code, errors } = await run("export-orders", "received", "--out", out);
    assert.equal(code, 2);
    assert.match(errors, /shipped\.csv\.part holds orders of another status; delete it first\n/);
    assert.equal(readFileSync(`${out}.part`, "utf8"), whole.out);
    rmSync(`${out}.part`);
  });

  await t.test("a cell that begins like a formula", async () => {
    const formulas = ["=1+1", "+1", "-1", "@sum", "\tx"];
    const orders = formulas.map((status, number) => ({ id: `${number}`, order_number: `ORD${number}`, status }));
    const other = createServer(({ url }, response) => {
      const json = url.includes("/auth/")
        ? { access_token: "a", refresh_token: "b" }
        : url.includes("page=2")
          ? []
          : orders;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(json));
    }).listen(0, "127.0.0.1");
    await once(other, "listening");
    t.after(() => other.close());
    const base = { BLEND_BASE_URL: `http://127.0.0.1:${other.address().port}/api/v1` };
    const { out: text } = await start("export-orders", ["shipped"], base).ended;
    const cells = parse(text, { columns: true }).map(({ status }) => status);
    assert.deepEqual(
      cells,
      formulas.map((formula) => `'${formula}`),
    );
    other.closeAllConnections();
  });
});

test("stuck-orders: what is in the way, without anything of a patient", async () => {
  const waits = await order({ prescription: [{ sku: "RX-MUP-01", quantity: 1 }] });
  const paused = await order();
  await blend.orders.pause(paused.id);
  const lines = (out) => parse(out, { columns: true }).map(({ order_number, reason }) => `${order_number} ${reason}`);
  const young = await run("stuck-orders");
  assert.equal(young.code, 3);
  assert.deepEqual(lines(young.out), [`${paused.order_number} paused`]);
  const all = await run("stuck-orders", "--hours", "0");
  assert.deepEqual(
    lines(all.out).sort(),
    [`${paused.order_number} paused`, `${waits.order_number} no prescription`].sort(),
  );
  for (const name of NAMES) assert.ok(!all.out.includes(name));
});

test("stuck-orders: a time without a zone is UTC, wherever the script runs", async (t) => {
  const hoursAgo = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString().replace("Z", "");
  const products = { prescription: [{ id: "1", has_prescription: false }] };
  const orders = [23, 25].map((hours) => ({
    ...{ id: `${hours}`, order_number: `ORD${hours}`, status: "received", created_at: hoursAgo(hours), products },
  }));
  const other = createServer(({ url }, response) => {
    const json = url.includes("/auth/") ? { access_token: "a" } : url.includes("page=2") ? [] : orders;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(json));
  }).listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => (other.closeAllConnections(), other.close()));
  const base = { BLEND_BASE_URL: `http://127.0.0.1:${other.address().port}/api/v1` };
  for (const TZ of ["America/Los_Angeles", "UTC", "Asia/Tokyo"]) {
    const { out } = await start("stuck-orders", [], { ...base, TZ }).ended;
    const found = parse(out, { columns: true }).map(({ order_number, hours }) => [order_number, hours]);
    assert.deepEqual(found, [["ORD25", "25"]], TZ);
  }
});

test("daily-report: counts by status and product, or what Blend said", async () => {
  await order({ prescription: [{ sku: "RX-MUP-01", quantity: 1 }] });
  const today = new Date().toISOString().slice(0, 10);
  const { code, out, errors } = await run("daily-report", "--from", today);
  assert.deepEqual([code, errors], [0, ""]);
  assert.match(out, new RegExp(`^Orders from ${today} to ${today}: \\d+\\n`));
  assert.match(out, /By status\n( +\d+ {2}\w+\n)+/);
  assert.match(out, /\d {2}Mupirocin/);
  const json = JSON.parse((await run("daily-report", "--from", today, "--json")).out);
  assert.ok(json.total_orders > 0);
  assert.match((await run("daily-report")).out, /: 0\n$/, "yesterday");
});

test("nightly-sync: all orders, then what changed alone, on from where it was killed, and what went missing", async () => {
  const file = join(folder, "orders.sqlite");
  const sync = () => run("nightly-sync", file);
  const look = (sql) => {
    const database = new Database(file, { readonly: true });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  };
  for (let number = 0; number < 201; number++) await order();
  await blend.orders.pause((await order()).id);
  const all = [];
  for await (const { id, status } of blend.orders.list({ page_size: 200 })) all.push(`${id} ${status}`);
  assert.ok(all.length > 200, "more than a page");

  const first = await sync();
  assert.deepEqual([first.code, first.errors], [0, ""]);
  assert.equal(first.out, `${all.length} orders read, ${all.length} new or changed, 0 missing\n`);
  assert.deepEqual(
    look("select id, status from orders")
      .map(({ id, status }) => `${id} ${status}`)
      .sort(),
    all.sort(),
  );
  assert.equal(statSync(file).mode & 0o777, 0o600);
  for (const name of NAMES) assert.ok(!readFileSync(file).includes(name), name);

  const [paused] = (await blend.orders.list({ status: "paused" })).data;
  await blend.orders.unpause(paused.id);
  // As if both had happened within one second.
  const { updated_at } = await blend.orders.get(paused.id);
  const copy = new Database(file);
  copy.prepare("update orders set updated_at = ? where id = ?").run(updated_at, paused.id);
  copy.close();
  await order();
  assert.equal((await sync()).out, `${all.length + 1} orders read, 2 new or changed, 0 missing\n`);
  assert.equal((await sync()).out, `${all.length + 1} orders read, 0 new or changed, 0 missing\n`);

  // Ended on its second page, with an order that Blend does not list any more.
  const database = new Database(file);
  database.prepare("insert into runs (began, page) values (datetime('now'), 2)").run();
  database.prepare("update orders set run = (select max(id) from runs)").run();
  database.prepare("insert into orders values ('gone', 'ORD0', 'received', '', '{}', 0, null)").run();
  database.close();
  assert.equal((await sync()).out, `${all.length + 1 - 200} orders read, 0 new or changed, 1 missing\n`);
  assert.deepEqual(look("select id from orders where missing_since is not null"), [{ id: "gone" }]);
});

test("receive-webhooks: prints each event, stored in Postgres or not, and ends at SIGTERM", async (t) => {
  const postgres = await startPostgres();
  t.after(postgres.stop);
  const { host, user, database } = postgres.connection;
  const env = { BLEND_WEBHOOK_SECRET: "a-secret", PGHOST: host, PGUSER: user, PGDATABASE: database };
  const { id, order_number } = await order();
  for (const words of [[], ["--postgres"]]) {
    const { child, said, ended } = start("receive-webhooks", ["--port", "0", ...words], env);
    while (!said.out.includes("\n")) await once(child.stdout, "data");
    const [url] = /http:\S+/.exec(said.out);
    const post = (body) =>
      fetch(url, { method: "POST", headers: { authorization: "Bearer a-secret" }, body: JSON.stringify(body) });
    const last_name = "Sandboxer";
    assert.equal((await post({ event_code: "order.created", data: { id, last_name } })).status, 200);
    assert.equal((await post({ event_code: "order.returned", data: { last_name } })).status, 200);
    while (!said.out.includes("nothing to do") || !said.out.includes("order.created")) await once(child.stdout, "data");
    child.kill("SIGTERM");
    const { code, out } = await ended;
    assert.equal(code, 130);
    assert.ok(out.includes(`order.created ${order_number} received\n`), out);
    assert.ok(!out.includes(last_name));
  }
});

test("receive-webhooks --postgres goes on after Postgres was killed", async (t) => {
  const postgres = await startPostgres();
  t.after(postgres.stop);
  const { host, user, database } = postgres.connection;
  const env = { BLEND_WEBHOOK_SECRET: "a-secret", PGHOST: host, PGUSER: user, PGDATABASE: database };
  const orders = [await order(), await order()];
  const { child, said, ended } = start("receive-webhooks", ["--port", "0", "--postgres"], env);
  t.after(() => child.kill("SIGKILL"));
  const says = async (text) => {
    while (!said.out.includes(text)) await once(child.stdout, "data", { signal: AbortSignal.timeout(30_000) });
  };
  await says("\n");
  const [url] = /http:\S+/.exec(said.out);
  const deliver = async ({ id }) => {
    const body = JSON.stringify({ event_code: "order.created", data: { id } });
    return (await fetch(url, { method: "POST", headers: { authorization: "Bearer a-secret" }, body })).status;
  };
  assert.equal(await deliver(orders[0]), 200);
  await says(orders[0].order_number);
  await postgres.kill();
  assert.equal(await deliver(orders[1]), 503);
  // A drain meets the Postgres that is away.
  while (!said.errors.includes("inbox:")) await once(child.stderr, "data", { signal: AbortSignal.timeout(30_000) });
  await postgres.start();
  while ((await deliver(orders[1])) !== 200);
  await says(orders[1].order_number);
  child.kill("SIGTERM");
  assert.equal((await ended).code, 130);
});

/** What a terminal shows of a command; `script` of util-linux gives it one. */
async function onTerminal(words, more) {
  const env = { PATH: process.env.PATH, TERM: "xterm", ...server.env, ...more };
  const terminal = spawn("script", ["-qec", words, "/dev/null"], { env, stdio: ["ignore", "pipe", "inherit"] });
  // Its end hangs up, which ends what runs in it.
  const limit = setTimeout(() => terminal.kill("SIGKILL"), 30_000);
  let shown = "";
  terminal.stdout.setEncoding("utf8").on("data", (text) => (shown += text));
  await once(terminal, "close");
  clearTimeout(limit);
  return shown;
}

test("on a terminal a bar shows how far it is, and never stands between rows", async () => {
  const file = join(folder, "bar.csv");
  const rows = prescribers(20).map(({ npi }) => `Testina,Sandboxer,${npi}\n`);
  writeFileSync(file, `first_name,last_name,npi\n${rows.join("")}`);
  for (let count = 0; count < 3; count++) await ship((await order()).id);
  await order();
  const shows = (name, words) => onTerminal([process.execPath, program(name), words].join(" "));
  assert.match(await shows("onboard-prescribers", file), /20 of 20, [\d.]+ a second/);
  for (const [name, words] of [
    ["export-orders", `shipped --out ${join(folder, "bar-orders.csv")}`],
    ["export-orders", "shipped > /dev/null"],
    ["stuck-orders", "> /dev/null"],
    ["nightly-sync", join(folder, "bar.sqlite")],
  ]) {
    const shown = await shows(name, words);
    assert.match(shown, /[1-9]\d* of [1-9]\d*/, `${name} ${words}`);
    assert.ok(!shown.includes("{"), shown);
  }
  for (const [name, words] of [
    ["export-orders", "shipped"],
    ["stuck-orders", ""],
  ]) {
    const shown = await shows(name, words);
    assert.match(shown, /^order_number,status,/);
    assert.doesNotMatch(shown, / of \d/, `${name} ${words}`);
  }
});

test("a failure on the way ends a script on a terminal too, and gives the cursor back", async (t) => {
  const page = Array.from({ length: 200 }, (_, number) => ({ id: `${number}`, order_number: `ORD${number}` }));
  const other = createServer(({ url }, response) => {
    if (url.includes("page=2")) return response.writeHead(500).end();
    const json = url.includes("/auth/") ? { access_token: "a", refresh_token: "b" } : page;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(json));
  }).listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => {
    other.closeAllConnections();
    other.close();
  });
  const env = { BLEND_BASE_URL: `http://127.0.0.1:${other.address().port}/api/v1` };
  const words = [process.execPath, program("nightly-sync"), join(folder, "fails.sqlite")];
  const shown = await onTerminal(`${words.join(" ")}; echo code $?`, env);
  assert.match(shown, /orders\.list: .*500.*code 1/s);
  assert.ok(shown.includes("\x1b[?25l"), "the bar hid it");
  assert.ok(shown.lastIndexOf("\x1b[?25h") > shown.lastIndexOf("\x1b[?25l"));
});

test("a reader that has enough, as head has, ends a script without a stack", async () => {
  for (let count = 0; count < 5; count++) await blend.orders.pause((await order()).id);
  for (const words of ["stuck-orders.mjs", "export-orders.mjs paused", "daily-report.mjs --json"]) {
    const pipe = `"${process.execPath}" ${program("x").replace("x.mjs", "")}${words} | true`;
    const child = spawn("sh", ["-c", pipe], { env: { PATH: process.env.PATH, ...server.env } });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
    await once(child, "close");
    assert.equal(errors, "", words);
  }
});
