// Short messages in the corner. Successes leave by themselves, everything else stays until closed.
import { text } from "./texts.js";

const STAYS_FOR = 8000;
const ICONS = { success: "circle-check", warning: "alert-triangle", error: "alert-circle", info: "info-circle" };

/** Show `words`; tone is success, info, warning or error. `link` is {url, label}, optional. */
export function toast(words, tone = "info", link = null) {
  const box = document.getElementById("toasts");
  if (!box) return;
  const notice = document.createElement("div");
  notice.className = `notice notice-${tone in ICONS ? tone : "info"}`;
  notice.dataset.notice = "";
  const body = document.createElement("div");
  body.textContent = words;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.label;
    body.append(" ", anchor);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "notice-close";
  close.dataset.noticeClose = "";
  close.setAttribute("aria-label", text("close"));
  close.textContent = "×";
  notice.append(body, close);
  box.append(notice);
  leaveLater(notice);
}

function leaveLater(notice) {
  if (!notice.classList.contains("notice-success")) return;
  let timer = setTimeout(() => notice.remove(), STAYS_FOR);
  const hold = () => clearTimeout(timer);
  const go = () => {
    hold();
    timer = setTimeout(() => notice.remove(), STAYS_FOR);
  };
  notice.addEventListener("mouseenter", hold);
  notice.addEventListener("focusin", hold);
  notice.addEventListener("mouseleave", go);
  notice.addEventListener("focusout", go);
}

/** Bring the page's own messages to life. */
export function startToasts() {
  document.querySelectorAll("#toasts [data-notice]").forEach(leaveLater);
  document.addEventListener("click", (event) => {
    event.target.closest?.("[data-notice-close]")?.closest("[data-notice]")?.remove();
  });
}
