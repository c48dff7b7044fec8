// Network first. Kept for offline use: static files, and only those pages whose answer says "X-Offline: keep"
// (the filing pages). Everything else offline is answered with one plain page. Served at /sw.js.
const FILES = "files-1";
const PAGES = "pages-1";
const OFFLINE = "/static/offline.html";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((kept) => kept.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const known = new Set([FILES, PAGES]);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => !known.has(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "forget") event.waitUntil(caches.delete(PAGES));
  if (event.data?.type === "keep") event.waitUntil(keepFiles(event.data.addresses));
  if (event.data?.type === "page") event.waitUntil(page(new Request(event.data.address, { credentials: "same-origin" })));
});

async function keepFiles(addresses) {
  const kept = await caches.open(FILES);
  const missing = [];
  for (const address of addresses) {
    if (!(await kept.match(address))) missing.push(address);
  }
  await Promise.allSettled(missing.map((address) => kept.add(address)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(file(request));
});

const NEVER_CHANGES = /\.[0-9a-f]{12}\.[a-z0-9]+$/; // the name carries a hash of the content

async function file(request) {
  const unchanged = NEVER_CHANGES.test(new URL(request.url).pathname) && (await caches.match(request));
  if (unchanged) return unchanged;
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      const copy = answer.clone();
      const kept = await caches.open(FILES);
      await kept.put(request, copy);
    }
    return answer;
  } catch (problem) {
    const stored = await caches.match(request);
    if (stored) return stored;
    throw problem;
  }
}

async function page(request) {
  const kept = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get("X-Offline") === "keep") await kept.put(request, answer.clone());
    return answer;
  } catch {
    return (await kept.match(request)) ?? (await caches.match(OFFLINE));
  }
}
