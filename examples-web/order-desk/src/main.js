// The order desk: opens the session, shows what the address asks for, and keeps it fresh.

import { addressOf, readAddress } from "./address.js";
import { desk, isSignedOut, sentenceOf } from "./api.js";
import { showDays } from "./chart.js";
import { createDetails } from "./details.js";
import { orderMayHaveChanged } from "./dialog.js";
import { byId, h, replace } from "./dom.js";
import { showFilters } from "./filters.js";
import { showList, showWaiting } from "./list.js";
import { startLive } from "./live.js";
import { looks } from "./looking.js";
import { loadOrders } from "./orders.js";
import { startSearch } from "./search.js";
import { showWho, signIn } from "./sign-in.js";
import { notify, showProblem } from "./speak.js";
import { loadViews, showViews, viewOf } from "./views.js";

let address = readAddress();
let list = { rows: [], hasNext: false, stuck: undefined };
/** Rows of a search, while one is open. */
let found;
let counts;
let loading = new AbortController();
let details;
let search;

const listKey = ({ status, stuck, page, show }) => JSON.stringify([status, stuck, page, show]);
const stuckReason = (id) => [...list.rows, ...(found ?? [])].find((row) => row.id === id)?.stuck;

function showFrame() {
  const view = viewOf(address);
  const name = address.show === "days" ? "Orders by day" : (view?.name ?? "Orders");
  const title = found ? "Search results" : name;
  // A name that somebody gave a view may say too much for the browser's history.
  document.title = `${!found && view?.isSaved ? "Saved view" : title} · Order desk`;
  replace(
    byId("title"),
    h("h2", {}, title),
    found && h("button", { type: "button", onclick: endSearch }, "Close search"),
  );
  showSide();
  if (found) byId("filters").replaceChildren();
  else showFilters(address, go);
}

const showSide = () => showViews({ address, isSearch: Boolean(found), counts, stuck: list.stuck, onChange: showFrame });

function showContent() {
  if (found) showList(address, { rows: found, found: true });
  else if (address.show === "orders") showList(address, list);
  else void loadList();
}

/** Reads the list, or the chart, again. A newer reading ends an older one. */
async function loadList() {
  loading.abort();
  const { signal } = (loading = new AbortController());
  const asked = address;
  try {
    const isChart = asked.show === "days";
    const answer = await (isChart ? desk("GET", "days", undefined, signal) : loadOrders(asked, signal));
    if (signal.aborted) return;
    if (!isChart) list = answer;
    if (!found && isChart) showDays(answer);
    else if (!found) showContent();
    showProblem();
    showSide();
  } catch (error) {
    if (signal.aborted) return;
    if (isSignedOut(error)) return signIn(sentenceOf(error)).then(loadList);
    byId("content").removeAttribute("aria-busy");
    showProblem(sentenceOf(error));
  }
}

/** The counts beside the views. Without them the desk works as well. */
async function loadCounts() {
  counts = await desk("GET", "counts").catch(() => counts);
  // The chart does not bring it along.
  if (address.show === "days")
    list.stuck = await desk("GET", "stuck").then(
      ({ length }) => length,
      () => undefined,
    );
  showSide();
}

/** Shows an address. */
async function apply(next) {
  const isOtherList = listKey(next) !== listKey(address);
  address = next;
  if (isOtherList) {
    endSearch();
    byId("content").replaceChildren();
    showWaiting();
    scrollTo(0, 0);
    void loadList();
  } else if (address.show === "orders") showContent();
  showFrame();
  if (address.order) void details.open(address.order);
  else details.close();
}

function go(href) {
  history.pushState(null, "", href);
  return apply(readAddress());
}

function endSearch() {
  search.clear();
  if (!found) return;
  found = undefined;
  showContent();
  showFrame();
}

function refresh(orders) {
  if (search.isOpen) search.again();
  void loadList();
  void loadCounts();
  if (details.id && (!orders.size || orders.has(details.id))) {
    void details.reload();
    orderMayHaveChanged(details.id);
  }
}

function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    void go(link.getAttribute("href"));
  });
  addEventListener("popstate", () => apply(readAddress()));
  // The browser kept this page as it was: the session may be over since.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  looks.addEventListener("change", ({ detail: { order, what } }) => {
    const name = `Order ${order.order_number}`;
    if (what === "happened") notify(`${name}: the change did happen.`);
    if (what === "not_seen") notify(`${name}: the change was not seen. Look again, or decide.`);
    showContent();
    if (details.id === order.id) details.showAgain();
    refresh(new Set([order.id]));
  });
}

async function start() {
  showWaiting();
  // The list is asked for before the session is known: that is one round trip less.
  const early = loadOrders(address, loading.signal).catch(() => undefined);
  let session = await desk("GET", "session").catch(() => undefined);
  const first = session && (await early);
  while (!session) {
    await signIn();
    session = await desk("GET", "session").catch(() => undefined);
  }
  showWho(session);
  details = createDetails({
    ...{ session, stuckReason },
    onClose: () => go(addressOf({ ...address, order: undefined })),
  });
  search = startSearch({
    onResults(rows) {
      found = rows;
      showContent();
      showFrame();
    },
    onEnd: endSearch,
  });
  listen();
  if (first && address.show === "orders") {
    list = first;
    showContent();
  } else void loadList();
  showFrame();
  if (address.order) void details.open(address.order);
  await loadViews().catch(() => {});
  void loadCounts();
  startLive(refresh);
}

void start();
