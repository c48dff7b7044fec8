// The queue of unsent inspections, visible on every page: a count in the top bar, a list behind it, sending by itself.
import { ask } from "../dialogs.js";
import { text } from "../texts.js";
import { toast } from "../toasts.js";

const EVERY = 60_000;
const TOO_OLD = 24 * 3_600_000;
const USED = "filing-used";

/** Where to sign in again and come back to this page. */
export function signInLink() {
  const address = `${document.body.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`;
  return { url: address, label: text("signIn") };
}

/** Show how many inspections wait; returns them. */
export async function refreshQueue() {
  const outbox = await import("./outbox.js");
  const waiting = await outbox.entries();
  document.querySelectorAll("[data-outbox-show]").forEach((button) => {
    button.hidden = waiting.length === 0;
    button.querySelector("[data-outbox-count]").textContent = String(waiting.length);
  });
  return waiting;
}

function tell(entry, result, said) {
  if (result === "sent") {
    toast(text("sent", { label: entry.label }), "success");
    document.dispatchEvent(new CustomEvent("filing-sent", { detail: { id: entry.id, url: said?.url } }));
  }
  if (result === "expired") toast(text("expired"), "warning", signInLink());
  if (result === "refused") {
    const link = { url: entry.page, label: entry.label };
    toast(text("refused", { label: entry.label, reason: said?.message ?? "" }), "error", link);
  }
}

/** Send what waits and show how it stands. */
export async function deliver() {
  if (localStorage.getItem(USED) === null) return [];
  const outbox = await import("./outbox.js");
  if (navigator.onLine !== false) await outbox.flush(tell);
  return refreshQueue();
}

async function showList() {
  const outbox = await import("./outbox.js");
  const waiting = await outbox.entries();
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", text("outbox"));
  const body = document.createElement("div");
  body.className = "dialog-body stack";
  const head = document.createElement("h2");
  head.textContent = text("outbox");
  const note = document.createElement("p");
  note.className = "muted";
  note.textContent = text("outboxNote");
  body.append(head, note, ...waiting.map((entry) => line(entry, outbox, dialog)), actions(dialog));
  dialog.append(body);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function button(words, kind, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn ${kind}`;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function line(entry, outbox, dialog) {
  const row = document.createElement("div");
  row.className = "cluster";
  const name = document.createElement("a");
  name.href = entry.page;
  name.textContent = entry.label;
  const since = document.createElement("span");
  since.className = entry.state === "refused" ? "tone-red" : "muted";
  since.textContent = entry.reason || new Date(entry.createdAt).toLocaleString(document.documentElement.lang);
  const drop = button(text("discard"), "", async () => {
    dialog.close();
    if (await ask(text("discardAsk"), text("discard"), { danger: true })) {
      await outbox.forget(entry.id);
      await refreshQueue();
    }
  });
  row.append(name, since, drop);
  return row;
}

function actions(dialog) {
  const row = document.createElement("div");
  row.className = "form-actions";
  const send = button(text("sendNow"), "btn-primary", () => {
    dialog.close();
    deliver();
  });
  row.append(send, button(text("close"), "", () => dialog.close()));
  return row;
}

/** Start on a page: send at once, when the network is back, when the page is looked at again, and every minute. */
export async function startQueue() {
  if (!document.body.dataset.user) return;
  document.querySelectorAll("[data-outbox-show]").forEach((shown) => shown.addEventListener("click", showList));
  window.addEventListener("online", deliver);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && deliver());
  setInterval(deliver, EVERY);
  const waiting = await deliver();
  const old = waiting.filter((entry) => Date.now() - entry.createdAt > TOO_OLD);
  if (old.length) toast(text("waitingOld", { count: old.length }), "warning");
}
