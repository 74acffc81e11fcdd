// A redis-server of a test's own, clients of both packages, and processes that share it.
import { fork, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { redisStore } from "../../pkg/dist/stores.mjs";
import { serveBlend } from "../support/server.mjs";

/** Connects a client of either package to a socket, and gives it with what closes it. */
export const CLIENTS = {
  async redis(path) {
    const client = await createClient({ socket: { path } }).connect();
    return { client, close: () => client.close() };
  },
  async ioredis(path) {
    const client = new Redis(path);
    await once(client, "ready");
    return { client, close: () => client.quit() };
  },
};

/** A server on a socket, in memory alone. Gives its path, a client to look into it, and what stops it. */
export async function redisServer() {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-redis-"));
  const path = join(folder, "socket");
  const server = spawn("redis-server", ["--port", "0", "--unixsocket", path, "--save", "", "--dir", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(server, "exit");
  for await (const line of createInterface({ input: server.stdout }))
    if (line.includes("eady to accept connections")) break;
  const { client, close } = await CLIENTS.redis(path);
  const stop = async () => {
    await close();
    server.kill();
    await gone;
    rmSync(folder, { recursive: true });
  };
  return { path, look: client, stop };
}

/** A process with a client of the SDK; `ask` gives its answer to a message. */
export async function worker(settings) {
  const child = fork(new URL("worker.mjs", import.meta.url), [JSON.stringify(settings)]);
  const gone = once(child, "exit");
  const answer = async () => (await once(child, "message"))[0];
  const ask = (what) => (child.send(what), answer());
  const kill = () => (child.kill("SIGKILL"), gone);
  await answer();
  return { ask, kill };
}

const KINDS = Object.keys(CLIENTS);
export const keys = [{ name: "1", key: randomBytes(32).toString("base64") }];

/** A test for both packages; it gets a store, and a client to look into its Redis. */
export function withBoth(name, work) {
  for (const kind of KINDS) {
    test(`${kind}: ${name}`, async (t) => {
      const { path, look, stop } = await redisServer();
      const { client, close } = await CLIENTS[kind](path);
      try {
        await work({ t, look, store: redisStore(client) });
      } finally {
        await close();
        await stop();
      }
    });
  }
}

/** A test with processes of either package that share a Redis; it gets what starts them, and a client to look into it. */
export function withProcesses(name, work) {
  test(name, async (t) => {
    const { path, look, stop } = await redisServer();
    const workers = [];
    const start = async (server, count, more = {}) => {
      const settings = (place) => ({ base: server.base, kind: KINDS[place % KINDS.length], path, keys, ...more });
      const started = await Promise.all(Array.from({ length: count }, (_, place) => worker(settings(place))));
      workers.push(...started);
      return started;
    };
    try {
      await work({ t, look, start });
    } finally {
      for (const { kill } of workers) await kill();
      await stop();
    }
  });
}

/** How many scripts Redis has run. */
export async function evals(look) {
  return Number(/cmdstat_eval:calls=(\d+)/.exec(await look.info("commandstats"))?.[1] ?? 0);
}

/** A Blend that keeps orders. `onCreate(request, order, count)` may answer in its own way. */
export async function pharmacy(t, onCreate = (_, order) => ({ status: 201, json: order })) {
  const orders = [];
  let creates = 0;
  const server = await serveBlend(t, (request) => {
    if (request.method === "POST") {
      const { patient_id, ...wanted } = JSON.parse(request.body);
      const order = { id: "1", patient: { id: patient_id }, ...wanted };
      orders.push(order);
      return onCreate(request, order, ++creates);
    }
    const found = orders.find(({ external_id }) => request.url.endsWith(`/${external_id}`));
    return found ? { json: found } : 404;
  });
  return { ...server, orders };
}
