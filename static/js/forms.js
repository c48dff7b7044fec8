// Small comforts of forms: a guard against leaving with unsaved changes, one submission per click, short list addresses.

function snapshot(form) {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));
}

function startGuards() {
  document.querySelectorAll("form[data-guard]").forEach((form) => {
    const before = snapshot(form);
    let leaving = false;
    form.addEventListener("submit", () => {
      leaving = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && snapshot(form) !== before) event.preventDefault();
    });
  });
}

function startSingleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    setTimeout(() => delete form.dataset.sending, 5000); // an answer may be a file, and then the page stays
  });
  // The back button may show the page as it was left.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
  });
}

// On a phone more than two filters wait behind a button, unless one of them is at work.
function foldFilters(form) {
  const toggle = form.querySelector("[data-filters-toggle]");
  const fields = [...form.querySelectorAll(".list-filters select, .list-filters input:not([type=hidden])")];
  const isBusy = fields.some((field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value !== ""));
  if (!toggle || fields.length < 3 || isBusy || !matchMedia("(max-width: 47.99rem)").matches) return;
  const box = form.querySelector(".list-filters");
  toggle.hidden = false;
  box.hidden = true;
  toggle.addEventListener("click", () => {
    box.hidden = !box.hidden;
    toggle.setAttribute("aria-expanded", String(!box.hidden));
  });
}

function startListForms() {
  document.querySelectorAll("form[data-list-form]").forEach((form) => {
    foldFilters(form);
    const boxes = [...form.querySelectorAll("[data-columns] input")];
    const before = boxes.map((box) => box.checked).join();
    const chosen = new URLSearchParams(location.search).has("col");
    form.addEventListener("submit", () => {
      const same = boxes.map((box) => box.checked).join() === before;
      if (same && !chosen) boxes.forEach((box) => (box.disabled = true));
      [...form.elements].forEach((field) => {
        if (field.name && field.value === "") field.disabled = true;
      });
    });
    window.addEventListener("pageshow", () => [...form.elements].forEach((field) => (field.disabled = false)));
  });
}

function startErrorSummary() {
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    (field ?? target).focus();
    (field ?? target).scrollIntoView({ block: "center" });
  });
}

function startDemoLogins() {
  document.addEventListener("click", (event) => {
    const choice = event.target.closest?.("[data-demo-logins] button");
    const form = choice && document.querySelector("form[action] input[name=login]")?.form;
    if (!form) return;
    form.elements.login.value = choice.dataset.login;
    form.elements.password.value = choice.dataset.password;
    form.querySelector("button[type=submit]").focus();
  });
}

/** Start all of them. */
export function startForms() {
  startGuards();
  startSingleSubmit();
  startListForms();
  startErrorSummary();
  startDemoLogins();
}
