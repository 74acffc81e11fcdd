// The program in a browser.
import { blend } from "../program/blend.mjs";
import { conform } from "../program/index.mjs";

const load = async () => blend(await import("blend-sdk"), () => import("blend-sdk-copy"));
const control = new URLSearchParams(location.search).get("control");
globalThis.result = await conform({ control, load });
