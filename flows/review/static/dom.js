// Elements, signs, times and messages: what all parts of a page use.

const SVG = "http://www.w3.org/2000/svg";

// Drawn, not typed: a font may lack a sign. Each has a shape of its own, so that none depends on its colour.
const SIGNS = {
  fail: ["M3.6 1.5h8.8a2.1 2.1 0 0 1 2.1 2.1v8.8a2.1 2.1 0 0 1-2.1 2.1H3.6a2.1 2.1 0 0 1-2.1-2.1V3.6a2.1 2.1 0 0 1 2.1-2.1Z", "M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4"],
  flag: ["M8 1.6 15 14H1Z", "M8 6v4M8 11.9v.2"],
  inconclusive: ["M2.5 2.5h11v11h-11Z", "M6 6.4c.2-2.2 3.9-2.1 3.9 0 0 1.5-1.9 1.5-1.9 3M8 11.5v.2"],
  unheard: ["M8 2.2a5.8 5.8 0 1 0 .01 0Z", ""],
  missing: ["", "M2 8h2.4M6.8 8h2.4M11.6 8H14"],
  silent: ["", "M3 8h10"],
  pass: ["M8 1.2a6.8 6.8 0 1 0 .01 0Z", "M4.9 8.3l2.2 2.2 4-4.6"],
  play: ["M4 2.2v11.6L14 8Z", ""], pause: ["M3.5 2h3.2v12H3.5ZM9.3 2h3.2v12H9.3Z", ""],
  context: ["", "M1.5 8h1.2M4.2 5.5v5M6.7 2.5v11M9.2 4.5v7M11.7 6.2v3.6M14 8h.6"],
  check: ["", "M2.5 8.5 6.2 12 13.5 4"], again: ["", "M13 8a5 5 0 1 1-1.6-3.7M13 2v3.2H9.8"],
  edit: ["", "M2.5 13.5l.7-3.2 7.6-7.6 2.5 2.5-7.6 7.6zM9.2 4.3l2.5 2.5"], later: ["", "M4 14V2.5h8.5L10.2 5.6l2.3 3.2H4"],
  waive: ["", "M2.6 8a5.4 5.4 0 1 0 10.8 0A5.4 5.4 0 1 0 2.6 8M4.4 4.4l7.2 7.2"], undo: ["", "M3 7h6.5a3.6 3.6 0 0 1 0 7.2H6M3 7l3.2-3.2M3 7l3.2 3.2"],
  back: ["", "M10 2.5 4.5 8l5.5 5.5"], search: ["", "M7 2.5a4.5 4.5 0 1 0 .01 0ZM10.4 10.4l3.4 3.4"],
  help: ["", "M5.6 6c0-3.2 4.9-3.1 4.9 0 0 2-2.5 2-2.5 4M8 12.6v.3"], save: ["", "M8 2v7.5M4.8 6.6 8 9.8l3.2-3.2M2.5 13.5h11"],
  person: ["", "M8 8.2a3 3 0 1 0-.01 0ZM2.8 14c.4-3 2.4-4.4 5.2-4.4s4.8 1.4 5.2 4.4"],
  shelf: ["", "M2.5 2.5v11M6 2.5v11M9.5 3l3.6 10.4"], moved: ["", "M2.5 8h11"],
};

/** An element: el("button.main", {onclick}, "Write"). Texts are texts, never markup. */
export function el(what, properties = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className += ` ${value}`;
    else if (name in element && !name.includes("-") && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A sign; decoration for eyes, unless it is given a name. */
export function sign(kind, name = "") {
  const [filled, drawn] = SIGNS[kind] || SIGNS.moved;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `sign sign-${kind}`);
  if (name) { svg.setAttribute("role", "img"); svg.setAttribute("aria-label", name); } else svg.setAttribute("aria-hidden", "true");
  const hollow = kind === "unheard";
  const solid = kind === "play" || kind === "pause";
  if (filled) svg.append(path(filled, hollow ? "none" : "currentColor", hollow ? "currentColor" : "none", 1.6));
  if (drawn) svg.append(path(drawn, "none", filled && !solid ? "var(--card)" : "currentColor", 1.7));
  return svg;
}

function path(d, fill, stroke, width) {
  const element = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ d, fill, stroke, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }))
    element.setAttribute(name, value);
  return element;
}

export const $ = (id) => document.getElementById(id);

/** Puts children in place of what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Tells people who listen to the page. */
export function tell(text) {
  const status = $("status");
  if (status) status.textContent = text;
}

/** A message that goes by itself; `action` is [label, function]. */
export function toast(text, { bad = false, action = null, stay = 6000 } = {}) {
  const box = el("div.toast", { class: bad ? "bad" : "", role: bad ? "alert" : null }, el("span", {}, text));
  const leave = () => box.remove();
  if (action) box.append(el("button", { type: "button", onclick: () => { leave(); action[1](); } }, action[0]));
  if (bad) box.append(el("button", { type: "button", onclick: leave, "aria-label": "Dismiss" }, "×"));
  fill($("toasts"), box);
  if (!bad) tell(text);
  if (stay && !bad) setTimeout(leave, stay);
  return leave;
}

/** 1:02:33, 2:05 */
export function clock(ms) {
  const seconds = Math.round(ms / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** 3.4 s */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

export const number = (value) => value.toLocaleString("en");

export const counted = (value, thing, things = `${thing}s`) => `${number(value)} ${value === 1 ? thing : things}`;

/** How long something takes, roughly: "4 min", "1 h 10 min". */
export function roughly(ms) {
  const minutes = Math.ceil(ms / 60000);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** What this browser remembers of its person, and of no book. */
export const remembered = (name) => { try { return localStorage.getItem(`voicepress.${name}`) ?? ""; } catch { return ""; } };
export const remember = (name, value) => { try { localStorage.setItem(`voicepress.${name}`, value); } catch { /* a private window keeps nothing */ } };

export const key = (name) => el("kbd", { "aria-hidden": "true" }, name);
