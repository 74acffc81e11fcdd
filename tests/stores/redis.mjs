// A redis-server of a test's own, clients of both packages, and processes that share it.
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { createClient } from "redis";

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
