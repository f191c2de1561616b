// The script of the desk. Everything works without it; it adds keys, a panel of
// evidence beside the page, zoom, what is new since the last visit, and dropping.
// It never makes markup of text: what it shows it clones from the page.

const lines = () => [...document.querySelectorAll("details.line, .card, .hit, li.line")].filter((l) => l.checkVisibility ? l.checkVisibility() : l.offsetParent !== null);
const panel = document.getElementById("panel");
const wide = matchMedia("(min-width: 75rem)");
let here = -1;

// What is folded away around a line is opened.
function unfold(line) {
  for (let d = line.parentElement?.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
}

function element(name, text) {
  const e = document.createElement(name);
  e.textContent = text;
  return e;
}

// The panel shows what a line rests on, beside it.
function show(line) {
  if (!panel) return;
  const rests = [...line.children].filter((c) => c.tagName !== "SUMMARY");
  panel.replaceChildren();
  const close = element("button", "Close");
  close.type = "button";
  close.addEventListener("click", hide);
  panel.append(close, element("h2", "Evidence"), ...rests.map((c) => c.cloneNode(true)));
  panel.hidden = false;
  document.body.classList.add("panelled");
}

function hide() {
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("panelled");
  lines()[here]?.querySelector("summary, a")?.focus({ preventScroll: true });
}

document.addEventListener("click", (e) => {
  const summary = e.target.closest?.("details.line > summary");
  if (!summary || !wide.matches) return;
  if (e.target.closest("a")) return;
  e.preventDefault();
  choose(lines().indexOf(summary.parentElement), false);
  show(summary.parentElement);
});

// Keys go from line to line.
function choose(n, focus = true) {
  const all = lines();
  if (all.length === 0) return;
  all[here]?.classList.remove("here");
  here = Math.max(0, Math.min(all.length - 1, n));
  const line = all[here];
  line.classList.add("here");
  if (focus) {
    (line.querySelector("summary") ?? line.querySelector("a"))?.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
  }
  if (panel && !panel.hidden && line.matches("details")) show(line);
}

const keys = [
  ["j", "next line"], ["k", "last line"], ["Enter", "open the line, or its evidence beside it"], ["o", "open the article it rests on"],
  ["/", "search"], ["+ - 0", "zoom the timeline"], ["← →", "from point to point of it"], ["g", "to the stories"], ["Esc", "close"], ["?", "these keys"],
];

function help() {
  let box = document.getElementById("keys");
  if (!box) {
    box = document.createElement("dialog");
    box.id = "keys";
    box.setAttribute("aria-label", "Keys");
    const list = document.createElement("dl");
    for (const [key, what] of keys) {
      const dt = document.createElement("dt");
      dt.append(element("kbd", key));
      list.append(dt, element("dd", what));
    }
    const close = element("button", "Close");
    close.addEventListener("click", () => box.close());
    box.append(element("h2", "Keys"), list, close);
    document.body.append(box);
  }
  box.showModal();
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "Escape") return hide();
  if (e.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) return;
  switch (e.key) {
    case "j": choose(here + 1); break;
    case "k": choose(here - 1); break;
    case "o": (panel?.hidden === false ? panel : lines()[here])?.querySelector("figcaption a, a")?.click(); break;
    case "/": document.getElementById("q")?.focus(); break;
    case "?": help(); break;
    case "g": location.assign("/stories"); break;
    case "+": zoom(1); break;
    case "-": zoom(-1); break;
    case "0": zoom(0); break;
    default: return;
  }
  e.preventDefault();
});
for (const k of document.querySelectorAll(".keys")) k.hidden = false;

// A line that the address names is open.
function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.matches("details.line")) {
    unfold(target);
    if (wide.matches) { choose(lines().indexOf(target)); show(target); } else target.open = true;
  }
  if (target?.id === "here") target.focus({ preventScroll: true });
}
addEventListener("hashchange", openTarget);
openTarget();

// The keys zoom a timeline as its buttons do, around the middle of what is seen; its
// points are one stop of the keyboard, and the arrows go along them.
for (const chart of document.querySelectorAll(".chart")) {
  const box = chart.querySelector(".scroll");
  let middle = 0.5;
  box.addEventListener("scroll", () => { if (box.scrollWidth > box.clientWidth) middle = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth; });
  const hold = () => { const m = middle; requestAnimationFrame(() => { box.scrollLeft = m * box.scrollWidth - box.clientWidth / 2; middle = m; }); };
  chart.querySelector(".zoom").addEventListener("change", hold);
  const points = [...chart.querySelectorAll("svg.line a")];
  points.forEach((p, i) => p.setAttribute("tabindex", i ? "-1" : "0"));
  chart.addEventListener("keydown", (e) => {
    const at = points.indexOf(e.target.closest?.("a"));
    const to = points[at + ({ ArrowRight: 1, ArrowLeft: -1 }[e.key] ?? NaN)];
    if (at < 0 || !to) return;
    points[at].setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
    e.preventDefault();
  });
  // A narrow screen begins at the middle of what is told.
  const boxes = points.map((p) => p.getBoundingClientRect().left).sort((a, b) => a - b);
  if (boxes.length && box.scrollWidth > box.clientWidth) box.scrollLeft = boxes[boxes.length >> 1] - box.getBoundingClientRect().left - box.clientWidth / 2;
}
function zoom(by) {
  const all = [...(document.querySelector(".chart")?.querySelectorAll(".zoom input") ?? [])];
  const at = by === 0 ? 0 : all.findIndex((z) => z.checked) + by;
  all[at]?.click();
}

// What is new since the last visit: the places that lines rested on then.
const visit = document.querySelector("[data-visit]");
if (visit) {
  const name = "seen " + visit.dataset.visit;
  const marked = [...document.querySelectorAll("details.line[data-key]")];
  const now = [...new Set(marked.map((l) => l.dataset.key))].sort();
  try {
    const before = JSON.parse(localStorage.getItem(name) ?? "null");
    if (before) {
      const known = new Set(before.keys);
      const fresh = marked.filter((l) => !known.has(l.dataset.key));
      for (const l of fresh) l.classList.add("fresh");
      if (fresh.length > 0) {
        const note = document.getElementById("news");
        note.textContent = `${fresh.length} ${fresh.length === 1 ? "line is" : "lines are"} new since your visit of ${new Date(before.at).toLocaleString()}. `;
        const first = element("a", "To the first");
        first.href = "#";
        first.addEventListener("click", (e) => { e.preventDefault(); unfold(fresh[0]); choose(lines().indexOf(fresh[0])); });
        note.append(first);
        note.hidden = false;
      }
    }
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), keys: now, count: +visit.dataset.count }));
  } catch { /* storage is full or switched off: nothing is marked */ }
}

// On the front, how many articles came to a story since it was read.
for (const card of document.querySelectorAll(".card[data-story]")) {
  try {
    const before = JSON.parse(localStorage.getItem("seen " + card.dataset.story) ?? "null");
    const more = before ? +card.dataset.count - (before.count ?? +card.dataset.count) : 0;
    const note = card.querySelector(".fresh-count");
    if (more > 0 && note) { note.textContent = `${more} more since your visit`; note.hidden = false; }
  } catch { /* as above */ }
}

// Files are dropped anywhere on the page of the form, and sent with progress.
const drop = document.getElementById("drop");
if (drop) {
  const files = document.getElementById("files");
  const bar = drop.querySelector("progress");
  const doing = document.getElementById("doing");
  const send = (list) => {
    if (list.length === 0) return;
    const data = new FormData();
    data.set("token", drop.elements.token.value);
    for (const f of list) data.append("files", f, f.name);
    const request = new XMLHttpRequest();
    document.getElementById("progress").hidden = false;
    request.upload.addEventListener("progress", (e) => {
      if (e.lengthComputable) bar.value = (100 * e.loaded) / e.total;
      doing.textContent = "sending";
    });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); doing.textContent = `reading ${list.length} ${list.length === 1 ? "file" : "files"}`; });
    request.addEventListener("load", () => {
      if (request.status < 400) return location.assign(request.responseURL);
      doing.textContent = request.status === 413 ? "That is too much at once." : "That did not work: " + (request.responseText.match(/<p>([^<]*)<\/p>/)?.[1] ?? request.status);
      bar.value = 0;
    });
    request.addEventListener("error", () => { doing.textContent = "The server does not answer."; bar.value = 0; });
    request.open("POST", drop.getAttribute("action"));
    request.send(data);
  };
  drop.addEventListener("submit", (e) => { e.preventDefault(); send(files.files); });
  for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, (e) => { e.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", (e) => { e.preventDefault(); drop.classList.remove("over"); send(e.dataTransfer.files); });
}
