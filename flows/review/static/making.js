// A book being made: its chapters, heard one after the other as they finish.

import { $, clock, counted, el, fill, number, roughly, sign, tell } from "./dom.js";
import { ask } from "./api.js";
import { begin, bookHere, frame, keysOf, percent, progressBar } from "./day.js";

const LOOK_MS = 4000; // how often it is looked how far the book is, while it is being made
const REST_MS = 30000; // and while it is not

class Chapters {
  constructor(book, making) {
    this.book = book;
    this.rows = new Map();
    this.sounding = 0;
    this.take(making);
  }

  begin() {
    this.lead = el("p", { role: "status" });
    this.whole = el("div");
    this.list = el("ol.chapters", { "aria-label": "Chapters" });
    for (const chapter of this.making.chapters) {
      const row = el("li");
      this.rows.set(chapter.number, row);
      this.list.append(row);
    }
    this.now = el("strong", {}, "Nothing is playing");
    this.audio = el("audio", { controls: true, preload: "none", "aria-label": "The chapter" });
    this.audio.addEventListener("ended", () => this.go(1));
    for (const event of ["play", "pause"]) this.audio.addEventListener(event, () => this.draw());
    this.bar = el("div.sounds", { role: "region", "aria-label": "Player", hidden: true }, this.now, this.audio);
    fill($("main"), el("div.lead", {}, this.lead), this.whole, this.list, el("p.quiet.small.keys-hint", {}, "Space plays and pauses, J and K go to the next chapter and the one before."));
    document.body.append(this.bar);
    keysOf({ " ": () => (this.sounding ? this.toggle() : this.play(this.heard()[0])), j: () => this.go(1), k: () => this.go(-1) });
    this.draw();
    this.watch();
  }

  take(making) {
    this.before = this.making;
    this.making = making;
  }

  heard() { return this.making.chapters.filter((chapter) => chapter.master).map((chapter) => chapter.number); }

  watch() {
    let timer = 0;
    const look = async () => {
      clearTimeout(timer);
      try {
        this.take(await ask(`/api/books/${encodeURIComponent(this.book)}/making`));
        this.draw();
        this.said();
      } catch { /* the server is away; it is asked again */ }
      timer = setTimeout(look, this.making.running ? LOOK_MS : REST_MS);
    };
    timer = setTimeout(look, this.making.running ? LOOK_MS : REST_MS);
    new EventSource("/api/events").addEventListener("message", (message) => { if (JSON.parse(message.data).book === this.book) look(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  }

  /** A chapter that has become ready is told to those who listen to the page. */
  said() {
    const ready = new Set(this.before.chapters.filter((chapter) => chapter.master).map((chapter) => chapter.number));
    const fresh = this.making.chapters.filter((chapter) => chapter.master && !ready.has(chapter.number));
    if (fresh.length) tell(`${fresh.map((chapter) => chapter.title).join(", ")} can be heard`);
  }

  play(at) {
    const chapter = this.making.chapters.find((one) => one.number === at);
    if (!chapter?.master) return;
    this.sounding = at;
    this.bar.hidden = false;
    this.now.textContent = chapter.title;
    this.audio.src = `/sound/${encodeURIComponent(this.book)}/master/${chapter.master}`;
    this.audio.play().catch(() => {});
    this.draw();
  }

  toggle() { if (this.audio.paused) this.audio.play().catch(() => {}); else this.audio.pause(); }

  go(by) {
    const heard = this.heard();
    const next = heard[heard.indexOf(this.sounding) + by];
    if (next) this.play(next);
  }

  draw() {
    const { lines, taken, audio_ms, running, chapters } = this.making;
    const ready = this.heard().length;
    const made = ready === chapters.length;
    frame("making", this.making.title, this.making.authors, this.book);
    this.lead.textContent = made ? `Every chapter can be heard: ${counted(chapters.length, "chapter")}, ${clock(audio_ms)}.` : `${number(taken)} of ${counted(lines, "line")} spoken (${percent(taken, lines)}). ${ready ? `${counted(ready, "chapter")} of ${chapters.length} can be heard.` : "No chapter can be heard yet."}`;
    fill(this.whole, !made && progressBar(taken, lines, "Lines spoken", running), running && el("p", {}, el("span.badge.going", {}, el("span.dot", { "aria-hidden": "true" }), "being made now")));
    const focused = document.activeElement?.dataset?.chapter;
    for (const chapter of chapters) this.drawRow(chapter);
    if (focused) this.list.querySelector(`[data-chapter="${focused}"]`)?.focus({ preventScroll: true });
  }

  drawRow(chapter) {
    const row = this.rows.get(chapter.number);
    if (!row) return;
    const here = chapter.number === this.sounding;
    const playing = here && !this.audio.paused;
    row.className = here ? "sounding" : "";
    const button = el("button", { type: "button", disabled: !chapter.master, "data-chapter": chapter.number, "aria-label": `${playing ? "Pause" : "Play"} ${chapter.title}`, onclick: () => (here ? this.toggle() : this.play(chapter.number)) }, sign(playing ? "pause" : "play"));
    const open = chapter.open > 0 && el("a.open", { href: `/review/${encodeURIComponent(this.book)}?line=${chapter.first}` }, `${counted(chapter.open, "line")} to decide`);
    const how = chapter.master ? [open || el("span", {}, "finished")] : [el("span", {}, chapter.missing), progressBar(chapter.taken, chapter.lines, `${chapter.title}: lines spoken`, this.making.running)];
    fill(row, el("span.number", {}, String(chapter.number)), button, el("span.title", {}, chapter.title), el("div.how", {}, how), el("span.length", { title: chapter.master ? "" : "expected" }, chapter.master ? clock(chapter.audio_ms) : `≈ ${roughly(chapter.audio_ms)}`));
  }
}

begin(async () => {
  const book = bookHere();
  const making = await ask(`/api/books/${encodeURIComponent(book)}/making`);
  frame("making", making.title, making.authors, book);
  new Chapters(book, making).begin();
});
