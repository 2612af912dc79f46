// The list: which rows there are, which are shown, in which order, and how far the work is.

export const STATES = {
  fail: "wrong", flag: "doubtful", inconclusive: "could not be judged", missing: "not made yet", unheard: "not heard",
  pass: "right", silent: "nothing to speak",
};
// What was found, in two words, for the list; anything else is shown by its code.
export const SHORT = {
  "t-001": "engine failed", "t-002": "silent", "t-003": "odd length", "t-004": "full scale", "t-006": "head cut", "t-007": "tail cut",
  "t-008": "hole", "t-009": "clipping", "t-010": "DC offset", "t-011": "noise", "t-012": "hum", "t-013": "odd level", "t-014": "loop",
  "t-015": "engine in doubt", "h-001": "other text", "h-002": "words missing", "h-003": "words added", "h-004": "words replaced",
  "h-005": "said twice", "h-006": "reference leaked", "h-007": "loop", "h-008": "another speaker", "h-009": "unnatural", "h-010": "spelling",
  "h-011": "unclear", "h-012": "drift", "h-015": "not heard", "h-020": "no good take", "s-001": "unspeakable", "s-008": "very short",
};
const OVERHEAD_MS = 6000; // of a decision beside the listening, until this editor's own pace is known
const CONTEXT_MS = 4000;

export class Model {
  constructor(book) {
    this.filters = { view: "open", chapter: "", code: "", voice: "", state: "", quirks: false, text: "", order: "risk" };
    this.paces = []; // milliseconds per decision of this session
    this.take(book);
  }

  take(book) {
    this.book = book;
    this.rows = book.rows;
    this.index = new Map(this.rows.map((row, at) => [row.slate, at]));
    this.texts = this.rows.map((row) => `${row.text}\n${row.slate}`.toLowerCase());
    this.chapters = new Map(book.chapters.map((chapter) => [chapter.number, chapter]));
    this.apply();
  }

  /** Rows that are not as they were. */
  enter(rows) {
    for (const row of rows) {
      const at = this.index.get(row.slate);
      if (at !== undefined) {
        this.rows[at] = row;
        this.texts[at] = `${row.text}\n${row.slate}`.toLowerCase();
      }
    }
  }

  row(slate) { return this.rows[this.index.get(slate)]; }

  /** Whether a row is work for a person, decided or not. */
  isWork(row) { return row.open || (decided(row) && !row.quirk) || row.state === "fail" || row.state === "flag"; }

  apply() {
    const { view, chapter, code, voice, state, quirks, text, order } = this.filters;
    const wanted = text.trim().toLowerCase();
    const shown = [];
    for (let at = 0; at < this.rows.length; at++) {
      const row = this.rows[at];
      if (view === "open" && !row.open) continue;
      if (view === "later" && !row.decided.later) continue;
      if (view === "decided" && !decided(row)) continue;
      if (!quirks && row.quirk && view !== "decided") continue;
      if (chapter && row.chapter !== Number(chapter)) continue;
      if (voice && row.voice !== voice) continue;
      if (state && row.state !== state) continue;
      if (code && !row.codes.includes(code)) continue;
      if (wanted && !this.texts[at].includes(wanted)) continue;
      shown.push(at);
    }
    if (order === "risk") {
      const rows = this.rows;
      shown.sort((a, b) => rows[b].risk - rows[a].risk || a - b);
    }
    this.shown = shown;
  }

  at(position) { return this.rows[this.shown[position]]; }

  position(slate) { return this.shown.indexOf(this.index.get(slate)); }

  counts() {
    const counts = { open: 0, decided: 0, later: 0, quirks: 0, all: this.rows.length, work: 0, done: 0, leftMs: 0 };
    for (const row of this.rows) {
      const quirk = row.quirk && !this.filters.quirks;
      if (row.quirk) counts.quirks++;
      if (decided(row)) counts.decided++;
      if (row.decided.later) counts.later++;
      if (row.open && !quirk) { counts.open++; counts.leftMs += this.cost(row); }
      if (this.isWork(row) && !quirk) { counts.work++; if (!row.open) counts.done++; }
    }
    return counts;
  }

  /** What a line takes a person: by this editor's own pace, once it is known. */
  cost(row) {
    if (this.paces.length >= 5) return [...this.paces].sort((a, b) => a - b)[this.paces.length >> 1];
    return row.duration_ms + CONTEXT_MS + OVERHEAD_MS;
  }

  paced(ms) {
    if (ms < 180000) this.paces = [...this.paces.slice(-30), ms]; // a longer one is a pause for coffee
  }
}

export function decided(row) {
  const { approved, pickup, later, waived } = row.decided;
  return approved || pickup !== "" || later !== "" || waived.length > 0;
}

/** What people have decided, in a word or two; "" where nothing. */
export function decision(row) {
  const { approved, pickup, later, waived } = row.decided;
  return approved ? "accepted" : later ? "later" : pickup ? "pickup" : waived.length ? "waived" : "";
}
