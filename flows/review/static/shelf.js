// The shelf: every production with its verdict, how far it is, and what waits for a person to listen.

import { $, clock, counted, el, fill, number, roughly, sign, tell } from "./dom.js";
import { ask } from "./api.js";
import { begin, frame, progressBar } from "./day.js";

const SHAPES = { pass: "pass", look: "flag", fail: "fail", unfinished: "unheard" };
const AT_ONCE = 3; // cards that are asked for at a time: each is read from its production

class Shelf {
  constructor(books) {
    this.cards = new Map(books.map((book) => [book.slug, book]));
    this.known = new Set();
    this.places = new Map();
    this.wanted = "";
  }

  async begin() {
    const search = el("input", { type: "search", placeholder: "Search the shelf", "aria-label": "Search the shelf", oninput: () => { this.wanted = search.value.toLowerCase(); this.filter(); } });
    this.lead = el("p", { role: "status" }, "Reading the productions …");
    this.list = el("ul.cards");
    for (const card of this.cards.values()) {
      const place = el("li.card", {}, this.drawn(card, false));
      this.places.set(card.slug, place);
      this.list.append(place);
    }
    fill($("main"), el("div.lead", {}, this.lead, this.cards.size > 6 && search), this.list);
    const left = [...this.cards.keys()];
    await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (left.length) await this.read(left.shift()); }));
    this.order();
  }

  async read(slug) {
    let card;
    try { card = await ask(`/api/shelf/${encodeURIComponent(slug)}`); } catch (error) {
      card = { ...this.cards.get(slug), look: "fail", state: "cannot be read", reasons: [error.message] };
    }
    this.cards.set(slug, card);
    this.known.add(slug);
    fill(this.places.get(slug), this.drawn(card, true));
    this.sum();
  }

  sum() {
    const cards = [...this.cards.values()];
    const waiting = cards.filter((card) => card.waiting);
    const ms = waiting.reduce((sum, card) => sum + card.waiting_ms, 0);
    const lines = waiting.reduce((sum, card) => sum + card.waiting, 0);
    const begun = this.known.size < cards.length ? "Reading the productions … " : "";
    this.lead.textContent = begun || `${counted(cards.length, "production")}. ` + (lines ? `${counted(lines, "line")} in ${waiting.length === 1 ? "one of them" : number(waiting.length)} wait for you: ${roughly(ms)} of listening.` : "Nothing waits for you.");
  }

  /** What waits for a person comes first, then what is being made, then the rest by name. */
  order() {
    const rank = (card) => (card.waiting ? 0 : card.look === "fail" ? 1 : card.running ? 2 : card.look === "unfinished" ? 3 : 4);
    const focus = document.activeElement;
    const cards = [...this.cards.values()].sort((a, b) => rank(a) - rank(b) || b.waiting_ms - a.waiting_ms || a.title.localeCompare(b.title));
    this.list.append(...cards.map((card) => this.places.get(card.slug)));
    focus?.focus?.({ preventScroll: true });
  }

  filter() {
    let shown = 0;
    for (const [slug, card] of this.cards) {
      const fits = `${card.title} ${card.authors} ${slug}`.toLowerCase().includes(this.wanted);
      this.places.get(slug).hidden = !fits;
      shown += fits;
    }
    tell(counted(shown, "production"));
  }

  drawn(card, read) {
    const at = (page) => `/${page}/${encodeURIComponent(card.slug)}`;
    const broken = card.state === "cannot be read";
    return [
      el("div.cover", { "aria-hidden": "true" }, card.cover ? el("img", { src: `/sound/${encodeURIComponent(card.slug)}/cover.jpg`, alt: "", loading: "lazy" }) : el("div.drawn", {}, el("span", {}, card.title), el("small", {}, card.authors))),
      el("div.about", {}, el("h3", {}, broken ? card.title : el("a", { href: at("review") }, card.title)), card.authors && el("p.facts", {}, card.authors), read ? this.facts(card, broken) : el("p.quiet.small", {}, "…")),
      read && !broken && el("div.ends", {}, this.begun(card, at), el("a", { href: at("making") }, "Chapters"), el("a", { href: at("manuscript") }, "Manuscript"), el("a", { href: at("voices") }, "Voices")),
    ];
  }

  begun(card, at) {
    if (card.waiting) return el("a.button.main", { href: at("review") }, sign("play"), "Listen");
    return el("a.button", { href: at("review") }, "Review");
  }

  facts(card, broken) {
    const shape = SHAPES[card.look] ?? SHAPES.unfinished;
    const tone = shape === "unheard" ? "know" : shape;
    const verdict = el("span.badge.toned", { class: tone }, sign(shape), card.rehearsal ? `${card.state}, a rehearsal` : card.state);
    const going = card.running && el("span.badge.going", {}, el("span.dot", { "aria-hidden": "true" }), "being made");
    const why = card.look === "fail" && card.reasons.length > 0 && el("p.why", {}, card.reasons[0]);
    if (broken) return [el("p", {}, verdict), why];
    const whole = card.chapters && card.mastered === card.chapters;
    const far = whole ? `${counted(card.chapters, "chapter")}, ${clock(card.audio_ms)}` : `${number(card.taken)} of ${counted(card.lines, "line")} spoken, ${card.mastered} of ${counted(card.chapters, "chapter")} finished`;
    return [
      el("p", {}, verdict, " ", going),
      !whole && progressBar(card.taken, card.lines, `${card.title}: lines spoken`, card.running),
      el("p.facts", {}, far),
      card.waiting > 0 && el("p.waits", {}, `${counted(card.waiting, "line")} to hear, ${roughly(card.waiting_ms)}`),
      card.later > 0 && el("p.facts", {}, `${counted(card.later, "line")} put off for later`),
      why,
    ];
  }
}

begin(async () => {
  frame("shelf", "Shelf", "");
  const { books } = await ask("/api/shelf");
  if (!books.length) { fill($("main"), el("p.wait", {}, "There is no production here yet. `voicepress new BOOK.epub` begins one.")); return; }
  await new Shelf(books).begin();
});
