import { receiver } from "../program/receiver.mjs";

let receive;

export default {
  fetch(request, env, context) {
    receive ??= receiver(env.SECRET);
    return receive(request, context);
  },
};
