// A Blend on a port: the sandbox, with creations whose answers get lost.
import { once } from "node:events";
import { createServer } from "node:http";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

/**
 * `fate(number)` says what becomes of a creation of an order: "lost" is carried out and not answered, "dropped" is neither,
 * "busy" is answered by 429, "down" by 503; anything else goes well. `readFate(number)` says so of all other requests.
 * `onCreated` gets each new order.
 */
export async function serveBlendOverHttp({ fate = () => {}, readFate = () => {}, onCreated = () => {} }) {
  const sandbox = new Sandbox();
  const counted = { creates: 0, others: 0, lost: 0, dropped: 0, busy: 0, down: 0 };
  const server = createServer(async (incoming, response) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const creates = incoming.method === "POST" && incoming.url.startsWith("/api/v1/orders");
    const what = creates ? fate(counted.creates++) : readFate(counted.others++);
    if (what) counted[what]++;
    if (what === "dropped") return incoming.socket.destroy();
    if (what === "busy") return response.writeHead(429, { "retry-after": "0" }).end();
    if (what === "down") return response.writeHead(503).end();
    const { method, url, headers } = incoming;
    const body = chunks.length ? Buffer.concat(chunks) : undefined;
    const kept = { authorization: headers.authorization ?? "", "content-type": headers["content-type"] ?? "" };
    const answer = await sandbox.fetch(`http://sandbox${url}`, { method, headers: kept, body });
    const text = await answer.text();
    if (creates && answer.status === 201) onCreated(JSON.parse(text));
    if (what === "lost") return incoming.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  });
  server.on("request", (incoming) => incoming.on("error", () => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const { email, password } = sandbox;
  const env = {
    BLEND_BASE_URL: `http://127.0.0.1:${server.address().port}/api/v1`,
    BLEND_EMAIL: email,
    BLEND_PASSWORD: password,
  };
  return { sandbox, env, counted, stop };
}
