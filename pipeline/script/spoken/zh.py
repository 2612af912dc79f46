"""Chinese. Numbers that name something (telephones, years, codes) go figure by figure, those that count as numbers."""

from __future__ import annotations

import re

from pipeline.script.spoken import cjk_signs, electronic
from pipeline.script.spoken.cjk_numbers import zh_cardinal, zh_digits, zh_number
from pipeline.script.spoken.cjk_tables import DAY, MONTH_DAY, ZH_ACRONYMS, ZH_COUNTED, ZH_MONEY, ZH_UNITS
from pipeline.script.spoken.rules import EXPONENT, exponent, rule

TO = "到"
_N = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
_D = rf"-?{_N}(?:\.\d+)?"
_B = r"(?<![A-Za-z\d.,:/-])"
_E = r"(?![A-Za-z\d])(?!\.\d)"
_MARKS = {
    ".": "点", "@": "艾特", "/": "斜杠", ":": "冒号", "-": "杠", "_": "下划线", "?": "问号", "=": "等于", "&": "和",
    "#": "井号", "%": "百分号", "+": "加", "~": "波浪号",
}  # fmt: skip
_UNITS = "|".join(sorted(map(re.escape, ZH_UNITS), key=len, reverse=True))
_MONEY = "|".join(sorted(map(re.escape, ZH_MONEY), key=len, reverse=True))
_SUFFIX = r"(?P<x>[万亿千百萬億]*)"


def _date(y: str, m: str, d: str = "") -> str:
    return f"{zh_digits(y)}年{zh_cardinal(int(m))}月" + (f"{zh_cardinal(int(d))}日" if d else "")


def _year(m: re.Match[str]) -> str | None:
    return zh_digits(m[1]) if len(m[1]) in (2, 4) and not _years_counted(m) else None


def _years_counted(m: re.Match[str]) -> bool:
    # 02年, 2013年 name a year; 20年后, 10年来 count them.
    after = m.string[m.end() : m.end() + 2]
    named = re.match(r"年(?:[代级初底末春夏秋冬]|\d|$|（)", after)
    return len(m[1]) == 2 and m[1][0] != "0" and not named and int(m[1]) < 50


def _two(text: str, after: str) -> str:
    return "两" if text == "2" and re.match(ZH_COUNTED, after) else zh_number(text)


def _clock(m: re.Match[str]) -> str | None:
    h, minute, second, half = int(m["h"]), int(m["m"]), m["s"], (m["p"] or "").replace(".", "").replace(" ", "").lower()
    if h > 24 or minute > 59:
        return None
    said = {"am": "上午", "pm": "下午"}.get(half, "")
    said += ("两" if h == 2 else zh_cardinal(h)) + "点"
    if minute or second:
        said += ("零" if minute < 10 else "") + (zh_cardinal(minute) if minute else "") + "分"
    if second:
        said += ("零" if 0 < int(second) < 10 and not minute else "") + zh_cardinal(int(second)) + "秒"
    return said


def _scored(m: re.Match[str]) -> str | None:
    """78:96 in a report of a match."""
    near = m.string[max(0, m.start() - 12) : m.end() + 6]
    glued = re.search(r"[\u4e00-\u9fff]$", m.string[: m.start()])
    if m[2] == "-" and not glued:
        return None
    if not re.search("[比分胜勝负負平赢贏输輸冷队隊国國战戰]", near):
        return None
    return f"{zh_cardinal(int(m[1]))}比{zh_cardinal(int(m[3]))}"


def _telephone(m: re.Match[str]) -> str:
    return zh_digits(m.group(), one="幺")


def _percent(m: re.Match[str]) -> str:
    sign, text = ("负", m[1][1:]) if m[1][0] == "-" else ("", m[1])
    return f"{sign}百分之{zh_number(text)}"


def _fraction(m: re.Match[str]) -> str | None:
    if int(m[3]) < 2:
        return None
    return ("负" if m[1] else "") + f"{zh_cardinal(int(m[3]))}分之{zh_cardinal(int(m[2]))}"


def _money(m: re.Match[str]) -> str:
    return f"{_two(m['n'], m['x'] or ZH_MONEY[m['c']])}{m['x']}{ZH_MONEY[m['c']]}"


def _measure(m: re.Match[str]) -> str:
    return f"{_two(m[1], ZH_UNITS[m[2]])}{ZH_UNITS[m[2]]}"


def _figure(m: re.Match[str]) -> str | None:
    text = m.group()
    whole = text.lstrip("-").replace(",", "").partition(".")[0]
    before = m.string[: m.start()]
    if text[0] == "-" and re.search(r"[\w)]$", before) and re.search(r"\d$", before):
        return None
    if re.search(r"(?:尾号|尾號|编号|編號|学号|卡号|账号|帐号|房间号?|房号|门牌号?|工号|代码|密码|邮编|QQ|QQ号|车牌)"
                 r"[为是為：:]?$", before) and "." not in text:
        return zh_digits(whole, one="幺" if "1" in whole and "为" not in before[-1:] else "一")
    if re.search(r"(?:拨打|拨|致电|电话|電話|手机|手機|热线|熱線)[号號码碼为是：:]{0,3}$", before) and "." not in text:
        return zh_digits(whole, one="幺")
    if len(whole) > 16:
        return zh_digits(whole)
    return _two(text, m.string[m.end() :])


def _serial(m: re.Match[str]) -> str:
    return zh_digits(m.group()) if len(m.group()) > 2 else zh_cardinal(int(m.group()))


def _operator(m: re.Match[str]) -> str:
    return {
        "+": "加", "-": "减", "=": "等于", "×": "乘以", "÷": "除以", "<": "小于", ">": "大于", "≤": "小于等于",
        "≥": "大于等于", "<=": "小于等于", ">=": "大于等于", "≠": "不等于", "≈": "约等于", "±": "正负",
    }[m[1]]  # fmt: skip


RULES = (
    *cjk_signs.rules(zh_cardinal),
    rule("web address", f"{electronic.URL}|{electronic.MAIL}|{electronic.DOMAIN}", lambda m: electronic.say(m.group(),
         _MARKS, zh_digits, str), electronic.ANY),
    rule("telephone", electronic.IP, lambda m: "点".join(map(zh_digits, m.group().split(".")))),
    rule("date", rf"{_B}(\d{{4}})([-/.])({MONTH_DAY})\2({DAY}){_E}(?![-/])", lambda m: _date(m[1], m[3], m[4])),
    rule("date", rf"{_B}(\d{{2}})([/.])({MONTH_DAY})\2({DAY}){_E}(?![-/.])", lambda m: _date(m[1], m[3], m[4])),
    rule("date", rf"{_B}((?:19|20)\d\d)[-/.]({MONTH_DAY}){_E}(?![-/])", lambda m: _date(m[1], m[2]) if len(m[2]) == 2
         else None),
    rule("date", rf"{_B}({MONTH_DAY})[-/.]((?:19|20)\d\d){_E}(?![-/])", lambda m: _date(m[2], m[1])),
    rule("date", rf"{_B}(0[1-9]|1[0-2])[-/.](0[1-9]|[12]\d|3[01]){_E}(?![-/%\u4e07\u4ebf\u4e2a\u5143])",
         lambda m: f"{zh_cardinal(int(m[1]))}月{zh_cardinal(int(m[2]))}日" if m.group()[0] == "0" else None),
    rule("date", rf"{_B}(\d{{1,4}}) ?(?:ad|a\.d\.|AD|A\.D\.)(?![A-Za-z])", lambda m: f"公元{zh_digits(m[1])}年"),
    rule("date", rf"{_B}(\d{{1,4}}) ?(?:bc|b\.c\.|BC|B\.C\.)(?![A-Za-z])", lambda m: f"公元前{zh_digits(m[1])}年"),
    rule("date", rf"{_B}(\d{{4}})(?= ?(?:[-~〜～–至到]|—{{1,2}}) ?\d{{4}}年)|(?<=《)(1[5-9]\d\d|20\d\d)(?!年)",
         lambda m: zh_digits(m.group())),
    rule("date", r"(?<=\d[-~〜～–—至到])(\d{4})(?=年)", _year),
    rule("date", rf"{_B}(\d{{2,4}})(?=年)", _year),
    rule("date",
         r"(?<![\d.])(\d{1,2})[.·](\d{1,2})(?=[”\"」]?(?:事件|晚会|晚會|运动|運動|惨案|慘案|事变|事變|大地震|大屠杀))",
         lambda m: zh_digits(m[1] + m[2])),
    rule("range", r"(?<=[年月日号號时時点點分秒岁歲元章节節页頁回集届]) ?(?:[-~〜～–]|—{1,2}) ?(?=\d)", "到"),
    rule("ordinal", r"(?<![A-Za-z])[Nn][Oo]\.? ?(?=\d)", "第", "[Nn][Oo]"),
    rule("percent", rf"{_B}({_D}) ?‰", lambda m: f"千分之{zh_number(m[1])}"),
    rule("date", rf"{_B}(\d0|\d{{4}})(?=(?:年代|后|後)(?![天来]))", lambda m: zh_digits(m[1])
         if m.string[m.end()] in "后後" and m[1] in ("50", "60", "70", "80", "90", "00") else zh_cardinal(int(m[1]))
         + "" if len(m[1]) == 2 and m.string[m.end()] == "年" else None),
    rule("date", rf"{_B}0?(\d{{1,2}})(?=[月日号號时時])", lambda m: zh_cardinal(int(m[1]))),
    rule("score", r"(?<![A-Za-z\d.,:/-])(\d{1,3})([:-])(\d{1,3})(?![A-Za-z\d:.-])", _scored),
    rule("time", r"(?<![A-Za-z\d.,:/])(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?! ?\d)(?P<p> ?[apAP]\.?[mM]\.?)?",
         _clock),
    rule("telephone", r"(?<![\w.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.])|(?<=[\u4e00-\u9fff：:])"
                      r"1[3-9]\d{9}(?![\d.])|(?<![\d-])[48]00-\d{3}-\d{4}(?![\d-])|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|"
                      r"(?:(?<=[打拨撥按报報])|^)(?:110|119|120|122|911|12306|12345|10086|10010|10000|114)(?![\d.,-])"
                      r"(?=$|[\u4e00-\u9fff，。！？])", _telephone),
    rule("percent", rf"{_B}({_D}) ?[%％]", _percent),
    rule("fraction",
         r"(?<![\w./-])(-)?(\d{1,3}) ?/ ?(\d{1,4})(?![\d/])|(?<=[\u4e00-\u9fff])()(\d{1,3})/(\d{1,4})(?![\d/])",
         lambda m: _fraction(m) if m[2] else None),
    rule("money", rf"(?P<c>{_MONEY}) ?(?P<n>{_N}(?:\.\d+)?){_SUFFIX}(?:元|美元|欧元|英镑|日元)?", _money),
    rule("arithmetic", r"(?<=[\d\w)）]) ?[×x] ?(?=\d+(?:\.\d+)? ?(?:[kcm]?m|米|厘米|毫米)(?![A-Za-z]))", "乘", "[×x]"),
    rule("measure", rf"{_B}({_D}) ?({_UNITS})(?![A-Za-z])", _measure),
    rule("arithmetic", r"(?<=[\d\s)數数]) ?(<=|>=|[+=×÷<>≤≥≠≈±]) ?(?=-?\d)|(?<=\d) ?(-) ?(?=\d+ ?=)",
         lambda m: _operator(m) if m[1] else "减"),
    rule("arithmetic", r"(<=|>=|[≤≥≠≈±]) ?(?=\d)|(?:^|(?<=[\u4e00-\u9fff，。；、（\s]))([<>+]) ?(?=\d)",
         lambda m: _operator(m) if m[1] else {
        "<": "小于", ">": "大于", "+": "正",
    }[m[2]], "[<>≤≥≠≈±+]"),
    rule("range", r"(?<=\d) ?[-~〜～–—] ?(?=\d)", "到"),
    rule("ordinal", rf"(?<=第)({_N})", lambda m: zh_cardinal(int(m[1].replace(",", "")))),
    rule("power", EXPONENT, lambda m: f"的{'负' if exponent(m.group()) < 0 else ''}"
         f"{zh_cardinal(abs(exponent(m.group())))}次方", "[⁰¹²³⁴-⁹]"),
    rule("power", "(?<=[A-Za-z\\d)）])[²³]", lambda m: "的平方" if m.group() == "²" else "的立方", "[²³]"),
    rule("number", r"(?<![^\s，。：；（(])-(?=百分之|[零一二两三四五六七八九十百千万]{2})", "负", "-"),
    rule("number", rf"{_B}(?:(?<![年月日号號时時点點分秒岁歲元章节節页頁回集届])-)?{_N}(?:\.\d+)?(?![A-Za-z])(?!\.\d)"
                   rf"|(?<![A-Za-z\d])(?<!\d[.,]){_N}(?:\.\d+)?(?![A-Za-z])", _figure),
    rule("number", r"\d+", _serial),
    rule("acronym", r"(?<![A-Za-z.])[a-z]{2,4}(?![A-Za-z.])", lambda m: m.group().upper() if m.group() in ZH_ACRONYMS
         else None, "[a-z]{2}"),
    rule("symbol", r"(?<=[\u4e00-\u9fff]) ?& ?", "和", "&"),
    rule("symbol", r"[%％‰]", lambda m: "千分号" if m.group() == "‰" else "百分号", "[%％‰]"),
)  # fmt: skip
