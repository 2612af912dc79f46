"""Text evidence for front and back matter: whether a text reads like prose, and whether it is what a role claims.

Titles, class names and epub:types are claims. Text that would be left out because of one must confirm it by its words:
a licence speaks of copyright, notes have numbers, the lines of an index end in page numbers. Text without such evidence
is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.intake.structure.blocks import count
from pipeline.patterns import Lazy

LEAST = 80  # visible characters of a text that counts as prose; a third of it in ideographs
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_STOP = re.compile(r"[^\W\d_]{2}[\"'”’»)\]]*[.!?…;:؟۔।]+[\"'”’»)\]]*(?:\s|$)|[。！？．…」]|[^\W\d_]{2}[—–]+\s*$")
_SIGNS = re.compile(r"[{}<>=\\$#@_|^~/*+]")
_CODE = re.compile(r"[{}<>=\\$#@_|^~;%&]|\(\)|--?\w|\w\.\w|::|//")
_CASELESS = re.compile(r"[\u0590-\u1fff\u3040-\uabff\uac00-\ud7af]")

# Words of licences, copyright pages, colophons and transcribers' notes.
LEGAL = Lazy(
    r"©|\(c\) ?\d{4}|copyright|all rights reserved|\bisbn|\bissn|publish(?:ed|er|ing)|\bprint(?:ed|ing)\b|reprint|"
    r"\blicen[cs]e|trademark|public domain|creative commons|project gutenberg|e-?book|e-?text|epub\b|kindle|"
    r"electronic (?:edition|version|work|text)|\bedition\b|typeset|typeface|\bfont|proofread|transcrib|transcription|"
    r"typograph|punctuation|spelling|hyphenation|\bscan(?:ned|s|ning)?\b|digiti[sz]|volunteer|internet archive|"
    r"standard ebooks|cover (?:art|design|image)|designed by|layout|copy-?edit|"
    r"created (?:using|with)|permission|reproduc|redistribut|copied|"
    r"warrant|liab|"
    r"work of fiction|resemblance|british library|library of congress|catalogu?ing|https?://|www\.|"
    r"alle rechte|verlag|auflage|\bdruck|gedruckt|urheber|lizenz|rechtschreib|gemeinfrei|nutzungs|vervielfält|"
    r"impressum|herausgegeben|satz:|umschlag|redaktion|lektorat|gestaltung|"
    r"droits réservés|dépôt légal|éditeur|édition|éditions|imprim|licence|domaine public|libre de droits|"
    r"reproduction|numéris|maquette|couverture|typographi|"
    r"mise en page|rédact(?:ion|eur)|collaboré|cartographi|iconographi|fabrication|conception graphique|"
    r"derechos|editorial|edición|impreso|licencia|dominio público|reproducción|depósito legal|maquetación|"
    r"redacción|diseño de|"
    r"diritti|editore|edizione|stampa|licenza|pubblico dominio|riproduzione|"
    r"direitos|editora|edição|impresso|licença|domínio público|"
    r"版[权權]|出版|印刷|发行|發行|著作[权権權]|[书書]号|許諾|无断|無断|転載|转载|轉載|底本|入力|校正|青空文庫|"
    r"電子書籍|电子书|製作|制作|公開|ライセンス|版本|校[对對]|字体|字體|字數|文件",
    re.IGNORECASE,
)
_THANKS = Lazy(
    r"\bthank|grateful|gratitude|indebted|acknowledg|appreciat|\bdebt\b|\bkind(?:ness|ly)\b|\bsupport|encourage|"
    r"\bdank|verbunden|unterstütz|\bmerci\b|remerci|gratitude|reconnaissan|graci?as|agradec|gratitud|grazie|"
    r"ringrazi|riconoscen|obrigad|agradeç|感[谢謝]|致[谢謝]|多[谢謝]|御礼|お礼|謝意|ありがとう|благодар",
    re.IGNORECASE,
)
_TRADE = Lazy(
    r"\bauthor|\bwriter|novel(?:s|ist)?\b|\bborn\b|\blives? (?:in|with|near)|best-?sell|\baward|\bprize|\bbooks?\b|"
    r"\bseries\b|translat|journalis|universit|review|\bnewsletter|\bwebsite|\bsubscrib|\bfollow|\bplaywright|\bpoet\b|"
    r"a (?:gripping|stunning|brilliant|moving|masterful|compelling|wonderful)|page-turner|unputdownable|masterpiece|"
    r"autor|schriftsteller|\bgeboren|\blebt\b|romane?\b|bücher|\bbuch\b|\bpreis|erschien|studier|übersetz|"
    r"auteur|écrivain|\bnée?\b|\bvit\b|\bromans?\b|\blivres?\b|\bprix\b|\bparu|traduct|"
    r"escritor|nació|\bvive\b|novelas?\b|\blibros?\b|\bpremio|public[óa]|traduc|"
    r"scritt(?:ore|rice)|\bnat[oa]\b|romanz|\blibri\b|"
    r"escritora?\b|\bnasceu\b|\bromances?\b|\blivros?\b|\bpr[êé]mio|"
    r"作者|著者|作家|出生|生まれ|小[说説]|作品|代表作|[获獲受]賞?[奖獎]|畅销|暢銷|[译訳譯]|文学|大学",
    re.IGNORECASE,
)
LABEL = Lazy(
    r"^\s*(?:[\[(（【]\s*(?:\d{1,4}|[ivxlc]{1,6}|[*†‡§¶]{1,3}|[a-z])\s*[\])）】]|\d{1,4}[.:、)]?\s|"
    r"[ivxlc]{1,6}[.:)]|[a-z][.:)]\s|[*†‡§¶]{1,3}|[⁰¹²³⁴-⁹]{1,4}|[↩^↑]|[注註][\d一二三四五六七八九十：:]|"
    r"(?:p(?:age|p)?|lines?|ll?|note|zeile|seite|vers|chap(?:ter)?|chapitre|kapitel|cap(?:ítulo)?)\b\.?"
    r"\s*\d|第)",
    re.IGNORECASE,
)
# A page number as printed: 12, xii, [Pg 12], Page 12, - 12 -, S. 12, 第12页.
PAGE = Lazy(
    r"[\W_]*(?:(?:p(?:age|ágina|agina|g)?|seite|s|f(?:ol(?:io)?)?|pp|第)[\W_]*)?(?:\d{1,5}|"
    r"[ivxlcdm]{1,9})[a-z]?[页頁]?[\W_]*",
    re.IGNORECASE,
)
_PAGES = Lazy(
    r"(?:[,:;.\s…·—–-]|^)(?:\d{1,4}|[ivxlc]{1,7})[\d\s,;.–—fn-]{0,40}$|\d{1,4}[,;]\s*\d{1,4}|"
    r"\bsee also\b",
    re.IGNORECASE,
)
_DATED = Lazy(
    r"\b1[4-9]\d\d\b|\b20\d\d\b|https?://|www\.|\bpp?\. ?\d|\bvol\. ?\d|\bn\.d\.|\bibid|\bISBN|"
    r"[一二]?[〇零一二三四五六七八九]{4}年",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"^[^.!?。！？\n]{1,60}?(?:\s*[:：—–=]|\s+-\s|,? (?:n|adj|adv|v|vb|prep|pl)\.|\t|\n)\s*\S|"
    r"^[^\W\d_][\w’'-]{1,20}(?: [\w’'-]{2,20})?[.,] [^\W\d_]"
)
_QUOTED = re.compile(r"^\s*[—–-]{1,2}\s*[^\W\d_a-zß-ÿ][^.!?]{2,60}$|[\"”»]\s*[—–-]+\s*[^\W\d_a-zß-ÿ][^.!?]{2,60}$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as evidence: its words, its kind, and how many of its characters are links."""

    text: str
    kind: str = "paragraph"
    linked: int = 0


def reads_like_prose(text: str, least: int = LEAST) -> bool:
    """Whether a text is sentences of some length, and no list of names or titles, no code, no row of figures.

    Args:
        least: visible characters; a third of it is enough in ideographs.
    """
    size = count(text)
    if size * 3 < least:
        return False
    asian = len(CJK.findall(text))
    if size < (least / 3 if asian > 0.3 * size else least) or not _STOP.search(text):
        return False
    letters = sum(map(str.isalpha, text))
    if letters < 0.65 * size or len(_SIGNS.findall(text)) > 0.04 * size or sum(map(str.isdigit, text)) > 0.12 * size:
        return False
    if asian > 0.3 * size or len(_CASELESS.findall(text)) > 0.3 * size or text.isupper():
        return True
    words = _WORD.findall(text)
    return len(words) >= least / 14 and sum(word[0].islower() for word in words) >= 0.5 * len(words)


def reads_like_code(text: str) -> bool:
    """Whether a text has more signs of programs and commands among its letters than any sentence has."""
    return len(_CODE.findall(text)) >= 0.025 * max(count(text), 1)


def prose(passages: Iterable[Passage], least: int = LEAST) -> int:
    """Visible characters in passages that read like prose and are no links; short passages are judged together."""
    total = held = 0
    run: list[str] = []
    for passage in passages:
        size = count(passage.text)
        if passage.linked > 0.5 * size:
            total, held, run = total + _run(run, held, least), 0, []
        elif size >= least and not run:
            total += size if reads_like_prose(passage.text, least) else 0
        else:  # verse and short lines of dialogue
            run.append(passage.text)
            held += size
            if held >= least:
                total, held, run = total + _run(run, held, least), 0, []
    return total + _run(run, held, least)


def _run(run: Sequence[str], size: int, least: int) -> int:
    return size if run and reads_like_prose(" ".join(run), least) else 0


# Roles whose words a story may use as well.
WORDED = ("imprint", "boilerplate", "cover", "title-page", "acknowledgements", "advertisement")


def confirms(role: str, passages: Sequence[Passage], *, strictly: bool = False) -> bool:
    """Whether a chapter's words confirm a role that is not read.

    A chapter with hardly any text (names, titles, a picture) is taken for what it is called.

    Args:
        strictly: for a chapter between body chapters, where colophons and acknowledgements are rare.
    """
    total, words = sum(count(passage.text) for passage in passages), prose(passages, 30)
    if words < 30 or (words < 0.25 * total and words < 1500):
        return True
    text = " ".join(passage.text for passage in passages)

    def hits(of: re.Pattern[str] | Lazy, least: int, a_thousand: float) -> bool:
        number = len(of.findall(text))
        return number >= least and 1000 * number >= a_thousand * count(text) * (2 if strictly else 1)

    if role in ("imprint", "boilerplate"):
        return hits(LEGAL, 1, 3)
    if role in ("cover", "title-page"):
        return words < 160 or (total < 3000 and hits(LEGAL, 3, 5))
    if role == "acknowledgements":
        return hits(_THANKS, 1 if total < 600 else 2, 1)
    if role == "advertisement":
        return total < 8000 and (hits(_TRADE, 2, 5) or _share(passages, total, _QUOTED, 70) >= 0.15)
    if role in ("contents", "illustrations"):  # entries are no prose, a sentence beside them is
        return _share([one for one in passages if not one.linked], total, _PAGES, 200) >= 0.5
    if role in _ENTRIES:
        fits, longest, least = _ENTRIES[role]
        if role == "glossary":  # glossaries are set as definition lists or as tables
            passages = [replace(one, kind="note") if one.kind in ("list-item", "table") else one for one in passages]
        return _share(passages, total, fits, longest) >= least
    return False


# Roles that are lists: the pattern of an entry, its greatest length, and the least share of the text in entries.
_ENTRIES: dict[str, tuple[re.Pattern[str] | Lazy, int, float]] = {
    "notes": (LABEL, 5000, 0.5),
    "bibliography": (_DATED, 500, 0.4),
    "index": (_PAGES, 200, 0.4),
    "glossary": (_TERM, 450, 0.6),
}


def _share(passages: Sequence[Passage], total: int, fits: re.Pattern[str] | Lazy, longest: int) -> float:
    """The share of characters in entries that fit the pattern, or that are marked as notes, as contents or as links."""
    entries = [size for one in passages if (size := count(one.text)) <= longest and fits.search(one.text)]
    marked = sum(
        size for one in passages if (size := count(one.text)) and (one.kind == "note" or one.linked > 0.5 * size)
    )
    return max(sum(entries) if len(entries) >= 2 else 0, marked) / max(total, 1)
