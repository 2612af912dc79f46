"""Sentence boundary detection for Chinese and Japanese: 。！？ outside of quotation marks end a sentence.

A quotation is one sentence with its speech tag (“走吧！”他说道。 / 「行こう。」と言った。), in either order. The
sentences of a long quotation are lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OPEN, CLOSE = "「『（〈《【“‘(", "」』）〉》】”’)"
_MARK = re.compile(
    r"[「『（〈《【“‘(]|[」』）〉》】”’)]|[。！？!?‼⁇⁈⁉｡]+|"
    # The full stop of horizontal typesetting: after a letter of the script, not in 3．5, １．はじめに, Ｊ．Ｓ．
    r"(?<=[\u3041-\u30ff\u4e00-\u9fff々」』）〉》”’])．+(?![0-9０-９])"
    r"(?!(?<=[一二三四五六七八九〇]．)[一二三四五六七八九〇])"
)
_ANY_MARK = re.compile(f"[{re.escape(OPEN + CLOSE)}]")
_NEXT_MARK = re.compile("[「『“‘」』”’]")
# characters; the sentences of a longer quotation are lines of their own
SPEECH = 60
_GOES_ON = re.compile(r"\s*[、，,；;：:。．・…—―–]")
_JA_TAIL = re.compile(r"(?:と|って|などと|なんて|という|とか|の|が|は|を|に|で|も|や|から|だ|です|など|くらい|ぐらい)")
# え？と言った, but not え？とにかく
_QUOTED = re.compile(r"(?:と|って)(?!にかく|ころ|ても|はいえ|もかく|りあえず|りわけ|なり|き|う|お|し|ん|も)")
_CLOSES = tuple(CLOSE)
_STRAIGHT = re.compile("[\"＂]|(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])")
_ZH_TAIL = re.compile(
    r"[^，。！？：“「『”」』]{0,14}?(?:[说說道问問答叫喊嚷喝笑叹嘆骂罵云曰]|告[诉訴]|表示|[写寫]道)"
    r"(?:道|着|著|了)?(?:[，。！？、]|$)"
)


def ranges(text: str, primary: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph."""
    start = 0
    stack: list[int] = []
    text = _paired(text)
    speeches = _speeches(text)
    for hit in _MARK.finditer(text):
        mark, end = hit.group(), hit.end()
        if mark in OPEN:
            stack.append(hit.start())
            continue
        elif mark in CLOSE:
            tagged = False
            if (
                mark in "）)"
                and stack
                and text[stack[-1] : stack[-1] + 1] in ("（", "(")
                and not text[start : stack[-1]].strip()
                and text[hit.start() - 1] in "。！？．"
            ):
                stack.pop()  # the parenthesis is a sentence of its own
                if not stack and text[start:end].strip():
                    yield start, end
                    start = end
                continue
            if stack:
                tagged = text[stack.pop() - 1 :][:1] in ("：", ":")  # the speech tag precedes: 他说：“……。”
            if stack or text[hit.start() - 1 : hit.start()] not in tuple("。！？!?‼⁇⁈⁉…．｡") or mark in "）)》〉】":
                continue
            if text[hit.start() - 1] == "…" or _goes_on(text, end, "" if tagged and primary != "ja" else primary):
                continue
        elif (
            (stack and not (len(stack) == 1 and stack[0] in speeches))
            or (mark[0] in "!?！？" and _goes_on(text, end, ""))
            or (mark[0] in "?？" and primary == "ja" and _QUOTED.match(text, end))
            or text[end : end + 1] in _CLOSES
        ):
            continue
        if text[start:end].strip():
            yield start, end
            start = end
    if text[start:].strip():
        yield start, len(text)


def _paired(text: str) -> str:
    """The text with quotation marks of the right direction, at unchanged places.

    Straight marks alternate. A closing mark without a quotation to close opens one where the same mark follows before
    any other opens; an opening mark after a stop closes the quotation that the same mark has opened.
    """
    if _STRAIGHT.search(text):
        for sign in "\"＂'":
            places = [match.start() for match in _STRAIGHT.finditer(text) if match.group() == sign]
            if len(places) % 2 == 0:
                for i, position in enumerate(places):
                    text = text[:position] + "“”"[i % 2] + text[position + 1 :]
    turned: dict[int, str] = {}
    opened: list[str] = []
    for match in _ANY_MARK.finditer(text):
        sign, i = match.group(), match.start()
        if sign in OPEN:
            if opened and opened[-1] == sign and sign in "“‘" and text[i - 1] in "。！？!?…．":
                turned[i] = CLOSE[OPEN.index(opened.pop())]
            else:
                opened.append(sign)
        elif sign == "’" and text[i - 1 : i].isascii() and text[i + 1 : i + 2].isascii():
            continue  # it’s
        elif opened:
            opened.pop()
        elif sign in "”’」』" and (following := _NEXT_MARK.search(text, i + 1)) and following.group() == sign:
            opened.append(OPEN[CLOSE.index(sign)])
            turned[i] = opened[-1]
    return "".join(turned.get(i, sign) for i, sign in enumerate(text)) if turned else text


def _goes_on(text: str, position: int, primary: str) -> bool:
    """Whether the sentence goes on after a quotation's end, or after ！ inside a sentence."""
    if position >= len(text):
        return False
    if _GOES_ON.match(text, position) or text[position] in CLOSE:
        return True
    if primary == "ja":
        return _JA_TAIL.match(text, position) is not None
    return primary in ("zh", "yue") and _ZH_TAIL.match(text, position) is not None


def _speeches(text: str) -> set[int]:
    """The places at which quotations longer than SPEECH begin."""
    starts = set()
    stack: list[int] = []
    for match in re.finditer(r"[「『“]|[」』”]", text):
        if match.group() in "「『“":
            stack.append(match.start())
        elif stack:
            begin = stack.pop()
            if not stack and match.start() - begin > SPEECH:
                starts.add(begin)
    return starts
