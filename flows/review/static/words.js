// What should be said above what was heard, word by word. Differences have a sign and a name, and no need of colour.

import { el } from "./dom.js";

const MARKS = { missing: "−", added: "+", replaced: "≠", alike: "≈" };
const NAMES = { missing: "not said", added: "said, but not written", replaced: "said instead", alike: "sounds alike" };

/** The words of an attempt as a list; `jump` is told the word that somebody points at. */
export function drawWords(words, { quirks, jump }) {
  const list = el("ol.aligned");
  words.forEach((word, at) => {
    const kind = word.kind === "alike" && !quirks ? "same" : word.kind;
    const timed = word.start_ms >= 0 && word.end_ms > 0;
    const differs = kind !== "same" && kind !== "unheard";
    const item = el(timed ? "button.pair" : "span.pair", {
      type: timed ? "button" : undefined, class: kind, tabIndex: timed && !differs ? -1 : undefined, "data-at": at,
      onclick: timed ? () => jump(word) : undefined, title: differs ? NAMES[kind] : undefined,
    },
    el("span.should", {}, word.should || "\u00a0"),
    differs && el("span.said", {}, el("span.mark", { "aria-hidden": "true" }, MARKS[kind]), el("span.sr", {}, ` ${NAMES[kind]}: `), word.said || (kind === "missing" ? "not said" : "")));
    list.append(el("li", {}, item));
  });
  return list;
}

/** Marks the word that sounds. */
export function pointAt(list, words, ms) {
  const sounding = ms < 0 ? -1 : words.findIndex((word) => word.start_ms <= ms && ms < word.end_ms && word.said);
  for (const item of list.querySelectorAll(".pair.sounding")) if (Number(item.dataset.at) !== sounding) item.classList.remove("sounding");
  if (sounding >= 0) list.querySelector(`[data-at="${sounding}"]`)?.classList.add("sounding");
}
