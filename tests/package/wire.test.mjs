// What every operation puts on the wire, and that what comes back is handed over as it came. The expectations are worked
// out from the endpoint tables alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, LOGIN, serve } from "../support/server.mjs";
import {
  call,
  emptyAnswer,
  fullAnswer,
  fullParams,
  idsOf,
  models,
  nameOf,
  operations,
  someParams,
} from "../support/tables.mjs";

/** Full of what an URL must not hold as it is, and of what is no ASCII. */
const AWKWARD = "a/b?c#d&e=f+g %2F;:@!'()*\"\\<>|\n Zoë 日本 😀";
const awkward = { text: AWKWARD };
const news = { beside: { a_field_of_tomorrow: { list: [null, 1.5, "x"] } } };

const TOKENS = { accessToken: "the-access-token", refreshToken: "the-refresh-token" };
const BEARER = {
  access: { authorization: "Bearer the-access-token" },
  refresh: { authorization: "Bearer the-refresh-token" },
  none: {},
};

/** Where the table puts the params. */
function split({ params, verb }, given = {}) {
  const query = [];
  const body = {};
  const bodyless = verb === "GET" || verb === "DELETE";
  for (const { name, query: inQuery } of params ? models[params].fields : []) {
    if (given[name] === undefined) continue;
    if (bodyless || inQuery) query.push([name, String(given[name])]);
    else body[name] = given[name];
  }
  return { query, body: bodyless ? undefined : body };
}

function bodyOf(operation, given) {
  if (operation.token === "none") return LOGIN;
  return given && split(operation, given).body;
}

/** The headers that this runtime's `fetch` adds of its own to such a request. */
async function ownHeaders(server, method, body) {
  await fetch(`${server.base}/bare`, { method, body, cache: "no-store" });
  return server.requests.pop().headers;
}

async function expectRequest(server, request, operation, ids, given) {
  const { method, url, headers, body } = request;
  assert.equal(method, operation.verb);
  assert.match(url, /^[\w./~%-]+(\?[\w.~%&=,-]+)?$/);
  const [path, query] = url.split("?");
  const wanted = operation.path.replace(/\{(\w+)\}/g, (_, id) =>
    encodeURIComponent(ids[operation.ids.findIndex(({ name }) => name === id)]),
  );
  assert.deepEqual(path.split("/").map(decodeURIComponent), `/api/v1${wanted}`.split("/").map(decodeURIComponent));
  const pairs = [...new URLSearchParams(query)];
  assert.deepEqual(pairs.sort(), split(operation, given).query.sort());
  const sent = bodyOf(operation, given);
  assert.deepEqual(body && JSON.parse(body), sent ?? "");
  const own = await ownHeaders(server, method, sent && body);
  assert.deepEqual(headers, {
    ...own,
    accept: "application/json",
    ...BEARER[operation.token],
    ...(sent && { "content-type": "application/json" }),
  });
}

async function go(server, operation, ids, params) {
  const { data } = await call(client(server, { ...TOKENS, ...LOGIN }), operation, ids, params);
  assert.equal(server.requests.length, 1);
  await expectRequest(server, server.requests.pop(), operation, ids, params);
  return data;
}

for (const operation of operations) {
  const name = nameOf(operation);
  const must = someParams(operation, ({ required }) => required, awkward);

  test(`${name}: with everything that it takes`, async (t) => {
    // Also where no answer is documented, one may come.
    const json = fullAnswer(operation, news) ?? news.beside;
    const server = await serve(t, () => ({ json }));
    for (const params of fullParams(operation, awkward))
      assert.deepEqual(await go(server, operation, idsOf(operation, awkward), params), json);
  });

  test(`${name}: with what it must have`, async (t) => {
    const json = emptyAnswer(operation);
    const server = await serve(t, () => ({ json }));
    assert.deepEqual(await go(server, operation, idsOf(operation), must), json);
  });

  if (!operation.answer || operation.maybeEmpty) {
    test(`${name}: an answer without a body is nothing`, async (t) => {
      const server = await serve(t, () => 204);
      assert.equal(await go(server, operation, idsOf(operation), must), undefined);
    });
  }

  if (operation.orXml) {
    test(`${name}: a string of XML goes out as it is`, async (t) => {
      const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Message note="&amp; Zoë">${AWKWARD.replace(/[&<]/g, "")}</Message>\n`;
      const server = await serve(t, () => ({ json: fullAnswer(operation) }));
      await call(client(server), operation, idsOf(operation), xml);
      const { method, url, headers, body } = server.requests.pop();
      assert.deepEqual([method, url, body], [operation.verb, `/api/v1${operation.path}`, xml]);
      assert.deepEqual(headers, {
        ...(await ownHeaders(server, method, body)),
        accept: "application/json",
        authorization: "Bearer given",
        "content-type": "application/xml",
      });
    });
  }

  const fields = operation.params ? models[operation.params].fields : [];
  for (const { name: field } of fields.filter(({ kind }) => kind.list)) {
    test(`${name}: ${field} goes out as a list with commas, however it is given`, async (t) => {
      const server = await serve(t, () => ({ json: emptyAnswer(operation) }));
      for (const list of [["one", "two&three", "four"], "one,two&three,four"]) {
        await call(client(server), operation, idsOf(operation), { ...must, [field]: list });
        assert.ok(server.requests.pop().url.split(/[?&]/).includes(`${field}=one,two%26three,four`));
      }
    });
  }

  for (const { name: field } of fields.filter(({ defaultFalse }) => defaultFalse)) {
    test(`${name}: ${field}: false is what Blend does anyway, and is left out`, async (t) => {
      const server = await serve(t, () => ({ json: emptyAnswer(operation) }));
      await call(client(server), operation, idsOf(operation), { ...must, [field]: false });
      const { url, body } = server.requests.pop();
      assert.ok(!url.includes(field) && !body.includes(field));
    });
  }
}
