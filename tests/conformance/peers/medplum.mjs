import { SSN, TOKEN } from "../program/blend.mjs";

export const title = "Medplum";
const id = "@medplum/core";
export { id as package };

/** It reads what is in its tokens. */
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const JWT = `${encoded({ alg: "none" })}.${encoded({ sub: "1", client_id: "client", exp: Math.floor(Date.now() / 1000) + 36_000 })}.${encoded(TOKEN)}`;

export async function load() {
  const { MedplumClient, MemoryStorage, ClientStorage } = await import("@medplum/core");
  return {
    has: ["signal", "fetch", "list", "session"],
    open(origin, { fetch, session } = {}) {
      const storage = new ClientStorage(new MemoryStorage());
      const medplum = new MedplumClient({
        baseUrl: origin,
        storage,
        ...(session ? { clientId: "client", clientSecret: "secret" } : { accessToken: TOKEN }),
        fetch: fetch ?? globalThis.fetch,
      });
      const ready = session && medplum.startClientLogin("client", "secret");
      return {
        async read(call) {
          await ready;
          return medplum.readResource("Patient", "1", call);
        },
        get: (one, call) => medplum.readResource("Patient", one, call),
        write: (call) => medplum.createResource({ resourceType: "Patient" }, call),
        confide: (call) => medplum.createResource({ resourceType: "Patient", identifier: [{ value: SSN }] }, call),
        async *list() {
          for await (const page of medplum.searchResourcePages("Patient", {})) yield* page;
        },
      };
    },
    below: "/fhir/R4/Patient/",
    page: {
      json: {
        resourceType: "Bundle",
        link: [{ relation: "next", url: "http://host.example/fhir/R4/Patient?_page=2" }],
        entry: [{ resource: { resourceType: "Patient", id: "1" } }, { resource: { resourceType: "Patient", id: "2" } }],
      },
    },
    signIn: {
      "POST /oauth2/token": [
        {
          json: {
            token_type: "Bearer",
            expires_in: 36_000,
            access_token: JWT,
            project: { reference: "Project/1" },
            profile: { reference: "ClientApplication/1" },
          },
        },
      ],
      "GET /auth/me": [{ json: { profile: { resourceType: "ClientApplication", id: "1" } } }],
    },
    error: (message) => ({
      resourceType: "OperationOutcome",
      issue: [{ severity: "error", code: "invalid", details: { text: message } }],
    }),
    tells: () => true,
  };
}
