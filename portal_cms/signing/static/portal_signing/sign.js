/* Drawing a signature: pointer events, pressure, a smooth line. Without this script the name is typed.
   What is sent are the strokes, as [x, y, pressure, milliseconds] in parts of the pad's width. */

const RATIO = 0.36;
const THIN = 0.004;
const THICK = 0.012;
const INK = "#12233f";
const MOST_POINTS = 7900;
const NO_PRESSURE = 0.5; // what a mouse and most fingers say

function start(form) {
  const pad = form.querySelector("[data-sign-pad]");
  const ways = form.querySelector("[data-sign-ways]");
  const draw = form.querySelector("[data-sign-draw]");
  const type = form.querySelector("[data-sign-type]");
  const state = form.querySelector("[data-sign-state]");
  const drawing = form.elements.drawing;
  const how = form.elements.how; // a field called "method" would hide the form's own
  const context = pad.getContext("2d");
  let strokes = read(drawing.value);
  let now = null;
  let began = 0;

  function choose() {
    const drawn = form.elements.way.value === "drawn";
    draw.hidden = !drawn;
    type.hidden = drawn;
    how.value = drawn ? "drawn" : "typed";
    if (drawn) fit();
  }

  function fit() {
    const scale = window.devicePixelRatio || 1;
    const width = pad.clientWidth;
    if (!width) return;
    pad.width = Math.round(width * scale);
    pad.height = Math.round(width * RATIO * scale);
    strokes.forEach((stroke) => line(stroke, 0));
  }

  /* A curve through the middles between points, each piece as wide as the evened pressure. */
  function line(stroke, from) {
    const size = pad.width;
    context.strokeStyle = INK;
    context.lineCap = "round";
    context.lineJoin = "round";
    if (stroke.length === 1) {
      piece(stroke[0], stroke[0], stroke[0], stroke[0][2], size);
      return;
    }
    let pressure = stroke[0][2];
    for (let at = 0; at < stroke.length; at += 1) {
      pressure += (stroke[at][2] - pressure) * 0.25;
      if (at < from) continue;
      const before = at ? middle(stroke[at - 1], stroke[at]) : stroke[0];
      const after = at + 1 < stroke.length ? middle(stroke[at], stroke[at + 1]) : stroke[at];
      piece(before, stroke[at], after, pressure, size);
    }
  }

  function piece(a, bend, b, pressure, size) {
    context.lineWidth = (THIN + (THICK - THIN) * pressure) * size;
    context.beginPath();
    context.moveTo(a[0] * size, a[1] * size);
    context.quadraticCurveTo(bend[0] * size, bend[1] * size, b[0] * size + 0.01, b[1] * size);
    context.stroke();
  }

  function add(event) {
    const box = pad.getBoundingClientRect();
    const x = clamp((event.clientX - box.left) / box.width, 1);
    const y = clamp((event.clientY - box.top) / box.width, RATIO);
    const last = now.at(-1);
    if (last && Math.hypot(x - last[0], y - last[1]) < 0.002) return;
    const pressure = clamp(event.pressure || NO_PRESSURE, 1);
    now.push([round(x), round(y), round(pressure), Math.max(0, Math.round(event.timeStamp - began))]);
  }

  function keep() {
    drawing.value = strokes.length ? JSON.stringify(strokes) : "";
    state.textContent = strokes.length ? state.dataset.drawn : state.dataset.empty;
  }

  function end(event) {
    if (!now || (event.pointerId !== undefined && event.pointerId !== pad.pointer)) return;
    now = null;
    keep();
  }

  pad.addEventListener("pointerdown", (event) => {
    if (now || event.button || strokes.flat().length > MOST_POINTS) return;
    event.preventDefault();
    if (!strokes.length) began = event.timeStamp;
    pad.pointer = event.pointerId;
    pad.setPointerCapture(event.pointerId);
    now = [];
    strokes.push(now);
    add(event);
    line(now, 0);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!now || event.pointerId !== pad.pointer || strokes.flat().length > MOST_POINTS) return;
    const from = Math.max(0, now.length - 2);
    const parts = event.getCoalescedEvents?.() ?? [];
    (parts.length ? parts : [event]).forEach(add);
    line(now, from);
  });
  pad.addEventListener("pointerup", end);
  pad.addEventListener("pointercancel", end);
  form.querySelector("[data-sign-undo]").addEventListener("click", () => {
    strokes.pop();
    keep();
    fit();
  });
  form.querySelector("[data-sign-clear]").addEventListener("click", () => {
    strokes = [];
    keep();
    fit();
  });
  ways.addEventListener("change", choose);
  new ResizeObserver(fit).observe(pad);
  ways.hidden = false;
  choose();
}

function read(text) {
  try {
    return text ? JSON.parse(text) : [];
  } catch {
    return [];
  }
}

function middle(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function clamp(value, most) {
  return Math.min(Math.max(value, 0), most);
}

function round(value) {
  return Math.round(value * 10000) / 10000;
}

document.querySelectorAll("[data-sign]").forEach(start);
