/* The number at the bell, and its panel. The number is asked for when a page opens, and every two minutes while somebody
   looks at it; asking does not keep the session alive. The panel is Wagtail's dropdown, and is fetched when it opens.
   Without this script the bell is a link to its page. */

const PAUSE = 120_000;
const bell = document.querySelector("[data-portal-bell]");
const part = (name) => bell.querySelector(`[data-portal-bell-${name}]`);
let askedAt = 0;
let timer = 0;

function show({ count, shown, text }) {
  const number = part("number");
  number.hidden = !Number(count);
  number.textContent = shown;
  part("text").textContent = text;
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  if (Date.now() - askedAt >= PAUSE) {
    askedAt = Date.now();
    try {
      const answer = await fetch(bell.dataset.count, {
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

function makeButton() {
  const link = part("link");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.dataset.wDropdownTarget = "toggle";
  button.append(...link.childNodes);
  link.replaceWith(button);
  bell.dataset.controller = "w-dropdown";
  bell.dataset.action = "keydown.esc->w-dropdown#hide:stop"; // on a phone the sidebar would take the focus
  return button;
}

async function load(options) {
  const [list, status] = [part("list"), part("status")];
  try {
    const answer = await fetch(bell.dataset.panel, { redirect: "error", ...options });
    if (!answer.ok) throw new Error(answer.statusText);
    list.innerHTML = await answer.text();
    show(list.firstElementChild.dataset);
    status.textContent = list.firstElementChild.dataset.status;
  } catch {
    list.replaceChildren();
    status.textContent = part("failed").innerHTML;
  }
}

if (bell) {
  const toggle = makeButton();
  bell.addEventListener("w-dropdown:shown", () => load());
  bell.addEventListener("w-dropdown:hide", () => {
    if (bell.querySelector(".portal-bell__panel").contains(document.activeElement)) toggle.focus();
  });
  bell.addEventListener("submit", async (event) => {
    event.preventDefault();
    await load({ method: "POST", body: new FormData(event.target) });
    toggle.focus(); // the button that was pressed is gone
  });
  document.addEventListener("visibilitychange", ask);
  ask();
}
