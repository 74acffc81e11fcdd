// A portal's tests, as they stand in many projects. The same text runs in each runner, in Node and in jsdom; the first lines,
// which load the package, are the runner's own.

const PATIENT = "40000000-0000-4000-8000-000000000001";
const order = (key) => ({
  external_id: key,
  patient_id: PATIENT,
  products: { prescription: [{ sku: "RX-MUP-01" }] },
  force_new: true,
});
// At the top of a module, also where no page gives a path its origin.
const relative = new Blend({ baseURL: "/blend", logLevel: "off" });
const timers = globalThis.vi ?? jest;

function portal(options) {
  const sandbox = new Sandbox();
  const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch: sandbox.fetch, ...options });
  return { sandbox, blend };
}

/** A client whose fetch answers everything with this. */
const answering = (answer) =>
  new Blend({ accessToken: "t", logLevel: "off", fetch: () => Promise.resolve(answer) }).orders;

afterEach(() => {
  timers.useRealTimers();
  timers.restoreAllMocks();
});

test("results are plain objects of the test's own realm", async () => {
  const { blend } = portal({ logLevel: "off" });
  const plain = (value) => JSON.parse(JSON.stringify(value));
  const once = await blend.orders.createOnce(order("visit-1"));
  expect(once).toStrictEqual(plain(once));
  const [first, second] = await Promise.all(
    [order("visit-2"), order("visit-2")].map((one) => blend.orders.create(one)),
  );
  expect(first).toStrictEqual(second);
  expect(first).toStrictEqual(plain(first));
  expect((await blend.orders.get(once.id)).id).toBe(once.id);
  const joined = await Promise.all([1, 2].map(() => blend.orders.createOnce(order("visit-3"))));
  expect(joined[0]).toStrictEqual(plain(joined[1]));
  await expect(blend.orders.get("nobody")).rejects.toMatchObject({ code: "not_found" });
});

test("a body that comes in pieces is read whole", async () => {
  const bytes = [...'[{"id":"é€😀"}]'].flatMap((letter) => [...encodeURIComponent(letter).matchAll(/%(..)|(.)/g)]);
  const pieces = bytes.map(([, hex, letter]) => Uint8Array.of(hex ? parseInt(hex, 16) : letter.charCodeAt(0)));
  const getReader = () => ({
    read: async () => (pieces.length ? { done: false, value: pieces.shift() } : { done: true }),
    cancel: async () => {},
  });
  const headers = { get: () => null };
  const text = async () => '[{"id":"é€😀"}]';
  const lists = await answering({ status: 200, headers, body: { getReader }, text }).compoundingReasons();
  expect(lists).toStrictEqual([{ id: "é€😀" }]);
});

test("a real server is called with the global fetch", async () => {
  const blend = new Blend({ baseURL, email, password });
  const made = await blend.orders.create(order(`visit-${Math.random()}`));
  expect((await blend.orders.get(made.id)).status).toBe("received");
  await expect(blend.orders.get("nobody")).rejects.toMatchObject({ code: "not_found" });
  const controller = new AbortController();
  controller.abort();
  await expect(blend.orders.get(made.id, { signal: controller.signal })).rejects.toMatchObject({ code: "abort" });
});

test("fake timers: a sign-in and createOnce go through, totalTimeout ends a call", async () => {
  timers.useFakeTimers();
  const { blend, sandbox } = portal({ logLevel: "off" });
  const once = await blend.orders.createOnce(order("visit-4"));
  expect((await blend.orders.get(once.id)).status).toBe("received");
  sandbox.clock.advance("61m");
  expect((await blend.orders.get(once.id)).id).toBe(once.id);

  const stuck = new Blend({ accessToken: "t", logLevel: "off", fetch: () => new Promise(() => {}) });
  let ended;
  stuck.orders.get("visit-4", { totalTimeout: 5000 }).catch((error) => (ended = error));
  await timers.advanceTimersByTimeAsync(4900);
  expect(ended).toBeUndefined();
  await timers.advanceTimersByTimeAsync(200);
  expect(ended).toMatchObject({ code: "timeout", outcome: "unknown" });
});

test("an answer that is no JSON is told as that", async () => {
  const headers = { get: () => "text/html" };
  const html = answering({ status: 200, headers, text: async () => "<html>é</html>" }).get("visit-1");
  await expect(html).rejects.toMatchObject({ code: "api", outcome: "done" });
});

test("an intake form checks, formats and keeps its answers", async () => {
  const { patient } = rules();
  const name = patient.pick("first_name", "phone");
  expect(name.check({ first_name: "Willard", phone: "(617) 555-0123" }).value.phone).toBe("6175550123");
  const steps = [{ name: "you", fields: ["first_name", "phone"] }];
  const form = createIntake({
    schema: patient,
    steps,
    transport: async () => ({ status: "accepted", result: { id: "1" } }),
  });
  form.set("first_name", "Willard");
  expect(form.getSnapshot().values).toStrictEqual({ first_name: "Willard" });
});

test("a client with a path as base URL fails at its first call, where there is no page", async () => {
  await expect(relative.orders.get("visit-1")).rejects.toMatchObject({ code: "validation", outcome: "not_sent" });
});

test("a mock that is no Response is named, with what it lacks", async () => {
  const text = async () => "{}";
  const headers = { get: () => null };
  const json = async () => ({});
  for (const [mock, lacks] of [
    [undefined, "undefined"],
    [{ ok: true, status: 200, json }, "text()"],
    [{ ok: true, status: 200, json, text }, "headers.get()"],
    [{ ok: true, status: 200, json, text, headers: { "content-type": "application/json" } }, "headers.get()"],
    [{ text, headers }, "status"],
  ]) {
    const error = await answering(mock)
      .get("visit-1")
      .catch((thrown) => thrown);
    expect(error.code).toBe("connection");
    expect(error.message).toContain("gave no Response");
    expect(error.message).toContain(lacks);
    expect(error.message).not.toContain("CORS");
  }
  expect(await answering({ status: 200, headers, text }).get("visit-1")).toStrictEqual({});
});
