// A form in the page, tied to `createIntake`, as a person uses it: under `script-src 'self'`, in a real browser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { site } from "../support/browser.mjs";

const executablePath = execFileSync("sh", ["-c", "command -v chromium || true"], { encoding: "utf8" }).trim();
let browser;

function inBrowser(name, work) {
  if (executablePath) test(name, work);
}
if (!executablePath) {
  console.log("LEFT OUT: the tests of the intake form, because there is no chromium");
  test("there is a browser in CI", () => assert.notEqual(process.env.CI, "true"));
}

before(async () => {
  if (!executablePath) return;
  browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    // Playwright starts without what keeps a page as it was for the way back.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
});
after(() => browser?.close());

const input = (name, type = "text") =>
  `<p data-field="${name}"><label>${name} <input name="${name}" type="${type}"></label> <span data-error="${name}"></span><i data-warning="${name}"></i></p>`;
const date = ["month", "day", "year"]
  .map((part) => `<input name="date_of_birth.${part}" aria-label="${part}">`)
  .join("");
const PAGE = `<!doctype html><html lang="en"><title>Intake</title><form id="form">
  <div data-summary><h2>Problem</h2><ul></ul></div>
  <p role="status" data-status data-accepted="Sent" data-pending="Please send again" data-failed="Call us" data-retryable="Later"></p>
  <div data-step="identity">${input("first_name")}${input("phone", "tel")}
    <fieldset data-field="date_of_birth">${date}<span data-error="date_of_birth"></span></fieldset></div>
  <div data-step="guardian">${input("guardian_name")}</div>
  <div data-step="address">${input("address.zip_code")}${input("is_pregnant")}
    <button type="button" data-back>Back</button></div>
  <div data-step="accepted"><h2>Thank you</h2></div>
  <button>Next</button></form><a href="/other">leave</a><script type="module" src="/page.js"></script>`;
const SCRIPT = `
  import { createIntake, fetchTransport, rules } from "/pkg/dist/intake.mjs";
  const { patient } = rules({ optional: ["email", "address.address_1", "address.city", "address.state"] });
  globalThis.intake = createIntake({
    schema: patient,
    steps: [
      { name: "identity", fields: ["first_name", "phone", "date_of_birth"] },
      { name: "guardian", fields: ["guardian_name"], when: "minor" },
      { name: "address", fields: ["address.zip_code", { path: "is_pregnant", when: { field: "gender", is: "female" } }] },
    ],
    initial: { address: { zip_code: "02108" } },
    transport: fetchTransport("/intake"),
  });
  intake.bind(document.querySelector("form"));
  globalThis.result = true;`;

/** A page of its own, and what reached the server. `answer` gives each submission's response. */
async function open(t, answer = () => ({ status: 200, body: { order_number: "ORD1" } })) {
  const policy = { "content-security-policy": "default-src 'self'; script-src 'self'" };
  const origin = await site(t, {
    "/": { text: PAGE, headers: policy },
    "/page.js": SCRIPT,
    "/other": "<!doctype html><title>other</title>",
  });
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const [sent, complaints] = [[], []];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.route("**/intake", async (route) => {
    sent.push(route.request().postData());
    const answered = answer(sent.length);
    if (!answered) return route.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await route.fulfill({ status: answered.status, json: answered.body ?? {} });
  });
  await page.goto(origin);
  await page.waitForFunction(() => globalThis.result);
  const snapshot = () => page.evaluate(() => globalThis.intake.getSnapshot());
  return { page, sent, complaints, snapshot, origin };
}

const field = (page, name) => page.locator(`[name="${name}"]`);

/** Fills in the first step. */
async function identify(page, year = "1990") {
  await field(page, "first_name").fill("Testina");
  await field(page, "phone").fill("617-555-0123");
  await field(page, "date_of_birth.month").fill("3");
  await field(page, "date_of_birth.day").fill("25");
  await field(page, "date_of_birth.year").fill(year);
}

async function toTheEnd(page) {
  await identify(page);
  await page.keyboard.press("Enter");
  await field(page, "address.zip_code").focus();
}

inBrowser("a form is filled in by keyboard, and one submission arrives, however often it is clicked", async (t) => {
  const { page, sent, snapshot, complaints } = await open(t);
  await toTheEnd(page);
  await page.evaluate(() => {
    const button = document.querySelector("form > button");
    for (let click = 0; click < 3; click++) button.click();
  });
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => globalThis.intake.getSnapshot().status === "accepted");
  assert.equal(sent.length, 1);
  const { submission_id, answers } = JSON.parse(sent[0]);
  assert.match(submission_id, /^[0-9a-f]{32}$/);
  assert.deepEqual(answers, {
    first_name: "Testina",
    date_of_birth: "1990-03-25",
    phone: "6175550123",
    address: { zip_code: "02108" },
  });
  assert.equal(await page.locator("[data-status]").textContent(), "Sent");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Thank you");
  assert.equal(await page.locator("[data-step]:visible").count(), 1);
  assert.deepEqual([(await snapshot()).values, complaints], [{}, []]);
  // No answer is left: not in the page, its stores, its address or its cookies.
  const left = await page.evaluate(() =>
    JSON.stringify([
      [...document.querySelectorAll("input")].map(({ value }) => value),
      document.body.innerHTML,
      { ...sessionStorage },
      { ...localStorage },
      location.href,
      document.cookie,
    ]),
  );
  assert.doesNotMatch(left, /Testina|555-?0123|1990|02108/);
});

inBrowser("a phone is formatted when it is left and never while somebody types, composes or pastes", async (t) => {
  const { page } = await open(t);
  const phone = field(page, "phone");
  const left = async () => (await page.keyboard.press("Tab"), phone.inputValue());
  await phone.focus();
  const client = await page.context().newCDPSession(page);
  // As Samsung's keyboard composes plain typing.
  await client.send("Input.imeSetComposition", { text: "641738344", selectionStart: 9, selectionEnd: 9 });
  assert.equal(await phone.inputValue(), "641738344");
  await client.send("Input.insertText", { text: "6417383445" });
  assert.equal(await phone.inputValue(), "6417383445");
  assert.equal(await left(), "(641) 738-3445");
  // Into the middle, and back over what the format put in.
  await phone.focus();
  await phone.evaluate((control) => control.setSelectionRange(5, 5));
  await page.keyboard.type("9");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  assert.equal(await phone.inputValue(), "(641 738-3445");
  assert.equal(await left(), "(641) 738-3445");
  for (const [pasted, shown] of [
    ["+1 (641) 738-3445", "(641) 738-3445"],
    ["641\u00a0738\u20113445", "(641) 738-3445"],
    ["６４１７３８３４４５", "(641) 738-3445"],
    ["641-738-3445 x12", "641-738-3445 x12"],
    ["12", "12"],
  ]) {
    await phone.fill("");
    await phone.focus();
    await page.keyboard.insertText(pasted);
    assert.equal(await phone.inputValue(), pasted);
    assert.equal(await left(), shown);
  }
});

inBrowser("values that were set without any event are read at submit", async (t) => {
  const { page, snapshot } = await open(t);
  await page.evaluate(() => {
    const values = {
      first_name: "Testina",
      phone: "6175550123",
      "date_of_birth.month": "3",
      "date_of_birth.day": "25",
      "date_of_birth.year": "1990",
    };
    for (const [name, value] of Object.entries(values)) document.querySelector(`[name="${name}"]`).value = value;
    document.querySelector("form > button").click();
  });
  const { step, issues } = await snapshot();
  assert.deepEqual([step, issues], ["address", []]);
});

inBrowser("each refused submit moves the focus to the summary, whose links lead to the fields", async (t) => {
  const { page } = await open(t);
  const focused = () =>
    page.evaluate(() => document.activeElement.closest("[data-summary], [name]")?.getAttribute("name") ?? "summary");
  await field(page, "first_name").focus();
  for (let time = 0; time < 2; time++) {
    await page.keyboard.press("Tab");
    await field(page, "first_name").press("Enter");
    assert.equal(await focused(), "summary");
  }
  assert.equal(await page.title(), "Error: Intake");
  const links = page.locator("[data-summary] a");
  assert.deepEqual(await links.allTextContents(), [
    "Enter the name",
    "Enter a phone number",
    "Enter the date of birth",
  ]);
  // Of a date, its first part.
  await links.nth(2).click();
  assert.equal(await focused(), "date_of_birth.month");
  const first = field(page, "first_name");
  assert.equal(await first.getAttribute("aria-invalid"), "true");
  const described = await first.getAttribute("aria-describedby");
  assert.equal(await page.locator(`[id="${described}"]`).textContent(), "Enter the name");
  assert.deepEqual(
    [await first.getAttribute("autocomplete"), await field(page, "phone").getAttribute("inputmode")],
    ["given-name", "tel"],
  );
  await identify(page, "90");
  await page.keyboard.press("Enter");
  assert.deepEqual(await links.allTextContents(), ["Enter the year with four digits"]);
  assert.equal(await focused(), "summary");
  assert.equal(await page.locator("[data-summary] h2").isVisible(), true);
  // Only the year is wrong, and the link leads there.
  const invalid = () => page.locator("[aria-invalid]").evaluateAll((all) => all.map(({ name }) => name));
  assert.deepEqual(await invalid(), ["date_of_birth.year"]);
  await links.first().click();
  assert.equal(await focused(), "date_of_birth.year");
  await identify(page);
  await field(page, "date_of_birth.day").fill("");
  await page.keyboard.press("Enter");
  assert.deepEqual(await invalid(), ["date_of_birth.day"]);
  // The page gives each step a title of its own.
  await page.evaluate(() => (document.title = "Step 1"));
  await field(page, "first_name").press("Enter");
  assert.equal(await page.title(), "Error: Step 1");
  await identify(page);
  await page.keyboard.press("Enter");
  assert.equal(await page.title(), "Step 1");
});

inBrowser("an unusual answer is pointed out when its field is left, and refuses nothing", async (t) => {
  const { page, snapshot } = await open(t);
  await field(page, "phone").fill("800-555-0123");
  assert.equal(await page.locator("[data-warning=phone]").textContent(), "");
  await field(page, "first_name").focus();
  assert.equal(
    await page.locator("[data-warning=phone]").textContent(),
    "Check the number: this is a toll-free number",
  );
  await field(page, "phone").fill("617-555-0123");
  await field(page, "first_name").focus();
  assert.equal(await page.locator("[data-warning=phone]").textContent(), "");
  assert.equal((await snapshot()).refusals, 0);
});

inBrowser("a submission that was not taken moves the focus to the text that says so", async (t) => {
  const answers = [{ status: 503 }, { status: 403 }, { status: 202 }];
  const { page } = await open(t, (time) => answers[time - 1]);
  await toTheEnd(page);
  for (const [time, text] of ["Later", "Call us", "Please send again"].entries()) {
    await field(page, "address.zip_code").press("Enter");
    await page.waitForFunction((wanted) => globalThis.intake.getSnapshot().refusals === wanted, time + 1);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), text);
  }
});

inBrowser("a minor's guardian is asked for, and hidden fields are not", async (t) => {
  const { page, snapshot } = await open(t);
  await identify(page, String(new Date().getFullYear() - 10));
  await page.keyboard.press("Enter");
  assert.equal((await snapshot()).step, "guardian");
  await page.keyboard.press("Enter");
  assert.equal(await field(page, "guardian_name").isVisible(), true);
  await field(page, "guardian_name").fill("John Muster");
  await field(page, "guardian_name").press("Enter");
  assert.equal(await field(page, "is_pregnant").isVisible(), false);
  await page.locator("[data-back]").click();
  assert.equal((await snapshot()).step, "guardian");
});

inBrowser("a lost answer and a reload in the middle send the same submission again", async (t) => {
  const { page, sent } = await open(t, (time) => (time === 1 ? undefined : { status: time === 2 ? 202 : 200 }));
  await toTheEnd(page);
  const status = (wanted) =>
    page.waitForFunction((wanted) => globalThis.intake.getSnapshot().status === wanted, wanted);
  await page.keyboard.press("Enter");
  await status("pending");
  assert.equal(await page.locator("[data-status]").textContent(), "Please send again");
  await field(page, "address.zip_code").fill("99999");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => globalThis.intake.getSnapshot().refusals === 2);
  assert.equal(sent[0], sent[1]);
  await page.reload();
  await page.waitForFunction(() => globalThis.result);
  await toTheEnd(page);
  await page.keyboard.press("Enter");
  await status("accepted");
  assert.equal(JSON.parse(sent[2]).submission_id, JSON.parse(sent[0]).submission_id);
  assert.equal(await page.evaluate(() => Object.keys(sessionStorage).length), 0);
});

inBrowser("back after submit shows nothing of the patient, though the browser kept the page", async (t) => {
  const { page } = await open(t);
  await toTheEnd(page);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => globalThis.intake.getSnapshot().status === "accepted");
  // As a browser's own memory of forms would fill it in again.
  await page.evaluate(() => {
    globalThis.kept = true;
    document.querySelector("[name=first_name]").value = "Testina";
  });
  await page.locator("a[href='/other']").click();
  await page.waitForURL("**/other");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => globalThis.intake);
  assert.equal(await page.evaluate(() => globalThis.kept), true, "the page came out of the cache");
  assert.equal(await field(page, "first_name").inputValue(), "");
});
