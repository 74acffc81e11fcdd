// docs/intake-server.md: each block runs, and does what the guide says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { serveBlendOverHttp } from "../fleet/blend-server.mjs";
import { writeGuide } from "../support/guide.mjs";
import { startRedis } from "../support/services.mjs";
import { HEADERS, requestOf } from "./portal.mjs";

const guide = writeGuide("intake-server", ["express", "ioredis"]);
let blend;
let redis;
let env;

before(async () => {
  [blend, redis] = await Promise.all([serveBlendOverHttp({}), startRedis()]);
  const own = { REDIS_URL: redis.path, VISIT_SECRET: "of-visits", INTAKE_SECRET: "a-secret-of-the-portal", PORT: "0" };
  env = { PATH: process.env.PATH, ...blend.env, ...own };
});
after(async () => {
  blend.stop();
  await redis.stop();
  guide.remove();
});

/** Starts a program of the guide. Gives its first line, and all that it says from then on. */
async function start(t, ...words) {
  const child = spawn(process.execPath, words, { cwd: guide.folder, env, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  const said = { text: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.text += text));
  while (!said.text.includes("\n")) await once(child.stdout, "data");
  return said;
}

test("every block was found, and every link leads somewhere", () => {
  assert.deepEqual(guide.files, ["visit.mjs", "intake-handler.mjs", "express-server.mjs", "staff-proxy.mjs"]);
  for (const link of guide.links.filter((link) => !link.endsWith("/docs"))) assert.ok(existsSync(link), link);
});

test("Express: a visitor gets a cookie with the page, submits twice, and has one order; a stranger is refused", async (t) => {
  const said = await start(t, "express-server.mjs");
  const url = `http://127.0.0.1:${Number(said.text)}/intake`;
  const page = await fetch(url);
  const [cookie] = page.headers.get("set-cookie").split(";");
  assert.match(page.headers.get("set-cookie"), /HttpOnly; Secure; SameSite=Strict/);
  // A reload is the same visitor: another one would make a second order.
  assert.equal((await fetch(url, { headers: { cookie } })).headers.get("set-cookie"), null);
  const body = await requestOf().text();
  const submit = async (headers) => {
    const response = await fetch(url, { method: "POST", headers: { ...HEADERS, ...headers }, body });
    return [response.status, await response.text()];
  };
  const [status, text] = await submit({ cookie });
  assert.equal(status, 200, text);
  assert.deepEqual(await submit({ cookie: `a=b; ${cookie}; c=d` }), [200, text]);
  assert.equal(blend.sandbox.state.orders.received, 1);
  const { order_number } = JSON.parse(text);
  const line = new RegExp(`accepted intake-\\w+ ${order_number} false\n`, "g");
  assert.equal(said.text.match(line).length, 2);
  const forged = `${cookie.slice(0, -3)}xyz`;
  for (const wrong of [{}, { cookie: "visit=" }, { cookie: forged }]) assert.equal((await submit(wrong))[0], 401);
  // Five pass, whatever address the visitor claims.
  const more = [];
  for (let time = 0; time < 4; time++) more.push((await submit({ cookie, "x-address": `192.0.2.${time}` }))[0]);
  assert.deepEqual(more, [200, 200, 200, 429]);
});

test("the proxy of the guide lets staff do what they may", async (t) => {
  const call = `import { proxy } from "./staff-proxy.mjs";
    const ask = async (session, path, method = "GET") => {
      const headers = { cookie: "session=" + session, "sec-fetch-site": "same-origin" };
      return (await proxy(new Request("https://portal.example.com/blend" + path, { method, headers }))).status;
    };
    console.log(await ask("session-of-ada", "/orders"), await ask("session-of-bob", "/orders/x/pause", "PUT"),
      await ask("nobody", "/orders"), await ask("session-of-ada", "/patients"), "answered");`;
  const said = await start(t, "--input-type=module", "-e", call);
  while (!said.text.includes("answered")) await new Promise(setImmediate);
  assert.match(said.text, /orders\.list 0 true\norders\.pause 1 false\norders\.list 0 false\n200 403 403 403 answered/);
});
