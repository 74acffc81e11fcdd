import { portal } from "../program/portal.mjs";

let handle;

export default {
  fetch(request) {
    handle ??= portal();
    return handle(request);
  },
};
