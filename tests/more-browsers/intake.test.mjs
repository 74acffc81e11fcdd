// The intake form of examples-web in Firefox and WebKit: from the first step to the order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ADULT, CHILD, startForm, stepsOf } from "../intake-page/person.mjs";
import { BROWSERS, waitFor } from "./browsers.mjs";

/** Runs in the page: answers the questions of a step, and goes on. */
function answerStep(answers) {
  for (const [name, value] of Object.entries(answers)) {
    const [control] = document.getElementsByName(name);
    if (control.type === "radio" || control.type === "checkbox")
      document.querySelector(`[name="${name}"][value="${value}"]`).click();
    else {
      control.focus();
      control.value = value;
      for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
      control.blur();
    }
  }
  document.querySelector("button.primary").click();
}

const isVisible = (name) =>
  `return Boolean(document.querySelector("[data-step=${name}]")?.checkVisibility?.() ?? document.querySelector("[data-step=${name}]")?.offsetParent)`;

async function fillIn(window, person) {
  for (const step of stepsOf(person)) {
    await waitFor(window, isVisible(step));
    await window.run(`(${answerStep})(${JSON.stringify(person[step])})`);
  }
}

for (const [name, open] of Object.entries(BROWSERS)) {
  for (const [who, person] of Object.entries({ "an adult": ADULT, "a child's guardian": CHILD })) {
    test(`${name}: the form of ${who} becomes one order`, async (t) => {
      const { origin, made, submissions } = await startForm(t);
      const window = await open(t);
      await window.visit(`${origin}/intake/1`);
      await fillIn(window, person);
      await waitFor(window, isVisible("accepted"));
      const number = await window.run(`return document.querySelector("[data-order-number]").textContent`);
      assert.equal(made(), 1);
      assert.equal(number, submissions[0].order.order_number);
      assert.equal(submissions[0].answers.first_name, "Testina");
    });
  }

  test(`${name}: what is missing is named in a summary, and nothing is sent`, async (t) => {
    const { origin, made } = await startForm(t);
    const window = await open(t);
    await window.visit(`${origin}/intake/1`);
    await waitFor(window, isVisible("identity"));
    await window.run(`document.querySelector("button.primary").click()`);
    const links =
      "return [...document.querySelectorAll('[data-summary] a')].map((link) => link.textContent).join('; ')";
    assert.match(await waitFor(window, links), /Enter the date of birth/);
    assert.equal(made(), 0);
  });
}

test("both browsers are there", () => assert.deepEqual(Object.keys(BROWSERS), ["Firefox", "WebKit"]));
