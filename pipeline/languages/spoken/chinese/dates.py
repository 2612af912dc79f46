"""Chinese dates, years, hours and what stands between two of them."""

from __future__ import annotations

import re

from pipeline.languages.spoken.cjk.numbers import zh_cardinal, zh_digits
from pipeline.languages.spoken.cjk.patterns import BR, DASH, B, E, ranged_days, small_fraction
from pipeline.languages.spoken.cjk.tables import DAY, MONTH_DAY
from pipeline.languages.spoken.rules import RewriteRule, rule

TO = "到"
_YEAR = r"(?:1[0-9]|20)\d\d"
_EVENT = (
    r"(?=[”\"」』》]?(?:事件|晚会|晚會|运动|運動|惨案|慘案|事变|事變|起义|起義|大地震|地震|大屠杀|黄金周|长假|"
    r"假期|"
    r"大促|购物节|購物節))"
)
# What a day is said with; a fraction with one above the other is hardly ever written, a day with a slash now and then.
_BEFORE_DAY = re.compile(r"(?:于|在|从|自|至|到|截至|截止|每逢|日期[:：]?|时间[:：]?|[\d/]+[-~〜～–—至到])$")
_AFTER_DAY = re.compile(
    r"日|起|[^\d，。]{0,3}节|"
    r"前|后|之前|之后|当天|上午|下午|晚|举行|舉行|开始|開始|截止|"
    r"上线|发布|"
    r"开幕|放假|劳动节|[(（](?:周|週|星期|礼拜)?[一二三四五六日天]"
)
_DATED = re.compile("(?:日期?|时间|時間|于|於)[是为為：:]?$")
_DAY_OF_WEEK = re.compile(r"[(（](?:周|週|星期|礼拜)?[一二三四五六日天][)）]")


def _date(y: str, m: str, d: str = "") -> str:
    return f"{zh_digits(y)}年{zh_cardinal(int(m))}月" + (f"{zh_cardinal(int(d))}日" if d else "")


def _day_first(m: re.Match[str]) -> str | None:
    """12-25-2008 and 25-12-2008; the month stands first where both would do."""
    a, b = int(m[1]), int(m[3])
    month, day = (b, a) if a > 12 else (a, b)
    return _date(m[4], str(month), str(day)) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _short_year(m: re.Match[str]) -> str | None:
    """12/2/2 and 12.02.02; with stops and single figures it is a version, unless something says that it is a day."""
    padded = m[1][0] == "0" or len(m[3] + m[4]) == 4
    dated = m[2] == "/" or padded or _DATED.search(m.string[: m.start()])
    return _date(m[1], m[3], m[4]) if dated else None


def _month_and_day(m: re.Match[str]) -> str | None:
    """5/1: a day where it cannot be a fraction and something says so."""
    a, b = int(m[1]), int(m[2])
    if not (1 <= a <= 12 and 1 <= b <= 31):
        return None
    before, after = m.string[max(0, m.start() - 6) : m.start()], m.string[m.end() : m.end() + 12]
    if _DAY_OF_WEEK.match(after) or ranged_days(a, b, after):
        return f"{zh_cardinal(a)}月{zh_cardinal(b)}日"
    if earlier := re.search(r"(\d{1,2})/(\d{1,2})[-~〜～–—至到]$", before):
        days = ranged_days(int(earlier[1]), int(earlier[2]), f"~{a}/{b}")
        return f"{zh_cardinal(a)}月{zh_cardinal(b)}日" if days else None
    if small_fraction(a, b) or not (_BEFORE_DAY.search(before) or _AFTER_DAY.match(after)):
        return None
    return f"{zh_cardinal(a)}月{zh_cardinal(b)}日"


def _year(m: re.Match[str]) -> str | None:
    return zh_digits(m[1]) if len(m[1]) in (2, 4) and not _years_counted(m) else None


def _years_counted(m: re.Match[str]) -> bool:
    # 02年, 2013年 name a year; 20年后, 10年来 count them.
    after = m.string[m.end() : m.end() + 2]
    named = re.match(r"年(?:[代级初底末春夏秋冬]|\d|$|（)", after)
    return len(m[1]) == 2 and m[1][0] != "0" and not named and int(m[1]) < 50


def _decade(m: re.Match[str]) -> str:
    """90年代 is 九十年代, 1990年代 and 90后 are said by their figures."""
    return zh_cardinal(int(m[1])) if m["of"] == "年代" and len(m[1]) == 2 and m[1] != "00" else zh_digits(m[1])


def _years(m: re.Match[str]) -> str | None:
    first, last = int(m[1]), int(m[2])
    return f"{zh_digits(m[1])}到{zh_digits(m[2])}" if first < last else None


def _clock(m: re.Match[str]) -> str | None:
    h, minute, second, half = int(m["h"]), int(m["m"]), m["s"], (m["p"] or "").replace(".", "").replace(" ", "").lower()
    if h > 24 or minute > 59:
        return None
    words = {"am": "上午", "pm": "下午"}.get(half, "")
    words += ("两" if h == 2 else zh_cardinal(h)) + "点"
    if minute or second:
        words += ("零" if minute < 10 else "") + (zh_cardinal(minute) if minute else "") + "分"
    if second:
        words += ("零" if 0 < int(second) < 10 and not minute else "") + zh_cardinal(int(second)) + "秒"
    return words


def rules() -> tuple[RewriteRule, ...]:
    return (
        rule("date", rf"{BR}(\d{{4}})([-/.])({MONTH_DAY})\2({DAY}){E}(?!/)", lambda m: _date(m[1], m[3], m[4])),
        rule("date", rf"{B}(\d{{1,2}})([-/.])(\d{{1,2}})\2((?:19|20)\d\d){E}(?!-\d)", _day_first),
        rule("date", rf"(?<![第图表节章])(?<!版本)(?<![A-Za-z] ){B}(\d{{2}})([/.])({MONTH_DAY})\2({DAY}){E}"
             rf"(?![-/]\d|\.| ?[节章版条節條])", _short_year),
        rule("date", rf"{BR}((?:19|20)\d\d)[-/.]({MONTH_DAY}){E}(?!-\d)", lambda m: _date(m[1], m[2]) if len(m[2]) == 2
             and not m.string.startswith(("赛季", "賽季", "学年", "學年", "财年", "年度"), m.end()) else None),
        rule("date", r"(?:(?<=(?:19|20)\d\d\.\d)|(?<=(?:19|20)\d\d\.\d\d))[-~～–—](?=(?:19|20)\d\d\.\d)", TO,
             r"\d[-~～–—]\d"),
        rule("date", rf"{BR}((?:19|20)\d\d)\.({MONTH_DAY})(?=[-~～–—](?:19|20)\d\d\.{MONTH_DAY}(?![\d.]))|"
                     rf"(?<=\d[-~～–—])((?:19|20)\d\d)\.({MONTH_DAY})(?![\d.])",
             lambda m: _date(m[1], m[2]) if m[1] else _date(m[3], m[4]), r"\d\.\d"),
        rule("date", rf"{B}({MONTH_DAY})[-/.]((?:19|20)\d\d){E}(?!-\d)", lambda m: _date(m[2], m[1])),
        rule("date", rf"{B}({_YEAR})(?:[-/–~～]|—{{1,2}})(\d\d|\d{{4}})(?=赛季|賽季|学年|學年|财年|年度)",
             lambda m: f"{zh_digits(m[1])}到{zh_digits(m[2])}"),
        rule("date", rf"{B}(0[1-9]|1[0-2])[-/.](0[1-9]|[12]\d|3[01]){E}(?!-\d)(?![%\u4e07\u4ebf\u4e2a\u5143])",
             lambda m: f"{zh_cardinal(int(m[1]))}月{zh_cardinal(int(m[2]))}日" if m.group()[0] == "0" else None),
        rule("date", rf"{BR}(\d{{1,2}})/(\d{{1,2}})(?![\dA-Za-z/.])", _month_and_day, r"\d/\d"),
        rule("date", rf"{B}(\d{{1,4}}) ?(?:ad|a\.d\.|AD|A\.D\.)(?![A-Za-z])", lambda m: f"公元{zh_digits(m[1])}年",
             r"[aA]\.?[dD]"),
        rule("date", rf"{B}(\d{{1,4}}) ?(?:bc|b\.c\.|BC|B\.C\.)(?![A-Za-z])", lambda m: f"公元前{zh_digits(m[1])}年",
             r"[bB]\.?[cC]"),
        rule("decade", rf"{BR}(\d0)(?=(?:[、/和与及至到]|{DASH})(?:\d0(?:[、/和与及至到]|{DASH}))*\d0(?P<of>年代|"
             rf"[后後]))",
             _decade, "[年后後](?<=\\d.)"),
        rule("decade", rf"{B}(\d0|\d{{4}})(?=(?P<of>年代))|"
                       rf"(?<![A-Za-z\d加减減乘除])(?<![A-Za-z\d][.,:/])([5-9]\d|0\d|10)"
                       r"(?=(?P<gen>[后後](?![天来])))",
             lambda m: _decade(m) if m[1] else zh_digits(m[3]), "[年后後](?<=\\d.)"),
        rule("decade", rf"{B}((?:1\d|20)\d0)['’]?s(?![A-Za-z\d])", lambda m: f"{zh_digits(m[1])}年代", r"0['’]?s"),
        rule("date", rf"{B}({_YEAR}){DASH}({_YEAR})(?=年|[)）\]】]|[^\S\n]?$|[，。；、,;])", _years),
        rule("date", rf"{B}(\d{{4}})(?= ?(?:[-~〜～–至到]|—{{1,2}}) ?\d{{4}}年)|(?<=《)(1[5-9]\d\d|20\d\d)(?!年)",
             lambda m: zh_digits(m.group())),
        rule("date", rf"{B}(\d{{4}})(?= ?(?:[-~〜～–至到]|—{{1,2}}) ?\d\d年)", lambda m: zh_digits(m.group())),
        rule("date", r"(?<=\d[-~〜～–—至到])(\d{4})(?=年)", _year),
        rule("date", rf"{B}(\d{{2,4}})(?=年)", _year),
        rule("date", r"(?<![A-Za-z\d.,])(\d\d)(?=[Xx×]{2}年)", lambda m: zh_digits(m[1])),
        rule("date", rf"{B}({_YEAR})(?= ?[A-Z]{{2,}}[\u4e00-\u9fff]| [A-Z][a-z]+)(?! ?[KMGT]B)"
                     rf"|{B}((?:19|20)\d\d)(?=[届屆级級款版春夏秋冬]|赛季|賽季|财年|奥运|奧運|世博|世界杯|世界盃|"
                     rf"亚运|亞運|冬奥|"
                     r"春晚|高考|大选|大選|中国|中國|全国|全國|国际|國際|世界|亚洲|亞洲|欧洲|歐洲)"
                     rf"|(?<=(?<![大小等多少低高介超])[于於在自])((?:1[5-9]|20)\d\d)(?=[，。；、,;)）]|$)"
                     rf"|(?<=截至)({_YEAR})(?=[，。；、,;)）]|$)",
             lambda m: zh_digits(m.group())),
        rule("date", rf"{B}(\d{{1,2}})[.·•](\d{{1,2}}){_EVENT}", lambda m: zh_digits(m[1] + m[2])),
        rule("date", rf"{B}(\d{{3}})(?=[”\"」』]?(?:事件|事变|事變|工程|工作制|大促|购物节|高校|院校))",
             lambda m: zh_digits(m[1])
             if m[1] in ("911", "985", "211", "996", "618", "315", "918", "512", "007") else None,
             "985|211|\\d{3}[”\"」』]?[事工大购高院]"),
        rule("date", r"(?<![A-Za-z\d.,])(985|211)(?=[、/和与](?:985|211))|(?<=985[、/和与])(211)(?!\d)|"
             r"(?<=211[、/和与])(985)(?!\d)",
             lambda m: zh_digits(m.group()), "985|211"),
        rule("range", r"(?<=[\d一二三四五六七八九十百千两半末初][年月日号號时時点點分秒岁歲元块章节節页頁回集届]) ?"
                      r"(?:[-~〜～–]|—{1,2}) ?"
                      r"(?=\d|公元|西元|前\d|同年|次年|翌年|今|至今|[一二三四五六七八九十]{1,3}[年月日号时点]|(?:上|"
                           r"下|中|凌|早|晚)[午晨上])"
                      r"|(?<=[周週][一二三四五六日天]) ?[-~〜～–—] ?(?=[周週]?[一二三四五六日天])"
                      r"|(?<=(?:星期|礼拜|禮拜)[一二三四五六日天]) ?[-~〜～–—] ?(?=星期|礼拜|禮拜)",
             TO, "[-~〜～–—]"),
        rule("date", rf"{B}0?(\d{{1,2}})(?=[月日号號时時])|(?<=[-~〜～–—])0?(\d{{1,2}})(?=[月日号號时時])",
             lambda m: zh_cardinal(int(m[1] or m[2]))),
    )  # fmt: skip


def clocks() -> tuple[RewriteRule, ...]:
    return (
        rule(
            "time",
            rf"{BR}(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?(?![:.]?\d)"
            r"(?P<p> ?[apAP]\.?[mM]\.?(?![A-Za-z]))?(?![A-Za-z])",
            _clock,
            r"\d:\d",
        ),
    )
