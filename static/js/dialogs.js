// A link marked data-dialog shows the form of its page in a dialog. Without a script, or if fetching fails, it is the page.
import { text } from "./texts.js";

function openDialog(content, label) {
  const dialog = document.createElement("dialog");
  const body = document.createElement("div");
  body.className = "dialog-body";
  body.append(content);
  dialog.append(body);
  dialog.setAttribute("aria-label", label);
  document.body.append(dialog);
  const back = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    back?.focus?.();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    if (event.target.closest("[data-dialog-close]")) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.showModal();
  return dialog;
}

async function showPage(link) {
  const answer = await fetch(link.href, { headers: { "X-Requested-With": "dialog" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = answer.ok ? page.querySelector("[data-dialog-content]") : null;
  if (!found) {
    location.assign(link.href);
    return;
  }
  const content = document.importNode(found, true);
  content.classList.remove("card");
  if (content.tagName === "FORM" && !content.getAttribute("action")) content.setAttribute("action", link.href);
  openDialog(content, content.querySelector("h1, h2, legend, label")?.textContent?.trim() || link.textContent.trim());
}

/** Ask a question with two buttons; resolves to true when the act is chosen. */
export function ask(question, act, { danger = false, cancel = text("close") } = {}) {
  return new Promise((resolve) => {
    const content = document.createElement("div");
    const words = document.createElement("p");
    words.textContent = question;
    const actions = document.createElement("div");
    actions.className = "form-actions";
    const yes = document.createElement("button");
    yes.type = "button";
    yes.className = `btn ${danger ? "btn-danger" : "btn-primary"}`;
    yes.textContent = act;
    const no = document.createElement("button");
    no.type = "button";
    no.className = "btn";
    no.textContent = cancel;
    no.dataset.dialogClose = "";
    actions.append(yes, no);
    content.append(words, actions);
    const dialog = openDialog(content, question);
    let answer = false;
    yes.addEventListener("click", () => {
      answer = true;
      dialog.close();
    });
    dialog.addEventListener("close", () => resolve(answer));
  });
}

/** Listen for links that open dialogs. */
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    showPage(link).catch(() => location.assign(link.href));
  });
}
