// Signing in and out. The form lies over the page, so that nothing is lost where a session ends in the middle of work.

import { desk } from "./api.js";
import { byId, h } from "./dom.js";

const TEXTS = {
  401: "Name or password is wrong.",
  429: "Too many wrong passwords. Wait a minute.",
  0: "The desk's server cannot be reached.",
};
let open;

/** Asks for name and password until they are right. Two callers share one form. */
export function signIn(reason) {
  open ??= ask(reason).finally(() => (open = undefined));
  return open;
}

function ask(reason) {
  const problem = h("p", { class: "problem", role: "alert", id: "sign-in-problem", hidden: true });
  const name = h("input", {
    id: "name",
    name: "name",
    autocomplete: "username",
    required: true,
    autocapitalize: "none",
  });
  const password = h("input", {
    ...{ id: "password", name: "password", type: "password", autocomplete: "current-password", required: true },
  });
  const button = h("button", { class: "primary", type: "submit" }, "Sign in");
  const form = h(
    "form",
    {},
    h("h1", { id: "sign-in-title" }, "Sign in to the order desk"),
    reason && h("p", {}, reason),
    problem,
    h("p", { class: "field" }, h("label", { for: "name" }, "Name"), name),
    h("p", { class: "field" }, h("label", { for: "password" }, "Password"), password),
    button,
  );
  const dialog = h("dialog", { class: "sign-in", "aria-labelledby": "sign-in-title" }, form);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();

  return new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        await desk("POST", "session", { name: name.value, password: password.value });
        dialog.close();
        dialog.remove();
        resolve();
      } catch ({ status }) {
        problem.textContent = TEXTS[status] ?? "Signing in failed. Try again.";
        problem.hidden = false;
        password.value = "";
        password.focus();
      } finally {
        button.disabled = false;
      }
    });
  });
}

/** Name, role, and the way out. */
export function showWho({ name, role }) {
  const leave = async () => {
    await desk("DELETE", "session").catch(() => {});
    // Nothing stays for the back button, whatever the browser keeps of the old page.
    document.body.replaceChildren();
    location.replace(location.pathname);
  };
  byId("who").replaceChildren(
    h("span", {}, h("strong", {}, name), h("span", { class: "role" }, role)),
    h("button", { type: "button", class: "quiet", onclick: leave }, "Sign out"),
  );
}
