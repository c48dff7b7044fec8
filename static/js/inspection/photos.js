// Photos of an item: kept on the device first, then sent one by one; a tile each, with its state in words.
// Markup within an item: <ul class="photo-strip" data-photo-strip> (tiles the server has: <li data-photo-id="UUID">),
// <label class="photo-add"><input type="file" accept="image/*" capture="environment" multiple data-photo-input="camera"></label>.
import { text } from "../texts.js";
import { toast } from "../toasts.js";
import * as outbox from "./outbox.js";

function tile(photo, number, remove) {
  const item = document.createElement("li");
  item.className = "photo-tile";
  item.dataset.photoId = photo.id;
  const image = document.createElement("img");
  image.alt = text("photo", { number });
  image.src = URL.createObjectURL(photo.blob);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  image.addEventListener("error", () => image.classList.add("is-unreadable"));
  const drop = document.createElement("button");
  drop.type = "button";
  drop.textContent = "×";
  drop.setAttribute("aria-label", `${text("photoRemove")} ${number}`);
  drop.addEventListener("click", () => remove(photo, item));
  item.append(image, drop);
  return item;
}

/** The ids of an item's photos, sent and unsent, in order. */
export function photoIds(item) {
  return [...item.querySelectorAll("[data-photo-strip] [data-photo-id]")].map((one) => one.dataset.photoId);
}

async function sendNow(photo, filing) {
  const { result } = await outbox.sendPhoto(photo, filing.photoUrl);
  filing.say(result);
}

async function add(file, item, source, filing) {
  if (!file.type.startsWith("image/") && !/\.(heic|heif)$/i.test(file.name)) {
    toast(text("photoBad"), "error");
    return;
  }
  const photo = {
    id: outbox.newId(),
    entry: filing.id,
    owner: outbox.owner(),
    item: item.dataset.item,
    name: file.name || "photo.jpg",
    blob: file,
    takenAt: file.lastModified || Date.now(),
    source,
    isSent: false,
  };
  await outbox.putPhoto(photo);
  show(photo, item, filing);
  filing.changed();
  await sendNow(photo, filing);
}

function show(photo, item, filing) {
  const strip = item.querySelector("[data-photo-strip]");
  const number = strip.querySelectorAll("[data-photo-id]").length + 1;
  const remove = async (one, element) => {
    const kept = (await outbox.photosOf(filing.id)).find((stored) => stored.id === one.id);
    await outbox.removePhoto(one.id);
    element.remove();
    filing.changed();
    if (kept?.isSent) await outbox.removeSentPhoto(kept, filing.photoUrl).catch(() => filing.say("later"));
  };
  strip.append(tile(photo, number, remove));
}

function takeBack(button, filing) {
  const element = button.closest("[data-photo-id]");
  const photo = { entry: filing.id, id: element.dataset.photoId };
  element.remove();
  filing.changed();
  outbox.removeSentPhoto(photo, filing.photoUrl).catch(() => filing.say("later"));
}

/** Start the photo inputs of a form. filing: {id, photoUrl, changed(), say(result)}. */
export async function startPhotos(form, filing) {
  for (const photo of await outbox.photosOf(filing.id)) {
    const item = form.querySelector(`[data-item="${CSS.escape(photo.item)}"]`);
    if (item && !photoIds(item).includes(photo.id)) show(photo, item, filing);
  }
  form.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches("[data-photo-input]")) return;
    event.stopPropagation();
    const item = input.closest("[data-item]");
    const files = [...input.files];
    input.value = "";
    for (const file of files) await add(file, item, input.dataset.photoInput || "gallery", filing);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-photo-remove]");
    if (button) takeBack(button, filing);
  });
}
