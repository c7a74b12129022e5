/* In the form of a questionnaire: offers the questions further up, by number and label, where a condition names one.
   What is kept is the key of the question, which stays the same when it is moved or worded anew. */

const LABEL = "-value-label";
const TYPE_WITHOUT_ANSWER = "explanation";

function field(prefix, name) {
  return document.getElementsByName(prefix + name)[0];
}

/* Every question with an answer, in the order of the form. */
function questions() {
  return [...document.querySelectorAll(`[name$="${LABEL}"]`)]
    .map((label) => {
      const prefix = label.name.slice(0, -LABEL.length);
      return {
        label,
        key: field(prefix, "-id")?.value,
        type: field(prefix, "-type")?.value,
        isDeleted: field(prefix, "-deleted")?.value === "1",
      };
    })
    .filter((question) => question.key && !question.isDeleted && question.type !== TYPE_WITHOUT_ANSWER);
}

class EarlierQuestion extends window.StimulusModule.Controller {
  connect() {
    this.element.type = "hidden";
    this.select = document.createElement("select");
    this.select.setAttribute("aria-labelledby", this.labelId());
    this.select.addEventListener("focus", () => this.offer());
    this.select.addEventListener("mousedown", () => this.offer());
    this.select.addEventListener("change", () => this.choose());
    this.element.after(this.select);
    this.panel = this.element.closest("[data-panel]");
    this.panel?.addEventListener("wagtail:panel-toggle", () => setTimeout(() => this.say()));
    this.panel?.addEventListener("change", () => this.showNeeded());
    this.later = setTimeout(() => this.offer(), 300); // the questions of the form are drawn one after the other
  }

  disconnect() {
    clearTimeout(this.later);
    this.select.remove();
  }

  labelId() {
    const label = document.querySelector(`label[for="${this.element.id}"]`);
    if (!label) return "";
    label.id ||= `${this.element.id}-label`;
    return label.id;
  }

  offer() {
    const all = questions();
    const own = this.element.name.replace(/-value-condition-question$/, LABEL);
    const before = all.filter(
      ({ label }) =>
        label.name !== own && label.compareDocumentPosition(this.element) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const options = before.map(({ label, key }) => new Option(`${all.findIndex((row) => row.key === key) + 1}. ${label.value}`, key));
    const chosen = this.element.value;
    if (chosen && !before.some(({ key }) => key === chosen)) options.unshift(new Option("?", chosen));
    this.select.replaceChildren(new Option("–", ""), ...options);
    this.select.value = chosen;
    this.say();
    this.showNeeded();
  }

  /* The heading of the closed condition says on which question it hangs, if on any. */
  say() {
    const heading = this.panel?.querySelector("[data-panel-heading-text]");
    if (heading) heading.textContent = this.select.value ? this.select.selectedOptions[0].label : "";
  }

  beside(name) {
    return document.getElementsByName(this.element.name.replace(/-question$/, name))[0];
  }

  /* The comparisons that fit the chosen question; without one all of them (undefined). */
  fitting() {
    const { fitting, fittingOthers } = this.element.dataset;
    const type = questions().find(({ key }) => key === this.element.value)?.type;
    return type && (JSON.parse(fitting)[type] || JSON.parse(fittingOthers));
  }

  /* Without a question nothing to compare; else what fits it, and a value only where there is one to compare with. */
  showNeeded() {
    const operator = this.beside("-operator");
    const value = this.beside("-value");
    if (!operator || !value) return;
    const fit = this.fitting();
    for (const option of operator.options) {
      // The one that was kept stays: what is disabled is not sent, and saving says what is wrong with it.
      option.disabled = option.hidden = Boolean(fit) && !fit.includes(option.value) && !option.selected;
    }
    const isFree = !this.element.value;
    operator.closest("[data-contentpath]").hidden = isFree;
    value.closest("[data-contentpath]").hidden = isFree || JSON.parse(this.element.dataset.withoutValue).includes(operator.value);
  }

  choose() {
    this.element.value = this.select.value;
    this.say();
    this.showNeeded();
    const operator = this.beside("-operator");
    const fit = this.fitting();
    if (operator && fit && !fit.includes(operator.value)) {
      [operator.value] = fit;
      this.showNeeded();
    }
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function register() {
  window.wagtail.app.register("portal-question", EarlierQuestion);
}

if (window.wagtail?.app) register();
else document.addEventListener("wagtail:stimulus-init", register, { once: true });
