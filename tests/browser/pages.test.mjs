// Pages that use the package, in a real browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { findChromium, launch, site, visit } from "../support/browser.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const chromium = findChromium();
let browser;

/** A test in a browser. Without one it is left out, which CI does not accept. */
function inBrowser(name, work) {
  if (chromium) test(name, work);
}

if (!chromium) {
  console.log("LEFT OUT: the tests of pages, because there is no chromium");
  test("there is a browser in CI", () => assert.notEqual(process.env.CI, "true"));
}

before(async () => {
  if (chromium) browser = await launch(chromium);
});
after(() => browser?.close());

const html = (script, src = "") => `<!doctype html><title>test</title><script type="module"${src}>${script}</script>`;

/** A page whose script gives what `work` does; a failure as its fields. */
const page = (work, from = "/pkg/dist/index.mjs") =>
  html(`
  import * as sdk from "${from}";
  import { Sandbox } from "/pkg/dist/sandbox.mjs";
  const { Blend } = sdk;
  const failure = (error) => ({ name: error.name, code: error.code, outcome: error.outcome, message: error.message, known: sdk.isBlendError(error) });
  globalThis.work = async () => { ${work} };
  globalThis.result = await work().catch(failure);
`);

/** What a portal does, in short. */
const PORTAL = `
  const TESTINA = "40000000-0000-4000-8000-000000000001";
  const order = await blend.orders.create({ patient_id: TESTINA, products: { prescription: [{ sku: "RX-TRE-05", quantity: 1 }] } });
  const paused = await blend.orders.pause(order.id);
  const statuses = [order.status, paused.status, (await blend.orders.unpause(order.id)).status];
  const numbers = [];
  for await (const one of blend.orders.list({ page_size: 1 })) numbers.push(one.order_number);
  const missing = await blend.orders.get("nobody").catch((error) => [error.name, error.status, error.outcome]);
  return { statuses, listed: numbers.includes(order.order_number), missing };
`;
const WELL = {
  result: { statuses: ["received", "paused", "received"], listed: true, missing: ["NotFoundError", 404, "rejected"] },
};
/** The browser itself reports each 404 on its console. */
const ONLY_404 = (complaints) => complaints.filter((text) => !/404/.test(text));

inBrowser("a plain module script signs in, orders and lists, on its own origin", async (t) => {
  const sandbox = new Sandbox();
  const credentials = JSON.stringify({ email: sandbox.email, password: sandbox.password });
  const origin = await site(
    t,
    {
      "/": page(
        `const blend = new Blend({ ...${credentials}, baseURL: "/api/v1", dangerouslyAllowBrowser: true }); ${PORTAL}`,
      ),
    },
    sandbox,
  );
  const { result, complaints } = await visit(t, browser, origin);
  assert.deepEqual([{ result }, ONLY_404(complaints)], [WELL, []]);
});

inBrowser("a page without credentials calls through a proxy on its own origin, which adds the token", async (t) => {
  const sandbox = new Sandbox();
  const { email, password, fetch } = sandbox;
  const { access_token } = await new Blend({ email, password, fetch }).auth.login();
  const carried = [];
  let known = true;
  const proxy = {
    fetch(url, init) {
      carried.push(init.headers.authorization);
      return sandbox.fetch(url, {
        ...init,
        headers: { ...init.headers, ...(known && { authorization: `Bearer ${access_token}` }) },
      });
    },
  };
  const pages = {
    "/": page(`const blend = new Blend({ baseURL: "/api/v1" }); ${PORTAL}`),
    "/stranger": page('return await new Blend({ baseURL: "/api/v1" }).orders.list();'),
  };
  const origin = await site(t, pages, proxy);
  const { result, complaints } = await visit(t, browser, origin);
  assert.deepEqual([{ result }, ONLY_404(complaints)], [WELL, []]);
  assert.ok(carried.length && carried.every((token) => token === undefined));
  // The proxy refuses an unknown visitor at once.
  known = false;
  carried.length = 0;
  const stranger = await visit(t, browser, `${origin}/stranger`);
  assert.deepEqual(
    [stranger.result.name, stranger.result.outcome, carried],
    ["AuthenticationError", "rejected", [undefined]],
  );
});

inBrowser("a page uses an access token against another origin", async (t) => {
  const server = spawn(process.execPath, [here("../../pkg/dist/cli.mjs"), "sandbox", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => server.kill());
  let text = "";
  for await (const chunk of server.stdout) {
    text += chunk;
    if (text.includes("new Blend(")) break;
  }
  const [, baseURL] = /^Blend sandbox: (\S+)$/m.exec(text);
  const [, email] = /^E-mail: +(\S+)$/m.exec(text);
  const [, password] = /^Password: +(\S+)$/m.exec(text);
  const { access_token: accessToken } = await new Blend({ baseURL, email, password }).auth.login();
  const origin = await site(t, {
    "/": page(`const blend = new Blend(${JSON.stringify({ baseURL, accessToken })}); ${PORTAL}`),
  });
  const { result, complaints } = await visit(t, browser, origin);
  assert.deepEqual([{ result }, ONLY_404(complaints)], [WELL, []]);
});

inBrowser("a page that esbuild bundled works the same", async (t) => {
  const sandbox = new Sandbox();
  const bundle = await build({
    stdin: {
      contents: `
        import Blend from "blend-sdk";
        import { Sandbox } from "blend-sdk/sandbox";
        const work = async () => {
          const { email, password, fetch } = new Sandbox();
          const blend = new Blend({ email, password, fetch, dangerouslyAllowBrowser: true });
          ${PORTAL}
        };
        work().then((value) => (globalThis.result = value), (error) => (globalThis.result = String(error)));`,
      resolveDir: here("../types"),
    },
    alias: { "blend-sdk/sandbox": here("../../pkg/dist/sandbox.mjs"), "blend-sdk": here("../../pkg/dist/index.mjs") },
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
  });
  const origin = await site(
    t,
    { "/": '<!doctype html><script src="/app.js"></script>', "/app.js": bundle.outputFiles[0].text },
    sandbox,
  );
  const { result, complaints } = await visit(t, browser, origin);
  assert.deepEqual([{ result }, complaints], [WELL, []]);
});

/** A page under a content security policy. Its script is a file: the policy forbids scripts in the page. */
const strict = (policy, script) => ({
  "/": { text: html("", ' src="/page.js"'), headers: { "content-security-policy": policy } },
  "/page.js": script,
});
const SCRIPT = `
  import Blend, { isBlendError } from "/pkg/dist/index.mjs";
  const summary = (error) => [error.name, error.code, error.outcome, error.message, isBlendError(error)];
  const blend = new Blend({ accessToken: "t", baseURL: "/api/v1" });
  globalThis.result = await blend.orders.get("nobody").catch(summary);
`;

inBrowser("it works under a policy with wasm-unsafe-eval", async (t) => {
  const sandbox = new Sandbox();
  const origin = await site(t, strict("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'", SCRIPT), sandbox);
  const { result } = await visit(t, browser, origin);
  assert.deepEqual(result.slice(0, 3), ["AuthenticationError", "authentication", "rejected"]);
});

inBrowser(
  "under a policy without it, an error names the line that is missing, and the entry that needs none",
  async (t) => {
    const origin = await site(t, strict("default-src 'self'; script-src 'self'", SCRIPT));
    const { result } = await visit(t, browser, origin);
    const [name, code, outcome, message, known] = result;
    assert.deepEqual([name, code, outcome, known], ["EngineError", "engine", "not_sent", true]);
    assert.match(message, /Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'/);
    assert.match(message, /import from "blend-sdk\/js"/);
  },
);

inBrowser("the engine in plain JavaScript signs in, orders and lists under script-src 'self'", async (t) => {
  const sandbox = new Sandbox();
  const { email, password } = sandbox;
  const script = `
    import Blend from "/pkg/dist/js.mjs";
    const options = ${JSON.stringify({ email, password, baseURL: "/api/v1", dangerouslyAllowBrowser: true })};
    const work = async (blend) => { ${PORTAL} };
    globalThis.result = await work(new Blend(options)).catch(String);`;
  const origin = await site(t, strict("default-src 'self'; script-src 'self'", script), sandbox);
  const { result, complaints } = await visit(t, browser, origin);
  assert.deepEqual([{ result }, ONLY_404(complaints)], [WELL, []]);
});

for (const option of ["password", "refreshToken"]) {
  inBrowser(`a ${option} in a browser is refused, unless it is allowed by name`, async (t) => {
    const options = option === "password" ? { email: "a@example.com", password: "p" } : { refreshToken: "r" };
    const given = JSON.stringify(options);
    const origin = await site(t, {
      "/": page(
        `new Blend({ ...${given}, dangerouslyAllowBrowser: true }); new Blend({ accessToken: "t" });
         await new Blend(${given}).orders.list();`,
      ),
    });
    const { result, complaints } = await visit(t, browser, origin);
    assert.deepEqual([result.name, result.outcome, result.known], ["ValidationError", "not_sent", true]);
    assert.match(result.message, new RegExp(`options\\.${option}.*dangerouslyAllowBrowser`));
    assert.deepEqual(complaints, []);
  });
}

inBrowser("a worker can use it", async (t) => {
  const sandbox = new Sandbox();
  const pages = {
    "/": html(
      'const worker = new Worker("/worker.js", { type: "module" }); worker.onmessage = ({ data }) => (globalThis.result = data);',
    ),
    "/worker.js": `
      import Blend from "/pkg/dist/index.mjs";
      const refused = await new Blend({ email: "a@example.com", password: "p" }).orders.list().catch((error) => error.code);
      const blend = new Blend({ email: "${sandbox.email}", password: "${sandbox.password}", baseURL: "/api/v1", dangerouslyAllowBrowser: true });
      postMessage([refused, (await blend.patients.list()).data.length > 0]);`,
  };
  const origin = await site(t, pages, sandbox);
  const { result, complaints } = await visit(t, browser, origin);
  assert.deepEqual([result, complaints], [["validation", true], []]);
});

inBrowser("a redirect that the browser hides is reported, and not followed", async (t) => {
  const sandbox = { fetch: async () => new Response(null, { status: 302, headers: { location: "/elsewhere" } }) };
  const origin = await site(
    t,
    { "/": page('await new Blend({ accessToken: "t", baseURL: "/api/v1" }).orders.pause("1");') },
    sandbox,
  );
  const { result } = await visit(t, browser, origin);
  assert.deepEqual([result.name, result.outcome], ["APIError", "unknown"]);
  assert.match(result.message, /redirect.*baseURL/);
});

inBrowser("nothing is stored and nothing is cached", async (t) => {
  const sandbox = new Sandbox();
  const origin = await site(
    t,
    {
      "/": page(`
    const blend = new Blend({ email: "${sandbox.email}", password: "${sandbox.password}", baseURL: "/api/v1", dangerouslyAllowBrowser: true });
    await blend.patients.list();
    return [localStorage.length, sessionStorage.length, document.cookie, (await caches.keys()).length, (await indexedDB.databases()).length];
  `),
    },
    sandbox,
  );
  const { result, complaints } = await visit(t, browser, origin);
  assert.deepEqual([result, complaints], [[0, 0, "", 0, 0], []]);
});
