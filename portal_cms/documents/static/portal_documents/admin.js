/* Documents and messages of a matter: files go one by one with progress, lists renew themselves. Everything here has
   a plain form or link behind it that works without this script. */

const RENEW_WAITING = 3000; // while a file is being checked
const RENEW_IDLE = 15000; // a page that shows what clients do

class Upload {
  constructor(form, file, rows) {
    this.form = form;
    this.file = file;
    this.key = randomKey();
    this.texts = form.dataset;
    this.row = rows.appendChild(document.createElement("li"));
    this.name = this.add("bdi", file.name);
    this.bar = this.add("progress", "");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.state = this.add("span", this.texts.textWaiting);
    this.state.setAttribute("role", "status");
  }

  add(tag, text) {
    const element = this.row.appendChild(document.createElement(tag));
    element.textContent = text;
    return element;
  }

  say(text, kind = "") {
    this.state.textContent = text;
    this.state.className = kind;
  }

  end(text, kind) {
    this.bar.remove();
    this.say(text, kind);
  }

  send() {
    const limit = Number(this.texts.maxBytes || 0);
    if (limit && this.file.size > limit) {
      this.end(this.texts.textLarge, "is-bad");
      return Promise.resolve();
    }
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.texts.portalUpload);
      for (const [name, value] of this.headers()) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => this.progress(event);
      request.onload = () => this.answered(request);
      request.onerror = () => this.end(this.texts.textFailed, "is-bad");
      request.ontimeout = request.onerror;
      request.onloadend = done;
      request.send(this.file);
    });
  }

  headers() {
    const folder = this.form.elements.folder?.value;
    return [
      ["Content-Type", "application/octet-stream"],
      ["Accept", "application/json"],
      ["X-Requested-With", "XMLHttpRequest"],
      ["X-CSRFToken", this.form.elements.csrfmiddlewaretoken.value],
      ["X-File-Name", encodeURIComponent(this.file.name)],
      ["X-Upload-Key", this.key],
      ...(folder ? [["X-Folder", encodeURIComponent(folder)]] : []),
    ];
  }

  progress(event) {
    if (!event.lengthComputable) return;
    this.bar.value = Math.round((event.loaded / event.total) * 100);
    this.say(`${this.texts.textSending} ${this.bar.value} %`);
  }

  answered(request) {
    const answer = readJson(request.responseText);
    if (!answer || request.status >= 400) {
      this.end(answer?.message || this.texts.textFailed, "is-bad");
      return;
    }
    this.name.textContent = answer.name;
    this.show(answer);
  }

  show(answer) {
    this.row.dataset.document = answer.state === "checking" ? answer.uuid : "";
    this.end(answer.message, { rejected: "is-bad", released: "is-good" }[answer.state] ?? "");
  }
}

/* Not crypto.randomUUID: that is missing where the portal is reached without TLS. */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/* Uploads: the input, and drops anywhere on the page. */
function startUploads(form) {
  const input = form.querySelector("input[type=file]");
  const rows = form.querySelector("[data-portal-upload-rows]");
  const uploads = [];
  let queue = Promise.resolve();
  let underway = 0;
  form.querySelector("[data-portal-without-script]")?.setAttribute("hidden", "");

  const take = (files) => {
    rows.hidden = !files.length && !uploads.length;
    underway += files.length;
    for (const file of files) {
      const upload = new Upload(form, file, rows);
      uploads.push(upload);
      queue = queue.then(() => upload.send()).finally(() => (underway -= 1)).then(renew);
    }
    queue = queue.then(() => followChecks(form, uploads));
  };
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (underway > 0) event.preventDefault();
  });
}

/* The rows below the zone learn what became of the check. */
async function followChecks(form, uploads) {
  const open = uploads.filter((upload) => upload.row.dataset.document);
  if (!open.length) return;
  await new Promise((done) => setTimeout(done, RENEW_WAITING));
  const query = open.map((upload) => `document=${upload.row.dataset.document}`).join("&");
  const response = await fetch(`${form.dataset.states}?${query}`).catch(() => null);
  if (response?.ok) {
    const { documents } = await response.json();
    for (const answer of documents) {
      open.find((upload) => upload.row.dataset.document === answer.uuid)?.show(answer);
    }
    if (documents.some((answer) => answer.state !== "checking")) await renew();
  }
  followChecks(form, uploads);
}

/* A list is renewed in place; what is ticked stays ticked, and an open menu is left alone. */
async function renew() {
  const source = document.querySelector("[data-portal-refresh]");
  const target = document.querySelector("#listing-results");
  if (!source || !target || target.querySelector("[aria-expanded=true]")) return;
  const url = new URL(source.dataset.portalRefresh, location.href);
  url.search = location.search;
  const response = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const html = await response.text();
  if (html === target.portalHtml) return;
  target.portalHtml = html;
  const ticked = new Set([...target.querySelectorAll("[name=document]:checked")].map((box) => box.value));
  const focused = target.contains(document.activeElement) ? document.activeElement.id : "";
  target.innerHTML = html;
  for (const box of target.querySelectorAll("[name=document]")) box.checked = ticked.has(box.value);
  if (focused) document.getElementById(focused)?.focus();
  count();
}

function keepRenewing() {
  const waits = () => document.querySelector("#listing-results [data-portal-waiting]");
  const polls = document.querySelector("[data-portal-poll]");
  const next = () => (waits() ? RENEW_WAITING : RENEW_IDLE);
  const step = async () => {
    if (document.visibilityState === "visible" && (polls || waits())) await renew();
    setTimeout(step, next());
  };
  setTimeout(step, next());
}

/* "3 documents selected" */
function count() {
  const label = document.querySelector("[data-portal-selected]");
  if (!label) return;
  const number = document.querySelectorAll("#listing-results [name=document]:checked").length;
  const text = number === 1 ? label.dataset.one : label.dataset.many.replace("{count}", number);
  label.textContent = number ? text : "";
}

/* Of the channels only those of the chosen client are offered; the server checks it too. */
function narrowChannels(form) {
  const groups = [...form.querySelectorAll("[name=channel] optgroup")];
  const clients = [...form.querySelectorAll("[name=client][type=radio]")];
  if (!groups.length || clients.length < 2) return;
  const show = () => {
    const chosen = clients.find((radio) => radio.checked)?.labels[0]?.textContent.trim();
    for (const group of groups) group.hidden = group.disabled = Boolean(chosen) && group.label !== chosen;
    const select = form.elements.channel;
    if (select.selectedOptions[0]?.parentElement.disabled) select.value = "";
  };
  clients.forEach((radio) => radio.addEventListener("change", show));
  show();
}

/* The name of a new channel is asked for only when none is chosen. */
function askForName(form) {
  const name = form.querySelector("[data-portal-new-channel]");
  const channel = form.elements.channel;
  if (!name || channel?.tagName !== "SELECT") return;
  const show = () => {
    name.hidden = Boolean(channel.value);
    if (name.hidden) form.elements.new_channel.value = "";
  };
  channel.addEventListener("change", show);
  form.querySelectorAll("[name=client]").forEach((radio) => radio.addEventListener("change", show));
  if (!form.elements.new_channel.value) show();
}

document.querySelectorAll("form[data-portal-upload]").forEach(startUploads);
document.querySelectorAll("form[data-portal-message]").forEach((form) => {
  narrowChannels(form);
  askForName(form);
});
document.addEventListener("change", (event) => {
  if (event.target.closest?.("#listing-results")) count();
});
count();
keepRenewing();
