// The options of a client and of a call, in whatever form they are given.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { Blend, isBlendError } from "../../pkg/dist/index.mjs";
import { WRAPPERS } from "../support/proxies.mjs";
import { failure, json, ORDER, SECRET } from "../support/server.mjs";

/** A fetch that keeps what it is called with. */
function recorder() {
  const requests = [];
  const fetch = async (url, init) => {
    requests.push({ url, ...init });
    return json({ id: "1" });
  };
  return { fetch, requests, lastHeaders: () => new Headers(requests.at(-1).headers) };
}

class Configuration {
  #fields;

  constructor(fields) {
    this.#fields = fields;
  }

  get accessToken() {
    return this.#fields.accessToken;
  }

  get fetch() {
    return this.#fields.fetch;
  }

  get logLevel() {
    return "off";
  }

  reload() {}
}

/** By name, other forms of the same options. */
const FORMS = {
  "a class with getters": (options) => new Configuration(options),
  "an object that inherits them": (options) => Object.create({ ...options, logLevel: "off" }),
  "an object without a prototype": (options) => Object.assign(Object.create(null), options),
  "an object of another realm": (options) => Object.assign(runInNewContext("({})"), options),
  "a module": (options) => {
    globalThis.given = options;
    const code = `// ${options.accessToken}
      export const { accessToken, fetch } = globalThis.given;
      export const logLevel = "off";`;
    return import(`data:text/javascript,${encodeURIComponent(code)}`);
  },
  "fields that are not enumerable": (options) =>
    Object.defineProperties({}, Object.fromEntries(Object.entries(options).map(([name, value]) => [name, { value }]))),
  "Vue's reactive": WRAPPERS["Vue's reactive"],
  "a bare Proxy": WRAPPERS["a bare Proxy"],
};

for (const [name, form] of Object.entries(FORMS)) {
  test(`${name}: its credentials count, and not those of the environment`, async (t) => {
    process.env.BLEND_ACCESS_TOKEN = "of-the-environment";
    t.after(() => delete process.env.BLEND_ACCESS_TOKEN);
    const { fetch, lastHeaders } = recorder();
    const blend = new Blend(await form({ accessToken: "my-own", fetch }));
    await blend.orders.get("1");
    assert.equal(lastHeaders().get("authorization"), "Bearer my-own");
    await blend.withOptions(await form({ accessToken: "derived", fetch })).orders.get("1");
    assert.equal(lastHeaders().get("authorization"), "Bearer derived");
  });
}

test("options of a call may be inherited, and those of a client alone are refused there even so", async () => {
  const { fetch, requests, lastHeaders } = recorder();
  const blend = new Blend({ accessToken: "t", fetch: () => assert.fail("the client's own fetch"), logLevel: "off" });
  const inherited = Object.create({ fetch, headers: { "x-clinic": "A" } });
  await blend.orders.get("1", inherited);
  assert.equal(lastHeaders().get("x-clinic"), "A");
  await blend.orders.list({}, inherited).then(undefined, () => {});
  assert.equal(requests.length, 2);
  const error = await failure(blend.orders.get("1", Object.create({ accessToken: "another account's" })));
  assert.deepEqual(
    error.issues.map(({ path, code }) => [path, code]),
    [["options.accessToken", "unknown_field"]],
  );
});

test("an unknown option is refused where it is the object's own, with what it may have meant", () => {
  const own = (options) => {
    try {
      new Blend(options);
      return [];
    } catch (error) {
      return error.issues;
    }
  };
  const [issue] = own({ acessToken: SECRET });
  assert.deepEqual([issue.path, issue.code], ["options.acessToken", "unknown_field"]);
  assert.match(issue.message, /did you mean "accessToken"\?/);
  assert.ok(!issue.message.includes(SECRET));
  for (const name of ["toJSON", "then", "constructor"])
    assert.deepEqual(
      own({ accessToken: "t", [name]: () => ({}) }).map(({ path }) => path),
      [`options.${name}`],
    );
  assert.deepEqual(own(Object.create({ acessToken: "t", anything: 1 })), []);
});

test("an option is read once", async () => {
  const { fetch, lastHeaders } = recorder();
  let reads = 0;
  const options = {
    fetch,
    get accessToken() {
      return `token-${++reads}`;
    },
    headers: { "x-one": "1" },
  };
  const blend = new Blend(options);
  options.headers["x-one"] = "2";
  for (let call = 0; call < 2; call++) await blend.orders.get("1");
  assert.deepEqual([lastHeaders().get("authorization"), lastHeaders().get("x-one"), reads], ["Bearer token-1", "1", 1]);
});

test("headers and endpoints of another realm or without a prototype are taken", async () => {
  const { fetch, requests, lastHeaders } = recorder();
  const makers = [
    (text) => runInNewContext(`(${text})`),
    (text) => Object.assign(Object.create(null), JSON.parse(text)),
  ];
  for (const make of makers) {
    const endpoints = make('{"orders.pause":{"verb":"POST","path":"/orders/{order_id}/hold"}}');
    const blend = new Blend({ accessToken: "t", fetch, headers: make('{"x-clinic":"A"}'), endpoints });
    await blend.orders.pause("7", { headers: make('{"x-desk":"B"}') });
    assert.deepEqual([lastHeaders().get("x-clinic"), lastHeaders().get("x-desk")], ["A", "B"]);
    assert.equal(`${requests.at(-1).method} ${requests.at(-1).url.slice(-14)}`, "POST /orders/7/hold");
  }
});

test("what is no object of fields is refused, and nothing of it is lost", async () => {
  const { fetch, requests } = recorder();
  const blend = new Blend({ accessToken: "t", fetch });
  const { signal } = new AbortController();
  for (const options of [
    [],
    new Map([["timeout", 5]]),
    Promise.resolve({ timeout: 5 }),
    signal,
    "off",
    null,
    () => {},
  ]) {
    for (const call of [
      () => new Blend(options),
      () => blend.withOptions(options),
      () => blend.orders.get("1", options),
    ]) {
      const error = await failure((async () => call())());
      assert.deepEqual([error.code, error.issues[0].path], ["validation", "options"], inspect(options));
    }
  }
  for (const headers of [
    new Headers({ "x-a": "b" }),
    new Map([["x-a", "b"]]),
    Object.create({ "x-a": "b" }),
    ["x-a"],
  ]) {
    const error = await failure(blend.orders.get("1", { headers }));
    assert.deepEqual([error.code, error.issues[0].path], ["validation", "options.headers"], inspect(headers));
  }
  assert.equal(requests.length, 0);
});

test("a signal that cannot be let go of is refused before anything is sent", async () => {
  const { fetch, requests } = recorder();
  const blend = new Blend({ accessToken: "t", fetch });
  const signal = { aborted: false, addEventListener() {} };
  const error = await failure(blend.orders.create(ORDER, { signal }));
  assert.deepEqual([error.code, error.issues[0].path, requests.length], ["validation", "options.signal", 0]);
});

const thrower = () => {
  throw new Error(SECRET);
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** What has all that is looked for in a signal. */
const duckSignal = (properties) =>
  Object.create({ aborted: false, addEventListener() {}, removeEventListener() {} }, properties);

/** By name, objects that throw when they are read. */
const HOSTILE = {
  "a getter": () => Object.defineProperty({}, "headers", { enumerable: true, get: thrower }),
  "an inherited getter": () => Object.create(Object.defineProperty({}, "signal", { get: thrower })),
  "a proxy": () => new Proxy({}, { get: thrower }),
  "a proxy without keys": () => new Proxy({}, { ownKeys: thrower }),
  "a proxy without a prototype": () => new Proxy({}, { getPrototypeOf: thrower, get: thrower }),
  "a revoked proxy": revoked,
  "headers with a getter": () => ({ headers: Object.defineProperty({}, "x", { enumerable: true, get: thrower }) }),
  "headers that are a proxy": () => ({ headers: new Proxy({ x: "1" }, { get: thrower }) }),
  "endpoints with a getter": () => ({ endpoints: Object.defineProperty({}, "x", { enumerable: true, get: thrower }) }),
  "a list with a getter": () => ({ omit: Object.defineProperty([], 0, { enumerable: true, get: thrower }) }),
  "a signal with a getter": () => ({ signal: Object.defineProperty({}, "addEventListener", { get: thrower }) }),
  "a signal that only looks like one": () => ({ signal: Object.create(AbortSignal.prototype) }),
  "a signal whose state cannot be read": () => ({ signal: duckSignal({ aborted: { get: thrower } }) }),
  "a signal that takes no listener": () => ({ signal: duckSignal({ addEventListener: { value: thrower } }) }),
  "a signal that lets no listener go": () => ({ signal: duckSignal({ removeEventListener: { value: thrower } }) }),
  "a store that is a revoked proxy": () => ({ tokenStore: revoked() }),
};

for (const [name, make] of Object.entries(HOSTILE)) {
  test(`options that throw, ${name}: a ValidationError without the foreign words, and nothing is sent`, async () => {
    const { fetch, requests } = recorder();
    const blend = new Blend({ accessToken: "t", fetch, logLevel: "off" });
    const calls = {
      "new Blend": () => new Blend(make()),
      withOptions: () => blend.withOptions(make()),
      get: () => blend.orders.get("1", make()),
      create: () => blend.orders.create(ORDER, make()),
      list: () => blend.orders.list({}, make()).toArray({ limit: 1 }),
      createOnce: () => blend.orders.createOnce({ ...ORDER, external_id: "visit-1" }, make()),
      waitFor: () => blend.orders.waitFor("1", make()),
      request: () => blend.request("GET", "/orders", {}, make()),
    };
    for (const [where, call] of Object.entries(calls)) {
      const error = await failure((async () => call())());
      assert.ok(isBlendError(error), `${where}: ${error.stack}`);
      assert.deepEqual([error.code, error.outcome], ["validation", "not_sent"], where);
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(SECRET), where);
    }
    assert.equal(requests.length, 0);
  });
}

/** What throws when its fields are listed, as those of arguments are. */
const LISTED = ["a getter", "a proxy", "a proxy without keys", "a revoked proxy", "headers with a getter"];

for (const name of LISTED) {
  test(`arguments that throw, ${name}: the same`, async () => {
    const make = HOSTILE[name];
    const { fetch, requests } = recorder();
    const blend = new Blend({ accessToken: "t", fetch, logLevel: "off" });
    const calls = {
      create: () => blend.orders.create(make()),
      update: () => blend.orders.update("1", { patient: make() }),
      list: () => blend.orders.list(make()).toArray({ limit: 1 }),
      createOnce: () => blend.orders.createOnce(make()),
      request: () => blend.request("POST", "/orders", { body: make() }),
      "the input of a request": () => blend.request("POST", "/orders/{id}", make()),
      "the path of a request": () => blend.request("POST", "/orders/{id}", { path: make() }),
    };
    for (const [where, call] of Object.entries(calls)) {
      // They reject, and do not throw in place.
      const error = await failure(call());
      assert.ok(isBlendError(error), `${where}: ${error.stack}`);
      assert.equal(error.outcome, "not_sent", where);
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(SECRET), where);
    }
    assert.equal(requests.length, 0);
  });
}
