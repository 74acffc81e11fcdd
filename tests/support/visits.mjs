// A sandbox for createOnce, with a network that a test can break, and the visit that it makes.
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

export const PATIENT = "40000000-0000-4000-8000-000000000001";
export const KEY = "visit-2041";

/** An order that the sandbox takes. */
export const ORDER = {
  patient_id: PATIENT,
  external_id: KEY,
  products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] },
};

/** The same order with its prescription. */
export const VISIT = {
  electronic_prescription: {
    medication: {
      product_code: "MUPIROCIN1",
      quantity: 30,
      units: "C48155",
      refills: 2,
      sig: "Apply a thin layer twice daily",
      written_at: "2025-04-25T00:00:00",
    },
    patient: { id: PATIENT },
  },
  prescriber: { npi: "9000000015" },
  order: ORDER,
  force_new: true,
};

/** A patient whom the sandbox does not know yet. */
export const ADA = {
  external_id: "p-77",
  first_name: "Ada",
  last_name: "Example",
  date_of_birth: "1990-01-01",
  phone: "6175550123",
  email: "ada@example.com",
  address: { address_1: "1 Main Street", city: "Boston", state: "MA", zip_code: "02108" },
};

/** A sandbox behind a network of the test's own. */
export class Clinic {
  sandbox = new Sandbox();
  /** The requests that create something. */
  creates = 0;
  /** Whether the answers of creates are lost from now on. */
  loses = false;
  /** Whether look-ups find nothing from now on. */
  blind = false;
  #desk = new Blend({ email: this.sandbox.email, password: this.sandbox.password, fetch: this.sandbox.fetch });

  fetch = async (url, init) => {
    if (url.includes("/auth/")) return this.sandbox.fetch(url, init);
    if (init.method === "GET") {
      if (!this.blind) return this.sandbox.fetch(url, init);
      return url.includes("/search/") ? Response.json({ results: [] }) : new Response("{}", { status: 404 });
    }
    this.creates++;
    const answer = await this.sandbox.fetch(url, init);
    if (this.loses) throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
    return answer;
  };

  /** A client with a token. Each such client remembers for itself, as one of another process does. */
  async client(options = {}) {
    const { access_token: accessToken } = await this.#desk.auth.login();
    return new Blend({ accessToken, fetch: this.fetch, logLevel: "off", ...options });
  }

  /** How many orders have the key. */
  async orders(key = KEY) {
    const orders = await this.#desk.orders.list().toArray({ limit: 200 });
    return orders.filter(({ external_id }) => external_id === key).length;
  }
}
