"""Japanese numbers that count, measure or name, and the hyphens between them."""

from __future__ import annotations

import re
import unicodedata

from pipeline.languages.spoken.cjk.numbers import JA, ja_cardinal, ja_number
from pipeline.languages.spoken.cjk.tables import JA_COUNTERS, JA_MONEY, JA_UNITS

_SCORED = re.compile(
    r"勝|敗|負|試合|対戦|スコア|得点|先制|逆転|引き分け|破っ|破り|下し|セット|リード|決勝|ゲーム|"
    r"失点|[^\W挑]戦"
)
_NAME_BEFORE = re.compile(r"[\u30a0-\u30ff\u4e00-\u9fff]$")
_NAME_AFTER = re.compile(r"[\u30a0-\u30ff\u4e00-\u9fff]")
_PLACE = re.compile(r"(?:[区市町村郡台丁条]|丁目|番地|住所[はが：:]?|〒|[都道府県市区町村郡][^\d、。]{1,8})$")
_FEW = re.compile(
    r"(?:[人名個本匹枚冊台軒杯歳件回倍割度点]|時間|分間?|日間?|年間?|週間|か月|カ月|ヶ月|センチ|"
    r"メートル|キロ|つ(?![ぁ-ん]))(?!目)"
)
_COUNTED = re.compile(f"(?:{JA_COUNTERS})")


def digits(text: str, zero: str = "〇") -> str:
    return "".join(zero if c == "0" else JA[int(c)] for c in text if c.isdecimal())


def telephone(m: re.Match[str]) -> str:
    """The hyphens and brackets of a number are read の."""
    parts = filter(None, re.split(r"[-()（）]", m.group().replace(" ", "")))
    return "の".join(("プラス" if p[0] == "+" else "") + digits(p, "ゼロ") for p in parts)


def repo(m: re.Match[str]) -> str:
    """1-2-3: house, block and street."""
    *parts, last = m.group().split("-")
    room = m.string.startswith("号室", m.end())
    return "の".join([*(ja_cardinal(int(p)) for p in parts), digits(last) if room else ja_cardinal(int(last))])


def fraction(m: re.Match[str]) -> str | None:
    a, b = int(m["a"]), int(m["b"].replace(",", ""))
    if (a, b) == (24, 7):
        return "二十四七"
    if b < 2:
        return None
    if a > b >= 30 and not m["r"]:
        return f"{ja_cardinal(a)}の{ja_cardinal(b)}"  # 120/80, of blood
    sign = "マイナス" if m["s"] and not m["w"] else ""
    whole = f"{'マイナス' if m['s'] else ''}{ja_cardinal(int(m['w']))}{m['k'].strip() or 'と'}" if m["w"] else ""
    root = "ルート" if m["r"] else ""
    return f"{whole}{ja_cardinal(b)}分の{sign}{root}{ja_cardinal(a)}"


def vulgar(m: re.Match[str]) -> str:
    a, b = unicodedata.normalize("NFKC", m[2]).split("\u2044")
    return (ja_cardinal(int(m[1])) + "と" if m[1] else "") + f"{ja_cardinal(int(b))}分の{ja_cardinal(int(a))}"


def pair(m: re.Match[str]) -> str | None:
    """5-3: a result, a house, some people, a range; a sum where it stands alone or has a result."""
    a, b = int(m[1]), int(m[2])
    before, after = m.string[: m.start()], m.string[m.end() :]
    if (
        (not before.strip() and not after.strip(" 。"))
        or re.match(r" ?[=＝+×]", after)
        or re.search(r"[=＝+×] ?$", before)
    ):
        return f"{ja_cardinal(a)}マイナス{ja_cardinal(b)}"
    first, last = ja_cardinal(a), ja_cardinal(b)
    scored = _SCORED.search(m.string) is not None
    if (_PLACE.search(before) and not scored) or re.match(r"番地|号(?![室車線])", after):
        return f"{first}の{last}"
    numbered = before.endswith("第")
    if b == a + 1 and b < 10 and _FEW.match(after) and not numbered and not before.endswith("月"):
        return f"{first}、{last}"
    if _COUNTED.match(after) or numbered or re.match(r"[%％℃]|[A-Za-z]", after):
        return f"{first}から{last}"
    between = _NAME_BEFORE.search(before) and (a > b or _NAME_AFTER.match(after))
    if max(a, b) < 200 and (scored or between or (0 in (a, b) and _NAME_BEFORE.search(before))):
        return f"{first}対{last}"
    return f"{first}から{last}" if a < b else f"{first}対{last}"


def score(m: re.Match[str]) -> str:
    return f"{ja_number(m[1])}対{ja_number(m[2])}"


def percent(m: re.Match[str]) -> str:
    first = f"{ja_number(m['a'])}から" if m["a"] else ""
    return f"{first}{'マイナス' if m['s'] else ''}{ja_number(m['n'])}パーセント"


def money(m: re.Match[str]) -> str:
    if m["k"]:
        value = float(m["n"].replace(",", "")) * {"k": 10**3, "K": 10**3, "m": 10**6, "M": 10**6, "B": 10**9}[m["k"]]
        return ja_number(f"{value:.2f}".rstrip("0").rstrip(".")) + JA_MONEY[m["c"]]
    last = f"から{ja_number(m['n2'])}{m['x2']}" if m["n2"] else ""
    return f"{ja_number(m['n'])}{m['x']}{last}{JA_MONEY[m['c']]}"


def money_after(m: re.Match[str]) -> str:
    return f"{ja_number(m['n'])}{m['x']}{JA_MONEY[m['c']]}"


def measure(m: re.Match[str]) -> str:
    return ("マイナス" if m["s"] else "") + ja_number(m["n"]) + JA_UNITS[m["u"]]


def arc(m: re.Match[str]) -> str:
    side = {"N": "北緯", "S": "南緯", "E": "東経", "W": "西経", "": ""}[m["side"] or m["only"] or ""]
    minutes = f"{ja_cardinal(int(m['m']))}分" if m["m"] else ""
    return f"{side}{ja_number(m['d'])}度{minutes}" + (f"{ja_number(m['s'])}秒" if m["s"] else "")


def version(m: re.Match[str]) -> str:
    first, *rest = m.group().split(".")
    return "点".join([ja_cardinal(int(first)), *map(digits, rest)])


def figure(m: re.Match[str]) -> str | None:
    text = m.group()
    after = m.string[m.end() :]
    if re.match(r"号室|教室(?!以)", after) and len(text) > 2:
        return digits(text)
    return ja_number(text)


def pages(m: re.Match[str]) -> str:
    last = f"から{ja_cardinal(int(m[2]))}" if m[2] else ""
    return f"{ja_cardinal(int(m[1]))}{last}ページ"


def verse(m: re.Match[str]) -> str:
    last = f"から{ja_cardinal(int(m[3]))}" if m[3] else ""
    return f"{ja_cardinal(int(m[1]))}章{ja_cardinal(int(m[2]))}{last}節"


def average(m: re.Match[str]) -> str:
    """打率.358 is 三割五分八厘."""
    return "".join(f"{JA[int(c)]}{unit}" for c, unit in zip(m.groups(), "割分厘", strict=True) if c != "0")


def circles(m: re.Match[str]) -> str | None:
    """○○さん, ○月○日: what a writer leaves out. A lone one at the front is a bullet."""
    bullet = not m.start() and len(m.group()) == 1 and not re.match("[月日年時]", m.string[m.end() :])
    return None if bullet else "まる" * len(m.group())


_OPERATORS = {
    "+": "プラス", "-": "マイナス", "=": "イコール", "×": "かける", "*": "かける", "÷": "割る", "/": "割る",
    "<": "小なり",
    ">": "大なり", "≤": "小なりイコール", "≥": "大なりイコール", "<=": "小なりイコール", ">=": "大なりイコール",
    "≠": "ノットイコール",
    "±": "プラスマイナス", "≈": "約",
}  # fmt: skip
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωΔΘΛΣΦΨΩ",
        (
            "アルファ ベータ ガンマ デルタ イプシロン ゼータ イータ シータ イオタ カッパ ラムダ ミュー ニュー クサイ "
            "オミクロン パイ ロー シグマ タウ ウプシロン "
            "ファイ カイ プサイ オメガ デルタ シータ ラムダ シグマ ファイ プサイ オメガ"
        ).split(),
        strict=True,
    )
)


def operator(m: re.Match[str]) -> str:
    return _OPERATORS[next(group for group in m.groups() if group)]
