"""Korean number reading: figures, signs and units as words. The pipeline has no Korean spoken forms: all are read here.

There are two series of numerals: Sino-Korean (일 이 삼) for most, native (한 두 세) before counters of things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_DIGITS = "영일이삼사오육칠팔구"
_POWERS = ("", "만", "억", "조", "경", "해")
_ONES = " 한 두 세 네 다섯 여섯 일곱 여덟 아홉".split(" ")
_TENS = " 열 스물 서른 마흔 쉰 예순 일흔 여든 아흔".split(" ")
# Native numerals are used up to this number, Sino-Korean ones above (오십 명, 이십사 시간).
_MOST_NATIVE = 49
_COUNTED = (
    "번째 군데 가지 사람 마리 켤레 그루 발짝 걸음 모금 송이 자루 다발 묶음 상자 그릇 조각 접시 바퀴 차례 방울 "
    "포기 봉지 단어 개 명 권 대 번 벌 병 살 잔 장 줄 채 척 첩 통 편 곳 달 끼 쌍 배 칸 필 톨 모 발 시간 시"
).split()
# Words that begin like a counter but are not: 삼 개월, 오 달러, 칠 번지.
_NOT_COUNTED = "개월|개년|개국|달러|번지|번가|번길|대대|장조|배럴|시리즈|통신|병동|발전"
_UNITS = dict(
    pair.split("=")
    for pair in (
        "km=킬로미터 cm=센티미터 mm=밀리미터 m=미터 kg=킬로그램 mg=밀리그램 g=그램 t=톤 L=리터 l=리터 "
        "ml=밀리리터 mL=밀리리터 cc=씨씨 KB=킬로바이트 MB=메가바이트 GB=기가바이트 TB=테라바이트 Hz=헤르츠 "
        "kHz=킬로헤르츠 MHz=메가헤르츠 GHz=기가헤르츠 V=볼트 W=와트 kW=킬로와트 kWh=킬로와트시 dB=데시벨 h=시간 "
        "ha=헥타르 °C=도 ℃=도 °=도 %=퍼센트 %p=퍼센트포인트 ‰=퍼밀 py=평"
    ).split()
)
_PER = {"h": "시", "s": "초", "m": "미터", "min": "분", "kg": "킬로그램"}
_SPEEDS = {"h": "시속", "s": "초속"}
_MONEY = {"₩": "원", "$": "달러", "€": "유로", "¥": "엔", "£": "파운드"}
_SIGNS: Mapping[str, str] = {
    "%": "퍼센트", "&": "앤드", "+": "플러스", "=": "는", "×": "곱하기", "÷": "나누기", "√": "루트", "@": "골뱅이",
    "#": "샵", "°": "도", "℃": "도", "‰": "퍼밀", "½": "이분의 일", "⅓": "삼분의 일", "⅔": "삼분의 이",
    "¼": "사분의 일", "¾": "사분의 삼", "²": "제곱", "³": "세제곱", **_MONEY}  # fmt: skip
SIGNS = frozenset(_SIGNS) | {"/", "-", "−"}


def spelled(digits: str, zero: str = "영") -> str:
    """Digit by digit. `zero`: 공 in telephone numbers."""
    return "".join(zero if d == "0" else _DIGITS[int(d)] for d in digits)


def cardinal(digits: str) -> str:
    """12,345 -> 만이천삼백사십오. Beyond 24 digits, digit by digit."""
    digits = digits.replace(",", "")
    if len(digits) > 4 * len(_POWERS):
        return spelled(digits)
    value = int(digits)
    groups = []
    for power in _POWERS:
        value, group = divmod(value, 10_000)
        if group:
            groups.append(_below_myriad(group) + power)
    if groups and groups[-1] == "일만":  # 만, 만천; but 일억, 일조
        groups[-1] = "만"
    return "".join(reversed(groups)) or "영"


def _below_myriad(value: int) -> str:
    """3456 -> 삼천사백오십육; 1000, 100 and 10 without their one."""
    return "".join(
        ("" if digit == 1 and name else _DIGITS[digit]) + name
        for digit, name in (
            (value // 1000, "천"),
            (value // 100 % 10, "백"),
            (value // 10 % 10, "십"),
            (value % 10, ""),
        )
        if digit
    )


def number(digits: str) -> str:
    """3.14 -> 삼점일사; 007, 1.2.3: as they stand."""
    whole, *rest = digits.replace(",", "").split(".")
    if len(rest) == 1:
        return f"{cardinal(whole)}점{spelled(rest[0])}"
    if rest:
        return "점".join(map(cardinal, (whole, *rest)))
    return spelled(whole, "공") if whole[0] == "0" and len(whole) > 1 else cardinal(whole)


def counted(digits: str, counter: str) -> str:
    """3개 -> 세 개, 20살 -> 스무 살, 15시 -> 십오 시, 100명 -> 백 명."""
    value = int(digits.replace(",", ""))
    most = {"시": 12, "시간": 23, "살": 99}.get(counter, _MOST_NATIVE)
    if counter == "번째" and value == 1:
        return "첫 번째"
    if not 0 < value <= most or (counter == "대" and value % 10 == 0):  # 30대: people in their thirties
        return f"{cardinal(digits)} {counter}"
    return f"{'스무' if value == 20 else _TENS[value // 10] + _ONES[value % 10]} {counter}"


def fraction(above: str, below: str, whole: str = "") -> str:
    """1/2 -> 이분의 일; 4 2/5 -> 사와 오분의 이."""
    words = f"{number(below)}분의 {number(above)}"
    return f"{cardinal(whole)}{'와' if whole[-1] in '2459' else '과'} {words}" if whole else words


def _measured(found: re.Match[str]) -> str:
    minus, digits, below, unit, power, per = found.groups()
    words = fraction(digits, below) if below else number(digits)
    words += f" {'제곱' if power in ('2', '²') else '세제곱' if power else ''}{_UNITS[unit]}"
    if minus:
        words = ("영하 " if unit in ("°C", "℃", "°") else "마이너스 ") + words
    if per in _SPEEDS:
        return f"{_SPEEDS[per]} {words}"
    return f"{words} 퍼 {_PER[per]}" if per else words


def _clock(found: re.Match[str]) -> str:
    hour, minute, second = found.groups()
    parts = [counted(str(int(hour)), "시")]
    parts += [f"{cardinal(x)} {name}" for x, name in ((minute, "분"), (second, "초")) if x and int(x)]
    return " ".join(parts)


def _date(found: re.Match[str]) -> str:
    return f"{cardinal(found[1])}년 {_month(found[2])}월 {cardinal(found[3])}일"


def _month(digits: str) -> str:
    return {6: "유", 10: "시"}.get(int(digits)) or cardinal(str(int(digits)))


_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)*"
_TIMES = r"(?:[천백십]?[만억조])"  # $3억: the sign stands before, its word after
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MEASURE = re.compile(
    rf"(?<![\w.,/:])([-−]?)({_NUMBER})(?:/(\d+))?\s?"
    rf"({_UNIT})([23²³]?)(?:/({'|'.join(_PER)}))?(?![A-Za-z0-9])"
)
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple((re.compile(p), f) for p, f in (
    (r"(?<!\d)(\d{4})[-./](0?[1-9]|1[0-2])[-./](0?[1-9]|[12]\d|3[01])(?!\d)", _date),
    (r"(?<![\d.])(?:\+\d{1,3}[ -])?\(?\d{2,4}[-.) ]\s?(?:\d{3,4}[-.]){1,2}\d{4}(?!\d)",
     lambda m: " ".join(spelled(part, "공") for part in re.findall(r"\d+", m[0]))),
    (r"(?<!\d)(01\d{8,9})(?!\d)", lambda m: spelled(m[1], "공")),
    (r"(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])", _clock),
    (r"(?<!\d)(1[0-2]|0?[1-9])월", lambda m: _month(m[1]) + "월"),
    (r"(?<!\d)(\d)·(\d{1,2})(?!\d)", lambda m: spelled(m[1] + m[2])),  # 6·25: a day that has a name
    (rf"([{''.join(map(re.escape, _MONEY))}])\s?({_NUMBER})\s?({_TIMES}?)",
     lambda m: f"{number(m[2])}{m[3]} {_MONEY[m[1]]}"),
    (r"(?<![\w.])[-−](?=[\d√])", lambda _: "마이너스 "),
    (r"(?<![\d.])(\d+) (\d+)/(\d+)(?![\d.])", lambda m: fraction(m[2], m[3], m[1])),
    (rf"({_NUMBER})/({_NUMBER})", lambda m: fraction(m[1], m[2])),
    (r"(?<=[\w%)])\s*[~～〜]\s*(?=\d)|(?<=\d)\s*[–—-]\s*(?=\d)", lambda _: "에서 "),
    (r"제\s?(\d+)", lambda m: "제" + cardinal(m[1])),
    (rf"(?<![\d.,])(\d+(?:,\d{{3}})*)\s?(?!{_NOT_COUNTED})({'|'.join(_COUNTED)})",
     lambda m: counted(m[1], m[2])),
    (_NUMBER, lambda m: number(m[0])),
))  # fmt: skip


def with_units(text: str) -> str:
    """5km -> 오 킬로미터. To be called before a mixed line is split, which would take km for English."""
    return _MEASURE.sub(_measured, text) if any(c.isdigit() for c in text) else text


def expanded(text: str) -> str:
    if any(c.isdigit() for c in text):
        text = with_units(text)
        for pattern, replace in _RULES:
            text = pattern.sub(replace, text)
    for sign, words in _SIGNS.items():
        if sign in text:
            text = text.replace(sign, f" {words} ")
    return re.sub(r"\s+", " ", text).strip()
