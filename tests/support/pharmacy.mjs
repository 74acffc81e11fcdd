// A Blend of a test's own for createOnce: it keeps orders, and does with each create what the test says.
import { Blend } from "../../pkg/dist/index.mjs";
import { json } from "./server.mjs";

export const PATIENT = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";

/** An order that passes all checks. */
export const PARAMS = {
  external_id: "visit-2041",
  patient_id: PATIENT,
  products: { prescription: [{ sku: "S-1", quantity: 2 }] },
  force_new: true,
};

export class Pharmacy {
  orders = [];
  creates = 0;
  lookUps = 0;
  /** Answers a create. `count` is its number. */
  onCreate = (order, _count) => (this.orders.push(order), json(order, 201));
  /** Whether look-ups find anything. */
  visible = () => true;

  fetch = async (url, { method, body, signal }) => {
    // A network takes its time, and other calls go on.
    await new Promise(setImmediate);
    if (signal?.aborted) throw new Error("aborted");
    if (url.endsWith("/auth/login")) return json({ access_token: "a", refresh_token: "r" });
    if (method === "POST") {
      const { force_new, ...wanted } = JSON.parse(body);
      const order = { id: crypto.randomUUID(), patient: { id: wanted.patient_id }, ...wanted };
      return this.onCreate(order, ++this.creates);
    }
    this.lookUps++;
    const key = decodeURIComponent(new URL(url).pathname.split("/").at(-1));
    const found = this.visible() && this.orders.find(({ id, external_id }) => id === key || external_id === key);
    return found ? json(found) : json({ message: "no such order" }, 404);
  };

  /** A client with a token. Each such client remembers for itself, as one of another process does. */
  client = (options = {}) => new Blend({ accessToken: "given", fetch: this.fetch, logLevel: "off", ...options });

  /** From now on creates are carried out, and their answers are lost. */
  loseAnswers() {
    this.onCreate = (order) => {
      this.orders.push(order);
      throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
    };
  }
}
