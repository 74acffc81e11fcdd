// Visits to the intake form of examples-web, from the first step to the order, as people make them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findChromium, launch } from "../support/browser.mjs";
import {
  ADULT,
  answer,
  assertNothingLeft,
  CHILD,
  field,
  fillIn,
  fillUpTo,
  goOn,
  isDone,
  openForm,
  secretsOf,
  stepsOf,
} from "./person.mjs";

let browser;
before(async () => (browser = await launch(findChromium())));
after(() => browser?.close());

const shown = (page) => page.locator("[data-step]:visible").getAttribute("data-step");
const orderNumber = (page) => page.locator("[data-order-number]").textContent();
const summary = (page) => page.locator("[data-summary] a").allTextContents();
/** What arrived at the server, of the newest submission. */
const bodyOf = (seen) => JSON.parse(seen.requests.findLast(({ method }) => method === "POST").body);

test("an adult answers by keyboard alone, gets one order, and leaves nothing behind", async (t) => {
  const form = await openForm(t, browser);
  const { page, seen, made, submissions } = form;
  const { keyboard } = page;
  const name = () => page.evaluate(() => document.activeElement.name ?? "");
  /** Tabs to a control, and types into it or chooses in it. */
  const at = async (wanted, act) => {
    for (let tabs = 0; (await name()) !== wanted; tabs++) {
      assert.ok(tabs < 30, `${wanted} is out of reach`);
      await keyboard.press("Tab");
    }
    await act();
  };
  // The arrows choose, except for what is chosen already: the first by the space bar.
  const choose = (place) => async () => {
    await keyboard.press("Space");
    for (let time = 0; time < place; time++) await keyboard.press("ArrowDown");
  };
  for (const step of stepsOf(ADULT)) {
    assert.equal(await shown(page), step);
    for (const [wanted, value] of Object.entries(ADULT[step])) {
      const control = field(page, wanted).first();
      const type = await control.evaluate(({ tagName, type }) => (tagName === "INPUT" ? type : tagName));
      const values = await field(page, wanted).evaluateAll((all) => all.map((one) => one.value));
      if (type === "radio") await at(wanted, choose(values.indexOf(value)));
      else if (type === "checkbox") await at(wanted, () => keyboard.press("Space"));
      else await at(wanted, () => keyboard.type(type === "SELECT" ? { MA: "Massa", en: "English" }[value] : value));
    }
    if (step === "risks" || step === "review") await at("", () => keyboard.press("Tab"));
    // Enter sends from a text; elsewhere the button is next.
    await page.locator("button.primary").focus();
    await keyboard.press("Enter");
  }
  await isDone(page);
  assert.match(await orderNumber(page), /^ORD\w+$/);
  assert.deepEqual([made(), submissions.length, submissions[0].outcome], [1, 1, "accepted"]);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.step), "accepted");
  const { answers, extra } = bodyOf(seen);
  assert.deepEqual(answers, {
    first_name: "Testina",
    last_name: "Muster-Beispiel",
    date_of_birth: "1987-03-25",
    gender: "female",
    email: "testina.muster@example.com",
    phone: "6175550143",
    address: { address_1: "4711 Example Street", city: "Bostonia", state: "MA", zip_code: "02108" },
    height_inches: 67.5,
    weight_pounds: 143.5,
    is_pregnant: false,
    is_diabetic: false,
    risk_factors: { allergies: "latex gloves" },
    primary_language: "en",
  });
  const own = { allergies: "yes", conditions: "no", medications: "unsure", product: "cleanser", consent: "yes" };
  assert.deepEqual(extra, { filled_in_by: "patient", ...own });
  await assertNothingLeft(form, ADULT);
});

test("a prescription only registers the patient, who has one name, and nothing is ordered", async (t) => {
  const form = await openForm(t, browser);
  const { page, seen, made, submissions, sandbox } = form;
  const { last_name: _, ...identity } = ADULT.identity;
  const person = {
    ...ADULT,
    identity: { ...identity, first_name: "Suharto-Muster", "extra.one_name": "yes" },
    product: { "extra.product": "tretinoin" },
  };
  const before = sandbox.state.patients;
  await fillUpTo(page, person, "contact");
  await page.goBack();
  assert.equal(await field(page, "last_name").isVisible(), false);
  await page.goForward();
  await page.locator("[data-step=contact]:visible").waitFor();
  const { identity: __, ...rest } = person;
  await fillIn(page, rest);
  await isDone(page);
  assert.equal(await page.locator("[data-ordered=no]").isVisible(), true);
  assert.equal(await page.locator("[data-ordered=yes]:visible").count(), 0);
  const { answers } = bodyOf(seen);
  assert.deepEqual([answers.first_name, "last_name" in answers], ["Suharto-Muster", false]);
  assert.deepEqual([made(), sandbox.state.patients - before, submissions.length], [0, 1, 1]);
  await assertNothingLeft(form, person);
});

test("a guardian who types for a child is asked for, and the child's fields are not filled in with the guardian's data", async (t) => {
  const form = await openForm(t, browser);
  const { page, seen, made } = form;
  const fills = (name) => field(page, name).first().getAttribute("autocomplete");
  assert.deepEqual(
    [await fills("first_name"), await fills("date_of_birth.year"), await fills("email")],
    ["given-name", "bday-year", "email"],
  );
  await page.getByLabel("I am a parent or guardian").check();
  for (const name of ["first_name", "last_name", "date_of_birth.month", "email", "phone"])
    assert.equal(await fills(name), "off");
  assert.equal(await fills("guardian_name"), "section-guardian name");
  await page.getByLabel("I am the patient").check();
  assert.equal(await fills("first_name"), "given-name");
  assert.match(await page.locator("#place").textContent(), /Step\s+1\s+of\s+7/);
  await fillUpTo(page, CHILD, "guardian");
  assert.match(await page.locator("#place").textContent(), /Step\s+4\s+of\s+8/);
  await goOn(page);
  assert.deepEqual(await summary(page), [
    "Enter the full name of the parent or guardian",
    "Choose how you are related to the patient",
    "Enter a phone number",
  ]);
  const { identity: _, contact: __, address: ___, ...rest } = CHILD;
  await fillIn(page, rest);
  await isDone(page);
  const { answers } = bodyOf(seen);
  assert.deepEqual([answers.guardian_name, answers.guardian_phone], ["Johannes Muster-Beispiel", "6175550187"]);
  assert.equal(made(), 1);
  await assertNothingLeft(form, CHILD);
});

test("in Spanish everything is Spanish, and a change of the language keeps the answers", async (t) => {
  const form = await openForm(t, browser, { context: { locale: "es-MX" } });
  const { page, seen, made } = form;
  assert.equal(await page.evaluate(() => document.documentElement.lang), "es");
  await goOn(page);
  assert.deepEqual(await summary(page), [
    "Elija quién llena este formulario",
    "Escriba el nombre",
    "Escriba la fecha de nacimiento",
  ]);
  assert.equal(await page.title(), "Error: Paso 1 de 7 – Formulario de admisión – Harbor Health");
  await fillUpTo(page, ADULT, "address");
  await goOn(page);
  assert.deepEqual((await summary(page))[0], "Escriba la calle y el número");
  // To English and back: the step, the answers and the messages stay.
  await page.locator("[data-language=en]").click();
  assert.deepEqual((await summary(page))[0], "Enter the street and house number");
  assert.equal(await page.title(), "Error: Step 3 of 7 – Intake form – Harbor Health");
  assert.equal(await shown(page), "address");
  await page.locator("[data-language=es]").click();
  const { identity: _, contact: __, ...rest } = ADULT;
  await fillUpTo(page, rest);
  const review = await page.locator("[data-review]").innerText();
  for (const text of ["Datos del paciente", "25 de marzo de 1987", "Testina", "No estoy seguro", "(617) 555-0143"])
    assert.ok(review.includes(text), text);
  await answer(page, ADULT.review);
  await goOn(page);
  await isDone(page);
  assert.match(await page.locator("[data-step=accepted] h1").textContent(), /^Gracias/);
  assert.equal(made(), 1);
  assert.equal(bodyOf(seen).answers.first_name, "Testina");
  // The thanks change their language too, and stay.
  await page.locator("[data-language=en]").click();
  assert.match(await page.locator("[data-step=accepted] h1").textContent(), /^Thank you/);
  assert.match(await orderNumber(page), /^ORD/);
  await assertNothingLeft(form, ADULT);
});

test("no text of the page is without its Spanish", async (t) => {
  const { page } = await openForm(t, browser);
  const texts = () =>
    page.evaluate(() => {
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode())
        if (
          !walker.currentNode.parentElement.closest(
            "[data-languages], noscript, [data-place], [data-total], #address-state, [lang]:not(html)",
          )
        )
          found.push(walker.currentNode.data.replace(/\s+/g, " ").trim());
      for (const element of document.querySelectorAll("*"))
        for (const { name, value } of element.attributes)
          if (
            /^(aria-label|placeholder|alt|title)$/.test(name) ||
            (/^data-/.test(name) && value.includes(" ") && !/^data-on$/.test(name))
          )
            found.push(value.replace(/\s+/g, " "));
      return found.filter((text) => /\p{L}/u.test(text));
    });
  const english = await texts();
  await page.locator("[data-language=es]").click();
  const spanish = await texts();
  assert.ok(english.length > 100 && english.length === spanish.length);
  const same = english.filter((text, at) => text === spanish[at]);
  assert.deepEqual([...new Set(same)], ["Harbor Health", "No"]);
});

test("pasted, composed and full-width values arrive as they were meant", async (t) => {
  const { page, context, seen, made } = await openForm(t, browser);
  const { identity, contact, ...rest } = ADULT;
  const { first_name: _, ...others } = identity;
  await answer(page, others);
  const client = await context.newCDPSession(page);
  await field(page, "first_name").focus();
  await client.send("Input.imeSetComposition", { text: "りか", selectionStart: 2, selectionEnd: 2 });
  assert.equal(await field(page, "first_name").inputValue(), "りか");
  await client.send("Input.insertText", { text: "理花" });
  await field(page, "date_of_birth.year").fill("１９８７");
  await goOn(page);
  await answer(page, contact);
  // As keyboards of phones compose plain typing.
  const phone = field(page, "phone");
  await phone.fill("");
  await phone.focus();
  for (const text of ["6", "61", "617", "617555", "6175550", "617555014"])
    await client.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await client.send("Input.insertText", { text: "6175550143" });
  assert.equal(await phone.inputValue(), "6175550143");
  await page.keyboard.press("Tab");
  assert.equal(await phone.inputValue(), "(617) 555-0143");
  for (const [pasted, left] of [
    ["+1 (617)\u00a0555\u20110143", "(617) 555-0143"],
    ["617-555-0143 x12", "617-555-0143 x12"],
  ]) {
    await phone.fill("");
    await phone.focus();
    await page.keyboard.insertText(pasted);
    await page.keyboard.press("Tab");
    assert.equal(await phone.inputValue(), left);
  }
  await goOn(page);
  assert.deepEqual(await summary(page), ["Enter the digits of the number alone, without letters or an extension"]);
  await phone.fill("+1 617 555 0143");
  await goOn(page);
  await fillIn(page, rest);
  await isDone(page);
  const { answers } = bodyOf(seen);
  assert.deepEqual([answers.first_name, answers.phone, answers.date_of_birth], ["理花", "6175550143", "1987-03-25"]);
  assert.equal(made(), 1);
});

test("a comma, a slash and a word for none are asked back, and replaced only if the person says so", async (t) => {
  const { page, seen } = await openForm(t, browser);
  await fillUpTo(page, ADULT, "risks");
  const area = field(page, "risk_factors.allergies");
  assert.equal(await area.isVisible(), false);
  await page.locator("#extra-allergies-yes").check();
  await goOn(page);
  assert.ok((await summary(page)).includes("Enter at least one allergy, or answer no"));
  await area.fill("amoxicillin/clavulanate\npeanuts, cashews\nN/A");
  await area.blur();
  const warning = await page.locator("[data-warning='risk_factors.allergies']").textContent();
  assert.match(warning, /A comma or a slash makes two of one.*If there is nothing to name/);
  // The warning is there when the mouse is up again: before, it would move the button away from under it.
  await page.getByRole("button", { name: "One entry: amoxicillin-clavulanate" }).click();
  assert.equal(await area.inputValue(), "amoxicillin-clavulanate\npeanuts, cashews\nN/A");
  await page.getByRole("button", { name: "Several entries: peanuts + cashews" }).click();
  assert.equal(await area.inputValue(), "amoxicillin-clavulanate\npeanuts\ncashews\nN/A");
  assert.equal(await page.locator(".ask button").count(), 0);
  await answer(page, { "extra.conditions": "no", "extra.medications": "yes" });
  await field(page, "risk_factors.medications").fill("hidden, in the end");
  await answer(page, { "extra.medications": "no" });
  await goOn(page);
  await answer(page, ADULT.product);
  await goOn(page);
  // The review shows what is sent, without the word for none.
  const listed = page.locator("[data-review] dd", { hasText: "amoxicillin" }).locator("p:not(.warning)");
  assert.deepEqual(await listed.allTextContents(), ["amoxicillin-clavulanate", "peanuts", "cashews"]);
  await answer(page, ADULT.review);
  await goOn(page);
  await isDone(page);
  const { answers, extra } = bodyOf(seen);
  assert.deepEqual(answers.risk_factors, { allergies: "amoxicillin-clavulanate; peanuts; cashews" });
  assert.equal(extra.medications, "no");
});

test("conditional fields are neither asked for nor sent while they are hidden", async (t) => {
  const { page, seen } = await openForm(t, browser);
  await fillUpTo(page, ADULT, "body");
  await answer(page, { ...ADULT.body, is_pregnant: "yes" });
  assert.equal(await page.locator("[data-field=is_pregnant]").isVisible(), true);
  await goOn(page);
  await answer(page, ADULT.risks);
  await goOn(page);
  await answer(page, ADULT.product);
  await goOn(page);
  // A change leads to the step, and from there straight back.
  await page.locator("[data-change=identity]").click();
  assert.equal(await shown(page), "identity");
  await answer(page, { gender: "male" });
  await goOn(page);
  assert.equal(await shown(page), "review");
  assert.ok(!(await page.locator("[data-review]").innerText()).includes("pregnant"));
  // A child by now: the way back stops where there is more to ask.
  await page.locator("[data-change=identity]").click();
  await answer(page, { "date_of_birth.year": CHILD.identity["date_of_birth.year"] });
  await goOn(page);
  assert.equal(await shown(page), "guardian");
  await page.locator("[data-back]").click();
  await page.locator("[data-back]").click();
  await page.locator("[data-back]").click();
  await answer(page, { "date_of_birth.year": "1987" });
  await goOn(page);
  await page.locator("[data-step=review]:visible").waitFor();
  await answer(page, ADULT.review);
  await goOn(page);
  await isDone(page);
  const { answers } = bodyOf(seen);
  assert.deepEqual([answers.gender, "is_pregnant" in answers, "guardian_name" in answers], ["male", false, false]);
});

test("the secrets of these tests are none of the page's own texts", async (t) => {
  const { page } = await openForm(t, browser);
  const text = (await page.content()).toLowerCase();
  for (const secret of [...secretsOf(ADULT), ...secretsOf(CHILD)])
    assert.ok(!text.includes(secret.toLowerCase()), secret);
  assert.ok(secretsOf(CHILD).length > 15);
});
