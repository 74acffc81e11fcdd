// A redis-server and a Postgres of a test's own, in a folder of their own, on a socket. Each can be killed and started again.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Starts a redis-server that writes every change to disk before it answers. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-redis-"));
  const path = join(folder, "socket");
  const durable = ["--appendonly", "yes", "--appendfsync", "always"];
  const words = ["--port", "0", "--unixsocket", path, "--save", "", "--dir", folder, ...durable];
  const service = await restartable("redis-server", words, { stream: "stdout", ready: "eady to accept connections" });
  return { path, ...service, stop: () => service.stop(folder) };
}

/** Starts a Postgres. `connection` is what `pg` needs to connect. */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-postgres-"));
  const data = join(folder, "data");
  const user = postgresUser(folder);
  execFileSync(postgresTool("initdb"), ["-D", data, "-U", "portal", "-A", "trust", "--no-sync"], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const words = ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200"];
  const service = await restartable(postgresTool("postgres"), words, {
    stream: "stderr",
    ready: "ready to accept connections",
    spawning: { ...user, cwd: folder },
  });
  const connection = { host: folder, user: "portal", database: "postgres" };
  return { connection, ...service, stop: () => service.stop(folder) };
}

/** Postgres refuses to run as root: its package brings a user along. */
function postgresUser(folder) {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "postgres"])));
  chownSync(folder, uid, gid);
  return { uid, gid };
}

/** Debian keeps these programs out of the path. */
function postgresTool(name) {
  const [found] = execFileSync("sh", ["-c", `command -v ${name} || ls /usr/lib/postgresql/*/bin/${name}`], {
    encoding: "utf8",
  }).split("\n");
  return found;
}

async function restartable(command, words, { stream, ready, spawning = {} }) {
  let child;
  let gone;
  const start = async () => {
    // A Postgres that was killed leaves processes that take a moment to notice: until then a new one ends at once.
    for (let tries = 0; tries < 200; tries++) {
      child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], ...spawning });
      gone = once(child, "exit");
      child[stream === "stdout" ? "stderr" : "stdout"].resume();
      for await (const line of createInterface({ input: child[stream] })) {
        if (!line.includes(ready)) continue;
        child[stream].resume();
        return;
      }
      await gone;
    }
    throw new Error(`${command} does not start`);
  };
  await start();
  return {
    start,
    /** kill -9: nothing is written any more. */
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    async stop(folder) {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGINT");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
