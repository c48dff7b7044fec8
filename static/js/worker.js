// Starts the service worker (offline pages) and keeps what it stores from the next person on a shared phone.

/** Register the worker, hand it what this page loaded, and empty its pages on sign-out. */
export async function startWorker() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  const address = document.body.dataset.worker;
  if (!address) return;
  try {
    await navigator.serviceWorker.register(address, { scope: "/" });
    const ready = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name.split("#")[0]);
    const own = loaded.filter((name) => name.startsWith(`${location.origin}/static/`));
    ready.active?.postMessage({ type: "keep", addresses: [...new Set(own)] });
    if (!document.body.dataset.user) ready.active?.postMessage({ type: "forget" });
  } catch (problem) {
    // Pages work without a worker; only reading them offline does not.
    console.info("offline pages are not available here:", problem.message);
  }
}
