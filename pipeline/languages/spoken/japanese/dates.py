"""Japanese days, years and hours."""

from __future__ import annotations

import math
import re

from pipeline.languages.spoken.cjk.numbers import JA, ja_cardinal
from pipeline.languages.spoken.cjk.patterns import BR, DASH, B, E, ranged_days, small_fraction
from pipeline.languages.spoken.cjk.tables import DAY, MONTH_DAY
from pipeline.languages.spoken.rules import RewriteRule, rule

_WEEK = dict(zip("月火水木金土日", ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"), strict=True))
_ERAS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正"}
_WEEKDAY = re.compile(r" ?[(（][月火水木金土日](?:・?祝)?[)）]")
# After a day; に, の and は follow a fraction as well, and say nothing where it could be one.
_OF_DAYS = re.compile(r"から|まで|より|付|放送|発売|開催|開始|開店|公開|締切|現在")
_OF_BOTH = re.compile(r"[にのはでをへが、。]|です|$")


def date(y: str, m: str, d: str = "") -> str:
    return f"{ja_cardinal(int(y))}年{ja_cardinal(int(m))}月" + (f"{ja_cardinal(int(d))}日" if d else "")


def _day_first(m: re.Match[str]) -> str | None:
    a, b = int(m[1]), int(m[3])
    month, day = (b, a) if a > 12 else (a, b)
    return date(m[4], str(month), str(day)) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _month_day(m: re.Match[str]) -> str | None:
    """5/1 is a day, 2/3の票 two thirds, 12/25に a day: the larger number below makes no fraction that anyone says."""
    first, sign, second = (group for group in m.groups() if group)
    a, b = int(first), int(second)
    before, after = m.string[max(0, m.start() - 7) : m.start()], m.string[m.end() :]
    words = f"{ja_cardinal(a)}月{ja_cardinal(b)}日"
    if sign == ".":
        return words if first[0] == "0" else None  # 1.04 is a decimal
    if re.search(r"\d[と ]$", before) or re.match(r"(?:まで|から|より)[減縮下落低圧削]", after):
        return None  # 1と1/2, 1/2まで減らす
    if first[0] == "0" or second[0] == "0":
        return words
    if sign == "-":
        return words if re.match(r"(?:から|まで|です)", after) else None
    if _WEEKDAY.match(after) or _OF_DAYS.match(after) or ranged_days(a, b, after):
        return words
    if a >= b:
        return None if re.match(r" ?(?:拍子|倍|[=＝])", after) or (a == b and b == 1) else words
    if small_fraction(a, b) and not re.search(r"\d/\d{1,2}[〜～~-]$", before):
        return None
    if earlier := re.search(r"(\d{1,2})/(\d{1,2})[〜～~-]$", before):
        return words if ranged_days(int(earlier[1]), int(earlier[2]), f"~{a}/{b}") else None
    likely = b > 10 and a > 1 and (math.gcd(a, b) > 1 or b not in (12, 16, 20))
    return words if (likely or (b > 12 and a > 1)) and _OF_BOTH.match(after) else None


def _of_an_era(m: re.Match[str]) -> str | None:
    year, month, day = int(m[2]), int(m[3]), int(m[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{_ERAS[m[1]]}{ja_cardinal(year)}年{ja_cardinal(month)}月{ja_cardinal(day)}日"


def _weekday(m: re.Match[str]) -> str:
    return _WEEK[m[1]] + ("祝日" if m[2] else "")


def _clock(m: re.Match[str]) -> str | None:
    h, minute = int(m["h"]), int(m["m"] or 0)
    if h > 30 or minute > 59:
        return None
    half = {"a": "午前", "p": "午後"}.get((m["p"] or "").strip()[:1].lower(), "")
    words = f"{half}{'零' if h == 0 else ja_cardinal(h)}時" + (f"{ja_cardinal(minute)}分" if minute else "")
    return words + (f"{ja_cardinal(int(m['s']))}秒" if m["s"] and int(m["s"]) else "")


def _event(m: re.Match[str]) -> str:
    return "・".join("".join(JA[int(c)] for c in part) for part in m.groups())


def rules() -> tuple[RewriteRule, ...]:
    return (
        rule("date", rf"{BR}(\d{{4}})([-/.])({MONTH_DAY})\2({DAY}){E}(?!/)", lambda m: date(m[1], m[3], m[4])),
        rule("date", rf"{B}(\d{{1,2}})([-/.])(\d{{1,2}})\2((?:19|20)\d\d){E}(?!-\d)", _day_first),
        rule("date", rf"{B}((?:19|20)\d\d)[-/](\d\d)(?=シーズン|年度|学年)",
             lambda m: f"{ja_cardinal(int(m[1]))}から{ja_cardinal(int(m[2]))}", "シーズン|年"),
        rule("date", rf"{BR}((?:19|20)\d\d)[-/.]({MONTH_DAY}){E}(?!-\d)", lambda m: date(m[1], m[2])),
        rule("date", rf"{B}({MONTH_DAY})[-/.]((?:19|20)\d\d){E}(?!-\d)", lambda m: date(m[2], m[1])),
        rule("date", rf"{BR}({MONTH_DAY})(/)({DAY}){E}(?![%％])|{B}({MONTH_DAY})([-.])({DAY}){E}(?!-\d)(?![%％])",
             _month_day),
        rule("date", r"(?<![A-Za-z])([RHST])(\d{1,2})\.(\d{1,2})\.(\d{1,2})(?![\d.])", _of_an_era),
        rule("date", r"(?<![A-Za-z])([RHST])\.(\d{1,2})(?![\d.])年?",
             lambda m: _ERAS[m[1]] + ja_cardinal(int(m[2])) + "年"),
        rule("date", r"(?:(?<=日)|(?<=\d/\d)|(?<=\d/\d\d)) ?[(（]([月火水木金土日])(・?祝)?[)）]", _weekday, "[(（]"),
        rule("date", r"(?<![A-Za-z\d])(\d{1,2})[・.·](\d{1,2})"
             r"(?=[」』”]?(?:事件|震災|大震災|大地震|テロ|同時多発|"
             r"ショック))", _event),
        rule("decade", rf"{B}((?:1\d|20)\d0)['’]?s(?![A-Za-z\d])", lambda m: f"{ja_cardinal(int(m[1]))}年代",
             "0['’]?s"),
        rule("decade", r"['’](?=\d\d年)", "", "['’]"),
        rule("time", rf"{BR}(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?P<p> ?[apAP]\.?[mM]\.?)?(?![A-Za-z\d])"
                     r"(?!:\d)", _clock),
        rule("time", rf"{B}(?P<h>\d{{1,2}})(?P<m>(?!))?(?P<s>(?!))?(?P<p> ?[apAP]\.?[mM]\.?)(?![A-Za-z])", _clock,
             r"[apAP]\.?[mM]"),
        rule("time", rf"{BR}0(?=時)", "零"),
    )  # fmt: skip


def ranges() -> tuple[RewriteRule, ...]:
    """Rules for ranges of days, hours or weekdays."""
    return (
        rule("range", rf"(?<=[年月日時分秒週曜代紀頃旬末半号章節回巻頁度円歳])(?:[)）])?{DASH}"
                      r"(?=[\d第紀西昭平令大明同翌午前後正今現])"
                      rf"|(?<=[)）])[~〜～](?=\d)", "から", "[-~〜～–—]"),
        rule("range", r"(?:(?<=(?<![\u4e00-\u9fff])[月火水木金土日])|(?<=曜)|"
             r"(?<=曜日)) ?[-~〜～–] ?(?=[月火水木金土日](?:曜|[^\u4e00-\u9fff]|$))",
             "から", "[-~〜～–]"),
    )  # fmt: skip
