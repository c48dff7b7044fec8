// The words scripts may show. They stand translated in the page: templates/_components/script_texts.html.

/** Return the text `key` in the page's language, with `{name}` replaced from `values`. */
export function text(key, values = {}) {
  const source = document.getElementById("script-texts");
  const found = source?.content.querySelector(`[data-text="${key}"]`);
  const words = found ? found.textContent : key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
