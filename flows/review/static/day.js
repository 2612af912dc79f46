// What the pages of the day share: their frame, and the way between them.

import { $, el, fill, toast } from "./dom.js";
import { Refused, enter } from "./api.js";

const PAGES = [["review", "Review"], ["making", "Chapters"], ["manuscript", "Manuscript"], ["voices", "Voices"]];

/** The production that the address names. */
export const bookHere = () => decodeURIComponent(location.pathname.split("/")[2] ?? "");

/** Title and ways out: to the shelf, and to the other pages of the same production. */
export function frame(here, title, subtitle, book = "") {
  document.title = here === "shelf" ? title : `${title} · ${PAGES.find(([name]) => name === here)[1]}`;
  $("title").textContent = title;
  $("subtitle").textContent = subtitle;
  const link = (path, text, current) => el("a", { href: path, "aria-current": current ? "page" : null }, text);
  fill($("nav"), here !== "shelf" && link("/shelf", "Shelf", false), book && PAGES.map(([name, text]) => link(`/${name}/${encodeURIComponent(book)}`, text, name === here)));
}

/** Begins a page; what goes wrong is said where the page would be. */
export async function begin(work) {
  try {
    await enter();
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) console.error(error);
    fill($("main"), el("p.trouble.wait", { role: "alert" }, error.message));
  }
  document.body.dataset.ready = "yes";
}

/** Runs what a person asked for; a refusal is shown and nothing else changes. */
export async function tried(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, { bad: true });
    return null;
  }
}

/** Keys of a page, outside of fields and dialogs. */
export function keysOf(does) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.target.matches?.("input, textarea, select, summary, audio")) return;
    if (event.target.matches?.("button, a") && (event.key === " " || event.key === "Enter")) return;
    const what = does[event.key.toLowerCase()];
    if (what) { event.preventDefault(); what(); }
  });
}

export const percent = (part, whole) => `${Math.round((100 * part) / (whole || 1))} %`;

export function progressBar(part, whole, label, going = false) {
  const inner = el("span");
  inner.style.width = `${(100 * part) / (whole || 1)}%`;
  return el("div.bar", { class: going ? "going" : "", role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": whole, "aria-valuenow": part }, inner);
}
