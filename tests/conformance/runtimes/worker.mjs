// The program in workerd.
import { blend } from "../program/blend.mjs";
import { conform } from "../program/index.mjs";

const load = async () => blend(await import("blend-sdk"), () => import("blend-sdk-copy"));

export default {
  fetch: async (request, { CONTROL }) => Response.json(await conform({ control: CONTROL, load })),
};
