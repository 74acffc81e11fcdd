// blend-sdk as a subject of the probes. The other clients' subjects have the same members.

export const PATIENT = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";
export const ORDER = { patient_id: PATIENT, products: { prescription: [{ sku: "S-1", quantity: 1 }] } };

/** What must stand in no error. */
export const SSN = "987-65-4321";
export const TOKEN = "token-5f0c9a7e41d2";

/** `copy` imports a second copy of the package. */
export const blend = (sdk, copy) => ({
  /** What probes may need: options, ways and promises that not every client has. */
  has: ["signal", "fetch", "session", "signs in by itself", "list", "timeout", "blend"],
  sdk,
  copy,

  open(origin, { session, ...options } = {}) {
    const credentials = session ? { email: "desk@example.com", password: `word-${TOKEN}` } : { accessToken: TOKEN };
    const client = new sdk.Blend({
      baseURL: `${origin}/api/v1`,
      logLevel: "off",
      dangerouslyAllowBrowser: true,
      ...credentials,
      ...options,
    });
    return {
      client,
      read: (call) => client.patients.get(PATIENT, call),
      get: (id, call) => client.orders.get(id, call),
      write: (call) => client.orders.create(ORDER, call),
      /** A write whose request holds a patient's SSN. */
      confide: (call) =>
        client.patients.create(
          { first_name: "Willard", last_name: "Donnelly", ssn: SSN },
          { allowUnknownFields: true, ...call },
        ),
      list: () => client.patients.list(),
    };
  },

  /** An error as the client's own server words it. */
  error: (message) => ({ message }),
  /** Where single things lie; nothing else may be asked for by an id. */
  below: "/api/v1/orders/",
  /** A page of a list that never ends. */
  page: { json: [{ id: "1" }, { id: "2" }] },
  signIn: {
    "POST /api/v1/auth/login": [{ json: { access_token: TOKEN, refresh_token: `refresh-${TOKEN}` } }],
    "POST /api/v1/auth/refresh": [{ json: { access_token: TOKEN } }],
  },

  /** Whether an end says of the call what it has to. Others promise nothing here. */
  tells: (end, facts) => Object.entries(facts).every(([name, value]) => end.error?.[name] === value),
});
