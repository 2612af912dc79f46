// What of a manuscript is read aloud, what is not and why; a switch shows what it writes before it does.

import { $, counted, el, fill, number, toast } from "./dom.js";
import { ask, sent } from "./api.js";
import { confirm, showConflict } from "./decisions.js";
import { begin, bookHere, frame, percent, progressBar, tried } from "./day.js";

const VIEWS = [["all", "All"], ["skipped", "Not read"], ["read", "Read"]];
const reasonOf = (reason) => REASONS[reason] ?? reason.replace(/^role: /, "");
const REASONS = { "chapter skipped by the production": "by production.yaml", boilerplate: "licence or imprint" };

class Manuscript {
  constructor(book, skipped) {
    this.base = `/api/books/${encodeURIComponent(book)}/manuscript`;
    this.book = book;
    this.skipped = skipped;
    this.view = skipped.parts.some((part) => part.reason) ? "skipped" : "all";
    this.open = new Set();
  }

  draw() {
    const { characters, spoken, parts, kinds, others } = this.skipped;
    const counts = { all: parts.length, skipped: parts.filter((part) => part.reason).length, read: parts.filter((part) => !part.reason).length };
    const views = el("div.views", { role: "group", "aria-label": "Chapters that are shown" }, VIEWS.map(([name, text]) =>
      el("button", { type: "button", "aria-pressed": String(name === this.view), onclick: () => { this.view = name; this.draw(); $("main").querySelector(`.views [aria-pressed="true"]`).focus(); } }, text, el("span.count", {}, number(counts[name])))));
    const shown = parts.filter((part) => this.view === "all" || (this.view === "read") === !part.reason);
    fill($("main"),
      el("div.share", {}, el("p.lead", {}, el("p", {}, `${percent(spoken, characters)} of the manuscript is read aloud.`)),
        progressBar(spoken, characters, "Share that is read aloud"),
        el("p.quiet.small", {}, `${number(spoken)} of ${number(characters)} characters; ${counted(counts.skipped, "chapter is", "chapters are")} left out.`)),
      el("section", { "aria-labelledby": "chapters" }, el("div.lead", {}, el("h2", { id: "chapters" }, "Chapters"), views),
        shown.length ? el("ul.parts", {}, shown.map((part) => this.part(part))) : el("p.wait", {}, this.view === "skipped" ? "Every chapter is read." : "None.")),
      kinds.length > 0 && el("section", { "aria-labelledby": "kinds" }, el("h2", { id: "kinds" }, "Within chapters that are read"), el("ul.parts", {}, kinds.map((kind) => this.kind(kind)))),
      others.length > 0 && el("section", { "aria-labelledby": "rules" }, el("h2", { id: "rules" }, "Never read aloud"),
        el("ul.rules", {}, others.map(([reason, size]) => el("li", {}, el("span", {}, reasonOf(reason)), el("span.quiet", {}, counted(size, "character")))))));
  }

  part(part) {
    const preview = el("details", { open: this.open.has(part.number) }, el("summary", {}, part.excerpt ? `“${part.excerpt}”` : "Look at the text"));
    const prose = el("div.prose", { tabIndex: 0, role: "region", "aria-label": `Text of ${part.title}` });
    const load = async () => {
      if (!preview.open) { this.open.delete(part.number); return; }
      this.open.add(part.number);
      if (prose.childNodes.length) return;
      const text = await tried(() => ask(`${this.base}/${part.number}`));
      if (text) fill(prose, text.paragraphs.map((one) => this.paragraph(one, part.reason)), text.more > 0 && el("p.quiet.small", {}, `and ${counted(text.more, "paragraph")} more`));
      if (!prose.isConnected) preview.append(prose);
    };
    preview.addEventListener("toggle", load);
    const facts = [part.role !== "body" && !part.reason && el("span", {}, part.role), el("span", {}, counted(part.characters, "character")), part.reason && el("span.badge.know", {}, `not read: ${reasonOf(part.reason)}`)];
    return el("li", { class: part.reason ? "skipped" : "" }, el("div", {}, el("p.title", {}, part.title || "(untitled)"), el("p.facts", {}, facts)), this.switch(part, part.title || "this part"), preview);
  }

  paragraph(one, whole) {
    const out = one.reason && one.reason !== whole;
    return el("p", { class: [one.kind === "heading" ? "heading" : "", out ? "out" : ""].join(" ").trim() }, out && el("span.badge.know", {}, reasonOf(one.reason)), one.text);
  }

  kind(kind) {
    return el("li", { class: kind.reason ? "skipped" : "" },
      el("div", {}, el("p.title", {}, kind.title), el("p.facts", {}, el("span", {}, counted(kind.places, "place")), el("span", {}, counted(kind.characters, "character")))),
      this.switch(kind, kind.title),
      el("details", {}, el("summary", {}, `“${kind.excerpts[0]}”`), el("div.prose", { tabIndex: 0, role: "region", "aria-label": kind.title }, kind.excerpts.map((text) => el("p", {}, text)))));
  }

  switch(part, name) {
    if (!part.switch) return el("span.quiet.small", {}, part.reason ? "by rule" : "");
    const box = el("input", { type: "checkbox", role: "switch", checked: !part.reason, "aria-label": `Read ${name} aloud` });
    box.addEventListener("change", async () => {
      box.disabled = true;
      const done = await tried(() => this.turn(part.switch, name));
      box.disabled = false;
      if (!done) { box.checked = !part.reason; box.focus(); }
    });
    return el("label.switch.small", {}, box, "Read aloud");
  }

  /** Shows what a switch writes, and writes it; whether it did. */
  async turn(turned, name) {
    const { files } = await sent(`${this.base}/preview`, { switch: turned });
    const title = `${turned.to === "read" ? "Read" : "Leave out"}: ${turned.says || name}`;
    if (!files.length) { toast("production.yaml says this already."); await this.again(); return true; }
    if (!(await confirm(title, { files }))) return false;
    try {
      const done = await sent(`${this.base}/turn`, { switch: turned, files: files.map(({ path, digest }) => ({ path, digest })) });
      this.skipped = done.skipped;
      this.draw();
      toast(`${done.told} The next run speaks the book so.`);
      return true;
    } catch (error) {
      if (error.status !== 409 || !error.said.theirs) throw error;
      await showConflict(error.said);
      await this.again();
      return true;
    }
  }

  async again() {
    this.skipped = await ask(this.base);
    this.draw();
  }
}

begin(async () => {
  const book = bookHere();
  const skipped = await ask(`/api/books/${encodeURIComponent(book)}/manuscript`);
  frame("manuscript", skipped.title, "what is read aloud, and what is not", book);
  new Manuscript(book, skipped).draw();
});

