// A server, ids and options that mean harm: a clear error, or the value that the engine's own JSON.parse gives. Never a crash,
// a hang, a token in other hands or a prototype with more in it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { test } from "node:test";
import { isBlendError } from "../../pkg/dist/index.mjs";
import { client, failure, LOGIN, ORDER, SECRET, serve, serveBlend } from "../support/server.mjs";
import { call, idsOf, nameOf, operations, someParams } from "../support/tables.mjs";

const JSON_TYPE = { "content-type": "application/json" };
const nested = (depth, open, close) => open.repeat(depth) + "1" + close.repeat(depth);
const deepest = (depth) => nested(depth, '{"a":', "}");

/** Texts that are JSON, whatever one may think of them. */
const VALUES = {
  "arrays 10,000 deep": nested(10_000, "[", "]"),
  "objects 10,000 deep": deepest(10_000),
  "a status 10,000 deep": `{"id":"1","status":${deepest(10_000)}}`,
  "an order 10,000 deep": `{"id":"1","products":${deepest(10_000)}}`,
  "__proto__, constructor and prototype":
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}}',
  "__proto__ at depth": '{"id":"1","patient":{"__proto__":{"polluted":1},"deep":[{"__proto__":null}]}}',
  "a status of methods": '{"id":"1","status":{"toString":1,"valueOf":1},"cancellation_requested":"x"}',
  "the methods of every object":
    '{"toString":1,"valueOf":1,"hasOwnProperty":1,"then":1,"toJSON":1,"__defineGetter__":1}',
  "keys twice": '{"id":"1","id":2,"patient":{},"patient":null,"id":"3"}',
  "numbers beyond 2^53":
    '{"id":9007199254740993,"total":123456789012345678901234567890,"small":1e-400,"large":1e400,"minus":-0}',
  "a number of 100,000 digits": `{"id":${"7".repeat(100_000)}}`,
  "a string of 10 MB": `{"id":"${"x".repeat(10_000_000)}"}`,
  "a key of 1 MB": `{"${"x".repeat(1_000_000)}":1}`,
  "100,000 keys": `{${Array.from({ length: 100_000 }, (_, place) => `"k${place}":${place}`)}}`,
  "lone surrogates and NUL": '{"id":"\\ud800\\u0000","\\udc00":"\\uffff"}',
  "a mere null": "null",
  "a mere string": '"x"',
  "a mere number": "7",
  "a mere true": "true",
  "a lot of space": `${" \n".repeat(100_000)}{"id":"1"}${"\t".repeat(100_000)}`,
  "a byte order mark": '\ufeff{"id":"1"}',
};

const untouched = () => {
  assert.equal({}.polluted, undefined);
  assert.deepEqual(Object.keys(Object.prototype), []);
};

/**
 * What JSON.parse gives, which does not look at a mark of byte order, less the fields that are left out. Walked by hand: assert
 * does not reach as deep, nor tell a field `__proto__` from a prototype.
 */
function expectValue(found, text, left = []) {
  const pairs = [[found, JSON.parse(text.replace(/^\ufeff/, ""))]];
  while (pairs.length) {
    const [one, wanted] = pairs.pop();
    if (typeof wanted !== "object" || wanted === null)
      assert.ok(Object.is(one, wanted), `${typeof one} in place of ${typeof wanted}`);
    else {
      assert.ok(Object.getPrototypeOf(one) === Object.getPrototypeOf(wanted), "another prototype");
      const keys = Object.keys(wanted).filter((key) => !left.includes(key));
      assert.deepEqual(Object.keys(one), keys);
      for (const key of keys) pairs.push([one[key], wanted[key]]);
    }
  }
}

for (const [what, text] of Object.entries(VALUES)) {
  test(`an answer of ${what} comes as the engine reads it, however it is asked for`, async (t) => {
    const server = await serveBlend(t, () => ({ text, headers: JSON_TYPE }));
    for (const checkResponses of ["off", "report"]) {
      for (const more of [
        {},
        { omit: ["ssn", "__proto__"] },
        { omit: ["constructor", "toString"] },
        { onAudit() {}, audit: "required" },
      ]) {
        const blend = client(server, { checkResponses, onDrift() {}, ...more });
        expectValue(await blend.orders.get("1"), text, more.omit);
        expectValue(await blend.request("GET", "/x"), text, more.omit);
        expectValue(await blend.patients.update(ORDER.patient_id, { first_name: "A" }), text, more.omit);
      }
    }
    untouched();
  });

  test(`${what} where a list, a sign-in, a look-up or an error is due: a value or an error of this package`, async (t) => {
    const settled = async (work) => {
      const error = await failure(work).catch(() => undefined);
      assert.ok(error === undefined || isBlendError(error), `${error?.stack}`);
    };
    const server = await serveBlend(t, ({ url }) => ({
      text,
      status: url.includes("refused") ? 422 : 200,
      headers: { ...JSON_TYPE, "x-total-count": text.slice(0, 50).replace(/[^ -~]/g, "") },
    }));
    const blend = client(server);
    for (const item of [text, `[${text},${text}]`]) {
      const list = client(server, { fetch: async () => new Response(item) });
      await settled(list.orders.list().toArray({ limit: 9 }));
      await settled(list.orders.create(ORDER));
      // The second of them gets a copy.
      await Promise.all([
        settled(list.patients.create({ first_name: "A" }, { validate: "off" })),
        settled(list.patients.create({ first_name: "A" }, { validate: "off" })),
      ]);
      for (const group of ["orders", "patients"]) {
        await settled(
          list[group].createOnce(
            { ...ORDER, external_id: "visit-1", first_name: "A", last_name: "B", date_of_birth: "1990-01-01" },
            { validate: "off", allowUnknownFields: true, lookFor: 0 },
          ),
        );
      }
      await settled(list.orders.waitFor("1", { status: "shipped", timeout: 1 }));
      await settled(list.orders.cancel("1", undefined, { preflight: true }));
    }
    await settled(blend.orders.get("refused"));
    const signing = await serveBlend(t, undefined, () => ({ text, headers: JSON_TYPE }));
    for (const credentials of [LOGIN, { refreshToken: "r" }])
      await settled(client(signing, credentials).orders.get("1"));
    untouched();
  });
}

/** Bytes of a body of which JSON.parse knows nothing, and what the text decoder makes of them. */
for (const [what, bytes, wanted] of [
  ["overlong letters", [0x22, 0xc0, 0xaf, 0x22], "\ufffd\ufffd"],
  ["a letter that is cut off", [0x22, 0xe6, 0x97, 0x22], "\ufffd"],
  ["a surrogate as UTF-8", [0x22, 0xed, 0xa0, 0x80, 0x22], "\ufffd\ufffd\ufffd"],
  ["bytes that are never UTF-8", [0x22, 0xff, 0xfe, 0x41, 0x22], "\ufffd\ufffdA"],
]) {
  test(`broken UTF-8, ${what}: the text that the engine decodes`, async (t) => {
    const server = await serveBlend(t, ({ url, response }) => {
      response.writeHead(200, { ...JSON_TYPE, ...(url.endsWith("sized") && { "content-length": bytes.length }) });
      response.end(Buffer.from(bytes));
    });
    for (const id of ["sized", "chunked"])
      for (const checkResponses of ["off", "report"]) {
        assert.equal(await client(server, { checkResponses, onDrift() {} }).orders.get(id), wanted);
      }
  });
}

for (const [what, text] of Object.entries({
  "UTF-16": Buffer.from('{"id":"1"}', "utf16le"),
  "an archive": Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]),
  "half an object": '{"id":"1"',
  "two values": "{}{}",
  "a page": "<!doctype html>",
  NaN: '{"id":NaN}',
  "a comment": "/* */{}",
  "a lone brace": "{",
  "100,000 brackets": "[".repeat(100_000),
  JSONP: "call({})",
  NUL: "\0",
})) {
  test(`${what} where JSON is due, of whatever type: an error that says how much came`, async (t) => {
    const types = [
      "application/json",
      "text/html",
      "text/html; charset=utf-16",
      "image/png",
      "x",
      "/",
      "a/b/c",
      `text/${"x".repeat(9000)}`,
    ];
    const server = await serveBlend(t, ({ url }) => ({
      text,
      headers: { "content-type": types[Number(url.split("/").at(-1))] },
    }));
    for (const place of types.keys()) {
      const error = await failure(client(server).orders.get(String(place)));
      assert.deepEqual([error.name, error.code, error.outcome, error.status], ["APIError", "api", "done", 200]);
      assert.match(
        error.message,
        /Blend answered 200 with (application\/json|text\/html|another content type) \(\d+ bytes\) where JSON is expected/,
      );
    }
  });
}

test("a type of content that is no JSON's does not matter where the body is", async (t) => {
  for (const type of [
    "text/html",
    "image/png",
    "application/octet-stream",
    "nonsense",
    "application/json; charset=latin1",
  ]) {
    const server = await serveBlend(t, () => ({ text: '{"id":"é"}', headers: { "content-type": type } }));
    assert.deepEqual(await client(server).orders.get("1"), { id: "é" });
  }
});

test("a body that is shorter than it says is a lost connection, of a call that was done", async (t) => {
  const server = await serveBlend(t, ({ response, socket }) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": "100" });
    response.write('{"id":"1"}');
    setImmediate(() => socket.end());
  });
  const error = await failure(client(server, { maxRetries: 0 }).orders.create(ORDER));
  assert.deepEqual([error.name, error.outcome], ["ConnectionError", "done"]);
});

test("a body that says it is shorter than it is ends there", async (t) => {
  const server = await serve(t, ({ socket }) => {
    socket.end(
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\nconnection: close\r\n\r\n{"id":"1"}and more',
    );
  });
  const ended = await client(server, { maxRetries: 0 })
    .orders.get("1")
    .then(
      (value) => value,
      (error) => error,
    );
  if (isBlendError(ended)) assert.equal(ended.name, "ConnectionError");
  else assert.deepEqual(ended, { id: "1" });
});

for (const where of ["the head", "the body", "a refusal's body"]) {
  test(`a trickle in ${where} ends with the timeout: a byte in time buys no more of it`, async (t) => {
    const server = await serve(t, ({ socket, response }) => {
      const head = `HTTP/1.1 ${where === "a refusal's body" ? 422 : 200} OK\r\ncontent-type: application/json\r\n`;
      if (where !== "the head") socket.write(`${head}content-length: 100000\r\n\r\n`);
      else socket.write(head);
      const drip = setInterval(() => socket.write(where === "the head" ? "x-more: 1\r\n" : " "), 10);
      socket.on("error", () => {});
      socket.on("close", () => clearInterval(drip));
      t.after(() => clearInterval(drip));
      response.on("error", () => {});
    });
    const error = await failure(client(server, { timeout: 200, maxRetries: 0 }).orders.create(ORDER));
    const wanted = {
      "the head": ["timeout", "unknown"],
      "the body": ["timeout", "done"],
      "a refusal's body": ["unprocessable_entity", "rejected"],
    };
    assert.deepEqual([error.code, error.outcome], wanted[where]);
  });
}

const HUGE = "x".repeat(100_000);

test("headers of 100 KB: an error where the runtime takes none, else they change nothing", async (t) => {
  const headers = {
    "x-request-id": HUGE,
    "retry-after": HUGE,
    "x-total-count": "9".repeat(100_000),
    "content-type": `text/${HUGE}`,
    "x-own": HUGE,
  };
  const server = await serveBlend(t, () => ({ json: { id: "1" }, headers }));
  const error = await failure(client(server, { maxRetries: 0 }).orders.get("1"));
  assert.deepEqual([error.name, error.outcome], ["ConnectionError", "unknown"]);

  const own = (status, text) =>
    client(server, { maxRetries: 0, fetch: async () => new Response(text, { status, headers }) });
  assert.deepEqual(await own(200, '{"id":"1"}').orders.get("1"), { id: "1" });
  assert.equal((await own(200, "[]").orders.list()).hasNextPage(), false);
  const page = await own(200, '[{"id":"1"}]').orders.list();
  assert.deepEqual([page.data, page.hasNextPage()], [[{ id: "1" }], true]);
  const refused = await failure(own(429, "{}").orders.get("1"));
  assert.deepEqual([refused.name, refused.requestId, refused.retryAfterMs], ["RateLimitError", undefined, undefined]);
  assert.ok(refused.message.length < 1000 && !JSON.stringify(refused).includes("xxx"));
  assert.match((await failure(own(200, "<").orders.get("1"))).message, /200 with another content type/);
});

for (const [header, values] of [
  [
    "retry-after",
    [
      "-1",
      "0x10",
      "1e3",
      "1.5",
      "١٢",
      "Infinity",
      "NaN",
      "9".repeat(400),
      "Sun, 99 Nov 2026 99:99:99 GMT",
      "Sun, 06 Nov 9999 08:49:37 GMT",
      "Sun, 06-Nov-94 08:49:37 GMT",
    ],
  ],
  ["x-total-count", ["-1", "1e3", "0x10", "NaN", "9".repeat(400), " 7 ", "1,2", "7;drop"]],
  ["content-length", ["-1", "x", "1e3"]],
]) {
  test(`${header} of any kind neither hangs a call nor changes it`, async () => {
    for (const value of values) {
      for (const [status, text] of [
        [429, "{}"],
        [503, "{}"],
        [200, "[]"],
      ]) {
        // What no Response takes may come from a mock.
        const headers = { get: (name) => (name === header ? value : null) };
        const fetch = async () => ({ status, headers, text: async () => text });
        const blend = client({ base: "https://blend.invalid/api/v1" }, { fetch, maxRetries: 0 });
        if (status === 200) assert.deepEqual((await blend.orders.list()).data, []);
        else assert.equal((await failure(blend.orders.get("1"))).status, status);
      }
    }
  });
}

/** Ids that want to lead elsewhere. */
const ASTRAY = [
  "//host.example",
  "\\\\host.example",
  "@host.example",
  "/\\host.example",
  "host.example:443",
  "http://host.example/",
  "https:host.example",
  "javascript:1",
  "//user:word@host.example/x",
  "../../x",
  "..%2f..%2fx",
  "%2e%2e/x",
  "..;/x",
  ".%00./x",
  "x/../../../y",
  "x?admin=1",
  "x#y",
  "x&a=b",
  "x;a=b",
  "x\r\nhost: host.example",
  "x\tx",
  "x\0x",
  " ",
  "%",
  "%zz",
  "\u2215\u2215host",
  "\uff0f\uff0fhost",
  "\ud800",
  "x".repeat(10_000),
  "a".repeat(100_000),
  "__proto__",
  "constructor",
  "{order_id}",
];

test("no id leaves its place in the path, whatever the operation", async (t) => {
  const other = await serve(t, () => 200);
  const sent = [];
  const server = { base: "https://blend.invalid/api/v1" };
  const blend = client(server, {
    accessToken: "t",
    refreshToken: "r",
    validate: "off",
    fetch: async (url) => (sent.push(url), new Response("{}")),
  });
  let tried = 0;
  for (const operation of operations.filter(({ ids }) => ids.length)) {
    const params = someParams(operation, ({ required, expected }) => required || expected);
    for (const id of [...ASTRAY, `${other.origin}/x`, other.origin.replace("http:", "")]) {
      tried += 1;
      const ids = idsOf(operation).map(() => id);
      await call(blend, operation, ids, params).then(
        () => {},
        (error) => assert.ok(isBlendError(error), `${nameOf(operation)}: ${error}`),
      );
      for (const url of sent.splice(0)) {
        const { origin, pathname, hash, username } = new URL(url);
        assert.deepEqual([origin, hash, username], ["https://blend.invalid", "", ""], id);
        const wanted = operation.path
          .split("/")
          .map((segment) =>
            segment.startsWith("{") ? (id.toWellFormed?.() ?? id.replace("\ud800", "\ufffd")) : segment,
          );
        assert.deepEqual(
          pathname.split("/").map(decodeURIComponent),
          ["", "api", "v1", ...wanted.slice(1)],
          `${nameOf(operation)}: ${id.slice(0, 40)}`,
        );
      }
    }
  }
  assert.ok(tried > 1000);
  assert.equal(other.requests.length, 0);
});

test("no path of endpoints or of request leaves the base", async (t) => {
  const other = await serve(t, () => 200);
  const server = await serveBlend(t);
  const paths = [
    `${other.origin}/x`,
    other.origin.replace("http:", ""),
    "//host.example",
    "\\\\host.example",
    "/\\host.example",
    "@host.example",
    "/x@host.example/../..",
    "host.example",
    "",
    "..",
    "/..",
    "/a/../../b",
    "/%2e%2e/x",
    "/.%2e/x",
    "/x?y=1",
    "/x#y",
    "/ x",
    "/x\n",
    "/é",
    "/a/./b",
    ":80/x",
    "/{order_id}x",
    "/x{order_id}",
    "/{",
    "/}{",
    "/{{order_id}}",
    "/{}",
    "/a//../..//b",
    "javascript:1",
  ];
  for (const path of paths) {
    // An empty name in braces is an id of no name, for which none is given.
    for (const work of [
      async () => client(server, { endpoints: { "orders.get": { path } } }).orders.get("1"),
      async () => client(server).request("GET", path),
      async () => client(server).request("POST", path, { body: {} }),
    ]) {
      const error = await failure(work());
      assert.deepEqual([error.code, error.outcome], ["validation", "not_sent"], path);
    }
  }
  // Odd, and below the base all the same.
  for (const path of ["/@host.example", "/a//b", "/host.example:80", "/x;y", "/~x"])
    await client(server).request("GET", path);
  assert.ok(server.requests.every(({ url }) => url.startsWith("/api/v1/")));
  assert.equal(other.requests.length, 0);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a ${status} to another host, at the sign-in too: nobody there hears of it`, async (t) => {
    const other = await serve(t, () => ({ json: { access_token: "stolen", refresh_token: "stolen" } }));
    for (const location of [
      `${other.origin}/x`,
      other.origin.replace("http:", ""),
      `\\\\${other.origin.slice(7)}`,
      `http://user:word@${other.origin.slice(7)}/`,
      SECRET,
    ]) {
      const away = { status, headers: { location } };
      const server = await serveBlend(
        t,
        () => away,
        () => away,
      );
      for (const credentials of [{ accessToken: "t" }, LOGIN, { refreshToken: "r" }]) {
        const error = await failure(client(server, credentials).orders.get("1"));
        assert.ok(isBlendError(error) && error.status === status, `${error}`);
      }
    }
    assert.equal(other.requests.length, 0);
  });
}

test("tokens that are none: the call fails, and its error shows nothing of them", async (t) => {
  for (const token of [
    `${SECRET}\r\nx-evil: 1`,
    `${SECRET}\0`,
    `${SECRET} é日本`,
    `${SECRET}${HUGE}`,
    7,
    { [SECRET]: 1 },
    [SECRET],
    true,
  ]) {
    const server = await serveBlend(
      t,
      () => ({ json: { id: "1" } }),
      () => ({ json: { access_token: token, refresh_token: token } }),
    );
    const ended = await client(server, { ...LOGIN, maxRetries: 0 })
      .orders.get("1")
      .then(
        () => undefined,
        (error) => error,
      );
    assert.ok(isBlendError(ended), `${token}`);
    assert.ok(!ended.stack.includes(SECRET));
    assert.ok(server.calls.every(({ headers }) => !("x-evil" in headers)));
  }
});

test("what is no HTTP at all is a lost connection", async () => {
  for (const bytes of [
    "SSH-2.0-OpenSSH\r\n",
    "\x16\x03\x01\x02",
    "HTTP/1.1 999999 x\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    "",
  ]) {
    const server = createServer().listen(0, "127.0.0.1");
    server.on("connection", (socket) => {
      socket.removeAllListeners("data");
      socket.on("error", () => {});
      socket.end(bytes);
    });
    await once(server, "listening");
    const error = await failure(
      client({ base: `http://127.0.0.1:${server.address().port}/api/v1` }, { maxRetries: 0 }).orders.create(ORDER),
    );
    server.close();
    server.closeAllConnections();
    assert.equal(error.name, "ConnectionError", bytes);
    assert.notEqual(error.outcome, "not_sent");
  }
});
