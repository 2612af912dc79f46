// Where the page's data come from: the server, or the files of an export.

export class Refused extends Error {
  constructor(status, said) {
    super(said.error || `the server answered ${status}`);
    this.status = status;
    this.said = said;
  }
}

async function asked(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Refused(0, { error: "The server does not answer. Is voicepress review still running?" });
  }
  const text = answer.status === 204 ? "" : await answer.text();
  let said = {};
  try { said = text ? JSON.parse(text) : {}; } catch { said = { error: text.trim() }; }
  if (!answer.ok) throw new Refused(answer.status, said);
  return said;
}

const sent = (path, value) =>
  asked(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

/** With a token behind the # of the address: exchanges it for a cookie and takes it out of the address. */
export async function enter() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  history.replaceState(null, "", location.pathname + location.search);
  await sent("/api/enter", { token });
}

const ask = (path) => asked(path);

/** Of this window, for its undo: it outlives a reload, and no other window has it. */
function pageName() {
  const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    const known = sessionStorage.getItem("voicepress.page") || made;
    sessionStorage.setItem("voicepress.page", known);
    return known;
  } catch { return made; }
}

/** The server's own data of one production. */
export class Server {
  constructor(book) {
    this.base = `/api/books/${encodeURIComponent(book)}`;
    this.sounds = `/sound/${encodeURIComponent(book)}`;
    this.offline = false;
    this.page = pageName();
  }
  book() { return ask(this.base); }
  line(slate) { return ask(`${this.base}/lines/${slate}`); }
  takeUrl(slate, take) { return `${this.sounds}/${slate}/take.wav?take=${take}`; }
  contextUrl(slate, take) { return `${this.sounds}/${slate}/context.wav?take=${take}`; }
  waveform(slate, take) { return ask(`${this.base}/lines/${slate}/take?take=${take}`); }
  context(slate, take) { return ask(`${this.base}/lines/${slate}/context?take=${take}`); }
  preview(decision, version) { return sent(`${this.base}/preview`, { decision, version }); }
  decide(decision, version, files) { return sent(`${this.base}/decide`, { decision, version, files, page: this.page }); }
  undo() { return sent(`${this.base}/undo`, { page: this.page }); }
  correctionsUrl() { return `${this.base}/corrections.csv`; }
  listen(heard, connected) {
    const events = new EventSource("/api/events");
    events.onmessage = (message) => heard(JSON.parse(message.data));
    events.onopen = () => connected(true);
    events.onerror = () => connected(false);
  }
}

export { ask, sent };
