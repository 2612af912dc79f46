"""The rules of Chinese. Numbers that name something (telephones, years, codes) are read digit by digit."""

from __future__ import annotations

import re

from pipeline.languages.spoken import electronic
from pipeline.languages.spoken.chinese import dates, figures
from pipeline.languages.spoken.cjk import signs
from pipeline.languages.spoken.cjk.numbers import zh_cardinal, zh_digits, zh_number
from pipeline.languages.spoken.cjk.patterns import BR, CJK, DASH, DECIMAL, MINUS, NUMBER, UNIT_MINUS, B
from pipeline.languages.spoken.cjk.tables import ZH_ACRONYMS, ZH_COUNTED, ZH_MONEY, ZH_UNITS
from pipeline.languages.spoken.rules import EXPONENT, exponent, rule

TO = dates.TO
_MARKS = {
    ".": "点", "@": "艾特", "/": "斜杠", ":": "冒号", "-": "杠", "_": "下划线", "?": "问号", "=": "等于", "&": "和",
    "#": "井号", "%": "百分号", "+": "加", "~": "波浪号",
}  # fmt: skip
_UNITS = "|".join(sorted(map(re.escape, ZH_UNITS), key=len, reverse=True))
_MONEY = "|".join(sorted(map(re.escape, ZH_MONEY), key=len, reverse=True))
_X = "[万亿千百萬億]*"
_PER = (
    "(?:斤|公斤|千克|克|吨|升|毫升|米|平米|平方米|公里|天|日|周|月|季|季度|年|小时|分钟|秒|人|次|个|只|件|张|本|"
    "套|瓶|杯|份|位|人次|户|晚|亩|股|台|辆|字|页)"
)
# Makers' names for what they number: a hyphen after one is none that is said.
_MAKES = "|".join(
    f"(?<={name})"
    for name in (
        "歼 歼轰 运 轰 直 强 苏 图 米格 伊尔 安 雅克 东风 长征 神舟 嫦娥 天宫 红旗 鹰击 巨浪 快舟 枭龙 翼龙 联盟"
    ).split()
)
_SIGNS = {"<": "小于", ">": "大于", "+": "正"}


def _telephone(m: re.Match[str]) -> str:
    return zh_digits(m.group(), one="幺")


def _per(m: re.Match[str]) -> str | None:
    return "每" if re.search(rf"\d[\d.,]*{_X}[^\d\W]{{1,3}}$", m.string[max(0, m.start() - 12) : m.start()]) else None


def _pages(m: re.Match[str]) -> str:
    return f"第{zh_cardinal(int(m[1]))}" + (f"到{zh_cardinal(int(m[2]))}" if m[2] else "") + "页"


def _version(text: str) -> str:
    first, *rest = text.split(".")
    return "点".join([zh_cardinal(int(first)), *map(zh_digits, rest)])


def _verse(m: re.Match[str]) -> str:
    last = f"到{zh_cardinal(int(m[3]))}" if m[3] else ""
    return f"{zh_cardinal(int(m[1]))}章{zh_cardinal(int(m[2]))}{last}节"


RULES = (
    *signs.rules(zh_cardinal),
    rule("web address", f"{electronic.URL}|{electronic.MAIL}|{electronic.DOMAIN}", lambda m: electronic.say(m.group(),
         _MARKS, zh_digits, str), electronic.ANY),
    rule("telephone", r"(?<![A-Za-z\d.])\d{1,3}(?:\.\d{1,3}){3}(?![A-Za-z\d])(?!\.\d)",
         lambda m: "点".join(map(zh_digits, m.group().split(".")))),
    *dates.rules(),
    rule("number", r"(?<![\d.])(?<!\d[-/:,])\d+(?:\.\d+){2,}(?!\d)(?!\.\d)", lambda m: _version(m.group())),
    rule("serial", r"(?<=[图表圖式例题題])(\d{1,3})-(\d{1,3})(?![\d-])",
         lambda m: f"{zh_cardinal(int(m[1]))}杠{zh_cardinal(int(m[2]))}", r"\d-\d"),
    rule("page", r"(?<![A-Za-z])[pP]{1,2}\. ?(\d+)(?:[-–](\d+))?(?!\d)", _pages, "[pP]\\."),
    rule("section", r"§ ?(\d+(?:\.\d+)*)", lambda m: f"第{_version(m[1])}节", "§"),
    rule("ordinal", r"(?<![A-Za-z])[Nn][Oo]\.? ?(?=\d)|№ ?(?=\d)", "第", "[Nn][Oo]|№"),
    rule("verse", r"(?:(?<=福音)|(?<=世记)|(?<=诗篇)|(?<=箴言)|(?<=启示录)|(?<=行传)|(?<=[前后]书)|"
         r"(?<=亚书)) ?(\d{1,3})[:：](\d{1,3})"
                  r"(?:[-–—](\d{1,3}))?(?!\d)", _verse, r"[:：](?<=\d.)"),
    rule("score", r"(?<![A-Za-z\d])(?<![A-Za-z\d][.,:/-])(\d{1,3})([:-])(\d{1,7})(?![A-Za-z\d])(?![:.-]\d)",
         figures.score),
    rule("score", rf"{B}(\d+\.\d+):(\d+(?:\.\d+)?)(?![A-Za-z\d])(?!\.\d)|{B}(\d+):(\d+\.\d+)(?![A-Za-z\d])(?!\.\d)",
         lambda m: "比".join(zh_number(g) for g in m.groups() if g), r"\d:\d"),
    *dates.clocks(),
    rule("telephone", r"(?<![A-Za-z\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)(?!\.\d)|"
                      r"(?<![\d-])[48]00[- ]\d{3}[- ]\d{4}(?![\d-])|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)|"
                      r"[(（]0\d{2,3}[)）] ?\d{7,8}(?!\d)", _telephone),
    rule("telephone", rf"{B}(?:{figures.SERVICES}|{figures.EMERGENCIES})(?![A-Za-z\d-])(?![.,]\d)",
         figures.service),
    rule("serial", r"(?<=ISBN)[ :：]?\d[\d-]{9,16}\d|(?<![A-Za-z\d.-])\d+(?:-\d+){2,}(?![A-Za-z\d-])",
         lambda m: zh_digits(m.group()), r"\d-\d"),
    rule("serial", rf"{B}\d{{3,4}}(?=室|号房|號房|房间|房间号|包间|包厢|宿舍|教室|病房|寝室|"
         rf"房(?![间价产东子屋型租源贷])|弄)",
         lambda m: zh_digits(m.group())),
    rule("serial", r"(?<=(?<![A-Za-z])[GDCZTKYL])\d{3,4}(?=次|列车)", lambda m: zh_digits(m.group(), one="幺"),
         "[次列](?<=\\d.)"),
    rule("serial", r"(?:(?<=波音)|(?<=空客)|(?<=空中客车)|(?<=麦道)) ?-? ?\d{3}(?!\d)", lambda m: zh_digits(m.group())),
    rule("percent", rf"{BR}(?P<s>(?!))?(?P<a>{DECIMAL}){DASH}(?P<n>{DECIMAL}) ?(?P<of>[%％‰])", figures.percent,
         "[%％‰]"),
    rule("percent", rf"(?:(?P<s>{UNIT_MINUS})|{BR})(?P<a>(?!))?(?P<n>{DECIMAL}) ?(?P<of>[%％‰])", figures.percent,
         "[%％‰]"),
    rule("arithmetic", r"(?<=\d) ?(/) ?(?=\d+ ?=)", figures.operator, "/"),
    rule("fraction", rf"(?:(?P<s>(?<![{CJK}\d)）%])-)|{BR})(?:(?:(?P<w>\d{{1,4}})又|(?P<v>\d{{1,2}}) ))?"
                     rf"(?P<a>\d{{1,4}}) ?/ ?(?P<b>\d{{1,4}})"
                     r"(?![\dA-Za-z/])(?!\.\d)", figures.fraction, "/"),
    rule("fraction", rf"(?:{B}(\d+) ?)?([¼-¾⅐-⅞])", figures.vulgar, "[¼-¾⅐-⅞]"),
    rule("money", rf"(?<![A-Za-z])(?P<c>{_MONEY}) ?(?P<n>{DECIMAL})(?:(?P<k>[kKmMB]|bn)(?![A-Za-z])|(?P<x>{_X}))"
                  rf"(?:{DASH}(?P<n2>{DECIMAL})(?P<x2>{_X}))?(?:元|美元|欧元|英镑|日元)?", figures.money),
    rule("money", rf"{BR}(?P<n>{DECIMAL})(?P<x>{_X}) ?(?P<c>{_MONEY})(?![A-Za-z\d])", figures.money_after),
    rule("arithmetic", r"(?:(?<=[\d)）]) ?[×xX*]|(?<=[A-Za-z米]) ?×) ?"
         r"(?=\d+(?:\.\d+)? ?(?:[kcm]?m|米|厘米|毫米)(?![A-Za-z]))", "乘",
         "[×xX*]"),
    rule("measure", rf"{BR}(?P<d>{DECIMAL})°(?:(?P<m>\d{{1,2}})[′'’](?:(?P<s>\d{{1,2}}(?:\.\d+)?)[″\"”])?"
                    r"(?P<side>[NSEW](?![A-Za-z]))?|(?P<only>[NSEW])(?![A-Za-z]))",
         figures.arc, "°"),
    rule("time", r"(?<![A-Za-z\d.,°])(\d{1,3})['′’](\d{1,2})(?:''|[″\"”])",
         lambda m: f"{zh_cardinal(int(m[1]))}分{zh_cardinal(int(m[2]))}秒", "['′’]"),
    rule("measure", rf"(?:(?P<s>{UNIT_MINUS})|{BR})(?P<n>{DECIMAL}) ?(?P<u>{_UNITS})(?![A-Za-z\d])",
         figures.measure),
    rule("measure", rf"{BR}(\d+)([米块塊元])(\d{{1,2}})(?![\d.万千百米块元角分厘-])", figures.metres,
         "[米块塊元](?<=\\d.)"),
    rule("number", rf"{BR}({DECIMAL})[wW](?=[+＋]?(?![A-Za-z\d]))(?<=w)", figures.ten_thousands, "w"),
    rule("serial", rf"(?<=[A-Za-z])[- ]?(\d{{3,4}})(?:-(\d{{1,2}})(?!\d))?(?![\d%％A-Za-z])(?![.,:/]\d)"
         rf"(?! ?(?:{ZH_COUNTED}|[万亿年月日多余]))",
         lambda m: (" " if m.group()[0] == " " else "") + zh_digits(m[1]) + (f"杠{zh_digits(m[2])}" if m[2] else ""),
         "[A-Za-z]"),
    rule("arithmetic", r"(?<=[\d\s數数]) ?(<=|>=|[+=×÷<>≤≥≠≈±]) ?(?=-?\d)|(?<=\d) ?(-) ?(?=\d+ ?=)|"
         r"(?<=\d) ?(\*) ?(?=\d)|(?:(?<=\^\d)|(?<=\^\d\d)) ?(-) ?(?=\d)",
         figures.operator),
    rule("arithmetic", r"(?<=[A-Za-z²³)）]) ?([=×÷≠≈≤≥+]) ?(?=[\dA-Za-z(（√π-])|"
         r"(?<=[\d\u4e00-\u9fff]) ?([=×÷≠≈≤≥]) ?(?=[A-Za-z\d])",
         figures.operator, "[=×÷≠≈≤≥+]"),
    rule("arithmetic", r"(<=|>=|[≤≥≠≈±]) ?(?=\d)", figures.operator, "[<>≤≥≠≈±]"),
    rule("arithmetic", r"(?:^|(?<=[\u4e00-\u9fff，。；、（\s]))([<>+]) ?(?=\d)", lambda m: _SIGNS[m[1]], "[<>+]"),
    rule("arithmetic", r"(?:(?<=[\d万亿])|(?<=\dw))\+(?![\dA-Za-z])", "加", "\\+"),
    rule("range", r"(?<=\d) ?(?:[-~〜～–—]|——) ?(?=\d|前\d)|(?<=\d[万亿千百萬億%％‰℃度]) ?"
         r"(?:[-~〜～–—]|——) ?(?=\d)", "到"),
    rule("ordinal", rf"(?<=第)({NUMBER})(?!\.?\d)", lambda m: zh_cardinal(int(m[1].replace(",", "")))),
    rule("per", rf"/(?={_PER}(?![\u4e00-\u9fff]*/))", _per, "/"),
    rule("power", EXPONENT, lambda m: f"的{'负' if exponent(m.group()) < 0 else ''}"
         f"{zh_cardinal(abs(exponent(m.group())))}次方", "[⁰¹²³⁴-⁹]"),
    rule("power", "(?<=[A-Za-z\\d)）])[²³]", lambda m: "的平方" if m.group() == "²" else "的立方", "[²³]"),
    rule("power", r"(?<=[A-Za-z\d)）])\^(-?)(\d+)", lambda m: f"的{'负' if m[1] else ''}{zh_cardinal(int(m[2]))}次方",
         r"\^"),
    rule("root", r"√(?=[\dA-Za-z(（])", "根号", "√"),
    rule("number", r"(?<![^\s，。：；（(])-(?=百分之|[零一二两三四五六七八九十百千万]{2})", "负", "-"),
    rule("hyphen", rf"(?:{_MAKES})-(?=\d)|(?<=[A-Za-z])-(?=\d)|"
         rf"(?<=[\u4e00-\u9fff])-(?=\d+[A-Z]?(?:号|型|式|战机|战斗机|飞机|坦克|导弹|"
         rf"火箭|飞船|卫星))",
         "", "-"),
    rule("number", rf"(?:{MINUS}|{UNIT_MINUS}|{B}|(?<![A-Za-z\d])(?<!\d[.,])){DECIMAL}"
                   r"(?![A-Za-z\d])(?!\.\d)", figures.figure),
    rule("number", rf"(?<![A-Za-z\d.&{CJK}])\.(?=\d)", "零点", r"\.\d"),
    rule("number", r"\d+\.\d+(?!\.?\d)|\d+", figures.serial),
    rule("hyphen", r"(?<=[\u4e00-\u9fff])-(?=\d)", "", "-"),
    rule("symbol", r"(?<=\d)#", "号", "#"),
    rule("acronym", r"(?<![A-Za-z.])[a-z]{2,4}(?![A-Za-z.])", lambda m: m.group().upper() if m.group() in ZH_ACRONYMS
         else None, "[a-z]{2}"),
    rule("symbol", "(?<![\u0370-\u03ff])[α-ωΔΘΛΣΦΨΩ](?![\u0370-\u03ff])", lambda m: figures.GREEK.get(m.group()),
         "[α-ωΔΘΛΣΦΨΩ]"),
    rule("symbol", r"(?<=[\u4e00-\u9fff]) ?& ?", "和", "&"),
    rule("symbol", r"(?<=[二一三四五六七八九十\d])[○◯]+|[○◯]+(?=[二一三四五六七八九十\d])",
         lambda m: "零" * len(m.group()), "[○◯]"),
    rule("symbol", r"[%％‰]", lambda m: "千分号" if m.group() == "‰" else "百分号", "[%％‰]"),
)  # fmt: skip
