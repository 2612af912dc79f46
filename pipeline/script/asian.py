"""Sentences of Chinese and Japanese: 。！？ end them, quotation marks hold them together.

A quotation is one sentence with what tells of it (“走吧！”他说道。 / 「行こう。」と言った。), in whichever order,
unless it is a speech of its own: the sentences of a long quotation are lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OPEN, CLOSE = "「『（〈《【“‘(", "」』）〉》】”’)"
_MARK = re.compile(r"[「『（〈《【“‘(]|[」』）〉》】”’)]|[。！？!?‼⁇⁈⁉]+")
# A quotation with more characters than this is a speech: its sentences are lines of their own.
SPEECH = 60
_GOES_ON = re.compile(r"\s*[、，,；;：:。．・…—―–]")
_JA_TAIL = re.compile(r"(?:と|って|などと|なんて|という|とか|の|が|は|を|に|で|も|や|から|だ|です|など|くらい|ぐらい)")
_ZH_TAIL = re.compile(r"[^，。！？：“「『”」』]{0,14}?(?:[说說道问問答叫喊嚷喝笑叹嘆骂罵云曰]|告[诉訴]|表示|[写寫]道)"
                      r"(?:道|着|著|了)?(?:[，。！？、]|$)")


def ranges(text: str, primary: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph."""
    start = 0
    stack: list[int] = []
    speeches = _speeches(text)
    for found in _MARK.finditer(text):
        mark, end = found.group(), found.end()
        if mark in OPEN:
            stack.append(found.start())
            continue
        elif mark in CLOSE:
            if not stack and not text[start : found.start()].strip():
                stack.append(found.start())  # a closing mark written for an opening one
                continue
            told = False
            if mark in "）)" and stack and text[stack[-1] : stack[-1] + 1] in ("（", "(") \
                    and not text[start : stack[-1]].strip() \
                    and text[found.start() - 1] in "。！？":
                stack.pop()  # a parenthesis that is a sentence of its own
                if not stack and text[start:end].strip():
                    yield start, end
                    start = end
                continue
            if stack:
                told = text[stack.pop() - 1 :][:1] in ("：", ":")  # 他说：“……。” is told before
            if stack or text[found.start() - 1 : found.start()] not in tuple("。！？!?‼⁇⁈⁉…") or mark in "）)》〉】":
                continue
            if text[found.start() - 1] == "…" or _goes_on(text, end, "" if told and primary != "ja" else primary):
                continue
        elif (stack and not (len(stack) == 1 and stack[0] in speeches)) or (mark[0] in "!?！？" and _goes_on(text, end,
        "")) or (end < len(text) and text[end] in CLOSE and (stack or not text[end + 1 :].strip())):
            continue
        if text[start:end].strip():
            yield start, end
            start = end
    if text[start:].strip():
        yield start, len(text)


def _goes_on(text: str, at: int, primary: str) -> bool:
    """Whether the sentence goes on after a quotation's end, or after ！ inside a sentence."""
    if at >= len(text):
        return False
    if _GOES_ON.match(text, at) or text[at] in CLOSE:
        return True
    if primary == "ja":
        return _JA_TAIL.match(text, at) is not None
    return primary in ("zh", "yue") and _ZH_TAIL.match(text, at) is not None


def _speeches(text: str) -> set[int]:
    """Where quotations begin that are longer than SPEECH."""
    out = set()
    stack: list[int] = []
    for found in re.finditer(r"[「『“]|[」』”]", text):
        if found.group() in "「『“":
            stack.append(found.start())
        elif stack:
            begin = stack.pop()
            if not stack and found.start() - begin > SPEECH:
                out.add(begin)
    return out
