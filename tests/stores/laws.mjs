// What every token store has to do, and how the processes that share one are asked.
import assert from "node:assert/strict";

/** A writer that comes late does not overwrite. */
export async function assertFirstWriterWins(store, key) {
  const write = (value, ifVersion) => store.set(key, value, { ifVersion, ttlMs: 60_000 });
  assert.equal(await write("one", undefined), true);
  const { version } = await store.get(key);
  assert.equal(await write("two", undefined), false, "somebody was first");
  assert.equal(await write("two", version), true);
  assert.equal(await write("three", version), false, "somebody was quicker");
  assert.equal((await store.get(key)).value, "two");
  await store.clear(key);
  assert.equal(await write("four", version), false, "somebody signed out");
  assert.equal(await store.get(key), undefined);
}

/** Does what its parent says by name, and answers each message. */
export function answerParent(work) {
  process.on("message", async (name) => {
    try {
      await work[name]();
      process.send("done");
    } catch (error) {
      process.send(`${error.name}: ${error.message}`);
    }
  });
  process.send("ready");
}
