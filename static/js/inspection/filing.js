// Filing an inspection on a phone, with or without network. Load on the filing page only:
//   {% block scripts %}<script src="{% static 'js/inspection/filing.js' %}" type="module"></script>{% endblock %}
// The view answers with the header "X-Offline: keep", so that the page can be opened again without network.
//
// Without a script the form is an ordinary multipart POST to its action. With one, this contract holds:
//   <form data-filing data-client-id="UUID" data-label="what the queue shows" data-draft-url data-photo-url data-submit-url
//         data-done-url data-draft-saved-at="ISO time of the draft shown, or empty">
//   [data-item="ID"]        a card; data-max (hundredths), data-veto, data-photo-required ("1" or absent)
//     radios  name="item-ID-outcome" value ok | deduct | na
//     [data-fault]          what only a fault needs: class filing-fault; has number input name="item-ID-deduction" (points),
//                           buttons data-step="0.5" and data-step="-0.5", fields item-ID-note, item-ID-place, item-ID-severity
//     photo inputs and strip: see photos.js
//   shown by the script: [data-score] [data-answered] [data-item-total] progress[data-progress] [data-draft-state]
//     within a [data-section]: [data-section-answered]; anywhere on the page: [data-network] (a badge, hidden while on line)
//   set by the script once it listens: data-started on the form
//   the button that saves a draft: <button name="action" value="draft">; every other submit button submits
// Sent as JSON, to data-draft-url and data-submit-url alike:
//   {client_id, device_time, fields: {name: value}, answers: [{item, outcome, deduction, note, place, severity, photos: [UUID]}]}
//   deduction is text in points; unanswered items are left out. Draft: any 2xx. Submit: 2xx {url}; the same client_id again: 2xx or
//   409 {code: "already_done", url}; 422 {code, message, fields: {"item-ID-note": ["..."]}}. Photos: multipart POST to data-photo-url
//   {client_id, photo_id, item, source, taken_at, file}; the same photo_id again is no second photo; remove=1 takes one back.
import { text } from "../texts.js";
import { toast } from "../toasts.js";
import * as outbox from "./outbox.js";
import { photoIds, startPhotos } from "./photos.js";
import { refreshQueue, signInLink } from "./queue.js";
import { hundredths, liveScore, points } from "./score.js";

const PAUSE = 800;

class Filing {
  constructor(form) {
    this.form = form;
    this.id = form.dataset.clientId;
    this.photoUrl = form.dataset.photoUrl;
    this.items = [...form.querySelectorAll("[data-item]")];
    this.timer = 0;
    this.isSubmitting = false;
    this.hasUnsent = false;
  }

  async start() {
    await this.restore();
    await startPhotos(this.form, { id: this.id, photoUrl: this.photoUrl, changed: () => this.changed(), say: (r) => this.say(r) });
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("click", (event) => this.step(event));
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    document.addEventListener("filing-sent", (event) => event.detail.id === this.id && this.done(event.detail.url));
    window.addEventListener("online", () => this.network());
    window.addEventListener("offline", () => this.network());
    this.network();
    this.show();
    this.form.dataset.started = "1";
    navigator.storage?.persist?.();
    navigator.serviceWorker?.ready.then((ready) => ready.active?.postMessage({ type: "page", address: location.href }));
  }

  // --- what is on the form -----------------------------------------------------------------------
  field(item, name) {
    return this.form.elements[`item-${item.dataset.item}-${name}`];
  }

  read(item) {
    const max = Number(item.dataset.max);
    const deduction = hundredths(this.field(item, "deduction")?.value ?? "", max);
    return { max, deduction, outcome: this.field(item, "outcome")?.value ?? "", isVeto: item.dataset.veto === "1" };
  }

  answer(item) {
    const { outcome, deduction } = this.read(item);
    const words = (name) => (outcome === "deduct" ? (this.field(item, name)?.value ?? "") : "");
    return {
      item: item.dataset.item,
      outcome,
      deduction: outcome === "deduct" ? points(deduction) : "0",
      note: this.field(item, "note")?.value ?? "",
      place: words("place"),
      severity: words("severity"),
      photos: photoIds(item),
    };
  }

  body() {
    const fields = {};
    for (const [name, value] of new FormData(this.form)) {
      const isOwn = !name.startsWith("item-") && name !== "csrfmiddlewaretoken" && !(value instanceof File);
      if (isOwn) fields[name] = value;
    }
    const answered = this.items.filter((item) => this.read(item).outcome);
    return {
      client_id: this.id,
      device_time: new Date().toISOString(),
      fields,
      answers: answered.map((item) => this.answer(item)),
    };
  }

  // --- what the person sees ----------------------------------------------------------------------
  put(selector, words, within = this.form) {
    within.querySelectorAll(selector).forEach((element) => (element.textContent = words));
  }

  show() {
    const read = this.items.map((item) => this.read(item));
    const answered = read.filter((one) => one.outcome).length;
    const score = liveScore(read);
    this.put("[data-score]", score === null ? "–" : (score / 100).toFixed(2));
    this.put("[data-answered]", answered);
    this.put("[data-item-total]", this.items.length);
    this.form.querySelectorAll("progress[data-progress]").forEach((bar) => {
      bar.max = this.items.length || 1;
      bar.value = answered;
    });
    this.form.querySelectorAll("[data-section]").forEach((section) => {
      const inside = [...section.querySelectorAll("[data-item]")];
      this.put("[data-section-answered]", inside.filter((item) => this.read(item).outcome).length, section);
    });
    this.items.forEach((item, index) => this.showItem(item, read[index]));
  }

  showItem(item, { outcome }) {
    item.querySelector("[data-fault]")?.classList.toggle("is-open", outcome === "deduct");
    const deduction = this.field(item, "deduction");
    if (outcome === "deduct" && deduction?.value === "") deduction.value = points(Math.min(this.stepOf(item), Number(item.dataset.max)));
    if (outcome) item.classList.remove("is-missing");
  }

  stepOf(item) {
    const button = item.querySelector("[data-step]");
    return Math.abs(Math.round(Number(button?.dataset.step ?? 1) * 100));
  }

  step(event) {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const item = button.closest("[data-item]");
    const field = this.field(item, "deduction");
    const max = Number(item.dataset.max);
    const next = hundredths(field.value, max) + Math.round(Number(button.dataset.step) * 100);
    field.value = points(Math.max(0, Math.min(next, max)));
    this.changed();
  }

  network() {
    const isOff = navigator.onLine === false;
    document.querySelectorAll("[data-network]").forEach((element) => {
      element.hidden = !isOff;
      element.textContent = text("offline");
    });
    if (!isOff && this.timer === 0 && this.hasUnsent) this.save();
  }

  say(result) {
    if (result === "expired") toast(text("expired"), "warning", signInLink());
    if (result === "later") this.put("[data-draft-state]", text("savedHere"));
  }

  // --- drafts ------------------------------------------------------------------------------------
  changed() {
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = 0;
    const body = this.body();
    await outbox.putDraft({ id: this.id, owner: outbox.owner(), body, savedAt: Date.now() });
    this.put("[data-draft-state]", text("saving"));
    const result = await outbox.sendDraft(this.form.dataset.draftUrl, body);
    this.hasUnsent = result !== "sent";
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    if (result === "sent") this.put("[data-draft-state]", text("saved", { time }));
    else this.put("[data-draft-state]", text("savedHere"));
    if (result === "expired") this.say("expired");
  }

  async restore() {
    const draft = await outbox.getDraft(this.id);
    const shown = Date.parse(this.form.dataset.draftSavedAt || "") || 0;
    if (!draft || draft.savedAt <= shown) return;
    for (const [name, value] of Object.entries(draft.body.fields)) {
      const field = this.form.elements[name];
      if (field && "value" in field && field.type !== "hidden") field.value = value;
    }
    for (const answer of draft.body.answers) {
      const item = this.items.find((one) => one.dataset.item === answer.item);
      if (!item) continue;
      for (const name of ["outcome", "deduction", "note", "place", "severity"]) {
        const field = this.field(item, name);
        if (field) field.value = answer[name];
      }
    }
  }

  // --- submitting --------------------------------------------------------------------------------
  faults() {
    const open = this.items.filter((item) => !this.read(item).outcome);
    const bare = this.items.filter((item) => {
      const applies = ["ok", "deduct"].includes(this.read(item).outcome);
      return item.dataset.photoRequired === "1" && applies && photoIds(item).length === 0;
    });
    return { open, bare };
  }

  async onSubmit(event) {
    event.preventDefault();
    if (event.submitter?.value === "draft") {
      await this.save();
      return;
    }
    const { open, bare } = this.faults();
    [...open, ...bare].forEach((item) => item.classList.add("is-missing"));
    const first = open[0] ?? bare[0];
    if (first) {
      toast(open.length ? text("missing", { count: open.length }) : text("photoMissing", { count: bare.length }), "error");
      first.scrollIntoView({ block: "center" });
      first.querySelector("input")?.focus({ preventScroll: true });
      return;
    }
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    clearTimeout(this.timer);
    await this.submit(event.submitter);
    this.isSubmitting = false;
  }

  async submit(button) {
    if (button) button.disabled = true;
    const body = this.body();
    await outbox.putDraft({ id: this.id, owner: outbox.owner(), body, savedAt: Date.now() });
    const entry = {
      id: this.id,
      owner: outbox.owner(),
      label: this.form.dataset.label,
      page: location.pathname,
      url: this.form.dataset.submitUrl,
      photoUrl: this.photoUrl,
      body,
      createdAt: Date.now(),
      attempts: 0,
      state: "waiting",
      reason: "",
    };
    await outbox.putEntry(entry);
    const { result, said } = await outbox.send(entry);
    if (result === "sent") {
      this.done(said?.url);
      return;
    }
    if (button) button.disabled = false;
    await refreshQueue();
    if (result === "later") toast(text("queued"), "warning");
    if (result === "expired") this.say("expired");
    if (result === "refused") await this.refused(said);
  }

  done(url) {
    location.assign(url ?? this.form.dataset.doneUrl ?? "/");
  }

  async refused(said) {
    await outbox.withdraw(this.id);
    await refreshQueue();
    toast(said?.message ?? text("failed"), "error");
    for (const [name, problems] of Object.entries(said?.fields ?? {})) {
      const id = /^item-(.+)-\w+$/.exec(name)?.[1];
      const item = this.items.find((one) => one.dataset.item === id);
      item?.classList.add("is-missing");
      if (item) this.put("[data-item-error]", problems.join(" "), item);
    }
    this.form.querySelector(".is-missing")?.scrollIntoView({ block: "center" });
  }
}

const form = document.querySelector("form[data-filing]");
if (form) new Filing(form).start();
