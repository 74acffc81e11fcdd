import { SSN, TOKEN } from "../program/blend.mjs";

export const title = "ky";
const id = "ky";
export { id as package };

export async function load() {
  const { default: ky } = await import("ky");
  return {
    has: ["signal", "fetch", "timeout"],
    open(origin, { timeout, fetch } = {}) {
      const api = ky.create({
        prefixUrl: origin,
        headers: { authorization: `Bearer ${TOKEN}` },
        ...(timeout ? { timeout } : {}),
        ...(fetch ? { fetch } : {}),
      });
      return {
        read: (call) => api.get("things/1", call).json(),
        get: (one, call) => api.get(`things/${one}`, call).json(),
        write: (call) => api.post("things", { json: { name: "Willard" }, ...call }).json(),
        confide: (call) => api.post("things", { json: { ssn: SSN }, ...call }).json(),
      };
    },
    below: "/things/",
    error: (message) => ({ message }),
    tells: () => true,
  };
}
