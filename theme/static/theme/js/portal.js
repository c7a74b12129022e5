/* What makes the portal quicker for those whose browser runs scripts. Nothing here is needed to use it:
   menus, forms and links work without. No dependency, no eval, no inline handler (strict CSP). */

const DRAFT_PREFIX = "portal-draft:";
const DRAFT_DAYS = 14;
const LIVE_SECONDS = 20;
const CHECK_SECONDS = [1, 2, 3, 5, 8, 13, 20, 30, 30, 60, 60, 60];

document.documentElement.classList.add("js");

/* Menus: Escape and a press elsewhere close them; only one is open. */
function watchMenus() {
  const menus = [...document.querySelectorAll("details[data-menu]")];
  const close = (menu) => {
    if (!menu.open) return;
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menus.forEach(close);
  });
  document.addEventListener("click", (event) => {
    menus.filter((menu) => !menu.contains(event.target)).forEach((menu) => (menu.open = false));
  });
  menus.forEach((menu) =>
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    }),
  );
}

/* A double click neither sends a form twice nor opens a page twice. */
function actOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    // After this turn: a disabled button would leave its own name and value out of what is sent.
    setTimeout(() => buttonsOf(form).forEach((button) => button.setAttribute("aria-disabled", "true")));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-once]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.opened) event.preventDefault();
    link.dataset.opened = "1";
  });
  // Coming back with the browser's button finds everything usable again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-sent], [data-opened]").forEach((element) => {
      delete element.dataset.sent;
      delete element.dataset.opened;
      if (element.tagName === "FORM") buttonsOf(element).forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });
}

const buttonsOf = (form) => form.querySelectorAll("button:not([type=button])");

/* Drafts: what is typed stays on this device until it was sent; signing out forgets all of it. */
function keepDrafts() {
  if ("simulation" in document.body.dataset) return; // somebody else's letters are not kept on the staff's device
  forgetDrafts((draft) => Date.now() - draft.at > DRAFT_DAYS * 86400000);
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const key = DRAFT_PREFIX + form.dataset.draft;
    const fields = [...form.querySelectorAll("textarea, input[type=text]")].filter((field) => field.name);
    const note = form.querySelector("[data-draft-note]");
    const saved = readDraft(key);
    fields.forEach((field) => {
      if (saved?.values[field.name] && !field.value) field.value = saved.values[field.name];
    });
    form.addEventListener("input", () => {
      const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      if (Object.values(values).some(Boolean)) writeDraft(key, values);
      else localStorage.removeItem(key);
      if (note) note.hidden = false;
    });
    form.addEventListener("submit", () => sessionStorage.setItem("portal-sent", key));
  });
  forgetSentDraft();
  document.querySelectorAll("form[data-sign-out]").forEach((form) =>
    form.addEventListener("submit", () => forgetDrafts(() => true)),
  );
}

/* A draft is dropped only once the server said that it arrived, so that nothing typed is lost: after the end of a session
   the answer is the page to sign in, without any error. */
function forgetSentDraft() {
  const key = sessionStorage.getItem("portal-sent");
  if (!key) return;
  sessionStorage.removeItem("portal-sent");
  if (!document.querySelector(".messages .notice--success")) return;
  localStorage.removeItem(key);
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    if (DRAFT_PREFIX + form.dataset.draft === key) form.reset();
  });
}

function readDraft(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function writeDraft(key, values) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // Storage is full or switched off: the form itself still holds the text.
  }
}

function forgetDrafts(isOld) {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(DRAFT_PREFIX))
    .forEach((key) => {
      const draft = readDraft(key);
      if (!draft || isOld(draft)) localStorage.removeItem(key);
    });
}

/* A text field grows with its text. */
function growTextFields() {
  const grow = (field) => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  };
  document.querySelectorAll("textarea").forEach((field) => {
    field.addEventListener("input", () => grow(field));
    if (field.value) grow(field);
  });
}

/* Unread counters follow the server while somebody is looking. */
function followCounters() {
  const url = document.body.dataset.liveUrl;
  if (!url) return;
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) showCounters(await answer.json());
    } catch {
      // Offline for a moment; the next round asks again.
    }
  };
  // Pages whose view did not count leave it to the first answer.
  if ("liveNow" in document.body.dataset) ask();
  setInterval(ask, LIVE_SECONDS * 1000);
  document.addEventListener("visibilitychange", ask);
}

function showCounters(numbers) {
  document.querySelectorAll("[data-unread]").forEach((counter) => {
    const number = numbers[counter.dataset.unread];
    if (typeof number !== "number") return;
    counter.hidden = number === 0;
    counter.querySelector("[data-number]").textContent = number;
  });
}

/* A file that is being checked turns into its result without a reload; the server draws its row. */
function followChecks() {
  const list = document.querySelector("[data-rows-url]");
  if (!list) return;
  let round = 0;
  let timer;
  const wait = () => {
    clearTimeout(timer); // one at a time, however many files arrive
    const rows = [...list.querySelectorAll("[data-state=checking][id]")];
    if (!rows.length || round >= CHECK_SECONDS.length) return;
    timer = setTimeout(() => ask(rows).finally(wait), CHECK_SECONDS[round++] * 1000);
  };
  const ask = async (rows) => {
    const query = rows.map((row) => `row=${row.id.replace("file-", "")}`).join("&");
    try {
      const answer = await fetch(`${list.dataset.rowsUrl}?${query}`, { credentials: "same-origin" });
      if (answer.ok) showResults(await answer.text());
    } catch {
      // Offline for a moment; the next round asks again.
    }
  };
  document.addEventListener("portal:checking", () => {
    round = 0;
    wait();
  });
  wait();
}

function showResults(html) {
  const drawn = new DOMParser().parseFromString(html, "text/html");
  drawn.querySelectorAll("[data-state][id]").forEach((fresh) => {
    const old = document.getElementById(fresh.id);
    if (!old || old.dataset.state === fresh.dataset.state) return;
    old.replaceWith(fresh);
    const said = fresh.querySelector(".row__reason, .badge")?.textContent.trim();
    const place = document.querySelector(`[data-follows="${fresh.id}"]`);
    if (!said || !place) return;
    place.textContent = said;
    place.classList.replace("upload__state--ok", `upload__state--${fresh.dataset.state === "rejected" ? "bad" : "ok"}`);
  });
}

/* After a refused form the reader stands at the summary of what to correct; later than the browser's own jump to #place. */
function focusErrors() {
  const summary = document.querySelector("[data-focus]");
  if (!summary) return;
  const stand = () => setTimeout(() => summary.focus());
  if (document.readyState === "complete") stand();
  else window.addEventListener("load", stand);
}

watchMenus();
keepDrafts();
actOnce();
growTextFields();
followCounters();
followChecks();
focusErrors();
