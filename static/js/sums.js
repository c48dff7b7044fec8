// Live sum of weights that must reach 100. The server checks the same when the draft is saved.
for (const group of document.querySelectorAll("[data-sum]")) {
  const shown = group.querySelector("[data-sum-shown]");
  const total = group.querySelector("[data-sum-total]");
  const fields = group.querySelectorAll("input");
  const show = () => {
    let hundredths = 0;
    for (const field of fields) {
      const value = Number(field.value);
      if (Number.isFinite(value)) hundredths += Math.round(value * 100);
    }
    total.textContent = String(hundredths / 100);
    shown.classList.toggle("tone-green", hundredths === 10000);
    shown.classList.toggle("tone-red", hundredths !== 10000);
  };
  group.addEventListener("input", show);
  show();
}
