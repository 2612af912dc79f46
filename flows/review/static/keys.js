// The keyboard, and the page that explains it.

import { el, key, remember, remembered } from "./dom.js";
import { dialog } from "./decisions.js";

const TABLE = [
  ["Move", [["J", "next line"], ["K", "line before"], ["/", "search"], ["Esc", "back to the list"]]],
  ["Listen", [["Space", "play, pause"], ["C", "in its context"], ["1 … 9", "another attempt"], ["← →", "back, ahead by a second"], ["N", "listen as I go"]]],
  ["Decide", [["A", "accept the take"], ["P", "pick up again"], ["E", "change how it is said"], ["L", "flag for later"], ["W", "waive a finding"], ["Z", "undo"]]],
  ["Other", [["Q", "show spelling and names"], ["?", "this page"]]],
];

/** Runs `does[name]` for keys that are pressed outside of fields and dialogs. */
export function listenToKeys(does) {
  const named = { j: "next", k: "before", arrowdown: "next", arrowup: "before", " ": "play", c: "context", a: "accept", p: "pickup", e: "edit", l: "later", w: "waive", z: "undo", "/": "search", "?": "help", n: "along", q: "quirks", escape: "back", arrowleft: "rewind", arrowright: "ahead" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const { target } = event;
    const field = target.matches?.("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select");
    if (field) {
      if (event.key === "Escape") { target.blur(); does.list(); event.preventDefault(); }
      if (event.key === "Enter" && target.type === "search") { does.list(); does.first(); event.preventDefault(); }
      return;
    }
    const name = event.key.toLowerCase();
    if (target.matches?.("button, summary, a") && (name === " " || name === "enter")) return; // the control's own
    if (target.matches?.("input[type=range]") && name.startsWith("arrow")) return;
    if (target.matches?.("input[type=checkbox]") && name === " ") return;
    if (/^[1-9]$/.test(name)) { does.attempt(Number(name) - 1); event.preventDefault(); return; }
    const what = named[name];
    if (remembered("keys") === "off" && /^[a-z]$/.test(name)) return;
    if (!what || (event.repeat && !["next", "before", "rewind", "ahead"].includes(what))) return;
    event.preventDefault();
    does[what]();
  });
}

export const showHelp = () =>
  dialog("Keys", [el("label.switch", {}, el("input", { type: "checkbox", role: "switch", checked: remembered("keys") !== "off", onchange: (event) => remember("keys", event.target.checked ? "on" : "off") }), "Single letters are commands (turn it off where a screen reader or speech input needs them)"), el("div.keys", {}, TABLE.map(([title, keys]) => el("section", {}, el("h3", {}, title),
    el("dl", {}, keys.map(([letter, does]) => [el("dt", {}, key(letter)), el("dd", {}, does)])))))], { ok: "Close", cancel: false, value: () => true });
