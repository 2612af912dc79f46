"""Japanese readings: ruby, readings in brackets, historical kana, and names whose ruby is given only once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.intake.structure.blocks import PlacedBlock
from pipeline.records import Pronunciation, Span

BRACKET = "ruby bracket"
_DOTS = re.compile(r"[・･﹅﹆○●◎◉•∙·▲△▼▽★☆※×、､丶ヽヾ゛゜.’'′〃\s\u3000\ufe45\ufe46]+")
_KANJI = "々〆〇ヶ一-龠㐀-䶵\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_KANJI}]+$")
_BRACKETED = re.compile(f"(?<=[{_KANJI}])[（(]([ぁ-ゖー]{{2,16}})[）)]")
_NOTATION = re.compile(
    f"[{_KANJI}］]《[ぁ-ゖァ-ヺー・]{{1,30}}》|｜[^｜《》\n]{{1,30}}《[^《》\n]{{1,30}}》|※?［＃[^］\n]{{1,200}}］"
)
# Words that follow another in brackets and are no reading of it.
_ASIDES = frozenset(
    "など とか から まで だけ ほど ばかり より ので のに ただし つまり たぶん おそらく うそ ほんと もちろん はい "
    "いいえ たち さん くん ちゃん なし あり まま こと もの とも では には への ような そして また しかし いや".split()
)
_SMALL = "ぁぃぅぇぉゃゅょっゎァィゥェォャュョッヮ"
_SUFFIX = (
    "さん|さま|くん|ちゃん|どの|君|氏|様|殿|嬢|先生|夫人|女史|博士|侯爵|伯爵|子爵|男爵|公爵|大将|少佐|中尉|"
    "婆さん|爺さん|和尚|上人|太夫|姫|翁|尼|一家|家の|町|村|駅|寺|県|郡|藩"
)
_CARRIED = 400  # names of a book


def is_emphasis(reading: str) -> bool:
    """Whether ruby is emphasis dots and no reading."""
    return _DOTS.fullmatch(reading) is not None


def with_readings(
    blocks: Sequence[PlacedBlock], modern: Callable[[str, str], str], notation: Callable[[str], list[Span]]
) -> list[PlacedBlock]:
    """Adds readings from brackets and from Aozora Bunko's notation, in modern kana.

    Args:
        modern: (base, reading) -> the reading in kana as it is pronounced.
        notation: text with Aozora Bunko's notation -> spans.
    """
    read = []
    for placed in blocks:
        if placed.block.kind not in ("code", "boilerplate", "contents"):
            spans = tuple(_said(part, modern) for span in placed.block.spans for part in _read(span, notation))
            if spans != placed.block.spans:
                placed = replace(placed, block=replace(placed.block, spans=spans))
        read.append(placed)
    return read


def _read(span: Span, notation: Callable[[str], list[Span]]) -> Iterator[Span]:
    if span.kind != "text" or span.reason or span.say is not None:
        yield span
        return
    parts = [span]
    if ("《" in span.text or "［＃" in span.text) and _NOTATION.search(span.text):
        parts = [
            part if part.kind != "text" or part.reason else replace(span, text=part.text, say=part.say, rule=part.rule)
            for part in notation(span.text)
        ]
    for part in parts:
        yield from (
            _bracketed(part)
            if part.kind == "text" and part.say is None and not part.reason and ("（" in part.text or "(" in part.text)
            else (part,)
        )


def _bracketed(span: Span) -> Iterator[Span]:
    """Turns 憂鬱（ゆううつ） into base and reading; 東京（日本） and 三時（十五時） are no readings and stay."""
    position = 0
    for match in _BRACKETED.finditer(span.text):
        before, reading = span.text[position : match.start()], match.group(1)
        base = _base(before, reading)
        if base is None:
            continue
        if before[: len(before) - len(base)]:
            yield replace(span, text=before[: len(before) - len(base)])
        if base:
            yield replace(span, text=base, say=reading, rule="ruby")
        mark = replace(span, kind="ruby")
        yield replace(mark, text=match.group()[0], reason=BRACKET)
        yield replace(mark, text=reading)
        yield replace(mark, text=match.group()[-1], reason=BRACKET)
        position = match.end()
    if span.text[position:]:
        yield replace(span, text=span.text[position:])


def _base(before: str, reading: str) -> str | None:
    """The base of a reading; "" where it reads only an unknown part of the word; None where it is no reading."""
    run = _RUN.search(before)
    if run is None or reading in _ASIDES:
        return None
    beats = sum(1 for kana in reading if kana not in _SMALL)
    here = len(run.group())
    likely = max(1, round(beats / 2))
    if beats < min(here, likely) or beats > 5 * here:
        return None
    return run.group() if here <= max(likely, 1) or (here <= beats <= 3 * here and here <= 2) else ""


def _said(span: Span, modern: Callable[[str, str], str]) -> Span:
    if span.rule != "ruby" or not span.say:
        return span
    said = modern(span.text, span.say)
    return span if said == span.say else replace(span, say=said)


# ---------------------------------------------------------------- old kana

_OLD = re.compile(
    "[ぁ-ん](?:ゐ|ゑ)|[言云思]ふ|でせう|ませう|やうに|やうな|といふ|てゐ[るたて]|なつて|だつた|あつた|かつた|まゐ"
)
_I_ROW = "きしちにひみりぎじびぴ"
_TABLE = (
    *((f"{a}やう", f"{a}ょう") for a in _I_ROW),
    *((f"{a}よう", f"{a}ょう") for a in _I_ROW),
    *((f"{a}ゆう", f"{a}ゅう") for a in _I_ROW),
    *((f"{a}いう", f"{a}ゅう") for a in "きじりち"),
    *((f"{a}や{b}", f"{a}ゃ{b}") for a in "きしちひりぎじびぴ" for b in "くん"),
    *((f"{a}よ{b}", f"{a}ょ{b}") for a in "きしちりぎじ" for b in "くん"),
    *((f"{a}ゆ{b}", f"{a}ゅ{b}") for a in "しじ" for b in "くんつ"),
    ("くわ", "か"),
    ("ぐわ", "が"),
    ("ゐ", "い"),
    ("ゑ", "え"),
    ("けふ", "きょう"),
    ("せう", "しょう"),
    ("てう", "ちょう"),
    *((f"{a}う", f"{b}う") for a, b in zip("かさたなはまらがばわ", "こそとのほもろごぼお", strict=True)),
    ("つしよ", "っしょ"),
    ("ちよつと", "ちょっと"),
    ("やつぱ", "やっぱ"),
    ("つぱ", "っぱ"),
    ("つぴ", "っぴ"),
    ("つぷ", "っぷ"),
    ("つぺ", "っぺ"),
    ("つぽ", "っぽ"),
)
# Words that are written in large kana today, too.
_LARGE = re.compile(
    "理由|自由|事由|利用|使用|仕様|器用|費用|滋養|私用|飼養|起用|理容|美容|紀要|杞憂|飛揚|信用|神輿|"
    "似|着|社|屋|宿|夜|世|代"
)


def modernizer_of(texts: Iterable[str], readings: Sequence[str]) -> Callable[[str, str], str]:
    """The function that modernises the book's readings, where it is printed in historical or only in large kana."""
    old = sum(len(_OLD.findall(text)) for text in texts) >= 5
    large = len(readings) >= 8 and not any(kana in reading for reading in readings for kana in "ゃゅょっ")
    if not (old or large):
        return lambda _, reading: reading

    def modern(base: str, reading: str) -> str:
        if _LARGE.search(base):
            return reading.replace("ゐ", "い").replace("ゑ", "え")
        for one, other in _TABLE:
            reading = reading.replace(one, other)
        return reading

    return modern


# ---------------------------------------------------------------- names


def name_pronunciations(blocks: Sequence[PlacedBlock]) -> tuple[Pronunciation, ...]:
    """Pronunciations of names that have ruby at their first occurrence only; they hold for the whole book.

    A name is a word of two and more ideographs that a title follows somewhere, or with a reading in katakana (倫敦,
    ロンドン), and always with the same reading.
    """
    readings: dict[str, Counter[str]] = {}
    for placed in blocks:
        for span in placed.block.spans:
            if span.rule == "ruby" and span.say and len(span.text) >= 2 and _RUN.fullmatch(span.text):
                readings.setdefault(span.text, Counter())[span.say] += 1
    single = {base: next(iter(reading)) for base, reading in readings.items() if len(reading) == 1}
    if not single:
        return ()
    text = "\n".join(
        "".join(
            span.text for span in placed.block.spans if span.kind == "text" and span.say is None and not span.reason
        )
        for placed in blocks
    )
    whole = "\n".join("".join(span.text for span in placed.block.spans if span.kind == "text") for placed in blocks)
    pronunciations = []
    for base, reading in sorted(single.items(), key=lambda item: -len(item[0])):
        foreign = re.fullmatch("[ァ-ヺー・]+", reading) is not None
        if base in text and (foreign or re.search(f"{base}(?:{_SUFFIX})", whole)):
            pronunciations.append(Pronunciation(base, say=reading, language="ja"))
    return tuple(pronunciations[:_CARRIED])
