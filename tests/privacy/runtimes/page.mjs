// The program in a browser.
import * as sdk from "blend-sdk";
import { report } from "../program/index.mjs";

await report(sdk, new URLSearchParams(location.search).get("control"));
globalThis.result = [];
