// The review of one production: puts list, line, sound and decisions together.

import { $, counted, el, fill, remember, remembered, sign, tell, toast } from "./dom.js";
import { Server, enter } from "./api.js";
import { Files } from "./offline.js";
import { Model } from "./model.js";
import { List } from "./list.js";
import { Filters, showProgress } from "./filters.js";
import { Player } from "./player.js";
import { Detail } from "./detail.js";
import { askEdit, askLater, askName, askPickup, askWaive, confirm, showConflict } from "./decisions.js";
import { listenToKeys, showHelp } from "./keys.js";

class Page {
  constructor(source) {
    this.source = source;
    this.offline = source.offline;
    this.along = remembered("along") === "yes";
    this.slate = "";
    this.attemptNumber = null;
    this.cache = new Map(); // lines that were fetched, by slate and version
    this.working = new Map(); // slates that are being performed: what is done
  }

  async begin() {
    const book = await this.source.book();
    this.model = new Model(book);
    document.title = `${book.title} · Review`;
    $("title").textContent = book.title;
    $("subtitle").textContent = [book.creators.join(", "), book.rehearsal ? "rehearsal" : "", heardShare(book)].filter(Boolean).join(" · ");
    this.player = new Player($("audio"), (ms, playing) => this.detail?.moved(ms, playing));
    this.player.failed = () => toast("This sound cannot be played.", { bad: true });
    this.list = new List($("rows"), this.model, (slate, opened) => this.open(slate, opened));
    this.detail = new Detail($("detail"), this.player, this);
    this.filters = new Filters($("filters"), this.model, () => this.filtered());
    if (!this.offline) this.pages();
    this.tools();
    this.keys();
    this.update();
    const wanted = new URLSearchParams(location.search).get("line");
    const first = (wanted && this.model.row(wanted)) || this.model.at(0);
    if (first) await this.open(first.slate, Boolean(wanted)); else this.detail.empty(this.nothingLeft());
    this.source.listen((event) => this.heard(event), (there) => this.connected(there));
    document.body.dataset.ready = "yes";
  }

  nothingLeft() {
    return this.model.rows.some((row) => row.state === "unheard") ? "Nothing waits for a decision. Lines of which no word was heard are under “All”." : "Nothing waits for a decision.";
  }

  pages() {
    const here = encodeURIComponent(this.model.book.slug);
    const pages = [["/shelf", "Shelf"], [`/making/${here}`, "Chapters"], [`/manuscript/${here}`, "Manuscript"], [`/voices/${here}`, "Voices"]];
    fill($("nav"), pages.map(([path, text]) => el("a", { href: path }, text)));
  }

  tools() {
    const along = el("input", { type: "checkbox", role: "switch", checked: this.along, onchange: () => this.setAlong(along.checked) });
    this.alongBox = along;
    this.link = el("span.offline", { hidden: true }, "not connected");
    const person = reviewer() || "Your name";
    fill($("tools"), this.link, el("button.bare.who", { type: "button", onclick: () => this.named(), title: "Who is listening" }, sign("person"), el("span.label", {}, person)), el("label.switch.small", { title: "Each line plays when it is opened" }, along, el("span.label", {}, "Listen as I go")),
      this.offline ? el("button", { type: "button", onclick: () => this.source.save() }, sign("save"), el("span.label", {}, "Save decisions"))
        : el("a.button", { href: this.source.correctionsUrl(), download: "", "aria-label": "Corrections as a table", title: "What is still wrong, as a table (CSV)" }, sign("save"), el("span.label", {}, "Corrections")),
      el("button.bare", { type: "button", onclick: () => showHelp(), "aria-label": "Keys" }, sign("help")));
  }

  // ---------------------------------------------------------------- list

  update() {
    this.list.update();
    const counts = this.model.counts();
    this.filters.update(counts);
    showProgress($("progress"), counts);
  }

  filtered() {
    this.model.apply();
    $("rows").scrollTop = 0;
    this.update();
    this.list.select(this.slate, { scroll: false });
    tell(counted(this.model.shown.length, "line"));
  }

  async open(slate, opened = true, number = null) {
    this.slate = slate;
    this.attemptNumber = number;
    this.list.select(slate);
    if (opened) document.body.dataset.view = "line";
    const line = await this.fetched(slate);
    if (this.slate !== slate || !line) return;
    this.since = performance.now();
    this.detail.show(line, number);
    this.load(this.along && opened);
    this.prefetch();
  }

  async fetched(slate) {
    const row = this.model.row(slate);
    const name = `${slate} ${row?.version}`;
    if (!this.cache.has(name)) {
      if (this.cache.size > 400) this.cache.clear();
      this.cache.set(name, this.source.line(slate).catch((error) => { this.cache.delete(name); toast(error.message, { bad: true }); return null; }));
    }
    return this.cache.get(name);
  }

  prefetch() {
    const at = this.model.position(this.slate);
    const next = at >= 0 && this.model.at(at + 1);
    if (next) this.fetched(next.slate);
  }

  move(by) {
    const at = this.model.position(this.slate);
    const to = at < 0 ? (this.lastPosition ?? 0) : Math.min(this.model.shown.length - 1, Math.max(0, at + by));
    const row = this.model.at(Math.min(to, this.model.shown.length - 1));
    if (row && row.slate !== this.slate) { this.open(row.slate, document.body.dataset.view === "line"); tell(row.text); }
  }

  back() { document.body.dataset.view = "list"; this.player.stop(); $("rows").focus({ preventScroll: true }); }

  // ---------------------------------------------------------------- sound

  load(play = false, from = null) {
    const { line, attempt } = this.detail;
    if (!line || !attempt) { this.player.load(null); return; }
    this.player.load({ url: this.source.takeUrl(line.row.slate, attempt.take), take: attempt.take });
    this.source.waveform(line.row.slate, attempt.take).then((wave) => {
      if (this.player.sound?.take === attempt.take && !this.player.sound.main) this.player.drawn(wave, marksOf(attempt));
    }, (error) => toast(error.message, { bad: true }));
    if (play || from !== null) this.player.play(from);
  }

  play() {
    if (this.player.sound?.main) this.load(true);
    else this.player.toggle();
  }

  context() {
    const { line, attempt } = this.detail;
    if (!line || !attempt) return;
    if (this.player.sound?.main && this.player.playing) { this.player.stop(); return; }
    const slate = line.row.slate;
    this.player.load({ url: this.source.contextUrl(slate, attempt.take), take: attempt.take, main: slate });
    this.source.context(slate, attempt.take).then((wave) => { if (this.player.sound?.main === slate) this.player.drawn(wave, []); }, () => {});
    this.player.play(0);
  }

  attempt(at) {
    const chosen = this.detail.line?.attempts[at];
    if (!chosen) return;
    const again = chosen === this.detail.attempt && !this.player.sound?.main;
    this.attemptNumber = chosen.number;
    this.detail.show(this.detail.line, chosen.number);
    if (again) this.player.play(0); else this.load(true);
    tell(`attempt ${at + 1}: ${chosen.how}`);
  }

  jump(place) {
    if (this.player.sound?.main) this.load(false, Math.max(0, place.start_ms - 60));
    else this.player.play(Math.max(0, place.start_ms - 60));
  }

  setSpeed(speed) { this.player.speed = speed; this.player.audio.playbackRate = speed; }

  setAlong(on) { this.along = on; this.alongBox.checked = on; remember("along", on ? "yes" : "no"); tell(on ? "Lines play when they are opened" : "Lines wait for the space bar"); }

  // ---------------------------------------------------------------- decisions

  async act(what) {
    const { line, attempt } = this.detail;
    if (what === "undo") { await this.undo(); return; }
    if (!line) return;
    this.player.stop();
    if (!reviewer() && !(await this.named())) return;
    const { book } = this.model;
    const asked = {
      accept: () => attempt && { what: "approve", take: attempt.take },
      pickup: () => askPickup(line), later: () => askLater(line),
      edit: () => askEdit(line, book.lexicons, selectedText()),
      waive: () => attempt && askWaive(line, attempt.findings, book.codes),
    }[what];
    const wanted = await asked();
    if (wanted) await this.decide(line, { slate: line.row.slate, text: line.row.text, by: reviewer(), ...wanted });
  }

  async named() {
    const name = await askName(reviewer());
    if (name) { remember("reviewer", name); this.tools(); }
    return Boolean(name);
  }

  async decide(line, decision) {
    const { version } = line.row;
    let preview = null;
    try {
      preview = await this.source.preview(decision, version);
      if (!preview.files.length) { toast("The manifests say this already."); return; }
      if (!(await confirm(TITLES[decision.what], preview))) return;
      const took = performance.now() - (this.since ?? performance.now());
      const before = this.model.position(line.row.slate);
      const said = await this.source.decide(decision, version, preview.files.map(({ path, digest }) => ({ path, digest })));
      this.model.paced(took);
      this.take(said.rows);
      toast(said.told, { action: ["Undo", () => this.undo()] });
      this.onward(line.row.slate, before, decision.what);
    } catch (error) {
      if (preview && error.said?.theirs !== undefined) error.said.mine = preview.files.map((file) => file.diff).join("\n");
      await this.refused(error);
    }
  }

  /** The next line that waits, as a person who decides goes on; a pickup that is being made stays in view. */
  onward(slate, before, what) {
    if (this.slate !== slate) return;
    const at = this.model.position(slate);
    const next = this.model.at(at < 0 ? Math.min(before, this.model.shown.length - 1) : what === "pickup" || what === "say" ? at : at + 1);
    if (next && next.slate !== slate) this.open(next.slate, document.body.dataset.view === "line");
    else if (this.model.row(slate)) this.open(slate, document.body.dataset.view === "line");
    if (!this.model.shown.length) toast("Nothing is left to decide.");
  }

  async undo() {
    try {
      const said = await this.source.undo();
      this.take(said.rows);
      toast(said.told);
      const slate = said.slate || this.slate;
      if (this.model.row(slate)) await this.open(slate, document.body.dataset.view === "line");
    } catch (error) { await this.refused(error); }
  }

  async refused(error) {
    if (error.status === 409 && error.said.theirs !== undefined) {
      await showConflict(error.said);
      await this.again();
      return;
    }
    toast(error.message, { bad: true });
  }

  // ---------------------------------------------------------------- what others do

  take(rows) {
    this.lastPosition = Math.max(0, this.model.position(this.slate));
    this.model.enter(rows);
    this.model.apply();
    this.update();
    this.list.select(this.slate, { scroll: false });
  }

  heard(event) {
    if (event.kind === "again") { this.again(); return; }
    if (event.book !== this.model.book.slug) return;
    if (event.kind === "rows") {
      const { rows, lines, trouble } = event.value;
      if (trouble) { toast(trouble, { bad: true }); return; }
      if (lines !== this.model.rows.length || rows.some((row) => !this.model.row(row.slate))) { this.again(); return; }
      this.take(rows);
      if (rows.some((row) => row.slate === this.slate)) this.reopen();
    }
    if (event.kind === "working") this.worked(event.value);
  }

  /** The line in view has changed under the person's eyes: shown anew, unless a dialog is open over it. */
  async reopen() {
    const line = await this.fetched(this.slate);
    if (!line || line.row.slate !== this.slate || line.row.version === this.detail.line?.row.version) return;
    const newest = line.attempts.find((a) => a.circled)?.number ?? null;
    this.detail.show(line, newest);
    this.load();
  }

  worked({ slate, stage, trouble }) {
    if (trouble) { toast(trouble, { bad: true }); return; }
    if (stage === "done") { toast(`${slate} is there: listen`, { action: ["Open", () => this.open(slate)] }); return; }
    toast(`${slate}: ${stage}`, { stay: 60000 });
  }

  async again() {
    this.cache.clear();
    this.model.take(await this.source.book());
    this.update();
    if (this.model.row(this.slate)) await this.open(this.slate, document.body.dataset.view === "line");
  }

  connected(there) { this.link.hidden = there; if (there && this.wasAway) this.again(); this.wasAway = !there; }

  // ---------------------------------------------------------------- keys

  keys() {
    listenToKeys({
      next: () => this.move(1), before: () => this.move(-1), play: () => this.play(), context: () => this.context(),
      accept: () => this.act("accept"), pickup: () => this.act("pickup"), edit: () => this.act("edit"), later: () => this.act("later"),
      waive: () => this.act("waive"), undo: () => this.undo(), attempt: (at) => this.attempt(at), help: () => showHelp(),
      search: () => { document.body.dataset.view = "list"; $("search").focus(); $("search").select(); },
      list: () => $("rows").focus({ preventScroll: true }), first: () => { const row = this.model.at(0); if (row) this.open(row.slate); },
      along: () => this.setAlong(!this.along), back: () => this.back(),
      quirks: () => { const box = this.filters.switch.querySelector("input"); box.checked = !box.checked; box.dispatchEvent(new Event("change")); this.reshow(); },
      rewind: () => this.player.seek(Math.max(0, this.player.ms - 1000)), ahead: () => this.player.seek(this.player.ms + 1000),
    });
    $("rows").addEventListener("keydown", (event) => { if (event.key === "Enter" && this.slate) { document.body.dataset.view = "line"; $("detail").focus(); } });
  }

  reshow() { if (this.detail.line) { this.detail.show(this.detail.line, this.attemptNumber); this.load(); } }
}

const TITLES = { approve: "Accept this take", pickup: "Pick this line up", say: "Say this line otherwise", lexicon: "Into the lexicon", waive: "Waive this finding", later: "Look at it later", withdraw: "Take it back" };

function marksOf(attempt) {
  const words = attempt.words.filter((word) => ["missing", "added", "replaced"].includes(word.kind) && word.end_ms > 0);
  if (words.length) return words;
  return attempt.findings.filter((finding) => finding.start_ms >= 0 && finding.state !== "pass").map((finding) => ({ ...finding, kind: "replaced" }));
}

function heardShare(book) {
  if (!book.heard) return "";
  return book.heard === book.rows.length ? "every line heard" : `${counted(book.heard, "line")} of ${book.rows.length.toLocaleString("en")} heard`;
}

function selectedText() { return String(getSelection() ?? "").trim().slice(0, 80); }

const reviewer = () => remembered("reviewer");

async function begin() {
  try {
    let source;
    if (window.VOICEPRESS) source = new Files(window.VOICEPRESS);
    else { await enter(); source = new Server(decodeURIComponent(location.pathname.split("/").pop())); }
    await new Page(source).begin();
  } catch (error) {
    fill($("detail"), el("div.empty", {}, el("p", {}, error.message)));
    document.body.dataset.view = "line";
  }
}

begin();
