// What goes wrong in one place: options, hooks, sign-ins, stores, raw requests, orders.

import { aborting, ends, options } from "./world.mjs";

const PATIENT = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";

export async function single(world) {
  for (const part of [badOptions, hooks, signIns, stores, fetches, rawRequests, orders, once, endless])
    await part(world);
}

const open = (world, way, more) => new world.sdk.Blend(options(world, way, more));
const order = ({ stem }) => ({
  patient_id: PATIENT,
  external_id: `${stem}-${Math.random().toString(36).slice(2)}`,
  products: { prescription: [{ sku: stem, quantity: 1 }] },
});

async function badOptions(world) {
  const { sdk, stem } = world;
  const key = `${stem} key`;
  const circular = {};
  circular[key] = circular;
  const bad = [
    { [key]: stem },
    { email: stem },
    { password: stem },
    { baseURL: stem },
    { baseURL: `http://${stem}.example/api` },
    { baseURL: `https://${stem}@host.example` },
    { endpoints: stem },
    { endpoints: { [key]: stem } },
    { endpoints: { "orders.get": stem } },
    { endpoints: { "orders.get": { [key]: stem } } },
    { endpoints: { "orders.get": { path: stem } } },
    { endpoints: { "orders.get": { path: `/${stem}/{${stem}}` } } },
    { endpoints: { "orders.get": { verb: stem } } },
    { endpoints: { "orders.list": { params: { [key]: { name: stem, in: stem } } } } },
    { headers: stem },
    { headers: { [key]: 1 } },
    { headers: circular },
    { headers: { "x-own": { [key]: stem } } },
    { endpoints: circular },
    ...[
      "timeout",
      "maxRetries",
      "signal",
      "fetch",
      "token",
      "onDrift",
      "onAudit",
      "middleware",
      "validate",
      "checkResponses",
      "omit",
      "logLevel",
      "audit",
      "prefetch",
      "preflight",
    ].flatMap((name) => [{ [name]: stem }, { [name]: [stem] }, { [name]: { [key]: stem } }]),
    stem,
    [stem],
  ];
  for (const given of bad) {
    const of =
      typeof given === "object" && !Array.isArray(given)
        ? {
            baseURL: "https://blend.invalid",
            accessToken: stem,
            logLevel: "debug",
            fetch: () => Promise.reject(new Error(stem)),
            maxRetries: 0,
            ...given,
          }
        : given;
    await ends(world, `new Blend(${Object.keys(given)})`, () => new sdk.Blend(of).orders.get(stem));
    await ends(world, `withOptions(${Object.keys(given)})`, () =>
      open(world, "ok").withOptions(given).orders.get(stem),
    );
    await ends(world, `call(${Object.keys(given)})`, () => open(world, "ok").orders.get(stem, given));
    await ends(world, `createOnce(${Object.keys(given)})`, () =>
      open(world, "other", { totalTimeout: 1 }).orders.createOnce(order(world), given),
    );
  }
  await ends(world, "header", () => open(world, "ok", { headers: { "x-own": `${stem}\n` } }).orders.get(stem));
  await ends(world, "header's name", () =>
    open(world, "ok", { headers: { [key]: stem }, middleware: undefined }).orders.get(stem),
  );
  await ends(world, "token in a header", () => open(world, "ok", { accessToken: `${stem}\n` }).orders.get(stem));
  await ends(world, "can", () => open(world, "ok").orders.can(stem, { status: stem }));
  await ends(world, "toArray", () => open(world, "ok").orders.list().toArray({ limit: stem }));
}

/** A foreign error as the worst of them are: values in all that it has. */
function foreign(stem) {
  const error = new TypeError(`fetch failed: https://api.example/patients/${stem}`, { cause: new Error(stem) });
  return Object.assign(error, { code: stem, path: `/patients/${stem}`, [stem]: stem, errors: [new Error(stem)] });
}

async function hooks(world) {
  const { stem, collector } = world;
  const fails = async () => {
    throw foreign(stem);
  };
  const late = async (request, next) => {
    await next(request);
    throw foreign(stem);
  };
  const heard = async (request, next) => {
    try {
      return await next(request);
    } catch (error) {
      collector.error("what middleware catches", error);
      throw error;
    }
  };
  for (const [name, more] of [
    ["middleware", { middleware: [fails] }],
    ["late middleware", { middleware: [late] }],
    [
      "middleware throws text",
      {
        middleware: [
          () => {
            throw stem;
          },
        ],
      },
    ],
    ["middleware gives nothing", { middleware: [async () => stem] }],
    ["onAudit", { onAudit: fails }],
    ["required onAudit", { onAudit: fails, audit: "required" }],
    [
      "onDrift",
      {
        onDrift: () => {
          throw foreign(stem);
        },
        checkResponses: "report",
      },
    ],
    ["logger", { logger: { debug: fails, warn: fails, error: fails, info: fails } }],
    ["middleware that listens", { middleware: [heard] }],
  ]) {
    await ends(world, name, () => open(world, "ok", more).orders.get(stem));
    await ends(world, name, () => open(world, "drift-0", more).orders.create(order(world)));
  }
  for (const [name, way, more] of [
    ["refused", "ok", { baseURL: `${world.refused}/${stem}/api/v1` }],
    ["reset", "reset", {}],
    ["timeout", "hang", { timeout: 5 }],
    ["fetch fails", "ok", { fetch: fails }],
    ["fetch gives text", "ok", { fetch: async () => stem }],
  ])
    await ends(world, `${name}, behind middleware`, () =>
      open(world, way, { ...more, middleware: [heard, heard] }).orders.get(stem),
    );
}

async function signIns(world) {
  const { stem } = world;
  const without = { accessToken: undefined, refreshToken: undefined };
  for (const way of [
    "status-400",
    "status-401",
    "status-404",
    "status-422",
    "status-500",
    "page",
    "half",
    "reset",
    "cut",
    "ok",
  ]) {
    for (const more of [
      without,
      { ...without, email: undefined, password: undefined, refreshToken: `${stem}.${btoa('{"exp":1}')}.x` },
    ]) {
      const blend = open(world, way, more);
      await ends(world, `sign-in ${way}`, () => blend.orders.get(stem));
      await ends(world, `sign-in ${way}, again`, () => blend.orders.get(stem));
      await ends(world, `login ${way}`, () => blend.auth.login());
      await ends(world, `refresh ${way}`, () => blend.auth.refresh());
      world.collector.add("client", blend);
    }
  }
  const asks = { ...without, email: undefined, password: undefined };
  for (const token of [
    () => {
      throw foreign(stem);
    },
    async () => {
      throw stem;
    },
    () => ({ [stem]: stem }),
    () => "",
    () => `${stem}\n`,
    () => stem,
  ]) {
    await ends(world, "token()", () => open(world, "status-401", { ...asks, token }).orders.get(stem));
  }
  await ends(world, "session expired", () =>
    open(world, "status-401", { ...asks, refreshToken: stem }).orders.get(stem),
  );
  await ends(world, "no credentials", () => open(world, "ok", asks).orders.get(stem));
  await ends(world, "logout", () => open(world, "ok").auth.logout());
}

async function stores(world) {
  const { stem } = world;
  const good = { get: () => undefined, set: () => true, clear() {}, lock: () => () => {} };
  const fails = () => {
    throw foreign(stem);
  };
  for (const name of ["get", "set", "clear", "lock"]) {
    for (const broken of [fails, async () => fails(), () => ({ value: stem, version: stem }), () => fails]) {
      const blend = open(world, "ok", { accessToken: undefined, tokenStore: { ...good, [name]: broken } });
      await ends(world, `tokenStore.${name}`, () => blend.orders.get(stem));
      await ends(world, `tokenStore.${name}, once`, () => blend.orders.createOnce(order(world), { lookFor: 0 }));
      await ends(world, `tokenStore.${name}, logout`, () => blend.auth.logout());
    }
  }
}

async function fetches(world) {
  const { stem } = world;
  const headers = new Headers({ "content-type": "application/json" });
  const body = new ReadableStream({ pull: (controller) => controller.error(foreign(stem)) });
  for (const fetch of [
    () => {
      throw foreign(stem);
    },
    () => Promise.reject(foreign(stem)),
    () => Promise.reject(stem),
    async () => stem,
    async () => ({ status: stem, [stem]: stem }),
    async () => ({ status: 200, headers, text: () => Promise.reject(foreign(stem)) }),
    async () => ({ status: 200, headers, text: async () => stem }),
    async () => ({ status: 400, headers, text: async () => foreign(stem) }),
    async () => new Response(body),
    async () => ({
      status: 200,
      headers: {
        get: () => {
          throw foreign(stem);
        },
      },
      text: async () => "{}",
    }),
    async () => ({
      get status() {
        throw foreign(stem);
      },
    }),
    async () =>
      Object.defineProperty(new Response("{}"), "headers", {
        get() {
          throw foreign(stem);
        },
      }),
    async () => new Response(`{"${stem}`, { statusText: stem }),
  ]) {
    await ends(world, `fetch ${fetch}`.slice(0, 40).replaceAll("\n", " "), () =>
      open(world, "ok", { fetch, middleware: undefined }).orders.get(stem),
    );
    const real = globalThis.fetch;
    globalThis.fetch = fetch;
    await ends(world, "global fetch", () => open(world, "ok", { middleware: undefined }).orders.get(stem));
    globalThis.fetch = real;
  }
}

async function rawRequests(world) {
  const { stem } = world;
  const uuid = "5ec2e700-1dea-4b0b-9f0e-c0ffee5ec2e7";
  const paths = [
    `/patients/${stem}`,
    `/patients/${uuid}/orders`,
    "/patients/987-65-4321",
    "/patients/987654321",
    `/patients/{${stem} key}`,
    `/patients/{987-65-4321}`,
    `/${stem}?q=${stem}`,
    `/${stem}/../${stem}`,
    `//${stem}`,
    stem,
    "/patients/{id}",
  ];
  for (const path of paths) {
    for (const way of ["ok", "status-404", "status-500", "page", "half", "reset"]) {
      const name = path.slice(1).match(/\{(.*)\}/)?.[1] ?? "id";
      const input = { path: { [name]: stem }, query: { [stem]: stem, q: [stem, uuid] }, body: { [stem]: stem } };
      for (const method of ["GET", "POST", stem]) {
        const { body, ...bodyless } = input;
        await ends(world, `request ${way}`, () =>
          open(world, way).request(method, path, method === "GET" ? bodyless : input),
        );
      }
    }
  }
  for (const input of [
    { [`${stem} key`]: stem },
    { path: stem },
    { path: { id: "" } },
    { query: stem },
    { body: () => stem },
    stem,
  ]) {
    await ends(world, "request's input", () => open(world, "ok").request("GET", "/patients/{id}", input));
  }
  const circular = {};
  circular[`${stem} key`] = circular;
  await ends(world, "request's circle", () => open(world, "ok").request("POST", "/x", { body: circular }));
  const throwing = {
    get first_name() {
      throw foreign(stem);
    },
  };
  await ends(world, "a getter that throws", () => open(world, "ok").patients.create(throwing));
  await ends(world, "a getter that throws, once", () => open(world, "ok").patients.createOnce(throwing));
  const raw = await ends(world, "asResponse", () => open(world, "ok").orders.get(stem).asResponse());
  await raw?.text();
  const call = open(world, "ok").orders.get(stem);
  await call.asResponse();
  await ends(world, "body behind asResponse", () => call);
}

async function orders(world) {
  const { stem } = world;
  const answering = (status) => ({ fetch: async () => Response.json({ id: stem, status, ssn: stem }) });
  for (const status of [stem, "shipped", "cancelled", "exception", { [stem]: stem }, 7]) {
    await ends(world, "preflight", () =>
      open(world, "ok", { ...answering(status), preflight: true }).orders.cancel(stem),
    );
    await ends(world, "preflight", () =>
      open(world, "ok", { ...answering(status), preflight: true }).orders.unpause(stem),
    );
    await ends(world, "waitFor", () =>
      open(world, "ok", answering(status)).orders.waitFor(stem, { status: stem, timeout: 1 }),
    );
    await ends(
      world,
      "actions",
      async () => void world.collector.add("actions", open(world, "ok").orders.actions({ status, [stem]: stem })),
    );
  }
  await ends(world, "waitFor nothing", () => open(world, "ok").orders.waitFor(stem, { [stem]: stem }));
}

async function once(world) {
  const { stem } = world;
  const patient = {
    first_name: stem,
    last_name: stem,
    date_of_birth: "1943-07-29",
    ssn: "987654321",
    external_id: `${stem}-1`,
    gender: "male",
  };
  const quick = { lookFor: 0, totalTimeout: 2000 };
  for (const way of ["other", "status-404", "status-422", "status-500", "half", "reset", "ok", "page"]) {
    await ends(world, `orders.createOnce ${way}`, () => open(world, way).orders.createOnce(order(world), quick));
    await ends(world, `patients.createOnce ${way}`, () =>
      open(world, way, { allowUnknownFields: true, validate: "off" }).patients.createOnce(patient, quick),
    );
  }
  // Looked up and not found, sent, and lost.
  const lost = async (_, { method }) =>
    method === "GET" ? new Response(stem, { status: 404 }) : Promise.reject(foreign(stem));
  const blend = open(world, "ok", { fetch: lost, middleware: undefined });
  const same = order(world);
  await ends(world, "createOnce lost", () => blend.orders.createOnce(same, quick));
  await ends(world, "createOnce lost before", () => blend.orders.createOnce(same, quick));
  const other = { external_id: `${stem}-1` };
  for (const params of [
    { ...patient, external_id: stem.repeat(20) },
    { ...patient, external_id: { [stem]: stem } },
    { [`${stem} key`]: 1n },
    stem,
    other,
  ]) {
    await ends(world, "createOnce refused", () => open(world, "other").orders.createOnce(params, quick));
    await ends(world, "createOnce refused", () => open(world, "other").patients.createOnce(params, quick));
  }
  const controller = new AbortController();
  const leaving = open(world, "hang", { middleware: [aborting(controller, foreign(stem))] });
  await ends(world, "createOnce aborted", () => leaving.orders.createOnce(order(world), { signal: controller.signal }));
  const taken = async (_, { method }) =>
    method === "GET"
      ? Response.json({
          id: stem,
          external_id: same.external_id,
          patient: { id: stem, last_name: stem },
          products: { prescription: [{ sku: `${stem} other`, quantity: 7 }] },
        })
      : new Response("{}");
  await ends(world, "createOnce taken", () => open(world, "ok", { fetch: taken }).orders.createOnce(same, quick));
  const known = { ...patient, email: `${stem}@example.com`, phone: "6175550123" };
  const changed = { ...known, id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708", email: `${stem}.new@example.com`, phone: "" };
  const differs = async () => Response.json({ results: [changed] });
  await ends(world, "createOnce differs", () =>
    open(world, "ok", { fetch: differs, validate: "off" }).patients.createOnce(known, quick),
  );
}

/** The same create twice in flight, deprecated operations, and a list whose pages are taken one by one. */
async function endless(world) {
  const { collector } = world;
  const blend = open(world, "hang", { timeout: 20 });
  const same = order(world);
  await Promise.all([1, 2].map(() => ends(world, "double click", () => blend.orders.create(same))));
  const plain = open(world, "list", { logger: undefined });
  const first = await plain.orders
    .list({ external_ids: same.external_id })
    .catch((error) => collector.error("page", error));
  if (first) {
    const { data, headers, ...page } = first;
    collector.add("page", page);
    await ends(world, "next page", () => first.getNextPage());
  }
}
