/* Opens Wagtail's preview beside the form at the first visit; whoever closes it finds it closed next time. */
(() => {
  const NOTED = "portal:branding-preview";

  document.addEventListener("DOMContentLoaded", () => {
    const toggle = document.querySelector("[data-side-panel-toggle='preview']");
    if (!toggle || window.innerWidth < 1100) return;
    try {
      if (localStorage.getItem(NOTED)) return;
      localStorage.setItem(NOTED, "opened");
    } catch {
      return; // a browser that keeps nothing would open it each time
    }
    setTimeout(() => {
      if (toggle.getAttribute("aria-expanded") !== "true") toggle.click();
    });
  });
})();
