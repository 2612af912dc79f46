"""The rules of Japanese. Numbers become ideographs; their readings (一人, 二十日) are left to the front end."""

from __future__ import annotations

import re

from pipeline.languages.spoken import electronic
from pipeline.languages.spoken.cjk import signs
from pipeline.languages.spoken.cjk.numbers import ja_cardinal, ja_number
from pipeline.languages.spoken.cjk.patterns import BR, CJK, DASH, DECIMAL, HAN, MINUS, UNIT_MINUS, B
from pipeline.languages.spoken.cjk.tables import JA_COUNTERS, JA_MONEY, JA_UNITS
from pipeline.languages.spoken.japanese import dates, figures
from pipeline.languages.spoken.japanese.figures import digits
from pipeline.languages.spoken.rules import EXPONENT, exponent, rule

TO = "から"
_MARKS = {
    ".": "ドット", "@": "アットマーク", "/": "スラッシュ", ":": "コロン", "-": "ハイフン", "_": "アンダーバー",
    "?": "クエスチョン", "=": "イコール", "&": "アンド", "#": "シャープ", "%": "パーセント", "+": "プラス",
    "~": "チルダ",
}  # fmt: skip
_UNITS = "|".join(sorted(map(re.escape, JA_UNITS), key=len, reverse=True))
_MONEY = "|".join(sorted(map(re.escape, JA_MONEY), key=len, reverse=True))
_X = "[万億千百]*"
_E = r"(?![A-Za-z\d-])(?!\.\d)"
_SIGNS = {"㈱": "株式会社", "㈲": "有限会社", "〒": "郵便番号", "№": "ナンバー"}

RULES = (
    *signs.rules(ja_cardinal),
    rule("web address", f"{electronic.URL}|{electronic.MAIL}|{electronic.DOMAIN}", lambda m: electronic.say(m.group(),
         _MARKS, digits, str), electronic.ANY),
    rule("symbol", r"P2P", "P to P"),
    rule("telephone", r"(?<![A-Za-z\d.])\d{1,3}(?:\.\d{1,3}){3}(?![A-Za-z\d])(?!\.\d)",
         lambda m: "点".join(map(digits, m.group().split(".")))),
    rule("telephone", rf"(?<![A-Za-z\d-])\+\d{{1,3}}[- ]?0?\d{{1,4}}-?\d{{3,8}}(?:-\d{{3,4}})?{_E}|(?<![A-Za-z\d.-])"
                      rf"0\d{{1,4}}-(?:\d{{1,4}}-\d{{3,4}}|\d{{6,8}}){_E}|(?<![A-Za-z\d.,-])0\d{{9,10}}{_E}|"
                      rf"[(（]0\d{{1,4}}[)）] ?\d{{1,4}}-\d{{3,4}}{_E}|"
                      rf"(?<![A-Za-z\d.-])0\d{{1,4}}[(（]\d{{1,4}}[)）]\d{{3,4}}{_E}",
         figures.telephone),
    rule("verse", r"(?:(?<=福音書)|(?<=世記)|(?<=詩篇)|(?<=箴言)|(?<=黙示録)|(?<=ヨハネ)|(?<=マタイ)|(?<=マルコ)|"
         r"(?<=ルカ)|(?<=人への手紙)) ?"
                  r"(\d{1,3})[:：](\d{1,3})(?:[-–](\d{1,3}))?(?!\d)", figures.verse, r"[:：](?<=\d.)"),
    *dates.rules(),
    rule("number", r"(?<![\d.])(?<!\d[-/:,])\d+(?:\.\d+){2,}(?!\d)(?!\.\d)", figures.version),
    rule("number", r"(?:(?<=打率)|(?<=勝率)|(?<=出塁率)) ?0?\.(\d)(\d)(\d)(?!\d)", figures.average, r"\.\d"),
    rule("telephone", r"〒 ?(\d{3})-(\d{4})", lambda m: f"郵便番号{digits(m[1])}の{digits(m[2])}", "〒"),
    rule("number", r"(?<=ISBN)[ :：]?\d[\d-]{9,16}\d", lambda m: digits(m.group()), "ISBN"),
    rule("number", r"(?<![A-Za-z\d.-])\d{1,4}(?:-\d{1,4}){2,}(?![A-Za-z\d-])", figures.repo),
    rule("score", rf"{B}({DECIMAL}):({DECIMAL})(?![A-Za-z\d])(?![:.-]\d)",
         figures.score),
    rule("percent", rf"{BR}(?P<s>(?!))?(?P<a>{DECIMAL}){DASH}(?P<n>{DECIMAL}) ?[%％]", figures.percent, "[%％]"),
    rule("percent", rf"(?:(?P<s>{UNIT_MINUS})|{BR})(?P<a>(?!))?(?P<n>{DECIMAL}) ?[%％]", figures.percent, "[%％]"),
    rule("arithmetic", r"(?<=\d) ?(/) ?(?=\d+ ?=)", figures.operator, "/"),
    rule("fraction", rf"(?:(?P<s>(?<![{CJK}\d)）%])-)|{BR})(?:(?P<w>\d+)(?P<k>と|荷| ))?(?P<r>√)?(?P<a>\d{{1,4}}) ?/ ?"
                     r"(?P<b>\d{1,3}(?:,\d{3})+|\d{1,13})(?![\dA-Za-z/])(?!\.\d)", figures.fraction, "/"),
    rule("fraction", rf"(?:{B}(\d+) ?)?([¼-¾⅐-⅞])", figures.vulgar, "[¼-¾⅐-⅞]"),
    rule("root", r"(-?)√(?=[\dA-Za-z(（])", lambda m: ("マイナス" if m[1] else "") + "ルート", "√"),
    rule("money", rf"(?<![A-Za-z])(?P<c>{_MONEY}) ?(?P<n>{DECIMAL})"
                  rf"(?:(?P<k>[kKmMB])(?![A-Za-z])|(?P<x>{_X}))(?:{DASH}(?P<n2>{DECIMAL})(?P<x2>{_X}))?",
         figures.money),
    rule("money", rf"{BR}(?P<n>{DECIMAL})(?P<x>{_X}) ?(?P<c>{_MONEY})(?![A-Za-z\d])", figures.money_after),
    rule("measure", rf"{BR}(?P<d>{DECIMAL})°(?:(?P<m>\d{{1,2}})[′'’](?:(?P<s>\d{{1,2}}(?:\.\d+)?)[″\"”])?"
                    r"(?P<side>[NSEW](?![A-Za-z]))?|(?P<only>[NSEW])(?![A-Za-z]))",
         figures.arc, "°"),
    rule("measure", rf"(?:(?P<s>{UNIT_MINUS})|{BR})(?P<n>{DECIMAL}) ?(?P<u>{_UNITS})(?![A-Za-z\d])",
         figures.measure),
    rule("page", r"(?<![A-Za-z])[pP]{1,2}\. ?(\d+)(?:[-–](\d+))?(?!\d)", figures.pages, "[pP]\\."),
    rule("symbol", r"(?<![A-Za-z])[Nn][Oo]\.? ?(?=\d)|[№#](?=\d)", "ナンバー", "[№#Nn]"),
    rule("symbol", r"§ ?(?=\d)", "セクション", "§"),
    rule("time", r"(?<![A-Za-z\d.,°])(\d{1,3})['′’](\d{1,2})(?:''|[″\"”])",
         lambda m: f"{ja_cardinal(int(m[1]))}分{ja_cardinal(int(m[2]))}秒", "['′’]"),
    rule("symbol", r"(?<![A-Za-z])[Vv]ol\. ?(?=\d)", "ボリューム", "[Vv]ol"),
    # 十分 is "enough" as well, and read so: where nothing before or after it tells, the reading is written.
    rule("measure", r"(?<![A-Za-z\d.,:/時間約とり~〜～–-])10分(?!の\d|[間後前過割別岐野])", "じゅっぷん", "10分"),
    *dates.ranges(),
    rule("range", rf"{B}(\d{{1,4}})[-–](\d{{1,4}})(?![\d.,:/-])(?!-?[A-Za-z])", figures.pair, r"\d[-–]\d"),
    rule("range", r"(?<=[\d年月日時分人円度世紀代頃旬期末半)）]) ?[~〜～] ?(?=-?\d|[第紀西昭平令大明同午])", "から"),
    rule("range", rf"(?<=\d)[-–](?=[\d,.]+[万億千百]*(?:{JA_COUNTERS}|[A-Za-z%％℃]))|(?<=[万億千百%％℃])[-–](?=\d)",
         "から"),
    rule("hyphen", r"(?<=[A-Za-z])-(?=\d)|(?<=[ァ-ヺー])-(?=\d+(?![\d.,]*[%％℃度円万億点]))|(?<=\d)-(?=[A-Z])", "",
         "-"),
    rule("arithmetic", r"(?<=[\dA-Za-z)]) ?(<=|>=|[+=×÷<>≤≥≠±*]) ?(?=-?\d)|(?<=[\dA-Za-z)]) ?(-) ?(?=\d+ ?[=＝])|"
         r"(?<=\d) (-) (?=\d)", figures.operator),
    rule("arithmetic", r"(?<=[A-Za-z²³)）]) ?([=×÷≠≤≥+]) ?(?=[\dA-Za-z(（√π-])|"
         rf"(?<=[\d{CJK}€$£%％)）]) ?([=×÷≠≤≥]) ?(?=[A-Za-z\d$¥€£])|(?<=[\d{CJK}])(\+)(?=[{CJK}])",
         figures.operator, "[=×÷≠≤≥+]"),
    rule("arithmetic", r"× ?(?=\d)", "かける", "×"),
    rule("arithmetic", r"(<=|>=|[≤≥≠≈±]) ?(?=\d)", figures.operator, "[<>≤≥≠≈±]"),
    rule("arithmetic", r"[▲△](?=\d)|(?<![\dA-Za-z)）])\+(?=\d)", lambda m: "プラス" if m.group() == "+"
         else "マイナス", "[▲△+]"),
    rule("arithmetic", r"(?<=\d)\+(?!\d)", "プラス", "\\+"),
    rule("per", r"(?<=[A-Za-zァ-ヶー])/(?=[時秒分日年月週](?![\u4e00-\u9fff]))", "毎", "/"),
    rule("per", r"(?<=[円ドル人回個本枚件])/(?=[人個本枚回台時秒分日年月週kg㎏])", "パー", "/"),
    rule("power", EXPONENT, lambda m: f"の{'マイナス' if exponent(m.group()) < 0 else ''}"
         f"{ja_cardinal(abs(exponent(m.group())))}乗", "[⁰¹²³⁴-⁹]"),
    rule("power", "(?<=[A-Za-z\\d)）])[²³]", lambda m: "の二乗" if m.group() == "²" else "の三乗", "[²³]"),
    rule("power", r"(?<=[A-Za-z\d)）])\^(-?)(\d+)",
         lambda m: f"の{'マイナス' if m[1] else ''}{ja_cardinal(int(m[2]))}乗", r"\^"),
    rule("number", rf"(?:{MINUS}|{UNIT_MINUS}|{B}|(?<![A-Za-z\d])(?<!\d[.,])){DECIMAL}(?![A-Za-z\d])(?!\.\d)",
         figures.figure),
    rule("number", rf"(?<![A-Za-z\d.&{CJK}])\.(?=\d)", "〇点", r"\.\d"),
    rule("number", r"\d+(?:\.\d+)?", lambda m: ja_number(m.group())),
    rule("symbol", "(?<![\u0370-\u03ff])[α-ωΔΘΛΣΦΨΩ](?![\u0370-\u03ff])", lambda m: figures.GREEK.get(m.group()),
         "[α-ωΔΘΛΣΦΨΩ]"),
    rule("symbol", r" ?& ?", "アンド", "&"),
    rule("symbol", r"(?<=[一二三四五六七八九十百千\d〇])[○◯]+|[○◯]+(?=[一二三四五六七八九十百千\d〇])",
         lambda m: "〇" * len(m.group()), "[○◯]"),
    rule("symbol", rf"(?<=[{CJK}])[○◯]+|[○◯]+(?=[{HAN}さくちと])", figures.circles, "[○◯]"),
    rule("symbol", "[㈱㈲〒№]", lambda m: _SIGNS[m.group()], "[㈱㈲〒№]"),
    rule("symbol", r"[%％]", "パーセント", "[%％]"),
)  # fmt: skip
