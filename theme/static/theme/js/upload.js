/* Files go one by one, each with its own row and progress, as a raw body (half the work of a multipart form for the
   server). Without this script the same form sends the same files in one go. */

const texts = document.querySelector("[data-upload-texts]")?.dataset ?? {};
let underway = 0;

class Upload {
  constructor(form, file, rows) {
    this.form = form;
    this.file = file;
    this.key = newKey();
    this.row = rows.appendChild(document.createElement("li"));
    this.row.className = "upload__row";
    this.name = this.add("bdi", "upload__name", file.name);
    this.state = this.add("span", "upload__state", texts.waiting);
    this.bar = this.add("progress", "progress", "");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
  }

  add(tag, name, text) {
    const element = this.row.appendChild(document.createElement(tag));
    element.className = name;
    element.textContent = text;
    return element;
  }

  say(text, kind = "") {
    this.state.textContent = text;
    this.state.className = `upload__state${kind ? ` upload__state--${kind}` : ""}`;
  }

  refuse(text) {
    this.bar.remove();
    this.say(text, "bad");
  }

  send() {
    const limit = Number(this.form.dataset.maxBytes || 0);
    if (limit && this.file.size > limit) {
      this.refuse(texts.large);
      return Promise.resolve();
    }
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.form.dataset.rawUrl);
      for (const [name, value] of this.headers()) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => this.progress(event);
      request.onload = () => this.answered(request);
      request.onerror = request.ontimeout = () => this.refuse(texts.failed);
      request.onloadend = done;
      request.send(this.file);
    });
  }

  headers() {
    const folder = this.form.elements.folder?.value;
    return [
      ["Content-Type", "application/octet-stream"],
      ["Accept", "application/json"],
      ["X-CSRFToken", this.form.elements.csrfmiddlewaretoken.value],
      ["X-File-Name", encodeURIComponent(this.file.name)],
      ["X-Upload-Key", this.key],
      ...(folder ? [["X-Folder", encodeURIComponent(folder)]] : []),
    ];
  }

  progress(event) {
    if (!event.lengthComputable) return;
    this.bar.value = Math.round((event.loaded / event.total) * 100);
    this.say(`${texts.sending} ${this.bar.value} %`);
  }

  answered(request) {
    const answer = readJson(request.responseText);
    if (!answer) {
      this.refuse(request.status < 500 ? texts.ended : texts.failed); // the page to sign in, or one of another session
      return;
    }
    if (request.status >= 400 || answer.state === "rejected") {
      this.refuse(answer.message || texts.rejected);
      return;
    }
    this.bar.remove();
    if (answer.name) this.name.textContent = answer.name;
    this.say(answer.message || (answer.state === "released" ? texts.released : texts.checking), "ok");
    this.state.dataset.follows = showRow(answer.row_html) ?? "";
    document.dispatchEvent(new Event("portal:checking"));
  }
}

/* Not crypto.randomUUID: that one is missing where a test installation is reached without TLS. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/* The server's own row of the new file joins the list, where there is one on the page; returns its id. */
function showRow(html) {
  const list = document.querySelector("[data-file-rows]");
  if (!html || !list) return;
  list.insertAdjacentHTML("afterbegin", html);
  list.hidden = false;
  document.querySelector("[data-when-empty]")?.remove();
  return list.firstElementChild.id;
}

/* Drops anywhere in the zone count; the input alone would be a small target. */
function takeDrops(zone, input) {
  const over = (is) => zone.classList.toggle("is-over", is);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function sendAtOnce(form, input, rows) {
  let queue = Promise.resolve();
  form.querySelectorAll("[data-without-script]").forEach((element) => (element.hidden = true));
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    rows.hidden = false;
    underway += files.length;
    files
      .map((file) => new Upload(form, file, rows))
      .forEach((upload) => {
        queue = queue.then(() => upload.send()).finally(() => (underway -= 1));
      });
  });
}

/* In a form that is sent as a whole the chosen files are at least listed by name. */
function listChosen(input, rows) {
  input.addEventListener("change", () => {
    rows.hidden = input.files.length === 0;
    rows.replaceChildren(
      ...[...input.files].map((file) => {
        const row = document.createElement("li");
        row.className = "upload__row";
        row.append(Object.assign(document.createElement("bdi"), { className: "upload__name", textContent: file.name }));
        return row;
      }),
    );
  });
}

document.querySelectorAll("[data-upload]").forEach((upload) => {
  const input = upload.querySelector("input[type=file]");
  const form = input.form;
  takeDrops(upload.querySelector("[data-upload-zone]"), input);
  const rows = upload.querySelector("[data-upload-rows]");
  if (form?.dataset.rawUrl) sendAtOnce(form, input, rows);
  else listChosen(input, rows);
});

window.addEventListener("beforeunload", (event) => {
  if (underway > 0) event.preventDefault();
});
