// The list of lines: as many elements as fit the window, however many rows there are.

import { clock, el, fill, sign } from "./dom.js";
import { SHORT, STATES, decision } from "./model.js";

const HEIGHT = 66; // of a row; as in review.css
const BEYOND = 6; // rows drawn above and below what is seen

export class List {
  constructor(element, model, chosen) {
    this.element = element;
    this.model = model;
    this.chosen = chosen;
    this.selected = "";
    this.space = el("div.space", { role: "presentation" });
    element.replaceChildren(this.space);
    this.drawn = [-1, -1];
    element.addEventListener("scroll", () => this.draw(), { passive: true });
    element.addEventListener("click", (event) => {
      const row = event.target.closest("[data-slate]");
      if (row) chosen(row.dataset.slate, true);
    });
    new ResizeObserver(() => this.draw()).observe(element);
  }

  /** Draws everything again: rows or filters have changed. */
  update() {
    this.space.style.height = `${this.model.shown.length * HEIGHT}px`;
    this.draw(true);
  }

  draw(again = false) {
    const top = this.element.scrollTop;
    const first = Math.max(0, Math.floor(top / HEIGHT) - BEYOND);
    const last = Math.min(this.model.shown.length, Math.ceil((top + this.element.clientHeight) / HEIGHT) + BEYOND);
    if (!again && first === this.drawn[0] && last === this.drawn[1]) return;
    this.drawn = [first, last];
    const rows = [];
    for (let at = first; at < last; at++) rows.push(this.draft(this.model.at(at), at));
    if (!this.model.shown.length) rows.push(this.nothing());
    fill(this.space, rows);
    this.point();
  }

  draft(row, at) {
    const word = decision(row);
    const chapter = this.model.chapters.get(row.chapter);
    const element = el("div.row", {
      id: `row-${row.slate}`, role: "option", "data-slate": row.slate, "aria-posinset": at + 1, "aria-setsize": this.model.shown.length,
      "aria-selected": row.slate === this.selected ? "true" : "false", class: `${row.decided.approved ? "pass" : row.state} ${word ? "done" : ""}`,
    },
    row.decided.approved ? sign("pass", "accepted") : sign(row.state, STATES[row.state]),
    el("div.words", {}, row.text),
    el("div.facts", {},
      el("span.slate", {}, row.slate), el("span.chapter", {}, chapter ? chapter.title : ""),
      row.codes.length > 0 && el("span.code", {}, known(row).map((code) => SHORT[code] ?? code).join(", ")),
      word && el("span.decision", {}, word),
      row.duration_ms > 0 && el("span.length", {}, clock(row.duration_ms))));
    element.style.top = `${at * HEIGHT}px`;
    return element;
  }

  nothing() {
    const { view, text, chapter, code, voice, state } = this.model.filters;
    const filtered = text || chapter || code || voice || state;
    const said = filtered ? "No line fits these filters." : view === "open" ? "Nothing is left to decide." : "There are no such lines.";
    return el("div.nothing", { role: "option", "aria-selected": "false" }, said);
  }

  select(slate, { scroll = true } = {}) {
    this.selected = slate;
    const at = this.model.position(slate);
    if (scroll && at >= 0) {
      const [top, height] = [at * HEIGHT, this.element.clientHeight];
      if (top < this.element.scrollTop + HEIGHT) this.element.scrollTop = Math.max(0, top - HEIGHT);
      else if (top + 2 * HEIGHT > this.element.scrollTop + height) this.element.scrollTop = top + 2 * HEIGHT - height;
    }
    this.draw();
    this.point();
  }

  /** Marks the selected row, for eyes and for screen readers. */
  point() {
    for (const row of this.space.querySelectorAll("[data-slate]"))
      row.setAttribute("aria-selected", row.dataset.slate === this.selected ? "true" : "false");
    const id = `row-${this.selected}`;
    if (document.getElementById(id)) this.element.setAttribute("aria-activedescendant", id);
    else this.element.removeAttribute("aria-activedescendant");
  }
}

/** The codes that a person should see: a matter of spelling only where there is nothing else. */
function known(row) {
  const grave = row.codes.filter((code) => !["h-010", "h-011", "h-020"].includes(code));
  return (grave.length ? grave : row.codes).slice(0, 3);
}
