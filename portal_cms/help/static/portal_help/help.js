/* Suggestions while one types: links to the questions of this page. Without it the form asks the server. */
const MOST = 6;

const plain = (text) =>
  text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");

function open(question) {
  question.open = true;
  question.querySelector("summary").focus();
}

function suggest(form) {
  const field = form.querySelector("input[type=search]");
  const said = form.querySelector("[role=status]");
  const list = form.querySelector("[data-help-suggestions]");
  const questions = [...document.querySelectorAll(".question")].map((place) => ({
    place,
    title: place.querySelector("summary").textContent.trim(),
    inTitle: plain(place.querySelector("summary").textContent),
    inAll: plain(place.textContent),
  }));
  if (document.getElementById("found") || !questions.length) return; // the answers of a search stand on their own
  field.removeAttribute("list"); // one list of suggestions is enough

  const matching = (words) => {
    const rows = questions.filter((row) => words.every((word) => row.inAll.includes(word)));
    const first = (row) => (words.every((word) => row.inTitle.includes(word)) ? 0 : 1);
    return rows.sort((one, other) => first(one) - first(other));
  };

  const show = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const rows = words.length ? matching(words) : [];
    const { empty, none, one, many } = form.dataset;
    if (!words.length) said.textContent = empty;
    else if (!rows.length) said.textContent = none;
    else said.textContent = rows.length === 1 ? one : many.replace("{number}", rows.length);
    list.replaceChildren(...rows.slice(0, MOST).map((row) => entry(row)));
    list.hidden = !rows.length;
  };

  const entry = (row) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${row.place.id}`;
    link.className = "help-search__suggestion";
    link.textContent = row.title;
    link.addEventListener("click", () => setTimeout(() => open(row.place)));
    item.append(link);
    return item;
  };

  field.addEventListener("input", show);
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && at >= 0) field.focus();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (!links.length) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (links[next] ?? (next < 0 ? field : links[links.length - 1])).focus();
  });
}

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches("details")) target.open = true;
}

document.querySelectorAll("[data-help-search]").forEach(suggest);
window.addEventListener("hashchange", openTarget);
openTarget();
