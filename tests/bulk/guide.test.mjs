// docs/bulk-and-sync.md: each block runs, and prints what the guide says.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { serveBlendOverHttp } from "../fleet/blend-server.mjs";
import { promised, writeGuide } from "../support/guide.mjs";

const guide = writeGuide("bulk-and-sync", ["better-sqlite3"]);
let server;

before(async () => (server = await serveBlendOverHttp({})));
after(() => {
  server.stop();
  guide.remove();
});

test("every block was found, and every link leads somewhere", () => {
  assert.deepEqual(guide.files, ["onboarding.mjs", "stoppable.mjs", "sync.mjs"]);
  for (const link of guide.links) assert.ok(existsSync(link), link);
});

for (const file of guide.files) {
  test(`${file} prints what it says`, async () => {
    const env = { PATH: process.env.PATH, ...server.env };
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: guide.folder, env });
    const said = promised(join(guide.folder, file));
    assert.equal(said.length, 1);
    assert.ok(stdout.endsWith(`${said[0]}\n`), stdout);
  });
}
