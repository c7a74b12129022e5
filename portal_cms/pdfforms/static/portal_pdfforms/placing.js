/* Drawing and moving places on the picture of a page. The numbers of the rows are what is saved; the boxes only show
   them, so everything works by keyboard and without this script as well. */
const form = document.querySelector(".portal-placing");
const NAMES = ["page", "x", "y", "width", "height"];
const SVG = "http://www.w3.org/2000/svg";
const LEAST = 2;

const inputOf = (row, name) => row.querySelector(`[name="${row.dataset.row}-${name}"]`);
const isMovable = (row) => Boolean(inputOf(row, "x"));
const rowOf = (prefix) => form.querySelector(`[data-row="${prefix}"]`);
const sheetOf = (page) => form.querySelector(`.portal-placing__sheet[data-page="${page}"] svg`);
const rounded = (value) => Math.round(value * 2) / 2;

function isFree(row) {
  return isMovable(row) && !inputOf(row, "label").value && !form.querySelector(`[data-mark="${row.dataset.row}"]`);
}

function show(row) {
  const [page, x, y, width, height] = NAMES.map((name) => Number(inputOf(row, name).value));
  const svg = sheetOf(page);
  let mark = form.querySelector(`[data-mark="${row.dataset.row}"]`);
  if (!svg) {
    mark?.remove();
    return;
  }
  if (!mark) {
    mark = document.createElementNS(SVG, "g");
    mark.dataset.mark = row.dataset.row;
    mark.append(document.createElementNS(SVG, "rect"), document.createElementNS(SVG, "text"));
    mark.lastChild.textContent = row.dataset.number;
  }
  mark.dataset.movable = "";
  svg.append(mark);
  const box = { x, y, width: Math.max(width, 0), height: Math.max(height, 0) };
  for (const [name, value] of Object.entries(box)) mark.firstChild.setAttribute(name, value);
  for (const [name, value] of Object.entries({ x, y, dx: 0.8, dy: 3.4 })) mark.lastChild.setAttribute(name, value);
}

function write(row, values) {
  for (const [name, value] of Object.entries(values)) inputOf(row, name).value = value;
  show(row);
}

function activate(row) {
  form.querySelectorAll("[data-mark]").forEach((mark) => mark.classList.toggle("is-active", mark.dataset.mark === row?.dataset.row));
}

function pointIn(svg, event) {
  const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const { width, height } = svg.viewBox.baseVal;
  return { x: Math.min(Math.max(place.x, 0), width), y: Math.min(Math.max(place.y, 0), height) };
}

function follow(svg, event, { during, after }) {
  svg.setPointerCapture(event.pointerId);
  const move = (next) => during(pointIn(svg, next));
  const end = () => {
    svg.removeEventListener("pointermove", move);
    after();
  };
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", end, { once: true });
  svg.addEventListener("pointercancel", end, { once: true });
}

function startMoving(svg, row, event) {
  const from = pointIn(svg, event);
  const [x, y, width, height] = NAMES.slice(1).map((name) => Number(inputOf(row, name).value));
  const { width: most, height: lowest } = svg.viewBox.baseVal;
  follow(svg, event, {
    during: (to) =>
      write(row, {
        x: rounded(Math.min(Math.max(x + to.x - from.x, 0), most - width)),
        y: rounded(Math.min(Math.max(y + to.y - from.y, 0), lowest - height)),
      }),
    after: () => inputOf(row, "x").focus({ preventScroll: true }),
  });
}

function startDrawing(svg, row, event) {
  const from = pointIn(svg, event);
  const before = Object.fromEntries(NAMES.map((name) => [name, inputOf(row, name).value]));
  let isDrawn = false;
  follow(svg, event, {
    during: (to) => {
      const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
      isDrawn = isDrawn || (width >= LEAST && height >= LEAST);
      if (!isDrawn) return;
      write(row, {
        page: svg.parentElement.dataset.page,
        x: rounded(Math.min(from.x, to.x)),
        y: rounded(Math.min(from.y, to.y)),
        width: Math.max(rounded(width), LEAST),
        height: Math.max(rounded(height), LEAST),
      });
    },
    after: () => {
      if (!isDrawn) {
        write(row, { ...before, page: svg.parentElement.dataset.page, x: rounded(from.x), y: rounded(from.y) });
      }
      activate(row);
      inputOf(row, "label").focus();
    },
  });
}

if (form) {
  form.classList.add("can-draw");
  form.querySelectorAll("[data-mark]").forEach((mark) => {
    const row = rowOf(mark.dataset.mark);
    if (row && isMovable(row)) show(row);
  });
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && isMovable(row) && (inputOf(row, "label").value || form.querySelector(`[data-mark="${row.dataset.row}"]`))) show(row);
  });
  form.addEventListener("focusin", (event) => activate(event.target.closest("[data-row]")));
  form.addEventListener("pointerdown", (event) => {
    const svg = event.target.closest(".portal-placing__sheet svg");
    if (!svg || event.button !== 0) return;
    const mark = event.target.closest("[data-mark]");
    const row = mark ? rowOf(mark.dataset.mark) : [...form.querySelectorAll("[data-row]")].find(isFree);
    if (!row) return;
    event.preventDefault();
    if (mark && !isMovable(row)) inputOf(row, "label").focus();
    else if (mark) startMoving(svg, row, event);
    else startDrawing(svg, row, event);
  });
}
