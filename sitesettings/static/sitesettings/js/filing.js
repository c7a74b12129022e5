/* Shows what the filing rule makes of an example while somebody types it. Without it the example is the one the
   server drew with the form. */
(() => {
  const start = (panel) => {
    const samples = JSON.parse(panel.dataset.filing);
    const form = panel.closest("form");
    for (const part of ["folder", "name"]) {
      const field = form.querySelector(`[name='filing_${part}']`);
      const shown = panel.querySelector(`[data-filing-${part}]`);
      field.addEventListener("input", () => {
        const name = field.value.replace(/\{([^{}]*)\}/g, (marker, key) => samples[key] ?? marker).trim();
        shown.textContent = name ? name + (part === "name" ? panel.dataset.ending : "") : "–";
      });
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-filing]").forEach(start);
  });
})();
