// The intake form of examples-web for everybody: axe-core on each step, small screens, paper, and the page's policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { findChromium, launch } from "../support/browser.mjs";
import { start } from "../support/processes.mjs";
import { answer, CHILD, fillUpTo, goOn, isDone, openForm, startForm, stepsOf } from "./person.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await launch(findChromium())));
after(() => browser?.close());

/** What axe-core finds on what shows now. */
async function findings(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }),
  );
  assert.ok(passes.length > 15);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Goes through all steps of a child, and calls `look` at each: empty, with errors, and filled in. */
async function walk(page, look) {
  for (const step of stepsOf(CHILD)) {
    await page.locator(`[data-step=${step}]:visible`).waitFor();
    await look(step);
    await goOn(page);
    await look(`${step} with errors`);
    await answer(page, CHILD[step]);
    if (step !== "review") await goOn(page);
  }
}

for (const colorScheme of ["light", "dark"])
  for (const locale of ["en-US", "es-US"])
    test(`axe-core finds nothing on any step: ${locale}, ${colorScheme}`, async (t) => {
      const { page, loseAnswers } = await openForm(t, browser, { context: { locale, colorScheme } });
      const found = {};
      let looks = 0;
      const look = async (what) => {
        looks++;
        const violations = await findings(page);
        if (violations.length) found[what] = violations;
      };
      await walk(page, look);
      await page.locator("#risk-factors-allergies").evaluate((area) => {
        area.value = "amoxicillin/clavulanate";
      });
      loseAnswers(true);
      await goOn(page);
      await page.locator("[data-status]:not(:empty)").waitFor();
      await page.locator("button.primary [data-on=pending]:visible").waitFor();
      await look("pending");
      loseAnswers(false);
      await goOn(page);
      await isDone(page);
      await look("done");
      assert.deepEqual(found, {});
      assert.equal(looks, 2 * 8 + 2);
    });

test("axe-core would find something, and finds nothing where a comma is asked back", async (t) => {
  const { page } = await openForm(t, browser);
  await fillUpTo(page, CHILD, "risks");
  await answer(page, { "extra.allergies": "yes", "risk_factors.allergies": "amoxicillin/clavulanate" });
  await page.locator("#risk-factors-allergies").blur();
  await page.getByRole("button", { name: /^One entry/ }).waitFor();
  assert.deepEqual(await findings(page), []);
  await page.evaluate(() => document.querySelector("[for=risk-factors-allergies]").remove());
  assert.match((await findings(page)).join(), /label/);
});

test("320 pixels are enough for each step, in both languages, and everything can be hit", async (t) => {
  for (const locale of ["en-US", "es-US"]) {
    const { page } = await openForm(t, browser, { context: { locale, viewport: { width: 320, height: 640 } } });
    const fits = async (what) => {
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll("main *, header *, footer *")]
          .filter((element) => element.getClientRects().length && element.getBoundingClientRect().right > 321)
          .map(({ outerHTML }) => outerHTML.slice(0, 80)),
      );
      assert.deepEqual([wide, await page.evaluate(() => document.documentElement.scrollWidth)], [[], 320], what);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("button, input, select, textarea")]
          .map((element) => [element.getBoundingClientRect(), element.name || element.textContent.trim()])
          .filter(([{ width, height }]) => width && (width < 24 || height < 24))
          .map(([, name]) => name),
      );
      assert.deepEqual(small, [], what);
    };
    await walk(page, fits);
    await goOn(page);
    await isDone(page);
    await fits("done");
  }
});

test("text with the spacing of WCAG 1.4.12 and twice the size still fits", async (t) => {
  const { page } = await openForm(t, browser, { context: { viewport: { width: 640, height: 900 } } });
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":root { font-size: 200% } * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
    );
    document.adoptedStyleSheets = [sheet];
  });
  await walk(page, async (what) =>
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640, what),
  );
});

test("on paper there are the answers and no buttons, and on the screen nothing moves", async (t) => {
  const { page } = await openForm(t, browser);
  await fillUpTo(page, CHILD);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("button:visible").count(), 0);
  assert.equal(await page.getByText("Johannes Muster-Beispiel").isVisible(), true);
  // Nothing moves, for anybody.
  const rules = await page.evaluate(() =>
    [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join("\n"),
  );
  assert.ok(rules.length > 5000);
  assert.doesNotMatch(rules, /transition|animation|scroll-behavior/);
});

test("the fields say what belongs into them", async (t) => {
  const { page } = await openForm(t, browser);
  const fields = await page
    .locator("form [name]")
    .evaluateAll((all) =>
      Object.fromEntries(
        all.map(({ name, autocomplete, inputMode, type, enterKeyHint }) => [
          name,
          [autocomplete, inputMode, type, enterKeyHint].join(" ").trim(),
        ]),
      ),
    );
  const expected = {
    first_name: "given-name  text next",
    middle_name: "additional-name  text next",
    last_name: "family-name  text next",
    "date_of_birth.month": "bday-month numeric text next",
    "date_of_birth.day": "bday-day numeric text next",
    "date_of_birth.year": "bday-year numeric text next",
    gender: "sex  radio",
    email: "email email email next",
    phone: "tel-national tel tel next",
    primary_language: "language  select-one",
    "address.address_1": "address-line1  text next",
    "address.address_2": "address-line2  text next",
    "address.city": "address-level2  text next",
    "address.state": "address-level1  select-one",
    "address.zip_code": "postal-code numeric text next",
    guardian_name: "section-guardian name  text next",
    guardian_phone: "section-guardian tel-national tel tel next",
    guardian_email: "section-guardian email email email next",
    weight_pounds: "off decimal text next",
  };
  for (const [name, wanted] of Object.entries(expected)) assert.equal(fields[name], wanted, name);
  const kinds = new Set(Object.values(fields).map((text) => text.split(" ").at(-1)));
  for (const never of ["number", "date"]) assert.ok(!kinds.has(never));
  const states = await page
    .locator("#address-state option")
    .evaluateAll((all) => all.map(({ value, text }) => [value, text]));
  assert.deepEqual(
    states.find(([value]) => value === "MA"),
    ["MA", "Massachusetts"],
  );
  assert.equal(states.length, 63);
});

test("the page's policy allows its own files only, and holds: a script that somebody puts in does not run", async (t) => {
  const { origin } = await startForm(t);
  for (const path of ["/intake/1", "/intake/done"]) {
    const { headers } = await fetch(origin + path);
    const policy = headers.get("content-security-policy");
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.match(headers.get("set-cookie"), /^visitor=[\w.-]+; Path=\/intake; HttpOnly; SameSite=Strict$/);
  }
  const html = await (await fetch(`${origin}/intake/1`)).text();
  assert.doesNotMatch(html, /<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/);
  for (const path of [
    "/intake/assets/../../server.mjs",
    "/intake/assets/%2e%2e/index.html",
    "/server.mjs",
    "/intake/x",
  ])
    assert.equal((await fetch(origin + path)).status, 404, path);
  const { page, seen } = await openForm(t, browser);
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "https://tracker.example/pixel.gif";
    document.body.append(image);
  });
  await page.waitForFunction(() => document.querySelector("img").complete);
  assert.ok(seen.messages.some((text) => text === "policy: img-src"));
});

test("the demo starts with one command and prints its address", async (t) => {
  const { child, first } = await start(process.execPath, ["examples-web/demo-web.mjs"], {
    env: { ...process.env, PORT: "0" },
  });
  t.after(() => child.kill());
  const [, address] = /^Patient intake: (http:\/\/127\.0\.0\.1:\d+\/intake\/1)$/.exec(first);
  const page = await fetch(address);
  assert.deepEqual([page.status, /<form id="intake"/.test(await page.text())], [200, true]);
});
