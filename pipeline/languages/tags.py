"""What people and books call languages, as BCP 47.

Books write `jp`, `English`, `en_US`, `ger`, `zh-cn`; people write them, too. What is understood is dressed as BCP 47
dresses it (en-GB, zh-Hant, de-CH-1901); what is not is "" or, in a manifest, an error with its cure.
"""

from __future__ import annotations

import re

# ISO 639-1. A code of two letters that is not here is no language: a slip (jp, cn) or a country (us, gb).
_TWO = frozenset(
    """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj
kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv
ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th
ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()
)
# Codes of ISO 639-2 and 639-3 whose language has one of two letters.
_THREE = {
    "afr": "af",
    "alb": "sq",
    "sqi": "sq",
    "ara": "ar",
    "arm": "hy",
    "hye": "hy",
    "aze": "az",
    "baq": "eu",
    "eus": "eu",
    "bel": "be",
    "ben": "bn",
    "bos": "bs",
    "bre": "br",
    "bul": "bg",
    "bur": "my",
    "mya": "my",
    "cat": "ca",
    "ces": "cs",
    "cze": "cs",
    "chi": "zh",
    "zho": "zh",
    "cmn": "zh",
    "cym": "cy",
    "wel": "cy",
    "dan": "da",
    "deu": "de",
    "ger": "de",
    "dut": "nl",
    "nld": "nl",
    "ell": "el",
    "gre": "el",
    "eng": "en",
    "epo": "eo",
    "est": "et",
    "fas": "fa",
    "per": "fa",
    "fin": "fi",
    "fra": "fr",
    "fre": "fr",
    "gle": "ga",
    "gla": "gd",
    "glg": "gl",
    "geo": "ka",
    "kat": "ka",
    "guj": "gu",
    "heb": "he",
    "hin": "hi",
    "hrv": "hr",
    "hun": "hu",
    "ice": "is",
    "isl": "is",
    "ind": "id",
    "ita": "it",
    "jpn": "ja",
    "kan": "kn",
    "kaz": "kk",
    "khm": "km",
    "kor": "ko",
    "kur": "ku",
    "lao": "lo",
    "lat": "la",
    "lav": "lv",
    "lit": "lt",
    "ltz": "lb",
    "mac": "mk",
    "mkd": "mk",
    "mal": "ml",
    "mao": "mi",
    "mri": "mi",
    "mar": "mr",
    "may": "ms",
    "msa": "ms",
    "mlt": "mt",
    "mon": "mn",
    "nep": "ne",
    "nno": "nn",
    "nob": "nb",
    "nor": "no",
    "oci": "oc",
    "pan": "pa",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rum": "ro",
    "rus": "ru",
    "san": "sa",
    "sin": "si",
    "slk": "sk",
    "slo": "sk",
    "slv": "sl",
    "som": "so",
    "spa": "es",
    "srp": "sr",
    "swa": "sw",
    "swe": "sv",
    "tam": "ta",
    "tel": "te",
    "tgl": "tl",
    "tha": "th",
    "tib": "bo",
    "bod": "bo",
    "tur": "tr",
    "ukr": "uk",
    "urd": "ur",
    "uzb": "uz",
    "vie": "vi",
    "yid": "yi",
    "zul": "zu",
}
# Withdrawn codes, countries' codes and abbreviations that stand for a language and are no other's code.
_SLIPS = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "scc": "sr",
    "scr": "hr",
    "jp": "ja",
    "jap": "ja",
    "cn": "zh",
    "chs": "zh-Hans",
    "cht": "zh-Hant",
    "gr": "el",
    "cz": "cs",
    "dk": "da",
    "ua": "uk",
    "vn": "vi",
    "sp": "es",
    "esp": "es",
    "us": "en-US",
    "gb": "en-GB",
    "usa": "en-US",
    "engl": "en",
    "dt": "de",
    "dts": "de",
    "frz": "fr",
    "franc": "fr",
    "ital": "it",
    "russ": "ru",
    "en-uk": "en-GB",
    "en-en": "en",
    "fr-fre": "fr",
    "zh-chs": "zh-Hans",
    "zh-cht": "zh-Hant",
    "zh-cn-hans": "zh-Hans-CN",
}
# By their own names and by those that their neighbours give them.
_NAMES = {
    "en": "english inglés ingles anglais englisch inglese inglês engels engelska engelsk английский 英語 英语 英文",
    "de": "german deutsch allemand alemán aleman tedesco alemão duits tyska tysk немецкий ドイツ語 德语 德語 德文",
    "fr": "french français francais französisch franzoesisch francés francese francês frans franska fransk французский "
    "フランス語 法语 法語 法文",
    "es": "spanish español espanol castellano castilian spanisch espagnol spagnolo espanhol spaans spanska spansk "
    "испанский スペイン語 西班牙语 西班牙語 西班牙文",
    "it": "italian italiano italienisch italien italiana italiaans italienska итальянский イタリア語 意大利语",
    "pt": "portuguese português portugues portugiesisch portugais portugués portoghese португальский",
    "nl": "dutch nederlands niederländisch flemish vlaams néerlandais holandés olandese nederländska",
    "sv": "swedish svenska schwedisch suédois sueco",
    "da": "danish dansk dänisch danois danés",
    "no": "norwegian norsk norwegisch norvégien noruego",
    "nb": "bokmål bokmal",
    "nn": "nynorsk",
    "fi": "finnish suomi finnisch finnois finlandés",
    "pl": "polish polski polnisch polonais polaco",
    "cs": "czech čeština cesky česky tschechisch tchèque checo",
    "hu": "hungarian magyar ungarisch hongrois húngaro",
    "el": "greek ελληνικά griechisch grec griego greco",
    "la": "latin latina latein latín latino lingua-latina",
    "ru": "russian русский russisch russe ruso russo ロシア語 俄语",
    "uk": "ukrainian українська ukrainisch ukrainien ucraniano",
    "ja": "japanese japanisch japonais japonés giapponese japonês nihongo японский 日本語 日语 日語 日文",
    "zh": "chinese chinesisch chinois chino cinese chinês mandarin putonghua zhongwen китайский 中文 中国語 汉语 漢語 "
    "华语 華語 国语 國語 普通话 普通話",
    "zh-Hans": "简体中文 简体 simplified-chinese chinese-simplified",
    "yue": "cantonese 粤语 粵語 广东话 廣東話",
    "zh-Hant": "繁體中文 繁体中文 繁體 正體中文 traditional-chinese chinese-traditional",
    "ko": "korean koreanisch coréen coreano 한국어 韓国語 韩语 корейский",
    "ar": "arabic arabisch arabe العربية",
    "he": "hebrew hebräisch hébreu hebreo עברית",
    "tr": "turkish türkçe türkisch turc turco",
    "ro": "romanian română rumänisch roumain rumano",
    "ca": "catalan català katalanisch catalán",
    "vi": "vietnamese tiếng-việt",
    "th": "thai ไทย",
    "hi": "hindi हिन्दी",
    "fa": "persian farsi فارسی",
    "en-US": "american-english us-english english-us",
    "en-GB": "british-english uk-english english-uk",
    "pt-BR": "brazilian brazilian-portuguese brasileiro português-brasileiro",
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split()}
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_NO_LANGUAGE = frozenset(["und", "zxx", "mul", "mis"])
# Dialects and macrolanguages that one voice speaks as another's readers read.
_ONE_SPEECH = {"nb": "no", "nn": "no", "cmn": "zh", "sh": "sr", "fil": "tl", "iw": "he"}


def tag(written: str) -> str:
    """BCP 47 in its usual dress (en-GB, zh-Hant) for what somebody writes; "" where it names no language."""
    plain = re.sub(r"[\s_-]+", "-", re.sub(r"[()\[\]\"']+", " ", written)).strip("-").lower()
    plain = re.sub(r"\.[a-z0-9-]+$|@[a-z]+$", "", plain)  # de_DE.UTF-8, ca_ES@valencia: how systems name a locale
    first, *others = re.split(r"[;,|+&/-]*[;,|+&/]+[;,|+&/-]*", plain) if plain else [""]  # several: the first
    if found := _SLIPS.get(plain) or _BY_NAME.get(plain):
        return found
    if others and (found := _BY_NAME.get(f"{first}-{others[0]}")):  # "English, UK"
        return found
    head, *rest = first.split("-")
    if named := _SLIPS.get(first) or _BY_NAME.get(first):
        return named
    if head in _BY_NAME and len(rest) == 1 and re.fullmatch(r"[a-z]{2}", rest[0]):  # "German (AT)"
        return f"{_BY_NAME[head]}-{rest[0].upper()}"
    if head in _BY_NAME:
        return _BY_NAME[head]
    if not _TAG.fullmatch(first):
        return ""
    head = _THREE.get(head) or _SLIPS.get(head, head)
    if head in _NO_LANGUAGE or (len(head) == 2 and head not in _TWO):
        return ""
    if head == "zh" and rest[:1] in (["cmn"], ["yue"]):  # an extended language subtag is the language itself
        head, rest = {"cmn": "zh", "yue": "yue"}[rest[0]], rest[1:]
    return "-".join([head, *_dressed(rest)])


def _dressed(subtags: list[str]) -> list[str]:
    out, private = [], False
    for part in subtags:
        private = private or len(part) == 1
        script, region = len(part) == 4 and part.isalpha(), len(part) == 2 and part.isalpha()
        out.append(part if private else part.title() if script else part.upper() if region else part)
    return ["GB" if part == "UK" else part for part in out]


def understood(written: str) -> str:
    """`tag`, for what a person writes. Raises ValueError with the cure where it names no language."""
    if not (found := tag(written)):
        raise ValueError(f"{written!r} names no language; write its BCP 47 code, such as en, en-GB, de, ja or zh-Hans")
    return found


def primary(language: str) -> str:
    """Of a tag, what decides who can speak it: "zh" of zh-Hant-TW, "no" of nb."""
    first = language.replace("_", "-").partition("-")[0].lower()
    return _ONE_SPEECH.get(first, first)
