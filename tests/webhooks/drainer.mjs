// A process that drains an inbox, and never comes to an end with what it takes. Its parent kills it.
import { connectInbox } from "./inboxes.mjs";

const [kind, place] = process.argv.slice(2);
const { inbox } = await connectInbox(kind, JSON.parse(place));
const dispatch = (event) => {
  process.send(event);
  return new Promise(() => {});
};
inbox.drain({ dispatch });
