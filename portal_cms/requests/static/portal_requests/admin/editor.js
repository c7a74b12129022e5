/* The rows of what is asked for: moved, removed and added on the spot, each with the fields its kind needs. Without
   this script there are empty rows, numbers for the order and boxes to remove a row. */
(() => {
  class Row {
    constructor(element) {
      this.element = element;
      this.field("ORDER").hidden = true;
      this.field("DELETE").hidden = true;
      element.querySelectorAll("[data-with-script]").forEach((tools) => { tools.hidden = false; });
      this.kind = this.input("kind");
      this.material = this.input("material");
      this.kind.addEventListener("change", () => this.showNeeded());
      this.material?.addEventListener("change", () => this.takeTitle());
      this.showNeeded();
    }

    field(name) {
      return this.element.querySelector(`[data-item-field="${name}"]`);
    }

    input(name) {
      return this.field(name)?.querySelector("input, select, textarea");
    }

    get isBlank() {
      return !this.input("title").value && !this.input("explanation").value && !this.element.querySelector(".error-message, .w-field__errors > *");
    }

    get isGone() {
      return this.element.hidden;
    }

    set isGone(gone) {
      this.element.hidden = gone;
      this.input("DELETE").checked = gone;
    }

    showNeeded() {
      const label = this.kind.selectedOptions[0]?.label;
      const without = (this.kind.dataset.withoutDocument || "").split(" ");
      for (const name of ["document", "file", "no_file"]) {
        if (this.field(name)) {
          this.field(name).hidden = without.includes(this.kind.value);
        }
      }
      if (!this.material) {
        return;
      }
      let found = false;
      for (const group of this.material.querySelectorAll("optgroup")) {
        const isMine = group.label === label;
        group.hidden = !isMine;
        group.disabled = !isMine;
        found ||= isMine;
      }
      if (this.material.selectedOptions[0]?.closest("optgroup")?.disabled) {
        this.material.value = "";
      }
      this.field("material").hidden = !found;
      this.nameMaterial();
    }

    /* The script shows the choice only where there is one, under the words of the kind. */
    nameMaterial() {
      const labels = JSON.parse(this.kind.dataset.materialLabels);
      const name = this.field("material").querySelector("label")?.firstChild;
      const help = this.field("material").querySelector(".w-field__help");
      if (name) {
        name.textContent = labels[this.kind.value];
      }
      if (help) {
        help.hidden = true;
      }
    }

    /* Of what has no document the choice is the thing itself; where a signature stands is no title. */
    takeTitle() {
      const isThing = (this.kind.dataset.withoutDocument || "").split(" ").includes(this.kind.value);
      if (isThing && this.material.value && !this.input("title").value) {
        this.input("title").value = this.material.selectedOptions[0].label.trim();
      }
    }
  }

  class Items {
    constructor(box) {
      this.box = box;
      this.list = box.querySelector("[data-items-list]");
      this.total = box.querySelector('[name$="-TOTAL_FORMS"]');
      this.most = Number(box.querySelector('[name$="-MAX_NUM_FORMS"]').value);
      this.rows = new Map();
      this.list.querySelectorAll("[data-item]").forEach((element) => this.rows.set(element, new Row(element)));
      // What was removed before an error stays removed: it would come back to the eye only.
      this.ordered().filter((row) => row.input("DELETE").checked).forEach((row) => { row.isGone = true; });
      const shown = this.shown();
      const blank = shown.filter((row) => row.isBlank);
      blank.slice(blank.length === shown.length ? 1 : 0).forEach((row) => { row.isGone = true; });
      this.adder = box.querySelector("[data-item-add]");
      this.adder.closest("[data-with-script]").hidden = false;
      this.adder.addEventListener("click", () => this.add());
      this.list.addEventListener("click", (event) => this.act(event.target.closest("button")));
      this.number();
    }

    ordered() {
      return [...this.list.querySelectorAll("[data-item]")].map((element) => this.rows.get(element));
    }

    shown() {
      return this.ordered().filter((row) => !row.isGone);
    }

    number() {
      const shown = this.shown();
      shown.forEach((row, index) => {
        row.input("ORDER").value = index + 1;
        row.element.querySelector("[data-item-legend]").textContent = `${this.box.dataset.itemHeading} ${index + 1}`;
        row.element.querySelector('[data-item-move="up"]').disabled = index === 0;
        row.element.querySelector('[data-item-move="down"]').disabled = index === shown.length - 1;
      });
      this.ordered().filter((row) => row.isGone).forEach((row) => { row.input("ORDER").value = ""; });
      this.adder.disabled = shown.length >= this.most;
    }

    act(button) {
      const row = this.rows.get(button?.closest("[data-item]"));
      if (row && button.dataset.itemMove) {
        this.move(row, button);
      } else if (row && "itemRemove" in button.dataset) {
        this.remove(row);
      }
    }

    move(row, button) {
      const shown = this.shown();
      const isUp = button.dataset.itemMove === "up";
      const other = shown[shown.indexOf(row) + (isUp ? -1 : 1)];
      if (!other) {
        return;
      }
      other.element[isUp ? "before" : "after"](row.element);
      this.finish("moved");
      const again = button.disabled ? row.element.querySelector("[data-item-move]:not(:disabled)") : button;
      (again || row.input("title")).focus();
    }

    remove(row) {
      const shown = this.shown();
      const next = shown[shown.indexOf(row) + 1] || shown[shown.indexOf(row) - 1];
      row.isGone = true;
      this.finish("removed");
      (next ? next.input("title") : this.adder).focus();
    }

    add() {
      const spare = this.ordered().find((row) => row.isGone && row.isBlank);
      const row = spare || this.make();
      row.isGone = false;
      this.list.append(row.element);
      this.finish("added");
      row.kind.focus();
    }

    make() {
      const index = Number(this.total.value);
      const holder = document.createElement("div");
      holder.innerHTML = this.box.querySelector("[data-item-blank]").innerHTML.replaceAll("__prefix__", index);
      const element = holder.querySelector("[data-item]");
      const row = new Row(element);
      this.rows.set(element, row);
      this.total.value = index + 1;
      return row;
    }

    finish(what) {
      this.number();
      this.box.querySelector("[data-items-said]").textContent = this.box.dataset[`text${what[0].toUpperCase()}${what.slice(1)}`];
      this.total.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  document.querySelectorAll("[data-items]").forEach((box) => new Items(box));
})();
