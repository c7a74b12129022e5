/* The number at the bell. It is asked for when a page opens, and every two minutes while somebody looks at it; asking
   does not keep the session alive. Without this script the bell is a link to its page. */

const PAUSE = 120_000;
const bell = document.querySelector("[data-portal-bell]");
let askedAt = 0;
let timer = 0;

function show({ count, shown, text }) {
  const number = bell.querySelector("[data-portal-bell-number]");
  number.hidden = !count;
  number.textContent = shown;
  bell.querySelector("[data-portal-bell-text]").textContent = text;
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  if (Date.now() - askedAt >= PAUSE) {
    askedAt = Date.now();
    try {
      const answer = await fetch(bell.dataset.portalBell, {
        headers: { "X-Portal-Poll": "1" },
        redirect: "error",
      });
      if (!answer.ok) return;
      show(await answer.json());
    } catch {
      return; // signed out, or no network: the next page asks again
    }
  }
  timer = setTimeout(ask, PAUSE);
}

if (bell) {
  document.addEventListener("visibilitychange", ask);
  ask();
}
