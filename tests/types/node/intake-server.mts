// A portal's backend, with its types. Compiled, never run.
import { createServer } from "node:http";
import Blend from "blend-sdk";
import { rules } from "blend-sdk/intake";
import {
  createIntakeHandler,
  createProxy,
  toNodeHandler,
  type IntakeOrder,
  type ProxyOperation,
  type RateLimitStore,
} from "blend-sdk/intake/server";
import { redisRateLimit } from "blend-sdk/stores";
import type { Express } from "express";
import { Redis } from "ioredis";
import { createClient } from "redis";

declare const app: Express;
declare const consents: { "~standard": StandardConsents };
type StandardConsents = {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (value: unknown) => { value: { consent: boolean } } | { issues: { message: string }[] };
};
const blend = new Blend();
const secret = process.env["INTAKE_SECRET"] ?? "";
const mupirocin: IntakeOrder = { products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] } };

const handler = createIntakeHandler(blend, {
  schema: rules().patient,
  fields: ["first_name", "address.state"],
  extra: consents,
  session: async (request) => {
    const account = request.headers.get("x-account");
    return account ? { subject: account, clinic: 7 } : null;
  },
  products: async (session, answers, extra) => {
    const clinic: number = session.clinic;
    const state: string | undefined = answers.address?.state;
    return extra.consent && clinic && state ? mupirocin : null;
  },
  challenge: (_request, { token, session, key }) => token === `${session.clinic}${key}`,
  rateLimit: {
    limit: 5,
    key: (request, session) => `${request.headers.get("x-real-ip")} ${session.clinic}`,
    store: redisRateLimit(new Redis()),
  },
  onSubmit: ({ outcome, order, patient, merged, extra, session }) => {
    console.log(outcome, order?.order_number, patient?.id, merged, extra.consent, session.clinic);
  },
  origins: ["https://portal.example.com"],
  secret,
});
createServer(toNodeHandler(handler));
app.post("/intake", toNodeHandler(handler));
export const POST = (request: Request): Promise<Response> => handler(request);

// The rules of an order: other answers.
const base = { session: () => ({ subject: "1" }), onSubmit: () => {}, fields: ["patient"], secret };
createIntakeHandler(blend, {
  ...base,
  schema: rules().order,
  products: (_session, answers) => ({ products: answers.products ?? {}, address: answers.address ?? {} }),
});
// An order with its prescription.
createIntakeHandler(blend, {
  ...base,
  schema: rules().patient,
  products: () => ({
    order: mupirocin,
    prescriber: { npi: "1234567893" },
    electronic_prescription: {
      medication: { product_code: "MUPIROCIN1", quantity: 30, units: "C48155", refills: 2, sig: "Apply twice daily" },
    },
  }),
});

const memory: RateLimitStore = { hit: () => ({ count: 1, remainingMs: 1 }) };
createIntakeHandler(blend, { ...base, schema: rules().patient, products: () => null, rateLimit: { store: memory } });
redisRateLimit(createClient());

// @ts-expect-error: the session is mandatory
createIntakeHandler(blend, { ...base, schema: rules().patient, products: () => null, session: undefined });
// @ts-expect-error: a session has a subject
createIntakeHandler(blend, { ...base, schema: rules().patient, products: () => null, session: () => ({ id: 1 }) });
// @ts-expect-error: the patient is the handler's matter
const withPatient: IntakeOrder = { ...mupirocin, patient_id: "40000000-0000-4000-8000-000000000001" };
// @ts-expect-error: so is the key
const withKey: IntakeOrder = { ...mupirocin, external_id: "visit-1" };
console.log(withPatient, withKey);

const proxy = createProxy(blend, {
  operations: ["orders.list", "patients.get", "notifications.createWebhook"],
  authorize: async (request, { operation, ids, params }) =>
    request.headers.get("cookie") !== null && operation !== "patients.get" && ids.length + Object.keys(params).length > 0,
});
app.use("/blend", toNodeHandler(proxy));
// @ts-expect-error: there is no default
createProxy(blend, { operations: ["orders.list"] });
// @ts-expect-error: no such operation
createProxy(blend, { operations: ["orders.lst"], authorize: () => true });
// @ts-expect-error: a page behind a proxy has no session with Blend
const login: ProxyOperation = "auth.login";
// @ts-expect-error: no operation, but a method that calls some
const once: ProxyOperation = "orders.createOnce";
console.log(login, once);
