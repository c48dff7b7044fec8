// Drop-downs (<details data-drop>) close like menus; the side bar slides in on a phone.

function closeOthers(keep) {
  document.querySelectorAll("details[data-drop][open]").forEach((drop) => {
    if (!keep || !drop.contains(keep)) drop.open = false;
  });
}

function startDrops() {
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("focusin", (event) => closeOthers(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest("details[data-drop][open]");
    if (open) open.querySelector("summary").focus();
    closeOthers(null);
  });
}

function startSidebar() {
  const bar = document.getElementById("menu");
  const opener = document.querySelector("[data-menu-open]");
  if (!bar || !opener) return;
  const rest = document.querySelector("[data-shell-main]");
  const show = (open) => {
    bar.classList.toggle("is-open", open);
    opener.setAttribute("aria-expanded", String(open));
    rest.inert = open;
    if (open) bar.querySelector("a").focus();
    else if (document.activeElement === document.body || bar.contains(document.activeElement)) opener.focus();
  };
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    show(true);
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    show(true);
  });
  document.querySelectorAll("[data-menu-close]").forEach((closer) => {
    closer.addEventListener("click", (event) => {
      event.preventDefault();
      show(false);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && bar.classList.contains("is-open")) show(false);
  });
}

/** Start both. */
export function startMenus() {
  startDrops();
  startSidebar();
}
