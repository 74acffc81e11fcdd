// A person at the intake form of examples-web, and all traces that the person leaves.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createIntakeServer } from "../../examples-web/intake/server.mjs";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

/** The steps of an adult, by the names of the controls. */
export const ADULT = {
  identity: {
    "extra.filled_in_by": "patient",
    first_name: "Testina",
    last_name: "Muster-Beispiel",
    "date_of_birth.month": "3",
    "date_of_birth.day": "25",
    "date_of_birth.year": "1987",
    gender: "female",
  },
  contact: { email: "testina.muster@example.com", phone: "617-555-0143", primary_language: "en" },
  address: {
    "address.address_1": "4711 Example Street",
    "address.city": "Bostonia",
    "address.state": "MA",
    "address.zip_code": "02108",
  },
  body: {
    "height_inches.feet": "5",
    "height_inches.inches": "7.5",
    weight_pounds: "143.5",
    is_pregnant: "no",
    is_smoker: "not sure",
    is_diabetic: "no",
  },
  risks: {
    "extra.allergies": "yes",
    "risk_factors.allergies": "latex gloves",
    "extra.conditions": "no",
    "extra.medications": "unsure",
  },
  product: { "extra.product": "cleanser" },
  review: { "extra.consent": "yes" },
};

export const STEPS = Object.keys(ADULT);

/** A child whose guardian types. */
export const CHILD = {
  ...ADULT,
  identity: {
    ...ADULT.identity,
    "extra.filled_in_by": "guardian",
    "date_of_birth.year": String(new Date().getFullYear() - 9),
  },
  address: ADULT.address,
  guardian: {
    guardian_name: "Johannes Muster-Beispiel",
    guardian_relationship: "parent",
    guardian_phone: "617-555-0187",
  },
  body: { ...ADULT.body, "height_inches.feet": "4", "height_inches.inches": "5", weight_pounds: "71.5" },
};

/** Keeps the child's steps in the order of the form. */
export const stepsOf = (person) =>
  ["identity", "contact", "address", "guardian", "body", "risks", "product", "review"].filter((name) => name in person);

/** What must not be found anywhere afterwards: answers that nothing else on the page has. */
export const secretsOf = (person) =>
  Object.values(person)
    .flatMap((step) => Object.entries(step))
    .filter(
      ([name, value]) => value.length > 3 && !/^extra\.|address\.state|language|is_|relationship|gender/.test(name),
    )
    .flatMap(([, value]) => [value, value.replaceAll("-", "")]);

/** Starts the form with a sandbox of its own. */
export async function startForm(t) {
  const sandbox = new Sandbox({ seed: 1 });
  const { email, password, fetch } = sandbox;
  const blend = new Blend({ email, password, fetch, logLevel: "off", maxRetries: 0 });
  const submissions = [];
  const server = createIntakeServer(blend, {
    secret: "only for the tests of this page",
    onSubmit: (submission) => submissions.push(submission),
  });
  let isLossy = false;
  server.prependListener("request", ({ method, socket }, response) => {
    if (isLossy && method === "POST") response.end = () => socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => (server.closeAllConnections(), server.close()));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const before = orders(sandbox);
  /** Whether the server's answers to submissions get lost, after all is done. */
  const loseAnswers = (lossy) => (isLossy = lossy);
  return { origin, sandbox, submissions, loseAnswers, made: () => orders(sandbox) - before };
}

const orders = (sandbox) => Object.values(sandbox.state.orders).reduce((sum, count) => sum + count, 0);

/** A browser page at the form. It notes each request, message and breach of the page's policy. */
export async function openForm(t, browser, options = {}) {
  const site = options.site ?? (await startForm(t));
  const context = await browser.newContext({ locale: "en-US", reducedMotion: "reduce", ...options.context });
  t.after(() => context.close());
  const page = await context.newPage();
  const seen = { requests: [], messages: [], addresses: [], titles: [] };
  page.on("request", (request) =>
    seen.requests.push({
      url: request.url(),
      method: request.method(),
      headers: request.headers(),
      body: request.postData(),
    }),
  );
  page.on("console", (message) => seen.messages.push(message.text()));
  page.on("pageerror", (error) => seen.messages.push(String(error)));
  page.on("framenavigated", (frame) => seen.addresses.push(frame.url()));
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`)),
  );
  await page.goto(`${site.origin}/intake/1`);
  await page.locator("h1:visible").waitFor();
  return { ...site, context, page, seen };
}

export const field = (page, name) => page.locator(`[name="${name}"]`);

/** Answers questions as a person with a mouse and a keyboard. */
export async function answer(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const control = field(page, name);
    const [tag, type] = await control.first().evaluate(({ tagName, type }) => [tagName, type]);
    if (type === "radio" || type === "checkbox") await page.locator(`[name="${name}"][value="${value}"]`).check();
    else if (tag === "SELECT") await control.selectOption(value);
    else await control.fill(value);
  }
}

export const goOn = (page) => page.locator("button.primary").click();

/** The number of the step that shows. */
export const place = (page) => Number(/\/intake\/(\d+)$/.exec(page.url())?.[1]);

/** Fills in the form up to a step, and does not leave that. */
export async function fillUpTo(page, person, last = "review") {
  for (const name of stepsOf(person)) {
    await page.locator(`[data-step=${name}]:visible`).waitFor();
    if (name === last) break;
    await answer(page, person[name]);
    await goOn(page);
  }
}

/** Fills in all, and sends it. */
export async function fillIn(page, person) {
  await fillUpTo(page, person);
  await answer(page, person.review);
  await goOn(page);
}

export const isDone = (page) => page.locator("[data-step=accepted]:visible").waitFor();

/** After a submission: nothing of the patient is left anywhere, nothing left the site, and nobody complained. */
export async function assertNothingLeft({ page, context, seen, origin }, person, allowed = /^$/) {
  const left = await page.evaluate(() => [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll("input, select, textarea")].map((control) =>
      ["radio", "checkbox"].includes(control.type) ? String(control.checked) : control.value,
    ),
    ...Object.entries({ ...sessionStorage, ...localStorage }).flat(),
    document.title,
    document.cookie,
    JSON.stringify(history.state),
  ]);
  assert.ok(!left.includes("true"), "a box is still ticked");
  const posts = seen.requests.filter(({ method }) => method === "POST");
  const others = seen.requests.map(({ url, headers, method, body }) => [url, headers, method === "POST" ? "" : body]);
  const traces = JSON.stringify([left, others, seen.messages, seen.addresses, await context.cookies()]).toLowerCase();
  for (const secret of secretsOf(person))
    assert.ok(!traces.includes(secret.toLowerCase()), `${secret} is still somewhere`);
  assert.deepEqual(
    seen.messages.filter((text) => !allowed.test(text)),
    [],
  );
  for (const { url } of seen.requests) assert.equal(new URL(url).origin, origin);
  for (const { url } of posts) assert.match(new URL(url).pathname, /^\/intake\/(en|es)$/);
  for (const address of seen.addresses.map((url) => new URL(url)))
    assert.match(address.pathname + address.search + address.hash, /^\/intake\/(\d|done)$/);
}
