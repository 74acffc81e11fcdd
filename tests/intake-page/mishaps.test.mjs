// What goes wrong at the intake form of examples-web: errors, networks, impatience, reloads, the back button.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { findChromium, launch } from "../support/browser.mjs";
import {
  ADULT,
  answer,
  assertNothingLeft,
  field,
  fillIn,
  fillUpTo,
  goOn,
  isDone,
  openForm,
  place,
  startForm,
} from "./person.mjs";

let browser;
before(async () => (browser = await launch(findChromium())));
after(() => browser?.close());

const summary = (page) => page.locator("[data-summary] a");
const posts = (seen) => seen.requests.filter(({ method }) => method === "POST");
const statusText = (page) => page.locator("[data-status]").textContent();
const focused = (page) =>
  page.evaluate(() => {
    const { name, dataset } = document.activeElement;
    return name || Object.keys(dataset)[0];
  });
/** Fills in the form and sends it. The order is made, and the server's answer gets lost. */
async function loseAnswer({ page, made, loseAnswers }) {
  await fillUpTo(page, ADULT);
  await answer(page, ADULT.review);
  loseAnswers(true);
  await goOn(page);
  await page.locator("[data-status]", { hasText: "do not know whether" }).waitFor();
  assert.equal(made(), 1);
  loseAnswers(false);
}

/** The browser itself reports on its console what a server refused and what got lost. */
const REPORTED = /^Failed to load resource/;

test("each refused step moves the focus to the summary, whose links lead to the fields, and says Error once", async (t) => {
  const { page } = await openForm(t, browser);
  for (let time = 0; time < 2; time++) {
    await field(page, "first_name").press("Enter");
    assert.equal(await focused(page), "summary");
    assert.equal(await page.title(), "Error: Step 1 of 7 – Intake form – Harbor Health");
    await page.keyboard.press("Tab");
  }
  assert.deepEqual(await summary(page).allTextContents(), [
    "Choose who fills in this form",
    "Enter the first name",
    "Enter the date of birth",
  ]);
  // A mouse on the summary's link, and a keyboard.
  await summary(page).nth(2).click();
  assert.equal(await focused(page), "date_of_birth.month");
  await summary(page).nth(1).focus();
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "first_name");
  const described = async (name) =>
    Promise.all(
      (await field(page, name).first().getAttribute("aria-describedby"))
        .split(" ")
        .map((id) => page.locator(`[id="${id}"]`).textContent()),
    );
  assert.ok((await described("first_name")).includes("Enter the first name"));
  assert.ok((await described("extra.filled_in_by")).includes("Choose who fills in this form"));
  assert.equal(await page.locator("[aria-invalid]").count(), 6);
  await answer(page, ADULT.identity);
  await goOn(page);
  assert.equal(await page.title(), "Step 2 of 7 – Intake form – Harbor Health");
  assert.equal(await focused(page), "step");
});

/** By step: a wrong answer, what the form says, and where the link leads. */
const WRONG = {
  identity: [
    ["first_name", "\u202eanitseT", "This has characters that cannot be seen. Type it again", "first_name"],
    ["date_of_birth.year", "87", "Enter the year with four digits", "date_of_birth.year"],
    ["date_of_birth.day", "", "Enter month, day and year", "date_of_birth.day"],
    [
      "date_of_birth.month",
      "25",
      "Enter the month first, then the day, such as 03/25/1990",
      "date_of_birth.month",
      { "date_of_birth.day": "3" },
    ],
    [
      "date_of_birth.day",
      "31",
      "This day does not exist. Check the month and the day",
      "date_of_birth.month",
      { "date_of_birth.month": "2" },
    ],
    ["date_of_birth.year", "1899", "Enter a year from 1900 on", "date_of_birth.year"],
    ["date_of_birth.year", "2999", "This date is in the future. Check the year", "date_of_birth.year"],
  ],
  contact: [
    ["email", "testina at example", "Enter an e-mail address, such as name@example.com", "email"],
    ["phone", "617-555-01", "Enter ten digits, with the area code first, such as 617-555-0123", "phone"],
    [
      "phone",
      "617-155-0143",
      "Check the number: the area code and the three digits after it never start with 0 or 1",
      "phone",
    ],
    ["phone", "+52 55 1234 5678", "Enter a phone number of the United States", "phone"],
  ],
  address: [
    ["address.address_1", " ", "Enter the street and house number", "address.address_1"],
    ["address.city", "", "Enter the city", "address.city"],
    ["address.state", "", "Choose a state", "address.state"],
    ["address.zip_code", "0210", "Enter a ZIP code of five digits, or nine", "address.zip_code"],
    ["address.zip_code", "", "Enter a ZIP code", "address.zip_code"],
  ],
  body: [
    ["height_inches.feet", "five", "Enter the height in feet and inches, such as 5'10\"", "height_inches.feet"],
    ["height_inches.feet", "15", "Check the height: enter feet and inches, or cm", "height_inches.feet"],
    ["weight_pounds", "heavy", "Enter the weight in pounds, such as 150", "weight_pounds"],
    ["weight_pounds", "1501", "Check the weight: enter pounds", "weight_pounds"],
  ],
  risks: [["risk_factors.allergies", "", "Enter at least one allergy, or answer no", "risk_factors.allergies"]],
};

test("each wrong answer has its message, at the summary and at the field, and is gone when it is mended", async (t) => {
  const { page, made } = await openForm(t, browser);
  for (const name of Object.keys(ADULT)) {
    await page.locator(`[data-step=${name}]:visible`).waitFor();
    await answer(page, ADULT[name]);
    for (const [wrong, value, message, link, also = {}] of WRONG[name] ?? []) {
      await answer(page, { ...also, [wrong]: value });
      await goOn(page);
      assert.deepEqual(
        [await summary(page).allTextContents(), await focused(page)],
        [[message], "summary"],
        `${wrong} ${value}`,
      );
      assert.equal(await page.locator(`[data-error]`).filter({ hasText: message }).count(), 1);
      await summary(page).click();
      assert.equal(await focused(page), link, message);
      assert.equal(await field(page, link).getAttribute("aria-invalid"), "true");
      await answer(page, ADULT[name]);
    }
    await goOn(page);
  }
  await isDone(page);
  assert.equal(made(), 1);
});

test("an unusual answer is pointed out beside its field and in the review, and a click on the button is not lost to it", async (t) => {
  const { page } = await openForm(t, browser);
  await fillUpTo(page, ADULT, "contact");
  await answer(page, ADULT.contact);
  await field(page, "email").fill("testina@gmial.com");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator("[data-warning=email]").textContent(), "Check the e-mail address: it looks unusual");
  await field(page, "phone").fill("800-555-0143");
  // By hand: between down and up the warning would have moved the button away.
  await page.locator("button.primary").scrollIntoViewIfNeeded();
  const button = await page.locator("button.primary").boundingBox();
  await page.mouse.move(button.x + 20, button.y + 4);
  await page.mouse.down();
  await page.screenshot(); // a frame is drawn
  await page.mouse.up();
  await page.locator("[data-step=address]:visible").waitFor();
  const { identity: _, contact: __, ...rest } = ADULT;
  await fillUpTo(page, rest);
  assert.deepEqual(await page.locator("[data-review] .warning").allTextContents(), [
    "Check the e-mail address: it looks unusual",
    "Check the number: this is a toll-free number",
  ]);
});

test("a network that fails at the submit: nobody knows, and sending again makes one order", async (t) => {
  const form = await openForm(t, browser);
  const { page, seen, made } = form;
  await fillUpTo(page, ADULT);
  await answer(page, ADULT.review);
  await page.route("**/intake/en", (route) => route.abort());
  await goOn(page);
  await page.locator("[data-status]", { hasText: "do not know whether" }).waitFor();
  assert.equal(await focused(page), "status");
  assert.equal(await page.locator("[data-back]").isVisible(), false);
  assert.equal(await page.locator("button.primary").innerText(), "Send again");
  // The way back in the browser does not lead out of it.
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => location.pathname === "/intake/7");
  assert.equal(await page.locator("[data-step=review]").isVisible(), true);
  await page.unroute("**/intake/en");
  await goOn(page);
  await isDone(page);
  const bodies = posts(seen).map(({ body }) => body);
  assert.deepEqual([bodies.length, bodies[0] === bodies[1], made()], [2, true, 1]);
  await assertNothingLeft(form, ADULT, REPORTED);
});

test("an answer that gets lost after the order was made: sending again finds that order", async (t) => {
  const form = await openForm(t, browser);
  const { page, made, submissions } = form;
  await loseAnswer(form);
  await goOn(page);
  await isDone(page);
  assert.equal(made(), 1);
  const keys = submissions.map(({ key, order }) => [key, order.order_number]);
  assert.deepEqual(keys[0], keys[1]);
  await assertNothingLeft(form, ADULT, REPORTED);
});

for (const [what, fault] of [
  ["the connection to Blend is lost after the order was made", { lost: true, when: "after" }],
  ["Blend answers 503 after the order was made", { status: 503, when: "after" }],
])
  test(`${what}: the person gets one order, perhaps by sending again`, async (t) => {
    const form = await openForm(t, browser);
    const { page, made, sandbox } = form;
    sandbox.fail({ operation: "orders.create", ...fault });
    await fillIn(page, ADULT);
    await page.locator("[data-step=accepted]:visible, [data-status]:not(:empty)").first().waitFor();
    await page.waitForFunction(() => !document.querySelector("button.primary [data-on=wait]:not([hidden])"));
    if (/do not know/.test(await statusText(page))) await goOn(page);
    await isDone(page);
    assert.match(await page.locator("[data-order-number]").textContent(), /^ORD/);
    assert.equal(made(), 1);
    await assertNothingLeft(form, ADULT, REPORTED);
  });

test("Blend is away: nothing was sent, the answers stay, and later they go through", async (t) => {
  const form = await openForm(t, browser);
  const { page, made, sandbox } = form;
  sandbox.fail({ operation: "auth.login", status: 503, times: "always" });
  await fillIn(page, ADULT);
  await page.locator("[data-status]", { hasText: "were not sent" }).waitFor();
  assert.deepEqual([await focused(page), made()], ["status", 0]);
  assert.equal(await page.locator("[data-back]").isVisible(), true);
  assert.equal(await field(page, "first_name").inputValue(), "Testina");
  sandbox.heal();
  await goOn(page);
  await isDone(page);
  assert.equal(made(), 1);
  await assertNothingLeft(form, ADULT, REPORTED);
});

test("a double click and Enter twice are one submission", async (t) => {
  const form = await openForm(t, browser);
  const { page, seen, made } = form;
  await fillUpTo(page, ADULT);
  await answer(page, ADULT.review);
  let letThrough;
  const isImpatient = new Promise((resolve) => (letThrough = resolve));
  await page.route("**/intake/en", async (route) => {
    await isImpatient;
    await route.continue();
  });
  await page.locator("button.primary").dblclick();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  letThrough();
  await isDone(page);
  assert.deepEqual([posts(seen).length, made()], [1, 1]);
  await assertNothingLeft(form, ADULT);
});

test("two clicks on Continue do not pass two steps", async (t) => {
  const { page } = await openForm(t, browser);
  await answer(page, ADULT.identity);
  await page.evaluate(() => {
    const button = document.querySelector("button.primary");
    button.click();
    button.click();
  });
  await page.waitForURL("**/intake/2");
  assert.deepEqual([place(page), await page.title()], [2, "Error: Step 2 of 7 – Intake form – Harbor Health"]);
});

test("a reload in the middle starts again with the same submission, so that one order is made", async (t) => {
  const form = await openForm(t, browser);
  const { page, seen, made } = form;
  await loseAnswer(form);
  let isAsked = false;
  page.on("dialog", (dialog) => ((isAsked = dialog.type() === "beforeunload"), dialog.accept()));
  await page.reload();
  await page.locator("[data-step=identity]:visible").waitFor();
  assert.deepEqual([isAsked, place(page), await field(page, "first_name").inputValue()], [true, 1, ""]);
  await fillIn(page, ADULT);
  await isDone(page);
  const ids = posts(seen).map(({ body }) => JSON.parse(body).submission_id);
  assert.deepEqual([ids.length, ids[0] === ids[1], made()], [2, true, 1]);
  await assertNothingLeft(form, ADULT, REPORTED);
});

test("the browser's back and forward go through the steps, and the addresses tell nothing", async (t) => {
  const { page, origin, seen } = await openForm(t, browser);
  await fillUpTo(page, ADULT, "address");
  assert.equal(place(page), 3);
  await page.goBack();
  await page.locator("[data-step=contact]:visible").waitFor();
  assert.equal(await field(page, "email").inputValue(), ADULT.contact.email);
  await page.goForward();
  await page.locator("[data-step=address]:visible").waitFor();
  await page.evaluate(() => history.go(-2));
  await page.locator("[data-step=identity]:visible").waitFor();
  // Forward does not pass a step that has issues.
  await field(page, "first_name").fill("");
  await page.evaluate(() => history.go(2));
  await page.locator("[data-summary]:visible").waitFor();
  assert.equal(place(page), 1);
  assert.deepEqual(
    [...new Set(seen.addresses)].sort(),
    [1, 2, 3].map((step) => `${origin}/intake/${step}`),
  );
});

test("back after the submit shows nothing of the patient, though the browser kept the page", async (t) => {
  const keeping = await chromium.launch({
    executablePath: findChromium(),
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    // Playwright starts without what keeps a page as it was for the way back.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  t.after(() => keeping.close());
  const form = await openForm(t, keeping);
  const { page, origin } = form;
  await fillIn(page, ADULT);
  await isDone(page);
  // As a browser's own memory of forms would fill it in again.
  await page.evaluate(() => {
    globalThis.kept = true;
    document.querySelector("[name=first_name]").value = "Testina";
  });
  await page.goto(`${origin}/intake/assets/none`);
  await page.evaluate(() => history.back());
  await page.waitForURL("**/intake/done", { waitUntil: "commit" });
  await page.locator("[data-step=accepted]:visible").waitFor();
  assert.equal(await page.evaluate(() => globalThis.kept), true, "the page came out of the browser's memory");
  assert.equal(await field(page, "first_name").inputValue(), "");
  // Further back there is no step of the form that was sent.
  for (let time = 0; time < 3; time++) await page.evaluate(() => history.back());
  await page.locator("[data-step=accepted]:visible").waitFor();
  form.seen.addresses = form.seen.addresses.filter((url) => !url.endsWith("/assets/none"));
  await assertNothingLeft(form, ADULT, REPORTED);
});

test("what the server refuses comes back to its step, and no form of another site gets in", async (t) => {
  const site = await startForm(t);
  const { page, made } = await openForm(t, browser, { site });
  await fillUpTo(page, ADULT);
  await answer(page, ADULT.review);
  // A server that is a day ahead in its rules.
  await page.route("**/intake/en", (route) =>
    route.fulfill({
      status: 422,
      json: { code: "invalid", issues: [{ path: "address.zip_code", code: "zip_form", message: "Check it" }] },
    }),
  );
  await goOn(page);
  await page.locator("[data-step=address]:visible").waitFor();
  assert.deepEqual([await summary(page).allTextContents(), await focused(page)], [["Check it"], "summary"]);
  await page.unroute("**/intake/en");
  const foreign = await fetch(`${site.origin}/intake/en`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-blend-intake": "1", "sec-fetch-site": "cross-site" },
    body: "{}",
  });
  const stranger = await fetch(`${site.origin}/intake/en`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-blend-intake": "1",
      "sec-fetch-site": "same-origin",
      cookie: "visitor=x.y",
    },
    body: "{}",
  });
  assert.deepEqual([foreign.status, stranger.status, made()], [403, 401, 0]);
});
