/* global CSS, Node */
// The page of the sandbox: shows what it holds, and has buttons for what can be done to it.

const $ = (id) => document.getElementById(id);
const token = new URLSearchParams(location.hash.slice(1)).get("token");
const shown = {};

async function control(name, params) {
  const response = await fetch(`/__sandbox/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { "x-sandbox-token": token }) },
    body: JSON.stringify(params ?? {}),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

/** Does something, shows the result, and refreshes the page. */
async function act(work, done) {
  try {
    const answer = await work();
    $("said").textContent = typeof done === "function" ? done(answer) : done;
  } catch (error) {
    $("said").textContent = `That did not work: ${error.message}`;
  }
  await refresh();
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function button(text, label, key, work, done) {
  const element = make("button", { type: "button", textContent: text });
  element.setAttribute("aria-label", label);
  element.dataset.key = key;
  element.addEventListener("click", () => act(work, done));
  return element;
}

/** Draws a part where it has changed. What had the focus has it afterwards. */
function draw(id, data, content) {
  const text = JSON.stringify(data);
  if (shown[id] === text) return;
  shown[id] = text;
  const key = document.activeElement?.dataset?.key;
  $(id).replaceChildren(...content());
  if (key)
    $(id)
      .querySelector(`[data-key="${CSS.escape(key)}"]`)
      ?.focus();
}

function table(names, rows, none) {
  if (rows.length === 0) return [make("p", { className: "soft", textContent: none })];
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col", textContent: name })));
  const body = rows.map((cells) =>
    make(
      "tr",
      {},
      ...cells.map((cell, place) => {
        const td = make("td", {}, cell instanceof Node ? cell : String(cell));
        td.dataset.name = names[place];
        return td;
      }),
    ),
  );
  return [make("table", {}, make("thead", {}, head), make("tbody", {}, ...body))];
}

const PROGRESS = ["received", "picked", "verified", "shipped"];

function actions({ order, status, cancellation_requested, replacement }) {
  const row = make("div", { className: "row" });
  const add = (text, name, params) =>
    row.append(
      button(
        text,
        `${text}: order ${order}`,
        `${name}-${params.status ?? params.outcome ?? ""}-${order}`,
        () => control(name, params),
        (answer) => `Order ${order} is ${answer.status}.`,
      ),
    );
  if (PROGRESS.includes(status)) add("Move on", "advance", { order });
  if (status === "received" || status === "picked") add("To exception", "set", { order, status: "exception" });
  if (status === "exception") add("Back to received", "set", { order, status: "received" });
  if (cancellation_requested && ["picked", "verified"].includes(status)) {
    add("Accept cancellation", "answer-cancellation", { order, outcome: "accepted" });
    add("Decline cancellation", "answer-cancellation", { order, outcome: "declined" });
  }
  if (replacement === "pending") {
    add("Fulfil replacement", "answer-replacement", { order, outcome: "fulfilled" });
    add("Decline replacement", "answer-replacement", { order, outcome: "declined" });
  }
  return row.hasChildNodes() ? row : "";
}

function drawOrders(orders) {
  const row = (one) => [
    one.order,
    one.external_id ?? "",
    one.status,
    one.stuck ? `stuck: ${one.stuck}` : "",
    actions(one),
  ];
  const names = ["Order", "External id", "Status", "Remark", "Actions"];
  draw("orders", orders, () => table(names, orders.map(row), "There are no orders."));
}

function drawCounts(state) {
  $("now").textContent = state.now.replace("T", " ").replace("Z", "");
  $("now").dateTime = state.now;
  const { orders, patients, prescriptions, stuck, tasks } = state;
  const counts = { ...orders, stuck, patients, prescriptions, tasks };
  draw("counts", counts, () =>
    Object.entries(counts).map(([name, count]) =>
      make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: count })),
    ),
  );
  if ($("status").options.length === 1) {
    for (const name of Object.keys(orders)) $("status").append(make("option", { value: name, textContent: name }));
  }
}

function drawCalls(all) {
  const calls = all.slice(-25).reverse();
  const rows = () =>
    calls.map(({ at, method, operation, path, status, fault }) => [
      at.slice(11, 19),
      `${method} ${path || "(unknown path)"}`,
      operation,
      status,
      fault ?? "",
    ]);
  draw("calls", calls, () => table(["Time", "Call", "Operation", "Status", "Fault"], rows(), "No call came in."));
}

function drawDeliveries(all) {
  const deliveries = all.slice(-25).reverse();
  const rows = () =>
    deliveries.map(({ event, url, state, attempts, status }) => [
      event,
      url || "(a function)",
      state,
      attempts,
      status || "",
    ]);
  const names = ["Event", "To", "State", "Attempts", "Last status"];
  draw("deliveries", deliveries, () => table(names, rows(), "Nothing was sent."));
}

function drawFaults(faults) {
  const what = (fault) =>
    Object.entries(fault)
      .filter(([name]) => !["id", "hits", "left", "operation", "when", "times"].includes(name))
      .map(([name, value]) => (value === true ? name : `${name} ${JSON.stringify(value)}`))
      .join(", ");
  const rows = () =>
    faults.map((fault) => [
      fault.operation ?? "every operation",
      what(fault),
      fault.when ?? "before",
      fault.hits,
      fault.left ?? "always",
      button(
        "Remove",
        `Remove fault ${fault.id}`,
        `heal-${fault.id}`,
        () => control("heal", { id: fault.id }),
        "The fault is removed.",
      ),
    ]);
  draw("faults", faults, () =>
    table(["Operation", "Fault", "When", "Hits", "Left", "Actions"], rows(), "No fault is set."),
  );
}

async function refresh() {
  const status = $("status").value || undefined;
  const [state, orders, calls, deliveries, faults] = await Promise.all([
    control("state"),
    control("orders", { status, limit: 25 }),
    control("calls"),
    control("deliveries"),
    control("faults"),
  ]);
  drawCounts(state);
  drawOrders(orders);
  drawCalls(calls);
  drawDeliveries(deliveries);
  drawFaults(faults);
}

for (const element of document.querySelectorAll("[data-advance]")) {
  element.addEventListener("click", () =>
    act(
      () => control("clock", { advance: element.dataset.advance }),
      ({ now }) => `The clock shows ${now}.`,
    ),
  );
}
$("deliver").addEventListener("click", () => act(() => control("deliver"), "Everything was sent that waited."));
$("status").addEventListener("change", () => act(async () => {}, "The list is up to date."));
$("fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const { operation, kind, when, times } = Object.fromEntries(new FormData($("fault")));
  const fault = {
    ...JSON.parse(kind),
    when,
    times: times === "always" ? times : Number(times),
    ...(operation.trim() && { operation: operation.trim() }),
  };
  act(() => control("fail", fault), "The fault is set.");
});

/** Looks again every other second, while the page is looked at. */
async function watch() {
  if (!document.hidden) {
    try {
      await refresh();
    } catch (error) {
      $("said").textContent = token ? `The sandbox does not answer: ${error.message}` : error.message;
    }
  }
  setTimeout(watch, 2000);
}

watch();
