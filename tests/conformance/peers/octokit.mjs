import { SSN, TOKEN } from "../program/blend.mjs";

export const title = "Octokit";
const id = "octokit";
export { id as package };

let clients = 0;

export async function load() {
  const { Octokit } = await import("octokit");
  return {
    has: ["signal", "fetch", "list"],
    open(origin, { fetch } = {}) {
      // Its own settings, but for a queue of each client's own: the probes run at the same time.
      const again = (after, options) => options.request.retryCount === 0;
      const throttle = { id: String(++clients), onRateLimit: again, onSecondaryRateLimit: again };
      const octokit = new Octokit({ auth: TOKEN, baseUrl: origin, throttle, ...(fetch ? { request: { fetch } } : {}) });
      const request = (call) => (call ? { request: call } : {});
      const where = { owner: "o", repo: "r" };
      const data = async (work) => (await work).data;
      return {
        read: (call) => data(octokit.rest.users.getByUsername({ username: "u", ...request(call) })),
        get: (one, call) => data(octokit.rest.users.getByUsername({ username: one, ...request(call) })),
        write: (call) => data(octokit.rest.issues.create({ ...where, title: "t", ...request(call) })),
        confide: (call) => data(octokit.rest.issues.create({ ...where, title: SSN, ...request(call) })),
        async *list() {
          for await (const page of octokit.paginate.iterator(octokit.rest.issues.listForRepo, where)) yield* page.data;
        },
      };
    },
    below: "/users/",
    page: { json: [{ id: "1" }, { id: "2" }], headers: { link: '</repos/o/r/issues?page=2>; rel="next"' } },
    error: (message) => ({ message }),
    tells: () => true,
  };
}
