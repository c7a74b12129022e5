/* Renews the readability table of a form with colours while somebody picks colours. Without it the table is
   the one the server drew with the form. */
(() => {
  const PAUSE = 200;

  const start = (panel) => {
    const form = panel.closest("form");
    const table = panel.querySelector("[data-theme-contrast-table]");
    let timer;
    let latest = 0;

    const renew = async () => {
      const number = ++latest;
      const values = new URLSearchParams();
      for (const field of form.querySelectorAll(panel.dataset.fields)) {
        if (field.type !== "checkbox" || field.checked) values.set(field.name, field.value);
      }
      const answer = await fetch(`${panel.dataset.themeContrast}?${values}`, { credentials: "same-origin" });
      if (answer.ok && number === latest) {
        table.innerHTML = await answer.text();
      }
    };

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(renew, PAUSE);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-contrast]").forEach(start);
  });
})();
