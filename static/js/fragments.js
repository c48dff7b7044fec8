// How htmx is used here: CSRF by a listener, 422 shows the form again, toasts by event. Written so that htmx 4 is a switch.
import { text } from "./texts.js";
import { toast } from "./toasts.js";

/** The token that forms and scripts send with a POST. */
export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** Attach the listeners. */
export function startFragments() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 422) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    event.detail.target?.querySelector?.("[data-error-summary]")?.focus();
  });
  document.body.addEventListener("htmx:sendError", () => toast(text("failed"), "error"));
  document.body.addEventListener("htmx:responseError", () => toast(text("failed"), "error"));
  document.body.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone));
}
