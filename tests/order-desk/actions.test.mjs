// Every action of the desk once, as a person does it; and what a role may not do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newOrder, openDesk, sitAtOrder } from "./desk.mjs";

let desk;
before(async () => (desk = await openDesk()));
after(() => desk?.close());

const at = (t, name, order) => sitAtOrder(desk, { t, name, order });
const read = ({ id }) => desk.blend.orders.get(id);

test("pause and unpause", async (t) => {
  const order = await newOrder(desk);
  const { page, button, said, complaints } = await at(t, "luis", order);
  await button("Pause").click();
  await said("is paused");
  assert.equal((await read(order)).status, "paused");
  await page.locator("#details .status-paused").first().waitFor();
  await button("Unpause").click();
  await said("goes on");
  assert.equal((await read(order)).status, "received");
  assert.deepEqual(complaints, []);
});

test("two clicks on a button send one change", async (t) => {
  const order = await newOrder(desk);
  const { button, said } = await at(t, "luis", order);
  desk.sandbox.forgetCalls();
  await button("Prioritize").dblclick();
  await said("has priority");
  assert.equal(desk.sandbox.calls.filter(({ operation }) => operation === "orders.prioritize").length, 1);
  assert.equal((await read(order)).priority_requested, true);
});

test("a change of address, with the patient's own", async (t) => {
  const order = await newOrder(desk);
  const { page, button, said, dialog } = await at(t, "luis", order);
  await button("Change address").click();
  await dialog.getByLabel("Street and number").fill("9 Sample Lane");
  await dialog.getByLabel("City").fill("");
  await button("Change address", dialog).click();
  // The dialog names what is missing, and nothing is lost.
  await dialog.getByText("Enter: city").waitFor();
  assert.equal(await dialog.getByLabel("City").evaluate((box) => box === document.activeElement), true);
  await dialog.getByLabel("City").fill("Sampleville");
  await dialog.getByLabel("State").fill("ny");
  await dialog.getByLabel("ZIP code").fill("12207");
  await dialog.getByLabel("Also change the patient's address").check();
  await button("Change address", dialog).click();
  await said("has its new address");
  const { address, patient } = await read(order);
  assert.deepEqual(
    [address.address_1, address.city, address.state, address.zip_code, patient.address.city],
    ["9 Sample Lane", "Sampleville", "NY", "12207", "Sampleville"],
  );
  await page.getByText("9 Sample Lane").waitFor();
});

test("what may be wrong is asked back at its field, and sent the second time", async (t) => {
  const order = await newOrder(desk);
  const { button, dialog, said } = await at(t, "luis", order);
  await button("Change address").click();
  await dialog.getByLabel("State").fill("Q");
  desk.sandbox.forgetCalls();
  await button("Change address", dialog).click();
  await dialog.getByText("Expected the two capital letters of a US state").waitFor();
  assert.equal(await dialog.getByLabel("State").getAttribute("aria-invalid"), "true");
  assert.deepEqual(
    desk.sandbox.calls.filter(({ method }) => method !== "GET"),
    [],
  );
  await button("Change address", dialog).click();
  await said("has its new address");
  assert.equal((await read(order)).address.state, "Q");
});

test("lines: another quantity, one removed, one added", async (t) => {
  const order = await newOrder(desk);
  const { button, said, dialog } = await at(t, "luis", order);
  const lines = async () =>
    Object.values((await read(order)).products).flatMap((list) =>
      list.map(({ sku, quantity }) => `${quantity} ${sku}`),
    );
  await button("Change quantity: Mupirocin").click();
  await dialog.getByLabel("Quantity").fill("0");
  await button("Change quantity", dialog).click();
  await dialog.getByText("Enter a whole number from 1 to 999").waitFor();
  await dialog.getByLabel("Quantity").fill("3");
  await button("Change quantity", dialog).click();
  await said("has its new quantity");
  await button("Remove line: Vitamin D3").click();
  await button("Remove line", dialog).click();
  await said("has one line less");
  assert.deepEqual(await lines(), ["3 RX-MUP-01"]);
  await button("Add a product").click();
  await dialog.getByLabel("Product").selectOption({ label: "Tretinoin (Prescription)" });
  await dialog.getByLabel("Quantity").fill("2");
  await button("Add", dialog).click();
  await said("has its new line");
  assert.deepEqual(await lines(), ["3 RX-MUP-01", "2 RX-TRE-05"]);
});

test("replace", async (t) => {
  const order = await newOrder(desk, "shipped");
  const { page, button, said, dialog } = await at(t, "sofia", order);
  await button("Replace").click();
  await button("Ask for a replacement", dialog).click();
  await dialog.getByText("Enter: reason").waitFor();
  await dialog.getByLabel("Reason").fill("Arrived damaged");
  await button("Ask for a replacement", dialog).click();
  await said("will be replaced");
  const { replacement_request_status, replacement_requested_reason } = await read(order);
  assert.deepEqual([replacement_request_status, replacement_requested_reason], ["pending", "Arrived damaged"]);
  await page.locator("#details").getByText("Replacement pending").waitFor();
});

test("request cancellation, once", async (t) => {
  const order = await newOrder(desk, "picked");
  const { page, button, said, dialog } = await at(t, "luis", order);
  await button("Request cancellation").click();
  await dialog.getByLabel("Reason").fill("Ordered twice");
  await button("Request cancellation", dialog).click();
  await said("has its cancellation requested");
  assert.equal((await read(order)).cancellation_requested, true);
  await page.getByText("Blend allows it once for each order.").waitFor();
  assert.equal(await button("Request cancellation").getAttribute("aria-disabled"), "true");
});

test("cancel", async (t) => {
  const order = await newOrder(desk, "exception");
  const { button, said, dialog } = await at(t, "sofia", order);
  await button("Cancel order").click();
  await button("Cancel order", dialog).click();
  await said("is cancelled");
  assert.equal((await read(order)).status, "cancelled");
});

test("a status's rule: the button says when the action is possible, and sends nothing", async (t) => {
  const order = await newOrder(desk, "shipped");
  const { button, said, page } = await at(t, "sofia", order);
  assert.equal(await button("Pause").getAttribute("aria-disabled"), "true");
  const why = "The order is shipped. Possible while it is received or in exception.";
  await page.locator("#why-pause", { hasText: why }).waitFor();
  desk.sandbox.forgetCalls();
  await button("Pause").click({ force: true });
  await said(why);
  assert.deepEqual(desk.sandbox.calls, []);
});

test("a role without a right: the button says who has it, and the server refuses", async (t) => {
  const order = await newOrder(desk);
  const { page, button, said } = await at(t, "rita", order);
  for (const label of ["Pause", "Prioritize", "Change address", "Replace", "Cancel order"])
    assert.equal(await button(label).getAttribute("aria-disabled"), "true", label);
  await page.locator("#why-cancel", { hasText: "Your role is reader. A supervisor can do this." }).waitFor();
  await button("Pause").click({ force: true });
  await said("A liaison or supervisor can do this.");
  const statuses = await page.evaluate(async (id) => {
    const put = async (path) => (await fetch(`/blend/orders/${id}/${path}`, { method: "PUT" })).status;
    const elsewhere = await fetch("/blend/patients");
    return [await put("pause"), await put("cancel"), elsewhere.status];
  }, order.id);
  assert.deepEqual(statuses, [403, 403, 403]);
  assert.equal((await read(order)).status, "received");
});

test("a prescription is looked up by its id; another patient's is not shown", async (t) => {
  const order = await newOrder(desk);
  const { page, button } = await at(t, "rita", order);
  const medication = { prescription_product_id: "10000000-0000-4000-8000-000000000001", sig: "Apply thinly" };
  const own = await desk.blend.prescriptions.create({ medication, patient: { id: order.patient.id } });
  const patients = await desk.blend.patients.list().toArray({ limit: 25 });
  const other = patients.find(({ id, is_minor }) => id !== order.patient.id && !is_minor);
  const others = await desk.blend.prescriptions.create({ medication, patient: { id: other.id } });
  const lookUp = async (id) => {
    await page.getByLabel("Look up a prescription by its id").fill(id);
    await button("Look up").click();
  };
  await lookUp(own.id);
  await page.locator("#prescription-found").getByText("Apply thinly").waitFor();
  await lookUp(others.id);
  await page.getByText("This prescription is of another patient.").waitFor();
  assert.equal(await page.getByText("Apply thinly").count(), 0);
});
