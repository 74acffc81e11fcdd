// The program in workerd.
import * as sdk from "blend-sdk";
import { report } from "../program/index.mjs";

export default {
  async fetch(request, { CONTROL }) {
    await report(sdk, CONTROL);
    return Response.json([]);
  },
};
