// A portal in front of the sandbox, as the tests of the handler need it.
import { rules } from "../../pkg/dist/intake.mjs";
import { createIntakeHandler } from "../../pkg/dist/intake-server.mjs";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

export const SECRET = "a-secret-of-the-portal";
export const ID = "0123456789abcdef0123456789abcdef";
export const PRODUCTS = { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] };
export const PATIENT = "40000000-0000-4000-8000-000000000001";

/** Words that no log, no answer and no error may have. */
export const ANSWERS = {
  first_name: "Testina",
  last_name: "Zebrawood",
  date_of_birth: "1990-03-25",
  email: "testina.zebrawood@example.com",
  phone: "6175550123",
  address: { address_1: "77 Quagga Street", city: "Boston", state: "MA", zip_code: "02108" },
};
export const FIELDS = [...Object.keys(ANSWERS), "guardian_name", "risk_factors"];

/** A client of a sandbox of its own. `fetch` may stand between the two. */
export function pharmacy(options = {}, { fetch, ...more } = {}) {
  const sandbox = new Sandbox(options);
  const reach = fetch ? (...args) => fetch(sandbox.fetch, ...args) : sandbox.fetch;
  const { email, password } = sandbox;
  return { sandbox, blend: new Blend({ email, password, fetch: reach, logLevel: "off", ...more }) };
}

/** A handler, what its hooks were given, and a function that sends it something. */
export function portal(options = {}, { sandbox, blend } = pharmacy()) {
  const submissions = [];
  const errors = [];
  const handler = createIntakeHandler(blend, {
    schema: rules({ today: "2026-11-28" }).patient,
    fields: FIELDS,
    session: () => ({ subject: "account-7" }),
    products: () => ({ products: PRODUCTS }),
    onSubmit: (submission) => void submissions.push(submission),
    onError: (error) => void errors.push(error),
    secret: SECRET,
    ...options,
  });
  const submit = async (given) => {
    const response = await handler(requestOf(given));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : undefined };
  };
  const orders = () => Object.values(sandbox.state.orders).reduce((sum, count) => sum + count, 0);
  return { sandbox, blend, handler, submissions, errors, submit, orders };
}

export const HEADERS = {
  "content-type": "application/json",
  "x-blend-intake": "1",
  "sec-fetch-site": "same-origin",
};

/** A submission as `fetchTransport` sends it. A header that is undefined is left out. */
export function requestOf({ answers = {}, id = ID, headers = {}, more = {}, ...init } = {}) {
  const kept = Object.entries({ ...HEADERS, ...headers }).filter(([, value]) => value !== undefined);
  const body = JSON.stringify({ submission_id: id, answers: { ...ANSWERS, ...answers }, ...more });
  return new Request("https://portal.example.com/intake", {
    method: "POST",
    headers: Object.fromEntries(kept),
    body,
    ...init,
  });
}
