// A sandbox in this process, and one of the command line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

export const CLI = fileURLToPath(new URL("../../pkg/dist/cli.mjs", import.meta.url));

/** A clock that stands still. */
export const NOON = "2025-03-15T12:00:00Z";

/** A sandbox and a function that calls it as a program without any client does. */
export function desk(options) {
  const sandbox = new Sandbox({ now: NOON, ...options });
  const call = (method, target, body, token) => {
    const answer = sandbox.handle({
      method,
      target,
      authorization: token ? `Bearer ${token}` : undefined,
      content_type: body === undefined ? undefined : "application/json",
      body: body === undefined ? "" : JSON.stringify(body),
    });
    return { ...answer, body: answer.body === "" ? undefined : JSON.parse(answer.body) };
  };
  const login = { email: sandbox.email, password: sandbox.password };
  const signIn = () => call("POST", "/auth/login", login).body.access_token;
  return { sandbox, call, login, signIn };
}

/** Starts the command line's sandbox on a free port. Its start line is JSON, and so are the lines of its log. */
export async function serve(t, ...words) {
  const child = spawn(process.execPath, [CLI, "sandbox", "--port", "0", "--json", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  const lines = [];
  let [rest, errors] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  const ended = once(child, "close").then(([code]) => code);
  const first = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop();
      lines.push(...parts);
      if (lines.length > 0) resolve(JSON.parse(lines[0]));
    });
    ended.then((code) => reject(new Error(`it ended with ${code}: ${errors}`)));
  });
  const origin = new URL(first.url).origin;
  const call = async (method, path, body, token, headers = {}) => {
    const response = await fetch(first.url + path, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const control = async (name, params = {}) => {
    const response = await fetch(`${origin}/__sandbox/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(first.token && { "x-sandbox-token": first.token }) },
      body: JSON.stringify(params),
    });
    return { status: response.status, body: await response.json() };
  };
  const login = { email: first.email, password: first.password };
  const signIn = async () => (await call("POST", "/auth/login", login)).body.access_token;
  return { child, ended, lines, first, origin, call, control, login, signIn, errors: () => errors };
}

/** Runs the command line to its end. */
export async function run(words, env = {}) {
  const child = spawn(process.execPath, [CLI, ...words], { env: { ...process.env, ...env } });
  let [out, errors] = ["", ""];
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (errors += text));
  const [code] = await once(child, "close");
  return { code, out, errors };
}
