// What a person filed on this device and the server has not confirmed yet: drafts, inspections and photos in IndexedDB.
// Every inspection and every photo has an id made here, so that sending twice does no harm (INS-11, INS-13).
//
// entry: {id (client_id), owner, label, page, url, photoUrl, body, createdAt, attempts, state, reason}
//        state: waiting | expired (session ended) | refused (the server said no; reason says why)
// photo: {id, entry (client_id), owner, item, name, blob, takenAt, source (camera | gallery), isSent}
// draft: {id (client_id), owner, body, savedAt}
import { openDB } from "../../idb/index.js";
import { csrfToken } from "../fragments.js";

const USED = "filing-used"; // spares everybody else's pages the database; read by queue.js
let opened = null;

function database() {
  opened ??= openDB("filing", 1, {
    upgrade(db) {
      db.createObjectStore("entries", { keyPath: "id" }).createIndex("owner", "owner");
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("entry", "entry");
      db.createObjectStore("drafts", { keyPath: "id" });
    },
  });
  return opened;
}

/** Who is signed in on this page; nobody else's inspections are shown or sent. */
export function owner() {
  return document.body.dataset.user ?? "";
}

/** A new id; also where the browser offers randomUUID only to secure pages. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function keep(store, row) {
  localStorage.setItem(USED, "1");
  await (await database()).put(store, row);
}

export const putEntry = (entry) => keep("entries", entry);
export const putPhoto = (photo) => keep("photos", photo);
export const putDraft = (draft) => keep("drafts", draft);

export async function getDraft(id) {
  const draft = await (await database()).get("drafts", id);
  return draft?.owner === owner() ? draft : undefined;
}

export async function photosOf(id) {
  const photos = await (await database()).getAllFromIndex("photos", "entry", id);
  return photos.filter((photo) => photo.owner === owner());
}

export async function removePhoto(id) {
  await (await database()).delete("photos", id);
}

/** The signed-in person's unsent inspections, oldest first. */
export async function entries() {
  const found = await (await database()).getAllFromIndex("entries", "owner", owner());
  return found.sort((one, other) => one.createdAt - other.createdAt);
}

/** Forget an inspection with its draft and photos: after the server confirmed it, or when the person discards it. */
export async function forget(id) {
  const work = (await database()).transaction(["entries", "photos", "drafts"], "readwrite");
  for (const photo of await work.objectStore("photos").index("entry").getAllKeys(id)) {
    work.objectStore("photos").delete(photo);
  }
  work.objectStore("entries").delete(id);
  work.objectStore("drafts").delete(id);
  await work.done;
}

/** Take an inspection out of the queue and keep its draft and photos, so that it can be corrected. */
export async function withdraw(id) {
  await (await database()).delete("entries", id);
}

async function post(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers },
    redirect: "manual",
  });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  return { answer, said: isJson ? await answer.json() : null };
}

// What an answer means: "sent", "expired" (sign in again), "refused" (a person must look), "later" (try again).
function meaning(answer, said) {
  if (answer.type === "opaqueredirect" || answer.status === 401) return "expired";
  if (answer.ok || (answer.status === 409 && said?.code === "already_done")) return "sent";
  if (answer.status === 403 && said === null) return "expired";
  return answer.status >= 500 || answer.status === 429 ? "later" : "refused";
}

/** Send one photo. Returns the same words as `send`. */
export async function sendPhoto(photo, url) {
  const form = new FormData();
  form.append("client_id", photo.entry);
  form.append("photo_id", photo.id);
  form.append("item", photo.item);
  form.append("source", photo.source);
  form.append("taken_at", new Date(photo.takenAt).toISOString());
  form.append("file", photo.blob, photo.name);
  try {
    const { answer, said } = await post(url, form);
    const result = meaning(answer, said);
    if (result === "sent") await putPhoto({ ...photo, isSent: true });
    return { result, said };
  } catch {
    return { result: "later", said: null };
  }
}

/** Take a photo back that the server already has. */
export async function removeSentPhoto(photo, url) {
  const form = new FormData();
  form.append("client_id", photo.entry);
  form.append("photo_id", photo.id);
  form.append("remove", "1");
  await post(url, form);
}

/** Keep a draft on the server. Returns "sent", "expired", "refused" or "later". */
export async function sendDraft(url, body) {
  try {
    const { answer, said } = await post(url, JSON.stringify(body), { "Content-Type": "application/json" });
    return meaning(answer, said);
  } catch {
    return "later";
  }
}

/** Send an inspection: its photos first, each on its own, then the answers. Returns {result, said}. */
export async function send(entry) {
  for (const photo of await photosOf(entry.id)) {
    if (photo.isSent) continue;
    const { result, said } = await sendPhoto(photo, entry.photoUrl);
    if (result !== "sent") return settle(entry, result, said);
  }
  try {
    const { answer, said } = await post(entry.url, JSON.stringify(entry.body), {
      "Content-Type": "application/json",
      "Idempotency-Key": entry.id,
    });
    return settle(entry, meaning(answer, said), said);
  } catch {
    return settle(entry, "later", null);
  }
}

async function settle(entry, result, said) {
  if (result === "sent") {
    await forget(entry.id);
  } else {
    const state = result === "later" ? "waiting" : result;
    await putEntry({ ...entry, state, reason: said?.message ?? "", attempts: entry.attempts + 1 });
  }
  return { result, said };
}

/** Send everything that waits; stops at the first sign that the network or the session is gone. */
export async function flush(report = () => {}) {
  const run = async () => {
    for (const entry of await entries()) {
      if (entry.state === "refused") continue;
      const { result, said } = await send(entry);
      report(entry, result, said);
      if (result === "later" || result === "expired") return;
    }
  };
  if (!navigator.locks) return run();
  return navigator.locks.request("filing-outbox", { ifAvailable: true }, (lock) => (lock ? run() : undefined));
}
