"""Chinese numbers that count, measure or name: what is read as a number, and what figure by figure."""

from __future__ import annotations

import re
import unicodedata

from pipeline.languages.spoken.cjk.numbers import zh_cardinal, zh_digits, zh_number
from pipeline.languages.spoken.cjk.tables import ZH_COUNTED, ZH_MONEY, ZH_NUMBERED, ZH_UNITS

# Numbers of services, said figure by figure. The longer ones are nothing else; three figures want a word beside them.
SERVICES = (
    "12306|12315|12345|10086|10010|12319|12329|12333|12348|12358|12365|12366|12369|12377|12320|12321|12355|"
    "12338|"
    "12300|12395|12110|12123"
)
EMERGENCIES = "110|112|114|119|120|122|911|999|10000|95\\d{3}|96\\d{3,4}|123\\d\\d"
_SERVED = re.compile(
    "打|拨|撥|致电|电话|電話|热线|熱線|客服|投诉|投訴|举报|報警|报警|急救|火警|求助|咨询|短信|救护|"
    "查号|消防|"
    "交警|来电|专线|出警|接警|报案"
)
_LABEL = re.compile(
    r"(?:尾号|尾號|编号|編號|学号|卡号|账号|帐号|房间号?|房号|门牌号?|工号|代码|密码|邮编|QQ|QQ号|"
    r"车牌|口令|验证码)"
    r"[为是為：:]?$"
)
_CALLED = re.compile(
    r"(?:拨打|拨|致电|固话|座机|电话|電話|手机|手機|热线|熱線|传真|分机|\d转)[号號码碼为是：: ]{0,3}"
    r"(?:[\d-]{5,}[、或和及,，/ ])*$"
)
# What stands before a number that names: 参数 2 所得.
_LABELLED = re.compile(
    "(?:参数|參數|步骤|步驟|等级|等級|版本|方案|选项|選項|问题|問題|类型|類型|级别|"
    "阶段|階段|案例|附录|附錄|模式|方法|规则|规律|"
    "引数|引數|变量|假设|定理|公式|例题|习题|实验|表格|表|图|圖|卷|组别|序号|编号|"
    "型号|线路|窗口) ?$"
)
_NAMED = re.compile(r"(?:第|[点點时時]|负|第\d+[-~〜～–—至到、]|[A-Za-z]-?|[点點时時:]\d{1,2}分)$")
_COUNTED = re.compile(rf"(?:多|余|餘|几|来)?(?:{ZH_COUNTED})")
_RANGED = re.compile(rf"(?:[-~〜～–—至到、或]|——)\d+(?:\.\d+)?(?:{ZH_COUNTED})")
_NUMBERED = re.compile(ZH_NUMBERED)


def two(text: str, before: str, after: str) -> str:
    """两 where a lone 2 counts things, 二 where it numbers them."""
    if text != "2" or _LABELLED.search(before) or _NAMED.search(before) or _NUMBERED.match(after):
        return zh_number(text)
    return "两" if _COUNTED.match(after) or _RANGED.match(after) else "二"


def figure(m: re.Match[str]) -> str | None:
    """Any figure that nothing else has taken."""
    text = m.group()
    if m.string.startswith("元", m.end()):
        text = text.removesuffix(".00")  # 38.00元
    whole = text.lstrip("-").replace(",", "").partition(".")[0]
    before, after = m.string[: m.start()], m.string[m.end() :]
    if "." not in text:
        if _LABEL.search(before):
            return zh_digits(whole, one="幺" if "1" in whole and "为" not in before[-1:] else "一")
        if _CALLED.search(before) and not _COUNTED.match(after):
            return zh_digits(whole, one="幺")
    return zh_digits(whole) if len(whole) > 16 else two(text, before, after)


def service(m: re.Match[str]) -> str | None:
    """110, 12315, 95588: a number that is called."""
    number = m.group()
    before, after = m.string[max(0, m.start() - 12) : m.start()], m.string[m.end() : m.end() + 8]
    if _COUNTED.match(after) or re.match(r"[万亿萬億%％年月日号號℃°级級路页頁章]|\.\d", after):
        return None
    paired = re.search(rf"(?:{SERVICES}|{EMERGENCIES})[和与與及或、/]$", before) or re.match(
        rf"[和与與及或、/](?:{SERVICES}|{EMERGENCIES})(?!\d)", after
    )
    alone = len(number) == 3 and not before.strip() and not after.strip()
    if re.fullmatch(SERVICES, number) or paired or alone or _SERVED.search(before + "|" + after):
        return zh_digits(number, one="幺")
    return None


def fraction(m: re.Match[str]) -> str | None:
    """3/4, 1又1/5; the bars of music (四三拍), and what only looks like one (24/7, 120/80)."""
    a, b = int(m["a"]), int(m["b"])
    wholes = m["w"] or m["v"]
    if m.string.startswith("拍", m.end()) and not wholes:
        return f"{zh_cardinal(b)}{zh_cardinal(a)}拍"[:-1]
    if (a, b) == (24, 7):
        return "二十四七"
    if b < 2:
        return None
    if a > b >= 30:
        return f"{zh_cardinal(a)}比{zh_cardinal(b)}"
    whole = zh_cardinal(int(wholes)) + "又" if wholes else ""
    return f"{'负' if m['s'] else ''}{whole}{zh_cardinal(b)}分之{zh_cardinal(a)}"


def vulgar(m: re.Match[str]) -> str:
    """½, 1½."""
    a, b = unicodedata.normalize("NFKC", m[2]).split("\u2044")
    return (zh_cardinal(int(m[1])) + "又" if m[1] else "") + f"{zh_cardinal(int(b))}分之{zh_cardinal(int(a))}"


_HOUR = re.compile("时间|時間|[上下中]午|凌晨|早上|晚上|清晨|傍晚|准时|準時")
_MATCH = re.compile("比(?![例较較如起方])|[分胜勝负負平赢贏输輸冷队隊国國战戰]")
_RESULT = re.compile(
    "战平|打平|平局|获胜|取胜|战胜|戰勝|大胜|完胜|险胜|小胜|击败|擊敗|力克|逆转|领先|告负|落败|不敌|惨败|横扫"
)


def score(m: re.Match[str]) -> str | None:
    """78:96 in a report of a match; 2:1, 16:9 and 1:1000 are ratios wherever they stand."""
    if m[2] in ":：" and (len(m[3]) == 1 or len(m[1]) > 2 or len(m[3]) > 2 or int(m[3]) > 59):
        return f"{zh_cardinal(int(m[1]))}比{zh_cardinal(int(m[3]))}"
    near = m.string[max(0, m.start() - 12) : m.end() + 6]
    told = re.search(r"[\u4e00-\u9fff]$", m.string[: m.start()]) or _RESULT.match(m.string[m.end() :])
    if m[2] == "-" and not told:
        return None
    if _HOUR.search(near) or not _MATCH.search(near) or _COUNTED.match(m.string[m.end() :]):
        return None
    return f"{zh_cardinal(int(m[1]))}比{zh_cardinal(int(m[3]))}"


def percent(m: re.Match[str]) -> str:
    of = "千" if m["of"] == "‰" else "百"
    first = f"{of}分之{zh_number(m['a'])}到" if m["a"] else ""
    return f"{first}{'负' if m['s'] else ''}{of}分之{zh_number(m['n'])}"


_LETTERS = {"k": 1_000, "K": 1_000, "M": 1_000_000, "m": 1_000_000, "bn": 10**9, "B": 10**9}


def money(m: re.Match[str]) -> str:
    unit = ZH_MONEY[m["c"]]
    if m["k"]:
        value = float(m["n"].replace(",", "")) * _LETTERS[m["k"]]
        return f"{zh_number(f'{value:.2f}'.rstrip('0').rstrip('.'))}{unit}"
    last = f"到{two(m['n2'].removesuffix('.00'), '', unit)}{m['x2']}" if m["n2"] else ""
    return f"{two(m['n'].removesuffix('.00'), '', m['x'] or unit)}{m['x']}{last}{unit}"


def money_after(m: re.Match[str]) -> str:
    """100€, 500 USD."""
    unit = ZH_MONEY[m["c"]]
    return f"{two(m['n'], '', m['x'] or unit)}{m['x']}{unit}"


def measure(m: re.Match[str]) -> str:
    unit = ZH_UNITS[m["u"]]
    return ("负" if m["s"] else "") + f"{two(m['n'], '', unit)}{unit}"


def arc(m: re.Match[str]) -> str:
    """39°54′20″N: degrees, minutes and seconds of arc."""
    side = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经", "": ""}[m["side"] or m["only"] or ""]
    minutes = f"{zh_cardinal(int(m['m']))}分" if m["m"] else ""
    return f"{side}{zh_number(m['d'])}度{minutes}" + (f"{zh_number(m['s'])}秒" if m["s"] else "")


def metres(m: re.Match[str]) -> str:
    """1米75, 3块5: what stands after the unit is its fraction, figure by figure."""
    return f"{two(m[1], '', m[2])}{m[2]}{zh_digits(m[3])}"


def serial(m: re.Match[str]) -> str:
    """Figures in a name (24D6, FIFA2022); two are a number, more are said one by one."""
    text = m.group()
    if "." in text:
        return zh_number(text)
    counted = re.match("[kKMGTPBbm](?![A-Za-z\\d])|[KMGT]i?B", m.string[m.end() :])
    if counted and not re.search("[A-Za-z]$", m.string[: m.start()]):
        return zh_cardinal(int(text))
    return zh_digits(text) if len(text) > 2 or text[0] == "0" else zh_cardinal(int(text))


def ten_thousands(m: re.Match[str]) -> str:
    """300w, as it is written in chats."""
    return f"{two(m[1], '', '万')}万"


OPERATORS = {
    "+": "加", "-": "减", "=": "等于", "×": "乘以", "*": "乘以", "÷": "除以", "/": "除以", "<": "小于", ">": "大于",
    "≤": "小于等于",
    "≥": "大于等于", "<=": "小于等于", ">=": "大于等于", "≠": "不等于", "≈": "约等于", "±": "正负",
}  # fmt: skip
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωΔΘΛΣΦΨΩ",
        (
            "阿尔法 贝塔 伽马 德尔塔 艾普西隆 泽塔 伊塔 西塔 约塔 卡帕 兰姆达 缪 纽 克西 奥密克戎 派 柔 西格玛 陶 "
            "宇普西隆 斐 希 普西 欧米伽 "
            "德尔塔 西塔 兰姆达 西格玛 斐 普西 欧米伽"
        ).split(),
        strict=True,
    )
)


def operator(m: re.Match[str]) -> str:
    return OPERATORS[next(group for group in m.groups() if group)]
