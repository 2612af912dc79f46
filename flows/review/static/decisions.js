// Dialogs in which a person says what shall be done, sees what would be written, and writes it.

import { counted, el, key } from "./dom.js";

const REASONS = ["misread", "wrong stress", "wrong name", "noise or click", "too fast", "too slow", "wrong feeling"];

/** A dialog of the page; resolves to what `ok` gives, or null. */
function dialog(title, content, { ok = "Continue", cancel = true, wide = false, hint = "", ready = () => true, value }) {
  return new Promise((resolve) => {
    const trouble = el("p.trouble", { role: "alert", hidden: true });
    const button = el("button.main", { type: "submit" }, ok, key("Enter"));
    const form = el("form", { method: "dialog", noValidate: true }, el("h2", { id: "dialog-title" }, title), content, trouble,
      el("div.ends", {}, hint && el("span.hint.quiet.small", {}, hint), cancel && el("button", { type: "button", onclick: () => box.close() }, "Cancel", key("Esc")), button));
    const box = el("dialog", { class: wide ? "wide" : "", "aria-labelledby": "dialog-title" }, form);
    const before = document.activeElement;
    let answer = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const why = ready();
      if (why !== true) { trouble.hidden = false; trouble.textContent = why; return; }
      answer = value();
      box.close();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.tagName === "TEXTAREA" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    box.addEventListener("close", () => { box.remove(); before?.isConnected ? before.focus({ preventScroll: true }) : null; resolve(answer); });
    document.body.append(box);
    box.showModal();
    (form.querySelector("[autofocus]") ?? button).focus();
  });
}

/** Why a line is to be picked up, or waived, or looked at later. */
export async function askPickup(line) {
  const reason = el("input", { type: "text", required: true, "aria-describedby": "reasons", autofocus: true, "aria-label": "What is wrong", maxLength: 300 });
  const direction = line.directions && el("input", { type: "text", "aria-label": "How it shall be spoken", maxLength: 200, placeholder: "slower, and tired" });
  const file = el("input", { type: "text", "aria-label": "Recording", maxLength: 200, placeholder: "recordings/line.wav", spellcheck: false });
  const chips = REASONS.map((text) => el("button.small", { type: "button", onclick: () => { reason.value = text; reason.focus(); } }, text));
  return dialog("Pick this line up", [
    el("p.quoted", { lang: line.language }, line.row.text),
    el("div.field", {}, el("label", {}, "What is wrong with it?"), reason, el("div.chips", { id: "reasons" }, chips)),
    !line.varies && el("p.hint", {}, "This voice speaks a line the same way every time. Change how it is said (E), or name a recording."),
    direction && el("div.field", {}, el("label", {}, "How shall it be spoken? ", el("span.quiet", {}, "(optional)")), direction),
    el("details", { open: !line.varies }, el("summary.quiet.small", {}, "Use somebody’s recording instead"), el("div.field", {}, el("label", {}, "A sound file beside the production"), file)),
  ], { ok: "See what is written", ready: () => reason.value.trim() ? true : "Say what is wrong: it stands in pickups.yaml.", value: () => ({ what: "pickup", reason: reason.value.trim(), direction: file.value.trim() || !direction ? "" : direction.value.trim(), file: file.value.trim() }) });
}

export async function askLater(line) {
  const reason = el("input", { type: "text", autofocus: true, "aria-label": "Note", maxLength: 300, placeholder: "optional" });
  return dialog("Look at this line later", [el("p.quoted", { lang: line.language }, line.row.text), el("div.field", {}, el("label", {}, "A note for whoever comes back to it"), reason)],
    { ok: "See what is written", value: () => ({ what: "later", reason: reason.value.trim() || "to be looked at again" }) });
}

export async function askWaive(line, findings, codes) {
  const names = [...new Set(findings.filter((f) => !f.waived).map((f) => f.code))].sort((a, b) => (b === "h-020") - (a === "h-020"));
  const options = names.map((code, at) => el("label.radio", {}, el("input", { type: "radio", name: "code", value: code, checked: at === 0 }), el("span", {}, el("strong", {}, code), ` ${codes[code] ?? ""}`)));
  const reason = el("input", { type: "text", autofocus: true, "aria-label": "Reason", maxLength: 300 });
  const box = el("fieldset", {}, el("legend", {}, "Which finding is acceptable?"), options);
  return dialog("Waive a finding", [el("p.quoted", { lang: line.language }, line.row.text), box, el("div.field", {}, el("label", {}, "Why is it right as it is?"), reason)],
    { ok: "See what is written", ready: () => !names.length ? "There is nothing left to waive." : reason.value.trim() ? true : "A waiver needs a reason.", value: () => ({ what: "waive", code: box.querySelector("input:checked").value, reason: reason.value.trim() }) });
}

/** Who reviews: the name stands in what is written. */
export async function askName(name) {
  const field = el("input", { type: "text", value: name, autofocus: true, "aria-label": "Your name", maxLength: 60, autocomplete: "name" });
  return dialog("Who is listening?", el("div.field", {}, el("label", {}, "Your name"), field, el("p.quiet.small", {}, "It stands beside what you accept, so that colleagues know whom to ask.")),
    { ok: "Go on", ready: () => (field.value.trim() ? true : "A name, or initials, please."), value: () => field.value.trim() });
}

/** How a line, or a word wherever it occurs, shall be said. */
export async function askEdit(line, lexicons, picked) {
  const here = el("input", { type: "radio", name: "where", value: "say", checked: true });
  const everywhere = el("input", { type: "radio", name: "where", value: "lexicon" });
  const text = el("textarea", { value: line.spoken, autofocus: true, "aria-label": "Say instead", lang: line.language, spellcheck: true });
  const word = el("input", { type: "text", value: picked, "aria-label": "Word or phrase as written", lang: line.language });
  const say = el("input", { type: "text", "aria-label": "Say it as", placeholder: "say it as, in letters" });
  const phonemes = el("input", { type: "text", "aria-label": "or its phonemes", placeholder: "or in IPA" });
  const lexicon = el("select", { "aria-label": "Lexicon" }, lexicons.map((name) => el("option", { value: name }, name.split("/").pop())));
  const reason = el("input", { type: "text", "aria-label": "Reason", value: "pronunciation" });
  const one = el("div.field", {}, el("label", {}, "Say instead"), text, el("p.quiet.small", {}, "The text of the book stays as it is; only what is spoken changes."));
  const all = el("div.field", { hidden: true }, el("label", {}, "Word or phrase, as it is written"), word, el("div.two", {}, say, phonemes), lexicons.length > 1 && lexicon,
    el("p.quiet.small", {}, "Every line with this word is spoken again; you see which before it is written."));
  const why = el("div.field", {}, el("label", {}, "Reason"), reason);
  const turn = () => { one.hidden = !here.checked; why.hidden = !here.checked; all.hidden = here.checked; (here.checked ? text : word.value ? say : word).focus(); };
  for (const radio of [here, everywhere]) radio.addEventListener("change", turn);
  return dialog("Change how it is said", [
    el("fieldset", {}, el("legend.sr", {}, "Where"), el("label.radio", {}, here, el("span", {}, "In this line only")),
      el("label.radio", {}, everywhere, el("span", {}, "A word, wherever it occurs ", el("span.quiet", {}, lexicons.length ? "(in the lexicon)" : "(in a new lexicon of this production)")))),
    one, why, all,
  ], {
    ok: "See what is written",
    ready: () => here.checked ? (!text.value.trim() ? "Say what shall be spoken." : !reason.value.trim() ? "Say why: it stands in pickups.yaml." : text.value.trim() === line.spoken ? "That is what is spoken now." : true)
      : !word.value.trim() ? "Which word?" : Boolean(say.value.trim()) === Boolean(phonemes.value.trim()) ? "Say it in letters or in IPA, one of the two." : true,
    value: () => here.checked ? { what: "say", say: text.value.trim(), reason: reason.value.trim() }
      : { what: "lexicon", word: word.value.trim(), say: say.value.trim(), phonemes: phonemes.value.trim(), lexicon: lexicon.value || "" },
  });
}

/** What would be written, and which lines it touches; resolves to whether it shall be. */
export async function confirm(title, preview) {
  const { files, touched = [] } = preview;
  const lines = touched.length > 0 && el("div.field", {}, el("h3", {}, `${counted(touched.length, "line")} will be spoken again`),
    el("ul.touched", {}, touched.slice(0, 200).map((line) => el("li", {}, el("span.quiet.small", {}, line.slate), el("span", {}, line.text), el("span.quiet.small", {}, line.after)))),
    touched.length > 200 && el("p.quiet.small", {}, `and ${touched.length - 200} more`));
  const written = await dialog(title, [drawDiffs(files), lines], { ok: "Write", wide: true, hint: files.map((file) => file.path).join(", "), value: () => true });
  return Boolean(written);
}

export function drawDiffs(files) {
  return el("pre.diff", { tabIndex: 0, "aria-label": "What is written" }, files.flatMap((file) => file.diff.split("\n").filter((text) => text && !text.startsWith("---")).map((text) => {
    const kind = text.startsWith("+++") ? "file" : text.startsWith("@@") ? "at" : text.startsWith("+") ? "plus" : text.startsWith("-") ? "minus" : "same";
    return el(`span.${kind}`, {}, kind === "file" ? file.path : text);
  })));
}

/** Somebody else was here first: theirs and mine beside each other. */
export async function showConflict(said) {
  const theirs = el("div.field", {}, el("h3", {}, "As it is now"), el("pre.diff", { tabIndex: 0 }, said.theirs || "(nothing)"));
  const mine = el("div.field", {}, el("h3", {}, "What you were about to write"), el("pre.diff", { tabIndex: 0 }, said.mine || "(nothing)"));
  return dialog("Somebody else was here first", [el("p", {}, said.error), el("div.two", {}, theirs, mine)], { ok: "Look at it anew", wide: true, value: () => true });
}

export { dialog };
