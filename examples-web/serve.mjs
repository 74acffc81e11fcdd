// Serves pkg/ and examples-web/ to browsers on this machine, for the pages in here:
//   node examples-web/serve.mjs
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const root = new URL("../", import.meta.url);
const types = { html: "text/html; charset=utf-8", mjs: "text/javascript; charset=utf-8" };
const port = Number(process.env.PORT ?? 8080);

createServer(async (request, response) => {
  try {
    // Parsing the path resolves every .. in it, so it cannot lead out of here.
    const path = new URL(request.url, "http://localhost").pathname.replace(/\/$/, "/index.html");
    if (!/^\/(pkg|examples-web)\//.test(path)) throw new Error("not for browsers");
    const content = await readFile(new URL(`.${path}`, root));
    response
      .writeHead(200, { "content-type": types[path.split(".").at(-1)] ?? "text/plain; charset=utf-8" })
      .end(content);
  } catch {
    response.writeHead(404).end("There is no such file.");
  }
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/examples-web/order-desk/`));
