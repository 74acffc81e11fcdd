// All operations against Prism, which serves the contract: no request is refused, every answer is read and as documented.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { client, failure, LOGIN } from "../support/server.mjs";
import { call, fullParams, idsOf, nameOf, operations, someParams } from "../support/tables.mjs";
import { startPrism } from "./prism.mjs";

const TOKENS = { accessToken: "access", refreshToken: "refresh" };

/** How Prism is started, and which answers it is asked for. */
const MODES = {
  static: { words: [], prefer: [undefined] },
  // The generator would add fields that no contract names. One answer for each seed, the same in every run.
  dynamic: {
    words: ["--dynamic", "--json-schema-faker-fillProperties", "false"],
    prefer: ["seed=1", "seed=2", "seed=3"],
  },
};

for (const [mode, { words, prefer }] of Object.entries(MODES)) {
  describe(mode, () => {
    let prism;
    let calls = 0;
    before(async () => (prism = await startPrism(...words)));
    after(async () => {
      await prism?.stop();
      console.log(`Prism with ${mode} answers: ${operations.length} operations in ${calls} calls`);
    });

    async function go(operation, params, preferred) {
      calls += 1;
      const drifts = [];
      const onDrift = (drift) => drifts.push(drift);
      const options = {
        ...TOKENS,
        ...LOGIN,
        checkResponses: "report",
        onDrift,
        headers: preferred && { prefer: preferred },
      };
      const { headers } = await call(client(prism, options), operation, idsOf(operation), params);
      assert.deepEqual([headers.get("sl-violations"), drifts], [null, []]);
    }

    for (const operation of operations) {
      test(`${nameOf(operation)}: with everything that it takes`, async () => {
        for (const params of fullParams(operation))
          for (const preferred of prefer) await go(operation, params, preferred);
      });
      test(`${nameOf(operation)}: with what it must have`, async () => {
        await go(
          operation,
          someParams(operation, ({ required, expected }) => required || expected),
          prefer[0],
        );
      });
      if (operation.orXml) test(`${nameOf(operation)}: with XML`, () => go(operation, "<Message/>", prefer[0]));
    }

    test("the one thing that is let through although the contract refuses it", async () => {
      // A patient beside an order is taken to be the order's; the contract says so of prescriptions only, and in words.
      const patient_id = idsOf(operations.find(({ path }) => path === "/patients/{patient_id}"))[0];
      const create = (order) => client(prism, TOKENS).composite.create({ patient: { id: patient_id }, order });
      assert.equal((await failure(create({}))).status, 422);
      await create({ patient_id });
    });

    test("the contract has no operation beside these", () => assert.equal(prism.operations, operations.length));

    test("what the contract does not allow is refused", async () => {
      const blend = client(prism, TOKENS);
      const wrong = [
        ["GET", "/orders", { query: { page: "first" } }, 422],
        ["POST", "/orders", { body: { products: 1 } }, 422],
        ["POST", "/orders", {}, 422],
        ["PATCH", "/orders", {}, 405],
        ["GET", "/ordres", {}, 404],
      ];
      for (const [method, path, given, status] of wrong)
        assert.equal((await failure(blend.request(method, path, given))).status, status);
      assert.equal((await fetch(`${prism.base}/orders`)).status, 401);
    });
  });
}
