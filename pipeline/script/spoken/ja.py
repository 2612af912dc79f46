"""Japanese. Numbers become ideographs; how one is read beside a counter (一人, 二十日) is its reader's business."""

from __future__ import annotations

import re

from pipeline.script.spoken import cjk_signs, electronic
from pipeline.script.spoken.cjk_numbers import JA, ja_cardinal, ja_number
from pipeline.script.spoken.cjk_tables import DAY, JA_MONEY, JA_UNITS, MONTH_DAY
from pipeline.script.spoken.rules import EXPONENT, exponent, rule

TO = "から"
_N = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
_D = rf"-?{_N}(?:\.\d+)?"
_B = r"(?<![A-Za-z\d.,:/-])"
_E = r"(?![A-Za-z\d])(?!\.\d)"
_MARKS = {
    ".": "ドット", "@": "アットマーク", "/": "スラッシュ", ":": "コロン", "-": "ハイフン", "_": "アンダーバー",
    "?": "クエスチョン", "=": "イコール", "&": "アンド", "#": "シャープ", "%": "パーセント", "+": "プラス",
    "~": "チルダ",
}  # fmt: skip
_UNITS = "|".join(sorted(map(re.escape, JA_UNITS), key=len, reverse=True))
_MONEY = "|".join(sorted(map(re.escape, JA_MONEY), key=len, reverse=True))
_WEEK = dict(zip("月火水木金土日", ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"), strict=True))


def _digits(text: str, zero: str = "〇") -> str:
    return "".join(zero if c == "0" else JA[int(c)] for c in text if c.isdecimal())


def _date(y: str, m: str, d: str = "") -> str:
    return f"{ja_cardinal(int(y))}年{ja_cardinal(int(m))}月" + (f"{ja_cardinal(int(d))}日" if d else "")


def _month_day(m: re.Match[str]) -> str | None:
    padded = m[1][0] == "0" or m[2][0] == "0"
    after = {"/": r"(?:から|まで|に|は|です|の|へ|〜|～|で)", "-": "(?:から|まで|です)"}.get(m[0][len(m[1])], "(?!)")
    follows = re.match(after, m.string[m.end() :])
    return f"{ja_cardinal(int(m[1]))}月{ja_cardinal(int(m[2]))}日" if padded or follows else None


def _weekday(m: re.Match[str]) -> str:
    return _WEEK[m[1]] + ("祝日" if m[2] else "")


def _telephone(m: re.Match[str]) -> str:
    # The hyphens of a number are read の.
    return "の".join(("プラス" if p[0] == "+" else "") + _digits(p, "ゼロ") for p in re.split("-",
    m.group().replace(" ", "")))


def _clock(m: re.Match[str]) -> str | None:
    h, minute = int(m["h"]), int(m["m"] or 0)
    if h > 30 or minute > 59:
        return None
    half = {"a": "午前", "p": "午後"}.get((m["p"] or "").strip()[:1].lower(), "")
    said = f"{half}{'零' if h == 0 else ja_cardinal(h)}時" + (f"{ja_cardinal(minute)}分" if minute else "")
    return said + (f"{ja_cardinal(int(m['s']))}秒" if m["s"] and int(m["s"]) else "")


def _fraction(m: re.Match[str]) -> str | None:
    bottom = int(m["b"].replace(",", ""))
    if bottom < 2:
        return None
    sign = "マイナス" if m["s"] and not m["w"] else ""
    whole = f"{'マイナス' if m['s'] else ''}{ja_cardinal(int(m['w']))}{m['k']}" if m["w"] else ""
    root = "ルート" if m["r"] else ""
    return f"{whole}{ja_cardinal(bottom)}分の{sign}{root}{ja_cardinal(int(m['a']))}"


def _score(m: re.Match[str]) -> str:
    return f"{ja_cardinal(int(m[1]))}対{ja_cardinal(int(m[2]))}"


def _operator(m: re.Match[str]) -> str:
    return {
        "+": "プラス", "-": "マイナス", "=": "イコール", "×": "かける", "÷": "割る", "<": "小なり", ">": "大なり",
        "≤": "小なりイコール", "≥": "大なりイコール", "<=": "小なりイコール", ">=": "大なりイコール",
        "≠": "ノットイコール", "±": "プラスマイナス",
    }[m[1]]  # fmt: skip


def _figure(m: re.Match[str]) -> str | None:
    text = m.group()
    if re.match(r"号室", m.string[m.end() :]):
        return _digits(text)
    if text[0] == "-" and re.search(r"\d$", m.string[: m.start()]):
        return None
    return ja_number(text)


RULES = (
    *cjk_signs.rules(ja_cardinal),
    rule("web address", f"{electronic.URL}|{electronic.MAIL}|{electronic.DOMAIN}", lambda m: electronic.say(m.group(),
         _MARKS, _digits, str), electronic.ANY),
    rule("symbol", r"P2P", "P to P"),
    rule("symbol", r"(?<=[A-Z])-(?=\d)", "", "[A-Z]-\\d"),
    rule("telephone", electronic.IP, lambda m: "点".join(map(_digits, m.group().split(".")))),
    rule("telephone", r"(?<![\w-])\+\d{1,3}[- ]?0?\d{1,4}-?\d{3,8}(?:-\d{3,4})?(?![\w-])|(?<![\d-])"
                      r"0\d{1,4}-(?:\d{1,4}-\d{3,4}|\d{6,8})(?![\w-])|(?<![\d.,])0\d{9,10}(?!\d)", _telephone),
    rule("date", rf"{_B}(\d{{4}})([-/.])({MONTH_DAY})\2({DAY}){_E}(?!/)", lambda m: _date(m[1], m[3], m[4])),
    rule("date", rf"(?<=\d[-~〜～–])(\d{{4}})([-/.])({MONTH_DAY})\2({DAY}){_E}", lambda m: _date(m[1], m[3], m[4])),
    rule("date", rf"{_B}((?:19|20)\d\d)[-/.]({MONTH_DAY}){_E}(?![-/])", lambda m: _date(m[1], m[2])),
    rule("date", rf"{_B}({MONTH_DAY})[-/.]((?:19|20)\d\d){_E}(?![-/])", lambda m: _date(m[2], m[1])),
    rule("date", rf"{_B}({MONTH_DAY})[-/.]({DAY}){_E}(?![-/%％])", _month_day),
    rule("date", r"(?<![A-Za-z])([RHST])\.(\d{1,2})(?![\d.])年?", lambda m: {
        "R": "令和", "H": "平成", "S": "昭和", "T": "大正",
    }[m[1]] + ja_cardinal(int(m[2])) + "年"),
    rule("date", r"(?<=日)[(（]([月火水木金土日])(・祝|祝)?[)）]", _weekday, "[(（]"),
    rule("time", rf"{_B}(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?P<p> ?[apAP]\.?[mM]\.?)?(?![\d:])",
         _clock),
    rule("time", rf"{_B}(?P<h>\d{{1,2}})(?P<m>(?!))?(?P<s>(?!))?(?P<p> ?[apAP]\.?[mM]\.?)(?![A-Za-z])", _clock),
    rule("time", rf"{_B}0(?=時)", "零"),
    rule("telephone", r"〒 ?(\d{3})-(\d{4})", lambda m: f"郵便番号{_digits(m[1])}の{_digits(m[2])}", "〒"),
    rule("number", r"(?<![\w.-])\d{1,3}(?:-\d{1,3}){2,}(?![\w-])",
         lambda m: "の".join(ja_cardinal(int(p)) for p in m.group().split("-"))),
    rule("score", rf"{_B}(\d{{1,3}}):(\d{{1,3}})(?![\w:.-])", _score),
    rule("score", r"(?<=[\u3040-\u30ff\u4e00-\u9fff])(\d{1,3})[-:](\d{1,3})(?![A-Za-z\d.:-])(?![\u5e74月日人個円キ])",
         _score),
    rule("percent", rf"{_B}({_D}) ?[%％]", lambda m: f"{ja_number(m[1])}パーセント"),
    rule("fraction",
         r"(?<![\w./])(?P<s>-)?(?:(?P<w>\d+)(?P<k>と|荷))?(?P<r>√)?(?P<a>\d{1,3}) ?/ ?(?P<b>[\d,]{1,13})(?![\d/])",
         _fraction),
    rule("root", r"(-?)√(?=\d)", lambda m: ("マイナス" if m[1] else "") + "ルート"),
    rule("money", rf"(?P<c>{_MONEY}) ?(?P<n>{_N}(?:\.\d+)?)(?P<x>[万億千百]*)",
         lambda m: f"{ja_number(m['n'])}{m['x']}{JA_MONEY[m['c']]}"),
    rule("measure", rf"{_B}({_D}) ?({_UNITS})(?![A-Za-z])", lambda m: ja_number(m[1]) + JA_UNITS[m[2]]),
    rule("range", r"(?<=[\d年月日時分人円度世紀代頃旬期末半)）]) ?[~〜～] ?(?=[\d紀西昭平令大明同午])", "から"),
    rule("range", r"(?<=\d)[-–](?=\d+(?:年|月|日|人|個|キロ|メートル|時|分|歳|円|ページ|章|巻|回|度|%|パーセント))",
         "から"),
    rule("arithmetic", r"(?<=[\dA-Za-z)]) ?(<=|>=|[+=×÷<>≤≥≠±-]) ?(?=-?\d)", _operator),
    rule("arithmetic", r"× ?(?=\d)", "かける", "×"),
    rule("symbol", r"[№#](?=\d)", "ナンバー", "[№#]"),
    rule("power", EXPONENT, lambda m: f"の{'マイナス' if exponent(m.group()) < 0 else ''}"
         f"{ja_cardinal(abs(exponent(m.group())))}乗", "[⁰¹²³⁴-⁹]"),
    rule("power", "(?<=[A-Za-z\\d)）])[²³]", lambda m: "の二乗" if m.group() == "²" else "の三乗", "[²³]"),
    rule("number", rf"(?<![A-Za-z\d.,]){_D}(?![A-Za-z])(?!\.\d)", _figure),
    rule("number", r"\d+(?:\.\d+)?", lambda m: ja_number(m.group())),
    rule("symbol", r" ?& ?", "アンド", "&"),
    rule("symbol", "[㈱㈲〒№]", lambda m: {
        "㈱": "株式会社", "㈲": "有限会社", "〒": "郵便番号", "№": "ナンバー",
    }[m.group()], "[㈱㈲〒№]"),
    rule("symbol", r"[%％]", "パーセント", "[%％]"),
)  # fmt: skip
