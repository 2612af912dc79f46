// Filters above the list, and how far the work is.

import { counted, el, fill, number, roughly, sign } from "./dom.js";
import { STATES } from "./model.js";

const VIEWS = [["open", "To decide"], ["later", "Later"], ["decided", "Decided"], ["all", "All"]];

export class Filters {
  constructor(element, model, changed) {
    this.model = model;
    this.changed = changed;
    const { book, filters } = model;
    const set = (name) => (event) => { filters[name] = event.target.type === "checkbox" ? event.target.checked : event.target.value; changed(); };
    this.search = el("input", { type: "search", id: "search", placeholder: "Search words or slate", "aria-label": "Search words or slate", autocomplete: "off", spellcheck: false, oninput: set("text") });
    this.views = VIEWS.map(([view, label]) => {
      const count = el("span.count");
      const button = el("button", { type: "button", "aria-pressed": "false", onclick: () => { filters.view = view; changed(); } }, label, count);
      return { view, count, button };
    });
    const chapter = select("Chapter", "All chapters", book.chapters.map((c) => [c.number, c.open ? `${c.title} (${c.open})` : c.title]), set("chapter"));
    const code = select("Finding", "All findings", Object.entries(book.codes).map(([name, means]) => [name, `${name} ${means}`]), set("code"));
    const state = select("Verdict", "All verdicts", Object.entries(STATES), set("state"));
    const voice = select("Voice", "All voices", book.voices.map((name) => [name, name]), set("voice"));
    const order = el("select", { "aria-label": "Order", onchange: set("order") }, el("option", { value: "risk" }, "By risk"), el("option", { value: "book" }, "In book order"));
    this.quirks = el("span");
    const box = el("input", { type: "checkbox", role: "switch", onchange: set("quirks") });
    this.switch = el("label.switch.small", {}, box, this.quirks);
    fill(element, el("div.search", {}, sign("search"), this.search), el("div.views", { role: "group", "aria-label": "Which lines" }, this.views.map((v) => v.button)),
      el("div.selects", {}, chapter, code, state, book.voices.length > 1 && voice, order), this.switch);
  }

  update(counts) {
    for (const { view, count, button } of this.views) {
      button.setAttribute("aria-pressed", String(this.model.filters.view === view));
      count.textContent = number(counts[view]);
    }
    this.switch.hidden = counts.quirks === 0;
    const hidden = this.model.filters.quirks ? "shown" : "hidden";
    this.quirks.textContent = `${counted(counts.quirks, "line")} of spelling, names or marks ${hidden}`;
  }
}

function select(label, all, options, onchange) {
  return el("select", { "aria-label": label, onchange }, el("option", { value: "" }, all), options.map(([value, text]) => el("option", { value }, text)));
}

/** The bar at the top. */
export function showProgress(element, counts) {
  const share = counts.work ? counts.done / counts.work : 1;
  const said = counts.work ? `${number(counts.done)} of ${number(counts.work)} decided` : "Nothing to decide";
  const bar = el("div.bar", { role: "progressbar", "aria-valuemin": 0, "aria-valuemax": counts.work, "aria-valuenow": counts.done, "aria-label": "Lines decided" }, el("span"));
  bar.firstChild.style.width = `${(100 * share).toFixed(1)}%`;
  fill(element, bar, el("p", {}, el("strong", {}, said), counts.open ? el("span.quiet", {}, `, about ${roughly(counts.leftMs)} left`) : counts.work ? el("span.quiet", {}, ", all done") : ""));
}
