// Middleware and the audit hook.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend } from "../../pkg/dist/index.mjs";
import { failure, json as respond, LOGIN, ORDER } from "../support/server.mjs";

const ID = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";
const OTHER = "1227d1e5-ba9a-42b5-8fe2-38882aa65708";
const json = (value, status) => respond(value, status, { "x-request-id": "r-1" });

/** A client whose calls are answered by `answer(url, init, count)`. */
function desk(options, answer = () => json({ id: ID })) {
  const requests = [];
  const fetch = async (url, init) => {
    requests.push({ url, headers: new Headers(init.headers), body: init.body });
    return answer(url, init, requests.length);
  };
  return { blend: new Blend({ accessToken: "given", fetch, logLevel: "off", ...options }), requests };
}

test("middleware goes around each attempt, the first outermost", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const seen = [];
  const around = (name) => async (request, next) => {
    seen.push(`${name} ${request.attempt}`);
    const response = await next(request);
    seen.push(`${name} ${response.status}`);
    return response;
  };
  const { blend } = desk({ middleware: [around("a"), around("b")] }, (_url, _init, count) =>
    count === 1 ? json({}, 503) : json({ id: ID }),
  );
  await blend.orders.get("visit-2041");
  assert.deepEqual(seen, ["a 1", "b 1", "b 503", "a 503", "a 2", "b 2", "b 200", "a 200"]);
});

test("middleware sees no token and no value, but where it asks for it", async () => {
  let seen;
  const context = { trace: 7 };
  const { blend, requests } = desk({ middleware: [(request, next) => ((seen = request), next(request))] });
  await blend.orders.update("visit-2041", { external_id: "visit-2042" }, { context, headers: { "x-own": "1" } });
  assert.deepEqual(
    { ...seen },
    {
      operation: "orders.update",
      method: "PUT",
      path: "/orders/{order_id}",
      attempt: 1,
      context,
      headers: { accept: "application/json", "content-type": "application/json", "x-own": "1" },
    },
  );
  assert.doesNotMatch(inspect(seen, { showHidden: true, depth: 9 }) + JSON.stringify(seen), /given|visit-204/);
  assert.deepEqual(seen.unsafe(), {
    url: "https://api.byblend.com/api/v1/orders/visit-2041",
    body: '{"external_id":"visit-2042"}',
  });
  assert.equal(requests[0].headers.get("authorization"), "Bearer given");
});

test("middleware may add headers, and take none of the client's own place", async () => {
  const add = (request, next) =>
    next({ ...request, headers: { ...request.headers, traceparent: "00-1", Authorization: "Bearer stolen" } });
  const { blend, requests } = desk({ middleware: [add] });
  await blend.orders.get("1");
  assert.equal(requests[0].headers.get("traceparent"), "00-1");
  assert.equal(requests[0].headers.get("authorization"), "Bearer given");
});

test("a header that cannot be sent is refused before anything goes out", async () => {
  for (const [options, call, code] of [
    [{}, { headers: { "x-own": "one\nline" } }, "validation"],
    [{ middleware: [(request, next) => next({ ...request, headers: { "x-own": "one\nline" } })] }, {}, "middleware"],
  ]) {
    const { blend, requests } = desk(options);
    const error = await failure(blend.orders.create(ORDER, call));
    assert.deepEqual([error.code, error.outcome, requests.length], [code, "not_sent", 0]);
    assert.match(error.message, /a name or value that no header can have/);
  }
});

test("middleware may answer by itself", async () => {
  const { blend, requests } = desk({ middleware: [async () => json({ id: OTHER })] });
  assert.equal((await blend.orders.get("1")).id, OTHER);
  assert.equal(requests.length, 0);
});

test("middleware sees sign-ins, without the password", async () => {
  const seen = [];
  const { blend } = desk(
    { ...LOGIN, accessToken: undefined, middleware: [(request, next) => (seen.push(request), next(request))] },
    (url) => (url.endsWith("login") ? json({ access_token: "a", refresh_token: "r" }) : json({ id: ID })),
  );
  await blend.orders.get("1");
  assert.deepEqual(
    seen.map(({ operation }) => operation),
    ["auth.login", "orders.get"],
  );
  assert.doesNotMatch(inspect(seen, { showHidden: true, depth: 9 }), new RegExp(`${LOGIN.password}|Bearer`));
});

test("what middleware throws ends the call, without its words", async () => {
  const { blend, requests } = desk({
    middleware: [
      () => {
        throw new Error("patient Example");
      },
    ],
  });
  const before = await failure(blend.orders.create(ORDER));
  assert.deepEqual([before.outcome, before.operation, requests.length], ["not_sent", "orders.create", 0]);
  const late = desk({
    middleware: [
      async (request, next) => {
        await next(request);
        throw new Error("patient Example");
      },
    ],
  });
  const behind = await failure(late.blend.orders.create(ORDER));
  assert.deepEqual([behind.outcome, late.requests.length], ["unknown", 1]);
  for (const error of [before, behind]) assert.doesNotMatch(inspect(error, { depth: 9 }), /Example/);
});

test("a lost connection behind middleware is a lost connection", async () => {
  const { blend } = desk({ middleware: [(request, next) => next(request)] }, () => {
    throw Object.assign(new Error("x"), { code: "ECONNRESET" });
  });
  const error = await failure(blend.orders.create(ORDER));
  assert.deepEqual([error.code, error.causeCode, error.outcome], ["connection", "ECONNRESET", "unknown"]);
});

test("middleware that catches a lost connection learns nothing of the request by it", async () => {
  let caught;
  const watch = (request, next) =>
    next(request).catch((error) => {
      caught = error;
      throw error;
    });
  const lost = () => {
    throw Object.assign(new TypeError("fetch failed: /orders/visit-2041"), {
      code: "ECONNRESET",
      url: "/orders/visit-2041",
    });
  };
  const { blend } = desk({ middleware: [watch, watch] }, lost);
  const error = await failure(blend.orders.pause("visit-2041"));
  assert.deepEqual([caught.name, caught.path, caught.attempts], ["ConnectionError", "/orders/{order_id}/pause", 1]);
  assert.doesNotMatch(inspect(caught, { depth: 9, showHidden: true }), /visit-2041/);
  assert.deepEqual([error.code, error.causeCode, error.outcome], ["connection", "ECONNRESET", "unknown"]);
});

test("the audit hook gets every call, and nobody's data", async () => {
  const events = [];
  const { blend } = desk({ onAudit: (event) => void events.push(event) }, () =>
    json({ id: ID, order_number: "ORD1", patient: { id: OTHER, last_name: "Example" } }),
  );
  await blend.orders.get("visit-2041", { context: "ward 7" });
  const [{ at, elapsedMs, ...event }] = events;
  assert.ok(Date.now() - Date.parse(at) < 60_000 && elapsedMs >= 0);
  assert.deepEqual(event, {
    operation: "orders.get",
    method: "GET",
    path: "/orders/{order_id}",
    resourceIds: [`sha256:${createHash("sha256").update("visit-2041").digest("hex")}`, ID, OTHER],
    count: 1,
    outcome: "done",
    status: 200,
    requestId: "r-1",
    attempts: 1,
    context: "ward 7",
  });
  assert.doesNotMatch(JSON.stringify(events), /Example|visit-2041/);
});

test("own keys are shown with auditExternalIds", async () => {
  const events = [];
  const { blend } = desk({ onAudit: (event) => void events.push(event), auditExternalIds: true }, () => json({}));
  await blend.orders.get("visit-2041");
  await blend.orders.removeProduct("ORD250312003548IAU4", "prescription", ID);
  assert.deepEqual(
    events.map(({ resourceIds }) => resourceIds),
    [["visit-2041"], ["ORD250312003548IAU4", "prescription", ID]],
  );
});

test("a kind of product in a path is no id, and every other value of a path is one", async () => {
  const events = [];
  const { blend } = desk({ onAudit: (event) => void events.push(event) }, () => json({}));
  const hash = (id) => `sha256:${createHash("sha256").update(id).digest("hex")}`;
  await blend.orders.removeProduct("ORD250312003548IAU4", "prescription", ID);
  await blend.prescribers.deactivateQualification(ID, "qualification-7");
  await blend.orders.get("prescription");
  assert.deepEqual(
    events.map(({ resourceIds }) => resourceIds),
    [["ORD250312003548IAU4", ID], [ID, hash("qualification-7")], [hash("prescription")]],
  );
});

test("an id of an answer is shown only if it looks like one of Blend's", async () => {
  const events = [];
  const { blend } = desk({ onAudit: (event) => void events.push(event) }, () =>
    json({ id: "Willard", patient: { id: "987-65-4321" }, place: { id: OTHER } }),
  );
  await blend.orders.get(ID);
  const [{ resourceIds }] = events;
  const hash = (id) => `sha256:${createHash("sha256").update(id).digest("hex")}`;
  assert.deepEqual(resourceIds, [ID, hash("Willard"), hash("987-65-4321"), OTHER]);
});

test("a list, a search and a catalogue tell whom they disclosed", async () => {
  const events = [];
  const answers = [
    json([{ id: ID, patient: { id: OTHER } }, { id: OTHER }]),
    json({ results: [{ id: OTHER, result_type: "patient" }] }),
    json({ prescription: [{ id: ID }], non_prescription: [{ id: OTHER }] }),
  ];
  const { blend } = desk({ onAudit: (event) => void events.push(event) }, (_url, _init, count) => answers[count - 1]);
  await blend.orders.list();
  await blend.search.all({ q: "Example" });
  await blend.products.list();
  assert.deepEqual(
    events.map(({ operation, count, resourceIds }) => [operation, count, resourceIds]),
    [
      ["orders.list", 2, [ID, OTHER]],
      ["search.all", 1, [OTHER]],
      ["products.list", 2, [ID, OTHER]],
    ],
  );
});

test("failures are reported too, each once", async () => {
  const events = [];
  const { blend } = desk({ onAudit: (event) => void events.push(event) }, () => json({ message: "Example" }, 409));
  await failure(blend.orders.pause(ID));
  await failure(blend.orders.create({}));
  assert.deepEqual(
    events.map(({ operation, outcome, status, resourceIds }) => [operation, outcome, status, resourceIds]),
    [["orders.pause", "rejected", 409, [ID]]],
  );
});

test("each caller of a double click reports to the hook", async () => {
  const events = [];
  const { blend, requests } = desk({ onAudit: (event) => void events.push(event) });
  await Promise.all([1, 2].map(() => blend.orders.create(ORDER, { context: "desk" })));
  assert.equal(requests.length, 1);
  const seen = events.map(({ context, outcome, resourceIds }) => [context, outcome, resourceIds]);
  assert.deepEqual(seen, Array(2).fill(["desk", "done", [ID]]));
});

test("a call that nobody waits for is reported, and its answer is read", async () => {
  let onAudit;
  const heard = new Promise((resolve) => (onAudit = resolve));
  const { blend } = desk({ onAudit });
  void blend.orders.pause(ID);
  const { operation, outcome, resourceIds, count } = await heard;
  assert.deepEqual([operation, outcome, resourceIds, count], ["orders.pause", "done", [ID], 1]);
});

test("an audit that is required needs its hook", () => {
  assert.throws(() => desk({ audit: "required" }), { code: "validation", message: /options\.onAudit/ });
});

test("the ids of a request's path are reported", async () => {
  const events = [];
  const { blend } = desk({ onAudit: (event) => void events.push(event) }, () => json({}));
  await blend.request("GET", "/orders/{id}", { path: { id: ID } });
  assert.deepEqual(events[0].resourceIds, [ID]);
});

test("headers that one middleware adds reach the next, and go out", async () => {
  const seen = [];
  const adds = (name) => (request, next) => {
    seen.push(
      Object.keys(request.headers)
        .filter((one) => one.startsWith("x-"))
        .join(),
    );
    assert.ok(request.unsafe().url);
    return next({ ...request, headers: { ...request.headers, [name]: "1" } });
  };
  const { blend, requests } = desk({ middleware: [adds("x-a"), adds("x-b")] });
  await blend.orders.get(ID);
  assert.deepEqual([seen, requests[0].headers.get("x-a"), requests[0].headers.get("x-b")], [["", "x-a"], "1", "1"]);
});

test("an error of another call that a middleware lets through says nothing of this one", async () => {
  const other = desk({}, () => json({}, 404)).blend;
  const middleware = [async (request, next) => (await next(request), other.patients.get(ID))];
  const { blend } = desk({ middleware }, () => json({ id: ID }, 201));
  const error = await failure(blend.orders.create(ORDER));
  assert.deepEqual(
    [error.code, error.outcome, error.operation, error.unsafe().thrown.code],
    ["middleware", "unknown", "orders.create", "not_found"],
  );
  // Nor one that an own fetch throws.
  const failing = desk({ middleware: [(request, next) => next(request)] }, () => other.patients.get(ID)).blend;
  const lost = await failure(failing.orders.create(ORDER));
  assert.deepEqual([lost.code, lost.outcome, lost.operation], ["connection", "unknown", "orders.create"]);
});

test("what keeps a repeat from being sent says nothing of the attempt before", async (t) => {
  t.mock.method(Math, "random", () => 0);
  let tokens = 0;
  const answers = [503, 401];
  for (const options of [
    {
      middleware: [
        (request, next) => {
          if (request.attempt > 1) throw new Error("mine");
          return next(request);
        },
      ],
    },
    { accessToken: undefined, token: () => (tokens++ ? "one\nline" : "first") },
  ]) {
    const { blend, requests } = desk(options, (_url, _init, count) => json({}, answers[count - 1]));
    const error = await failure(blend.orders.update(ID, { external_id: "visit-1" }));
    assert.deepEqual([error.outcome, error.operation, requests.length > 0], ["unknown", "orders.update", true]);
  }
});

test("a hook that fails harms no call, unless the audit is required", async () => {
  const onAudit = async () => {
    throw new Error("patient Example");
  };
  assert.equal((await desk({ onAudit }).blend.orders.get(ID)).id, ID);
  const { blend } = desk({ onAudit, audit: "required" });
  const error = await failure(blend.orders.get(ID));
  assert.match(error.message, /withheld/);
  assert.doesNotMatch(inspect(error, { depth: 9 }), /Example/);
  // A write is done: to hide that would have it done twice.
  assert.equal((await blend.orders.pause(ID)).id, ID);
});

test("where the audit is required, nothing is handed over before it", async () => {
  let release;
  const hook = new Promise((resolve) => (release = resolve));
  let markCalled;
  const called = new Promise((resolve) => (markCalled = resolve));
  const { blend } = desk({ onAudit: () => (markCalled(), hook), audit: "required" });
  let handed = false;
  const call = blend.orders.get(ID).then((order) => ((handed = true), order));
  await called;
  await new Promise(setImmediate);
  assert.equal(handed, false);
  release();
  assert.equal((await call).id, ID);
});

test("a response that is taken unread is reported as well", async () => {
  const events = [];
  const { blend } = desk({ onAudit: (event) => void events.push(event) });
  await blend.orders.get(ID).asResponse();
  await new Promise(setImmediate);
  assert.deepEqual(
    events.map(({ operation, outcome, status, count }) => [operation, outcome, status, count]),
    [["orders.get", "done", 200, 0]],
  );
});

test("where the audit is required, a response that is taken unread waits for it too", async () => {
  const { blend } = desk({
    onAudit: async () => {
      throw new Error("gone");
    },
    audit: "required",
  });
  const error = await failure(blend.orders.get(ID).asResponse());
  assert.deepEqual([error.code, error.unsafe().thrown.message], ["audit", "gone"]);
  assert.equal((await blend.orders.pause(ID).asResponse()).status, 200);
});

test("middleware that forgets the answer, uses it up or sends a write twice gets an error", async () => {
  for (const middleware of [
    async (request, next) => void (await next(request)),
    async (request, next) => (await next(request)).json(),
    async (request, next) => {
      const response = await next(request);
      await response.text();
      return response;
    },
  ]) {
    const { blend, requests } = desk({ middleware: [middleware] });
    const error = await failure(blend.orders.get(ID));
    assert.deepEqual([error.code, requests.length], ["middleware", 1]);
    assert.match(error.message, /gave no unread Response/);
  }
  const twice = desk({ middleware: [async (request, next) => (await next(request), next(request))] });
  const error = await failure(twice.blend.orders.create(ORDER));
  assert.deepEqual([error.code, error.outcome, twice.requests.length], ["middleware", "unknown", 1]);
  assert.equal((await twice.blend.orders.get(ID)).id, ID);
});

test("an error of a hook is in unsafe(), and nowhere else", async () => {
  const thrown = new Error("patient Example");
  const { blend } = desk({
    middleware: [
      () => {
        throw thrown;
      },
    ],
  });
  const error = await failure(blend.orders.get(ID));
  assert.equal(error.unsafe().thrown, thrown);
  assert.doesNotMatch(inspect(error, { depth: 9 }), /Example/);
});

test("headers of a call are added to its client's", async () => {
  const { blend, requests } = desk({ headers: { "x-client": "1", "x-both": "1" } });
  await blend.orders.get(ID, { headers: { "x-call": "2", "X-Both": "2" } });
  await blend.withOptions({ headers: { "x-derived": "3" } }).orders.get(ID);
  const seen = requests.map(({ headers }) =>
    ["x-client", "x-both", "x-call", "x-derived"].map((name) => headers.get(name)),
  );
  assert.deepEqual(seen, [
    ["1", "2", "2", null],
    ["1", "1", null, "3"],
  ]);
});

test("headers that nobody can send have the outcome not_sent", async () => {
  for (const options of [
    { headers: { "x-user": "Ω" } },
    { headers: { "x-user": "a\nb" } },
    { headers: { "x a": "b" } },
  ]) {
    const { blend, requests } = desk({});
    const error = await failure(blend.orders.create(ORDER, options));
    assert.deepEqual(
      [error.code, error.outcome, error.issues[0].path, requests.length],
      ["validation", "not_sent", "options.headers", 0],
    );
  }
});

test("a token or header of a client that nobody can send is refused when the client is made", () => {
  for (const [options, path] of [
    [{ accessToken: "a\nb" }, "options.accessToken"],
    [{ headers: { "x-own": "a\nb" } }, "options.headers"],
  ]) {
    assert.throws(
      () => desk(options),
      ({ code, outcome, issues }) => code === "validation" && outcome === "not_sent" && issues[0].path === path,
    );
  }
  // A line break at the end comes from a file, and is left out.
  assert.doesNotThrow(() => desk({ accessToken: "a\n" }));
});

test("a refusal carries the warnings that explain it", async () => {
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  const { blend } = desk({ logger, logLevel: "warn" }, () => json({ message: "no" }, 422));
  const error = await failure(blend.patients.create({ first_name: "Ada", last_name: "Example", ssn: "12" }));
  assert.ok(error.warnings.some(({ path, code }) => path === "ssn" && code === "invalid_format"));
  assert.match(error.hint, /error\.warnings/);
  assert.ok(lines.some((line) => line.includes("ssn: expected nine digits")));
});

test("what middleware throws in a sign-in reaches all who wait for it", async () => {
  const thrown = new Error("patient Example");
  const guard = async (request, next) => {
    if (request.operation === "auth.login") throw thrown;
    return next(request);
  };
  const { blend, requests } = desk({ ...LOGIN, accessToken: undefined, middleware: [guard] });
  const errors = await Promise.all([blend.orders.create(ORDER), blend.orders.get("1")].map(failure));
  assert.deepEqual(
    errors.map(({ operation }) => operation),
    ["orders.create", "orders.get"],
  );
  for (const error of errors) {
    assert.deepEqual([error.code, error.outcome, error.unsafe().thrown], ["middleware", "not_sent", thrown]);
    assert.match(error.message, /signing in failed: auth\.login: a middleware failed/);
    assert.doesNotMatch(inspect(error, { depth: 9 }), /Example/);
  }
  assert.equal(requests.length, 0);
});

test("middleware that fails in a renewal keeps the outcome of the earlier attempt", async () => {
  const guard = async (request, next) => {
    if (request.operation === "auth.refresh") throw new Error("no");
    return next(request);
  };
  const { blend } = desk({ accessToken: "old", refreshToken: "r", middleware: [guard] }, () => json({}, 401));
  const error = await failure(blend.orders.create(ORDER));
  assert.deepEqual([error.code, error.outcome, error.attempts], ["middleware", "rejected", 1]);
});

test("middleware that fails in a renewal harms no call while the token lives", async (t) => {
  let broken = false;
  const guard = async (request, next) => {
    if (broken && request.operation === "auth.refresh") throw new Error("no");
    return next(request);
  };
  const { blend, requests } = desk({ ...LOGIN, accessToken: undefined, middleware: [guard] }, (url) =>
    url.endsWith("login") ? json({ access_token: "a", refresh_token: "r" }) : json({ id: ID }),
  );
  await blend.orders.get("1");
  broken = true;
  const nearly = performance.now() + 3_590_000;
  t.mock.method(performance, "now", () => nearly);
  await blend.orders.get("2");
  assert.equal(requests.length, 3);
});
