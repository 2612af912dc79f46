"""Mojibake detection: text that was decoded wrongly before it came here (Ã© for é, ÄãºÃ, Ïðèâåò, U+FFFD).

It is found by what no language writes: UTF-8 that was decoded in some code page, and runs of letters and signs beyond
ASCII that never stand side by side. It is not repaired by a guess. A finding names it, and where it fills much of a
book the book is refused: its source was saved in a wrong encoding and can be saved in the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.intake.encoding import evidence
from pipeline.records import Block, Finding

# The 64 continuation bytes of UTF-8 as Windows-1252 and Latin-1 show them.
_ON = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_ON_RU = "[ЂЃѓ‚„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЄЇІіґµё№є»јЅѕї°±¤¦§Ё©«¬®¶·]"
_READ_AS = (
    rf"(?<![A-ZÀ-Þ])[ÂÃ]{_ON}",
    r"â€",
    r"ðŸ",
    r"ï¿½",
    r"ï»¿",
    r"(?<![A-ZÀ-Þ])[ÄÅ][\x80-\xbf‚ƒ†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]",
    rf"(?:[ÐÑ]{_ON}){{2,}}",
    rf"(?:[ÎÏ]{_ON}){{2,}}",
    rf"(?:×{_ON}){{2,}}",
    rf"(?:[ØÙ]{_ON}){{2,}}",
    rf"(?:[ã-é]{_ON}{_ON}){{2,}}",  # UTF-8 as Windows-1252
    rf"(?:[РС]{_ON_RU}){{3,}}",
    r"вЂ[”“™њќљ\x9d¦\"]",
    r"Г[©Ёј¶¤џ±«®ґЄ]",  # as Windows-1251
    r"[ĂĹ][\x80-\xbf‚„…†‡‰Š‹•™š›śźžˇ˘Ł¤Ą¦§¨©Ş«¬®Ż°±ł´µ¶·¸ąş»Ľ˝ľż]",
    r"Đ[°-ż]Đ",  # as Windows-1250
    r"‚Ä[îìùúôò¶ù∞¢]",
    r"√[©®†¥¢º∂ü§¨´™ª≥±∏¶∫]",  # as Mac Roman
    r"ΓÇ[ÖÿÖôöûªó£¥]",
    r"├[⌐¿á®¬┤║╝▒»ñ¡ó]",
    r"ÔÇ[ÖÿôöûªØ£¥]",  # as code page 437 or 850
    r"锟斤拷|烫烫烫|鈥[\u4e00-\u9fff]|銆[\u4e00-\u9fff]|锛[\u4e00-\u9fff屻宀燂細]|脙[漏篓掳]",
    r"縺[ -~\u3000-\u9fff]|繧[ -~\u3000-\u9fff]",
    r"ã‚|ã\x81",
    r"Ã¯Â¿Â½",
)
_SURE = re.compile("|".join((*_READ_AS, r"\ufffd+")))
# A question mark for a letter that the first program did not have: caf?, ?tait; but not the query of a URL.
_LOST = re.compile(r"(?<![/=&.+\w])[A-Za-zà-ÿ]{1,20}\?[a-zà-ÿ]{2,20}(?![\w=&/.])")
# Guard: pairs with which the sequences above begin. The whole list is slow.
_CUE = re.compile(
    "[ÂÃÄÅâðïÐÑÎÏ×ØÙã-éРСвГĂĹĐ‚√Γ├Ô](?:[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸÄÇђ°-ż]|[^\x00-ʰА-яёּ-ק\u2010-\u2030])"
)
_CUE_ALONE = re.compile("[\ufffd锟烫鈥銆锛脙縺繧]")
# Entities that were escaped twice and stand on the page as they are written.
_ENTITY = re.compile(
    r"&(?:amp|nbsp|quot|lt|gt|[lr][sd]quo|[mn]dash|hellip|[aeiouAEIOU](?:acute|grave|uml|circ)|"
    r"ccedil|ntilde|szlig|#\d{2,5}|#x[0-9a-fA-F]{2,5});"
)
# Runs of Latin-1 characters that no word has: Chinese, Russian or Polish decoded as Windows-1252.
_HEAP = re.compile(r"[¡-ÿ]{4,}")
_SIGN_INSIDE = re.compile(r"[¹³¿¤¥£¯¦±¶¼½¾×ªº¢](?<=[a-zß-ÿ].)(?=[a-zß-ÿ])")
_MIXED = re.compile(r"[а-яё](?:(?<=[a-z]{2}.)(?=[a-z\W])|(?<=[a-z].)(?=[a-z]))")
_ANY = re.compile(r"[^\x00-\x7f]|&|\?")
_CODE = ("code", "math")
_MUCH, _FEW = 0.2, 5


def mojibake_findings(blocks: Iterable[Block], where: str) -> list[Finding]:
    """The finding that text looks wrongly decoded, and the one that refuses the book where much of it does."""
    blocks = list(blocks)
    hits, touched, total, example = 0, 0, 0, ""
    holes = sum(len(_LOST.findall(block.text)) for block in blocks if "?" in block.text and block.kind not in _CODE)
    for block in blocks:
        if block.kind in _CODE:
            continue
        text = "".join([span.text for span in block.spans if span.kind not in _CODE])
        size = len(text)
        total += size
        if _ANY.search(text) and (odd := _odd(text, holes >= _FEW)):
            hits += len(odd)
            touched += size
            example = example or _around(text, odd[0])
    if not hits:
        return []
    share = touched / max(1, total)
    findings = [
        Finding(
            "i-020", where, f"{hits} places look wrongly decoded, as {example!r}: export the source again, in UTF-8"
        )
    ]
    if share >= _MUCH and hits >= _FEW:
        findings.append(
            Finding(
                "i-021",
                where,
                f"{round(100 * share)} % of the text stands in paragraphs that look wrongly "
                f"decoded, as {example!r}: export the source again, in UTF-8",
            )
        )
    return findings


def _odd(text: str, holes: bool = False) -> list[str]:
    odd = [match.group() for match in _ENTITY.finditer(text)] if "&" in text else []
    odd += [match.group() for match in _LOST.finditer(text)] if holes and "?" in text else []
    if text.isascii():
        return odd
    if _CUE.search(text) or _CUE_ALONE.search(text):
        odd += [match.group() for match in _SURE.finditer(text)]
    odd += [match.group() for match in _SIGN_INSIDE.finditer(text)] + [match.group() for match in _MIXED.finditer(text)]
    heaps = _HEAP.findall(text)
    if heaps and _foreign(text):
        odd += heaps
    return odd


def _foreign(text: str) -> bool:
    """Whether the text, encoded again, decodes to another script."""
    data = text.encode("cp1252", "ignore")
    try:
        return data.decode("ascii", "ignore") != text and evidence.best(data) not in evidence.LATIN
    except ValueError:
        return False


def _around(text: str, odd: str) -> str:
    position = text.find(odd)
    return " ".join(text[max(0, position - 12) : position + len(odd) + 12].split())
