// A voice's clips: listened to, their text, verdict and style corrected. Every change is a line of dataset.tsv.

import { $, clock, counted, el, fill, seconds, sign, tell, toast } from "./dom.js";
import { ask, enter, sent } from "./api.js";

class Clips {
  constructor(said) {
    this.reasons = said.reasons;
    this.lines = said.lines;
    this.shown = "all";
    this.at = 0;
    this.audio = el("audio", { preload: "auto" });
    for (const event of ["play", "pause", "ended"]) this.audio.addEventListener(event, () => this.buttons());
    document.body.append(this.audio);
    $("title").textContent = said.voice;
    this.list = el("ol");
    const choice = el("select", { "aria-label": "Which clips", onchange: () => { this.shown = choice.value; this.at = 0; this.draw(); } },
      ["all", "kept", "refused", "corrected"].map((name) => el("option", { value: name }, name)));
    this.summary = el("p");
    fill($("main"), el("div.lead", {}, this.summary, choice), this.list,
      el("p.quiet.small.keys-hint", {}, "J and K choose a clip, Space plays it; a changed line is saved with Enter or its button."));
    document.addEventListener("keydown", (event) => this.key(event));
    this.draw();
  }

  rows() {
    return this.lines.filter((line) => this.shown === "all" || (this.shown === "corrected" ? line.corrected : line.row.verdict === this.shown));
  }

  key(event) {
    if (event.target.closest("textarea, input, select, button") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") this.go(1);
    else if (event.key === "k") this.go(-1);
    else if (event.key === " ") { event.preventDefault(); this.play(this.rows()[this.at]); }
  }

  go(by) {
    this.at = Math.max(0, Math.min(this.rows().length - 1, this.at + by));
    [...this.list.children].forEach((item, n) => item.classList.toggle("here", n === this.at));
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    tell(this.rows()[this.at]?.row.text || "");
  }

  play(line) {
    if (!line) return;
    if (this.playing === line.row.clip && !this.audio.paused) { this.audio.pause(); return; }
    this.playing = line.row.clip;
    this.audio.src = `/sound/clip.wav?clip=${encodeURIComponent(line.row.clip)}`;
    this.audio.play().catch(() => {});
  }

  buttons() {
    for (const button of this.list.querySelectorAll("button[data-clip]")) {
      const on = button.dataset.clip === this.playing && !this.audio.paused;
      fill(button, sign(on ? "pause" : "play", on ? "Pause" : "Play"));
    }
  }

  draw() {
    const length = (lines) => seconds(lines.reduce((sum, line) => sum + Number(line.row.end) - Number(line.row.start), 0));
    const kept = this.lines.filter((line) => line.row.verdict === "kept");
    const refused = this.reasons.map((name) => [name, this.lines.filter((line) => line.row.verdict === "refused" && line.row.reason.split(",")[0] === name)]);
    const why = refused.filter(([, lines]) => lines.length).map(([name, lines]) => `${length(lines)} ${name}`).join(", ");
    this.summary.textContent = `${counted(kept.length, "clip")} of ${this.lines.length} kept, ${length(kept)}${why ? `; refused: ${why}` : ""}; ${this.lines.filter((line) => line.corrected).length} corrected by people.`;
    fill(this.list, this.rows().map((line, n) => this.item(line, n)));
  }

  item(line, n) {
    const { row } = line;
    const text = el("textarea", { value: row.text, lang: row.language, "aria-label": "Text", rows: 2 });
    const verdict = el("select", { "aria-label": "Verdict" }, ["kept", "refused"].map((name) => el("option", { value: name, selected: name === row.verdict }, name)));
    const reason = el("select", { "aria-label": "Reason" }, ["", ...this.reasons].map((name) => el("option", { value: name, selected: name === row.reason.split(",")[0] }, name)));
    const style = el("input", { value: row.style, placeholder: "style", "aria-label": "Style: calm, tense, whisper …", maxLength: 40 });
    const save = el("button.small", { type: "button", onclick: () => this.save(line, { text: text.value, verdict: verdict.value, reason: reason.value, style: style.value }) }, line.corrected ? "Corrected" : "Save");
    text.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save.click(); } });
    return el("li", { class: n === this.at ? "here" : "" },
      el("button.small", { type: "button", "data-clip": row.clip, onclick: () => { this.at = n; this.play(line); } }, sign("play", "Play")),
      el("div", {}, text, el("p.heard", {}, `${clock(Number(row.start))}, ${seconds(row.end - row.start)}; heard${row.confidence ? ` (${row.confidence})` : ""}: ${row.heard || "nothing"}`)),
      verdict, reason, style, save);
  }

  async save(line, said) {
    try {
      const now = await sent("/api/clips/correct", { clip: line.row.clip, mark: line.seen, ...said });
      this.lines[this.lines.indexOf(line)] = now;
      this.draw();
      toast("Saved in dataset.tsv");
    } catch (error) { toast(error.message, { bad: true }); }
  }
}

try {
  await enter();
  new Clips(await ask("/api/clips"));
  document.body.dataset.ready = "";
} catch (error) { toast(error.message, { bad: true }); }
