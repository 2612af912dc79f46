"""The notation of Aozora Bunko: ruby 《》 with ｜, ［＃annotations］, gaiji outside of JIS, legend and colophon.

See https://www.aozora.gr.jp/annotation/. Its marks stay in the text as unread spans, so that every character of the
file is accounted for.
"""

from __future__ import annotations

import re

from pipeline.intake.passes.readings import BRACKET, is_emphasis
from pipeline.records import Span

MARKUP, ANNOTATION = "markup", "editor's annotation"
_KANJI = r"々〆〇ヶ仝\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GAIJI = r"※［＃[^］\n]{1,200}］"
_TOKEN = re.compile(
    rf"｜(?P<marked>(?:{_GAIJI}|[^｜《》\n]){{1,120}}?)《(?P<reading>[^《》\n]{{1,60}})》"
    rf"|(?P<base>(?:[{_KANJI}]|{_GAIJI}){{1,30}}|[ァ-ヴーｦ-ﾟ]{{1,30}}|[ぁ-ゖー]{{1,30}}(?=《[・･﹅﹆○●◎△▲ヽ、]+》)|"
    rf"[A-Za-zＡ-Ｚａ-ｚÀ-ɏ0-9０-９.'’-]{{1,40}})《(?P<plain>[^《》\n]{{1,60}})》"
    rf"|(?P<gaiji>{_GAIJI})|(?P<note>［＃[^］\n]{{1,400}}］)"
)
_JIS = re.compile(r"(?:第[34]水準)?([12])-(\d{1,2})-(\d{1,2})")
_JIS_FILE = re.compile(r"([12])-(\d{2})-(\d{2})\.")
_UNICODE = re.compile(r"U\+([0-9A-F]{4,6})", re.IGNORECASE)
_HEADING = re.compile(
    r"［＃(?:「[^」]*」は|ここから)?(?:同行|窓)?(大|中|小)見出し］|"
    r"［＃(?:同行|窓)?(大|中|小)見出し］"
)
_RULE = re.compile(r"-{20,}|－{10,}|─{10,}")
COLOPHON = re.compile(r"底本[：:]|底本の親本[：:]|入力[：:]|校正[：:]|青空文庫作成ファイル")
UNKNOWN = "〓"  # the geta mark that printers set for a missing type
LEVELS = {"大": 1, "中": 2, "小": 3}


def is_aozora(text: str) -> bool:
    """Whether a text has ruby in double angle brackets or editor's annotations, and plenty of kana."""
    sample = text[:60_000]
    marks = len(re.findall(r"《[ぁ-ゖァ-ヴー・]{1,30}》|［＃", sample))
    return marks >= 3 or (marks > 0 and "底本：" in text[-3000:])


def heading_level(line: str) -> int:
    """The heading level that an annotation on the line gives, 0 for none."""
    match = _HEADING.search(line)
    return LEVELS[match.group(1) or match.group(2)] if match else 0


def legend(lines: list[str]) -> tuple[int, int] | None:
    """Lines [first, last) of the legend, which explains the marks before the text between two rules."""
    rules = [n for n, line in enumerate(lines[:80]) if _RULE.fullmatch(line.strip())]
    if len(rules) >= 2 and any("記号について" in line or "《》" in line for line in lines[rules[0] : rules[1]]):
        return rules[0], rules[1] + 1
    return None


def spans(text: str) -> list[Span]:
    """The spans of a line: ruby bases with their readings, readings, marks."""
    parts, position = [], 0
    for match in _TOKEN.finditer(text):
        parts.append(Span(text[position : match.start()]))
        position = match.end()
        if match["gaiji"]:
            parts += _gaiji(match["gaiji"])
        elif match["note"]:
            parts.append(Span(match["note"], reason=ANNOTATION))
        else:
            if match["marked"]:
                parts.append(Span("｜", reason=MARKUP))
            parts += _with_reading(match["marked"] or match["base"], match["reading"] or match["plain"])
    parts.append(Span(text[position:]))
    return [span for span in parts if span.text]


def _with_reading(base: str, reading: str) -> list[Span]:
    """The spans of a ruby group: the base, annotations that describe characters of it, the reading."""
    notes = [Span(mark, reason=ANNOTATION) for mark in re.findall(_GAIJI, base)]
    shown = re.sub(_GAIJI, lambda match: character_of(match.group()) or UNKNOWN, base)
    kana = "".join(reading.split())
    first = Span(shown) if is_emphasis(kana) else Span(shown, say=kana, rule="ruby")
    return [
        first,
        *notes,
        Span("《", kind="ruby", reason=BRACKET),
        Span(reading, kind="ruby"),
        Span("》", kind="ruby", reason=BRACKET),
    ]


def _gaiji(mark: str) -> list[Span]:
    """The spans of a gaiji annotation: the character that it describes, and the annotation."""
    character = character_of(mark)
    return [*([Span(character)] if character else []), Span(mark, reason=ANNOTATION)]


def character_of(mark: str, source: str = "") -> str:
    """A gaiji (a character outside of Shift_JIS) by its place in JIS X 0213 or Unicode; "" where neither is given.

    Args:
        mark: the annotation, or a picture's alternative text; one character stands for itself.
        source: the picture's file, which Aozora Bunko names by the place in JIS X 0213.
    """
    if len(mark) <= 2 and mark[:1].isalnum() and len(mark.encode("utf-16-le")) <= 4:
        return mark
    unicode, jis = _UNICODE.search(mark), _JIS.search(mark) or _JIS_FILE.search(source)
    if unicode:
        return chr(int(unicode.group(1), 16)) if int(unicode.group(1), 16) < 0x110000 else ""
    if jis is None:
        return ""
    plane, row, cell = (int(jis.group(n)) for n in (1, 2, 3))
    try:
        pair = bytes((row + 0xA0, cell + 0xA0))
        return (b"\x8f" + pair if plane == 2 else pair).decode("euc_jis_2004")
    except (UnicodeDecodeError, ValueError):
        return ""
