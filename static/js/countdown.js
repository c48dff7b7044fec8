// Counts down to a deadline by the server's clock: the page brings the server's time, this device's clock only measures
// how long the page has been open. The server alone decides what is late.
for (const box of document.querySelectorAll("[data-countdown]")) {
  const shown = box.querySelector("[data-countdown-left]");
  if (!shown) continue;
  const opened = performance.now();
  const until = Number(box.dataset.until);
  const now = Number(box.dataset.now);
  const two = (number) => String(number).padStart(2, "0");
  const show = () => {
    const left = Math.max(0, Math.floor(until - now - (performance.now() - opened) / 1000));
    const days = Math.floor(left / 86400);
    const clock = `${two(Math.floor((left % 86400) / 3600))}:${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
    shown.textContent = days ? `${days} ${shown.dataset.days} ${clock}` : clock;
    if (left === 0) {
      clearInterval(timer);
      box.classList.replace("notice-info", "notice-warning");
    }
  };
  const timer = setInterval(show, 1000);
  show();
}
