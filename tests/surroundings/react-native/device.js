// What React Native gives an app beside the language, in the words that Hermes 0.12 knows. The tool has no network:
// XMLHttpRequest notes each request in `sent`, and plays back the next one of `answers`.

globalThis.self = globalThis.window = globalThis.global = globalThis;
globalThis.console = { log: print, info: print, warn: print, error: print, debug: print };
globalThis.performance = { now: () => Date.now() };
globalThis.navigator = { product: "ReactNative" };
globalThis.sent = [];

globalThis.XMLHttpRequest = function () {
  this.setRequestHeader = () => {};
  this.getAllResponseHeaders = () => "content-type: application/json";
  this.open = (method, url) => {
    this.request = { method, url };
  };
  this.send = (body) => {
    const { status, text } = globalThis.answers[globalThis.sent.length];
    globalThis.sent.push({ ...this.request, body: body || undefined });
    Object.assign(this, { status, statusText: "", response: text, responseText: text });
    setTimeout(() => this.onload(), 0);
  };
};

// The tool calls timers in the order in which they were set, whatever the time.
const soon = setTimeout;
const timers = new Map();
globalThis.setTimeout = (callback, ms = 0, ...values) => {
  const timer = {};
  const end = Date.now() + ms;
  const look = () => {
    if (!timers.has(timer)) return;
    if (Date.now() < end) return void soon(look, 0);
    timers.delete(timer);
    callback(...values);
  };
  timers.set(timer, look);
  soon(look, 0);
  return timer;
};
globalThis.clearTimeout = (timer) => void timers.delete(timer);
