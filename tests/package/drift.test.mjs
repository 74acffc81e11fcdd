// checkResponses, over all that a table can say of an answer: one that fits has no report, and every difference has one, by
// operation, path and kinds, and never with a value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { changesOf } from "../support/changes.mjs";
import { client, failure, json, LOGIN } from "../support/server.mjs";
import { call, emptyAnswer, fullAnswer, idsOf, nameOf, operations, someParams } from "../support/tables.mjs";

/** Stands in every value that may be any string. Digits, so that numbers can hold it too. */
const MARK = "98-765-43-21";
const NUMBER = "987654321";
const TOKENS = { accessToken: "access", refreshToken: "refresh" };

/** What a client makes of an answer, and the drift that it tells. */
function read(operation, answer, checkResponses) {
  const drifts = [];
  const answering = async () => json(answer);
  const options = { ...TOKENS, ...LOGIN, checkResponses, onDrift: (drift) => drifts.push(drift), fetch: answering };
  const blend = client({ base: "http://127.0.0.1:1/api/v1" }, options);
  const params = someParams(operation, ({ required, expected }) => required || expected);
  return { data: call(blend, operation, idsOf(operation), params).then(({ data }) => data), drifts };
}

function expectIssues(found, wanted, shown) {
  assert.deepEqual(
    found.map(({ path, code }) => [path, code]),
    wanted.map(({ path, code }) => [path, code]),
  );
  for (const [place, { message }] of found.entries()) {
    assert.ok(message.startsWith(wanted[place].start) && message.endsWith(wanted[place].end), message);
  }
  const text = inspect(shown, { depth: 9, showHidden: true });
  assert.ok(!text.includes(MARK) && !text.includes(NUMBER), text);
}

for (const operation of operations.filter(({ answer }) => answer && answer.is !== "any")) {
  const name = nameOf(operation);

  test(`${name}: an answer as the table says is no drift`, async () => {
    for (const answer of [fullAnswer(operation), emptyAnswer(operation)]) {
      const { data, drifts } = read(operation, answer, "report");
      assert.deepEqual(await data, answer);
      assert.deepEqual(drifts, []);
      assert.deepEqual(await read(operation, answer, "throw").data, answer);
    }
  });

  test(`${name}: every difference is reported`, async (t) => {
    let [changes, reported] = [0, 0];
    for (const { answer, issues, refuses } of changesOf(
      operation.answer,
      fullAnswer(operation, { text: MARK }),
      MARK,
    )) {
      changes += 1;
      const { data, drifts } = read(operation, answer, "report");
      // Of what is no array there are no pages.
      if (operation.paged && !Array.isArray(answer)) assert.equal((await failure(data)).code, "paging");
      else assert.deepEqual(await data, answer);
      expectIssues(drifts, issues, drifts);
      assert.ok(drifts.every((drift) => drift.operation === name));
      if (!refuses || !issues.length) {
        const thrown = read(operation, answer, "throw");
        assert.deepEqual(await thrown.data, answer);
        // Nor does what every example has, and this answer lacks, fail the call: it is reported.
        expectIssues(thrown.drifts, issues, thrown.drifts);
        continue;
      }
      reported += 1;
      const error = await failure(read(operation, answer, "throw").data);
      assert.deepEqual([error.name, error.code, error.outcome], ["ValidationError", "validation", "done"]);
      expectIssues(error.issues, issues, error);
    }
    assert.ok(reported > 2);
    t.diagnostic(`${changes} changes, ${reported} of them reported`);
  });
}
