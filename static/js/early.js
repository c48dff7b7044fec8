// Runs before the first paint: marks that scripts work, so that nothing jumps when they start.
document.documentElement.classList.add("js");
