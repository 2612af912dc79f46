// The line: its words and what was heard, its sound, what was found, its attempts, and what can be done.

import { clock, counted, el, fill, key, seconds, sign } from "./dom.js";
import { STATES } from "./model.js";
import { drawWords, pointAt } from "./words.js";

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
export const ACTIONS = [
  ["accept", "Accept", "A", "check"], ["pickup", "Pick up", "P", "again"], ["edit", "Change", "E", "edit"],
  ["later", "Later", "L", "later"], ["waive", "Waive", "W", "waive"], ["undo", "Undo", "Z", "undo"],
];

export class Detail {
  constructor(element, player, page) {
    this.element = element;
    this.player = player;
    this.page = page; // { model, act, move, play, context, attempt, back, listenAlong }
    this.line = null;
  }

  empty(text) {
    this.line = null;
    this.player.load(null);
    fill(this.element, el("div.empty", {}, el("p", {}, text)));
  }

  show(line, number) {
    this.line = line;
    this.attempt = line.attempts.find((a) => a.number === number) ?? line.attempts.find((a) => a.circled) ?? line.attempts[0];
    const { row } = line;
    fill(this.element,
      el("div.scroll", {},
        this.head(line, row),
        this.text(line),
        line.attempts.length ? this.sound(line) : this.silent(line),
        this.findings(line),
        this.made(line)),
      this.actions(row));
  }

  head(line, row) {
    const at = line.at_ms >= 0 ? ` · ${clock(line.at_ms)} in the book` : "";
    return el("header.head", {},
      el("button.bare.back", { type: "button", onclick: () => this.page.back(), "aria-label": "Back to the list" }, sign("back"), "Lines"),
      el("div", {},
        el("h2", {}, line.chapter_title),
        el("p.quiet.small", {}, `${row.slate} · ${line.character ? `${line.character}, ` : ""}${row.voice}${at}`)),
      this.verdict(row));
  }

  verdict(row) {
    const tone = { fail: "fail", flag: "flag", missing: "missing-take", pass: "pass" }[row.state] ?? "know";
    return el("p.verdicts", {},
      row.decided.approved && el("span.badge.pass.toned", {}, sign("check"), row.decided.by ? `accepted by ${row.decided.by}` : "accepted"),
      row.decided.later && el("span.badge.know.toned", {}, sign("later"), "for later"),
      row.decided.pickup && el("span.badge.know.toned", {}, sign("again"), "picked up"),
      row.decided.waived.length > 0 && el("span.badge.know.toned", {}, sign("waive"), `waived ${row.decided.waived.join(", ")}`),
      !(row.decided.approved && row.state === "unheard") && el("span.badge.toned", { class: tone }, sign(row.state), STATES[row.state]));
  }

  text(line) {
    this.pieces = {};
    const piece = (which, said) => (this.pieces[which] = el(`p.${which}`, {}, said));
    const words = this.attempt?.words ?? [];
    const heard = words.some((word) => word.kind !== "unheard");
    const around = (which, neighbour) => neighbour && el("button.around", { type: "button", class: which, title: neighbour.slate, onclick: () => this.page.open(neighbour.slate) }, piece(which, neighbour.text));
    this.words = heard ? drawWords(words, { quirks: this.page.model.filters.quirks, jump: (word) => this.page.jump(word) }) : null;
    const spoken = line.spoken && line.spoken !== line.row.text;
    return el("div.text", {},
      around("before", line.before),
      el("div.now", {}, (this.pieces.now = el("p.line", { lang: line.language }, line.row.text)),
        this.words && el("div.heard", { lang: line.language }, el("h3.sr", {}, "As spoken, and as heard"), this.words),
        !heard && spoken && el("p.spoken.quiet", {}, "Spoken as: ", el("span", { lang: line.language }, line.spoken))),
      around("after", line.after));
  }

  sound(line) {
    const { player } = this;
    this.playButton = el("button.main.round", { type: "button", onclick: () => this.page.play(), "aria-keyshortcuts": "Space" }, sign("play"), el("span.label", {}, "Play"), key("Space"));
    const context = el("button", { type: "button", onclick: () => this.page.context(), "aria-keyshortcuts": "c" }, sign("context"), "In context", key("C"));
    const speed = el("select.speed", { "aria-label": "Speed", onchange: (event) => this.page.setSpeed(Number(event.target.value)) },
      SPEEDS.map((value) => el("option", { value, selected: value === player.speed }, `${value}×`)));
    return el("section.sound", { "aria-label": "Sound" },
      line.attempts.length > 1 && this.attempts(line),
      el("div.stage", {}, player.canvas, player.time, player.slider),
      el("div.transport", {}, this.playButton, context, speed));
  }

  attempts(line) {
    const buttons = line.attempts.map((attempt, at) => el("button", {
      type: "button", "aria-pressed": String(attempt === this.attempt), class: attempt.state, "aria-keyshortcuts": String(at + 1),
      onclick: () => this.page.attempt(at),
    }, sign(attempt.state, STATES[attempt.state]), el("span", {}, attempt.how || `take ${attempt.number + 1}`), attempt.circled && el("span.badge", {}, "in the book"), key(at + 1)));
    return el("div.attempts", { role: "group", "aria-label": "Attempts" }, buttons);
  }

  silent(line) {
    const said = line.row.state === "silent" ? "There is nothing to speak in this line." : "This line has no take yet. voicepress produce makes it.";
    return el("p.quiet.silent", {}, said);
  }

  findings(line) {
    const findings = (this.attempt?.findings ?? []).filter((finding) => finding.state !== "pass" || this.page.model.filters.quirks);
    if (!findings.length) return el("p.quiet.nothing-found", {}, this.attempt ? "Nothing was found in this take." : "");
    const { codes } = this.page.model.book;
    return el("section.findings", { "aria-label": "Findings" }, el("h3", {}, counted(findings.length, "finding")),
      el("ul", {}, findings.map((finding) => el("li", { class: finding.waived ? "waived" : finding.state },
        sign(finding.state === "pass" ? "moved" : finding.state, { fail: "wrong", flag: "doubtful", pass: "quirk" }[finding.state]),
        el("div", {},
          el("p", {}, sentence(finding.found || codes[finding.code] || finding.code)),
          (finding.said || finding.should) && el("dl.pairs", {}, el("dt", {}, "said"), el("dd", {}, finding.said || "nothing"), el("dt", {}, "should be"), el("dd", {}, finding.should || "nothing")),
          finding.waived && el("p.quiet.small", {}, `Waived: ${finding.waived}`)),
        el("p.meta.quiet.small", {}, el("span", { title: codes[finding.code] ?? "" }, finding.code),
          finding.start_ms >= 0 && el("button.bare.small", { type: "button", onclick: () => this.page.jump(finding) }, sign("play"), seconds(finding.start_ms)))))));
  }

  made(line) {
    const { attempt } = this;
    const facts = [
      ["Place", line.where],
      ["Spoken form", line.spoken],
      line.replacements.length && ["Because", line.replacements.join("; ")],
      attempt && ["Take", `${attempt.how || "take"}, ${seconds(attempt.duration_ms)}, seed ${attempt.seed}, ${attempt.take.slice(0, 12)}`],
      ["Level", `${line.gain_db >= 0 ? "+" : ""}${line.gain_db.toFixed(1)} dB in the book, ${(line.pause_after_ms / 1000).toFixed(2)} s of pause after it`],
      line.others.length && ["Same words", `also ${line.others.slice(0, 8).join(", ")}${line.others.length > 8 ? ` and ${line.others.length - 8} more` : ""}: one take serves them all`],
    ].filter(Boolean);
    return el("details.made", { open: this.madeOpen ?? false, ontoggle: (event) => (this.madeOpen = event.target.open) }, el("summary", {}, "How it was made"),
      el("dl", {}, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
  }

  actions(row) {
    const offline = this.page.offline;
    return el("div.actions", { role: "toolbar", "aria-label": "Decide" }, ACTIONS.map(([what, label, letter, icon]) => {
      const without = (what === "accept" && !this.attempt) || (what === "waive" && !(this.attempt?.findings ?? []).length);
      const undone = what === "accept" && row.decided.approved ? "Accepted" : label;
      return el("button", { type: "button", class: what === "accept" ? "main" : what === "undo" ? "undo" : "", disabled: without || (offline && what === "edit" && false), "aria-keyshortcuts": letter.toLowerCase(), onclick: () => this.page.act(what) }, sign(icon), el("span.label", {}, undone), key(letter));
    }));
  }

  /** Where the sound is: the word, or the neighbour, that is heard. */
  moved(ms, playing) {
    if (this.playButton) {
      const icon = playing ? "pause" : "play";
      if (this.playButton.dataset.icon !== icon) {
        this.playButton.dataset.icon = icon;
        this.playButton.querySelector("svg").replaceWith(sign(icon));
        this.playButton.querySelector(".label").textContent = playing ? "Pause" : "Play";
      }
    }
    const sound = this.player.sound;
    if (!this.line || !sound) return;
    const inContext = Boolean(sound.main);
    if (this.words && this.attempt) pointAt(this.words, this.attempt.words, playing && !inContext ? ms : -1);
    for (const [which, slate] of [["before", this.line.before?.slate], ["now", this.line.row.slate], ["after", this.line.after?.slate]]) {
      const span = (inContext && sound.wave?.spans?.find(([name]) => name === slate)) || null;
      this.pieces?.[which]?.classList.toggle("sounding", Boolean(playing && span && ms >= span[1] && ms < span[2]));
    }
  }
}

const sentence = (text) => (/[.!?…]$/.test(text) ? text : `${text}.`).replace(/^./, (first) => first.toUpperCase());

