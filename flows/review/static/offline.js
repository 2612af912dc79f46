// The files of an export: what the page shows without a server. Decisions stay in this browser until they are saved.

export class Files {
  constructor(data) {
    this.data = data; // { schema, book, lines, waves }
    this.offline = true;
    this.name = `voicepress.decisions.${data.book.slug}`;
    this.undone = [];
    try { this.decisions = JSON.parse(localStorage.getItem(this.name) || "[]"); } catch { this.decisions = []; }
  }

  async book() {
    const book = structuredClone(this.data.book);
    const at = new Map(book.rows.map((row, index) => [row.slate, index]));
    for (const decision of this.decisions) if (at.has(decision.slate)) book.rows[at.get(decision.slate)] = this.row(decision.slate);
    return book;
  }

  row(slate) {
    const row = structuredClone(this.data.book.rows.find((one) => one.slate === slate));
    for (const decision of this.decisions.filter((one) => one.slate === slate)) {
      if (decision.what === "approve") row.decided.approved = true;
      if (decision.what === "pickup" || decision.what === "say" || decision.what === "lexicon") row.decided.pickup = decision.reason || "lexicon";
      if (decision.what === "later") row.decided.later = decision.reason;
      if (decision.what === "waive") row.decided.waived = [...row.decided.waived, decision.code];
      row.open = false;
      row.version += "+";
    }
    return row;
  }

  async line(slate) {
    const line = this.data.lines[slate];
    if (!line) {
      const row = this.row(slate);
      const chapter = this.data.book.chapters.find((one) => one.number === row.chapter);
      return { row, chapter_title: chapter?.title ?? "", spoken: "", replacements: [], language: this.data.book.language, character: "", where: "not among the lines of this export", at_ms: -1, gain_db: 0, pause_after_ms: 0, before: null, after: null, attempts: [], others: [] };
    }
    return { ...line, row: this.row(slate) };
  }

  takeUrl(slate, take) { return `sounds/${take}.flac`; }
  contextUrl(slate, take) { return `sounds/${slate}-${take.slice(0, 12)}.flac`; }
  async waveform(slate, take) { return this.data.waves[take]; }
  async context(slate, take) { return this.data.waves[`${slate}-${take.slice(0, 12)}`]; }

  async preview(decision) {
    const text = JSON.stringify(decision, null, 1).split("\n").map((line) => `+${line}`).join("\n");
    return { files: [{ path: "decisions.json", diff: `+++ decisions.json\n${text}`, digest: "" }], touched: [] };
  }

  async decide(decision, version) {
    this.decisions.push({ ...decision, seen: version.replace(/\++$/, ""), date: new Date().toISOString().slice(0, 10) });
    this.keep();
    return { rows: [this.row(decision.slate)], told: "Kept in this browser; save the decisions when you are done.", slate: decision.slate };
  }

  async undo() {
    const last = this.decisions.pop();
    if (!last) throw new Error("There is nothing to undo.");
    this.keep();
    return { rows: [this.row(last.slate)], told: "Taken back.", slate: last.slate };
  }

  keep() { try { localStorage.setItem(this.name, JSON.stringify(this.decisions)); } catch { /* nothing is kept beyond this page */ } }

  save() {
    const text = JSON.stringify({ schema: 1, production: this.data.book.slug, decisions: this.decisions }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "decisions.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  listen() {}
}
