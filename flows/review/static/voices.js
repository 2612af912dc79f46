// Auditions: voices of the repo on typical sentences of the book, at one level, one against the other.

import { $, counted, el, fill, key, sign, tell } from "./dom.js";
import { ask, sent } from "./api.js";
import { begin, bookHere, frame, keysOf, tried } from "./day.js";

class Auditions {
  constructor(book, said) {
    this.book = book;
    this.base = `/api/books/${encodeURIComponent(book)}/auditions`;
    this.sentences = said.sentences;
    this.language = said.language;
    this.voices = said.voices;
    this.able = said.voices.filter((voice) => !voice.trouble);
    this.spoken = new Map(said.voices.map((voice) => [voice.name, new Set(voice.spoken)]));
    this.busy = new Set();
    this.at = 0;
    this.now = ""; // the voice that was heard last
    this.before = ""; // and the one before it
    this.blind = false;
    this.order = this.able.map((_, at) => at);
  }

  begin() {
    this.audio = el("audio", { preload: "auto" });
    for (const event of ["play", "pause", "ended"]) this.audio.addEventListener(event, () => this.draw());
    document.body.append(this.audio);
    const blind = el("input", { type: "checkbox", role: "switch", onchange: () => this.hide(blind.checked) });
    this.cast = el("ul.cast");
    this.list = el("ol.sentences");
    fill($("main"),
      el("div.lead", {}, el("p", {}, `${counted(this.able.length, "voice")} of this repo can speak the book, on ${counted(this.sentences.length, "sentence")} of its own.`),
        this.able.length > 1 && el("label.switch.small.blind", { title: "Names are hidden, and the order is shuffled" }, blind, "Hide the names")),
      el("section", { "aria-labelledby": "cast" }, el("h2", { id: "cast" }, "Voices"), this.cast),
      el("section", { "aria-labelledby": "sentences" }, el("h2", { id: "sentences" }, "Sentences"), this.list),
      el("p.quiet.small.keys-hint", {}, "J and K choose a sentence, 1 to 9 a voice, B goes back and forth between the last two voices, Space stops and plays."));
    const digits = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [String(n + 1), () => this.hear(this.at, this.named(n))]));
    keysOf({ ...digits, j: () => this.go(1), k: () => this.go(-1), b: () => this.hear(this.at, this.able.find((voice) => voice.name === this.before)), " ": () => this.toggle() });
    this.draw();
  }

  named(position) { return this.able[this.order[position]]; }

  label(voice) { return this.blind ? `Voice ${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[this.order.indexOf(this.able.indexOf(voice))] ?? "?"}` : this.nameOf(voice); }

  /** Two versions of one narrator are told apart by the names of their manifests. */
  nameOf(voice) { return this.voices.filter((one) => one.narrator === voice.narrator).length > 1 ? `${voice.narrator} (${voice.name})` : voice.narrator; }

  hide(blind) {
    this.audio.pause();
    this.blind = blind;
    this.order = this.able.map((_, at) => at);
    if (blind) for (let at = this.order.length - 1; at > 0; at--) {
      const other = crypto.getRandomValues(new Uint32Array(1))[0] % (at + 1);
      [this.order[at], this.order[other]] = [this.order[other], this.order[at]];
    }
    this.now = this.before = "";
    this.draw();
    tell(blind ? "Names are hidden" : "Names are shown");
  }

  go(by) {
    this.at = Math.max(0, Math.min(this.sentences.length - 1, this.at + by));
    this.draw();
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
    tell(this.sentences[this.at].text);
  }

  toggle() {
    if (!this.audio.paused) this.audio.pause();
    else this.hear(this.at, this.able.find((voice) => voice.name === this.now) ?? this.named(0));
  }

  async hear(at, voice) {
    if (!voice) return;
    this.at = at;
    const { slate } = this.sentences[at];
    if (!(await this.speak(slate, voice))) return;
    if (this.now !== voice.name) [this.before, this.now] = [this.now, voice.name];
    this.sounding = `${voice.name} ${slate}`;
    this.audio.src = `/sound/${encodeURIComponent(this.book)}/audition/${encodeURIComponent(voice.name)}/${slate}.wav`;
    await this.audio.play().catch(() => {});
    this.draw();
  }

  async speak(slate, voice) {
    if (this.spoken.get(voice.name).has(slate)) return true;
    const name = `${voice.name} ${slate}`;
    if (this.busy.has(name)) return false;
    this.busy.add(name);
    this.draw();
    const done = await tried(() => sent(`${this.base}/speak`, { voice: voice.name, slate }));
    this.busy.delete(name);
    if (done) this.spoken.get(voice.name).add(slate);
    this.draw();
    return Boolean(done);
  }

  async all(voice) { for (const { slate } of this.sentences) await this.speak(slate, voice); }

  draw() {
    const focused = document.activeElement?.dataset?.name;
    fill(this.cast, this.shown().map((voice) => this.voice(voice)));
    fill(this.list, this.sentences.map((sentence, at) => this.sentence(sentence, at)));
    if (focused) document.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  shown() { return this.blind ? this.order.map((at) => this.able[at]) : this.voices; }

  voice(voice) {
    const left = this.sentences.filter(({ slate }) => !this.spoken.get(voice.name).has(slate)).length;
    const busy = [...this.busy].some((name) => name.startsWith(`${voice.name} `));
    if (voice.trouble) return el("li", {}, el("h3", {}, voice.narrator), el("p.why", {}, voice.trouble));
    return el("li", {}, el("h3", {}, this.label(voice), !this.blind && voice.current && el("span.badge.pass.toned", {}, "speaks it now"), !this.blind && voice.cloned && el("span.badge", {}, "cloned")),
      !this.blind && el("p.quiet.small", {}, `${voice.name}, version ${voice.version} · ${voice.engine}`),
      left ? el("button.small", { type: "button", disabled: busy, "data-name": `all ${voice.name}`, onclick: () => this.all(voice) }, busy ? "Speaking …" : `Speak ${counted(left, "sentence")}`) : el("p.quiet.small", {}, "has spoken all of them"));
  }

  sentence(sentence, at) {
    const buttons = this.order.map((index, position) => {
      const voice = this.able[index];
      const name = `${voice.name} ${sentence.slate}`;
      const busy = this.busy.has(name);
      const playing = this.sounding === name && !this.audio.paused && !this.audio.ended;
      const ready = this.spoken.get(voice.name).has(sentence.slate);
      return el("button", { type: "button", class: busy ? "busy" : "", "aria-pressed": String(playing), "aria-busy": String(busy), "data-name": name, onclick: () => (playing ? this.audio.pause() : this.hear(at, voice)) },
        sign(playing ? "pause" : "play"), busy ? `${this.label(voice)} is speaking …` : ready ? this.label(voice) : `${this.label(voice)} (to be spoken)`, position < 9 && at === this.at && key(String(position + 1)));
    });
    return el("li.sentence", { class: at === this.at ? "here" : "", "aria-current": at === this.at ? "true" : null },
      el("p.facts", {}, sentence.shows), el("q", { lang: this.language }, sentence.text), el("div.says", { role: "group", "aria-label": sentence.text }, buttons));
  }
}

begin(async () => {
  const book = bookHere();
  const said = await ask(`/api/books/${encodeURIComponent(book)}/auditions`);
  frame("voices", said.title, "voices on the book's own sentences", book);
  new Auditions(book, said).begin();
});
