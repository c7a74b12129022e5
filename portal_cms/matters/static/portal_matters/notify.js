// Makes the question after a saving a real dialog. Without this script it stands in the page.
const dialog = document.querySelector("[data-portal-ask]");
if (dialog) {
  const address = new URL(window.location.href);
  address.searchParams.delete(dialog.dataset.portalAsk);
  window.history.replaceState(window.history.state, "", address); // a reload does not ask again
  dialog.querySelector("[data-portal-later]").addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => document.querySelector(".portal-notify")?.focus());
  dialog.removeAttribute("open");
  dialog.showModal();
  dialog.querySelector("[tabindex]").focus(); // not a button: who saved by Enter must not send by a second one
}
