// <form data-autosave="ADDRESS">: posts the form a second after the last change and says so in its [data-autosave-state].
// The server answers 2xx when it kept the draft. The ordinary submit button goes on working.
import { csrfToken } from "./fragments.js";
import { text } from "./texts.js";

const PAUSE = 1000;

function now() {
  return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

function watch(form) {
  const state = form.querySelector("[data-autosave-state]");
  const say = (words) => {
    if (state) state.textContent = words;
  };
  let timer = 0;
  let running = Promise.resolve();
  const save = async () => {
    say(text("saving"));
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) say(text("expired"));
      else say(answer.ok ? text("saved", { time: now() }) : text("failed"));
    } catch {
      say(text("offline"));
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(save);
    }, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

/** Watch every form that asks for it. */
export function startAutosave() {
  document.querySelectorAll("form[data-autosave]").forEach(watch);
}
