/* Shows at once which questions are asked, as the answers above them change. The server decides the same again, and
   without scripts all of them are shown with their condition in words. Hidden ones are still sent, so that
   nothing typed is lost by a change of mind. */

const form = document.querySelector("[data-asks]");
const asks = form ? [...form.querySelectorAll("[data-ask]")] : [];
const byKey = new Map(asks.map((ask) => [ask.dataset.ask, ask]));

function answersOf(ask) {
  const fields = [...ask.querySelectorAll("input, select, textarea")];
  const kept = Number(ask.dataset.kept) ? ["kept"] : [];
  return kept.concat(
    fields
      .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
      .map((field) => field.value.trim())
      .filter(Boolean),
  );
}

/* As portal_cms.questionnaires.numbers reads them. */
function numberOf(text, decimal) {
  const other = decimal === "," ? "." : ",";
  const [d, o] = [decimal, other].map((sign) => `\\${sign}`);
  const bare = text.replace(/[\s'’€]/g, "").replace("−", "-");
  if (new RegExp(`^-?(\\d+|\\d{1,3}(${o}\\d{3})+)(${d}\\d+)?$`).test(bare))
    return Number(bare.replaceAll(other, "").replace(decimal, "."));
  if (new RegExp(`^-?(\\d+|\\d{1,3}(${d}\\d{3})+)${o}\\d{1,2}$`).test(bare))
    return Number(bare.replaceAll(decimal, "").replace(other, "."));
  return NaN;
}

function sized(ask, text, decimal) {
  if (ask.dataset.type === "date") return Date.parse(text);
  return numberOf(text, decimal);
}

function isSame(ask, answers, wanted) {
  if (answers.length !== 1) return false;
  if (["number", "money", "date"].includes(ask.dataset.type))
    return sized(ask, answers[0], form.dataset.decimal) === sized(ask, wanted, ".");
  return answers[0].toLowerCase() === wanted.toLowerCase();
}

function contains(ask, answers, wanted) {
  const word = wanted.toLowerCase();
  const texts = answers.map((answer) => answer.toLowerCase());
  return ask.dataset.type === "several" ? texts.includes(word) : texts.some((text) => text.includes(word));
}

function holds(ask, operator, wanted) {
  const answers = answersOf(ask);
  if (operator === "not_answered") return answers.length === 0;
  if (operator === "is_not") return !isSame(ask, answers, wanted);
  if (answers.length === 0) return false;
  if (operator === "answered") return true;
  if (operator === "yes" || operator === "no") return answers[0] === operator;
  if (operator === "is") return isSame(ask, answers, wanted);
  if (operator === "contains") return contains(ask, answers, wanted);
  const [mine, other] = [sized(ask, answers[0], form.dataset.decimal), sized(ask, wanted, ".")];
  return operator === "more" ? mine > other : mine < other;
}

function follow() {
  asks.forEach((ask) => {
    const source = byKey.get(ask.dataset.of);
    if (source) ask.hidden = source.hidden || !holds(source, ask.dataset.operator, ask.dataset.value);
  });
}

if (form) {
  form.addEventListener("input", follow);
  form.addEventListener("change", follow);
  window.addEventListener("pageshow", follow);
  follow();
}
