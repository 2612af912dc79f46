"""Forbidden words: found in every script and disguise; not found in words that merely contain them."""

import pytest

from pipeline.consent.forbidden import hits


def found(text: str, word: str, language: str = "en") -> list[str]:
    return [hit.found for hit in hits(text, [word], language)]


@pytest.mark.parametrize(
    ("text", "word", "language"),
    [
        ("They went to the casino.", "casino", "en"),
        ("CASINO", "casino", "en"),
        ("two casinos", "Casino", "en"),
        ("the casino's owner", "casino", "en"),
        ("c-a-s-i-n-o", "casino", "en"),
        ("c a s i n o", "casino", "en"),
        ("ca si no", "casino", "en"),
        ("cas\u00adino, cas\u200bino", "casino", "en"),
        ("ｃａｓｉｎｏ", "casino", "en"),
        ("cas\u0131no or саsіno", "casino", "en"),
        ("c4s1n0", "casino", "en"),
        ("cásïnö", "casino", "en"),
        ("𝐜𝐚𝐬𝐢𝐧𝐨", "casino", "en"),
        ("gambling parties", "party", "en"),
        ("he was gambling", "gamble", "en"),
        ("he gambled", "gamble", "en"),
        ("the White  House", "white house", "en"),
        ("the White-House", "white house", "en"),
        ("der Casinobesuch", "Casino", "de"),
        ("im Spielcasino", "casino", "de"),
        ("Glücksspiele", "Glücksspiel", "de"),
        ("los casinos", "casino", "es"),
        ("les jeux d'argent", "jeux d'argent", "fr"),
        ("他去赌博了", "赌博", "zh"),
        ("他去赌-博 了", "赌博", "zh"),
        ("賭博場に行く", "賭博", "ja"),
        ("カジノへ", "かじの", "ja"),
        ("ｶｼﾞﾉへ", "カジノ", "ja"),
        ("в казино", "казино", "ru"),
        ("他去賭博了", "赌博", "zh"),
        ("他去赌博了", "賭博", "zh"),
        ("喝著酒，頭髮亂了", "头发", "zh-Hant"),
        ("他吸毒品", "毒 品", "zh"),
        ("他去賭\u200b博", "赌博", "zh-TW"),
        ("Ｋ粉", "K粉", "zh"),
        ("ᴄᴀꜱɪɴᴏ", "casino", "en"),
        ("ⓒⓐⓢⓘⓝⓞ", "casino", "en"),
        ("cɑsıno", "casino", "en"),
        ("cas\u2060i\ufe0fn\u200do", "casino", "en"),
        ("\u202ecasino\u202c", "casino", "en"),
        ("cas*i*no, cas_ino", "casino", "en"),
        ("the casi-\nno", "casino", "en"),
        ("cas\U0001f3b0ino", "casino", "en"),
        ("κasino’s", "kasino", "de"),
        ("he murdered them", "murder", "en"),
        ("those policies", "policy", "en"),
        ("nackten Waffen", "Waffe", "de"),
        ("die Waffenfabrik", "Waffe", "de"),
        ("les mariées", "marier", "fr"),
        ("armas", "arma", "es"),
        ("i bambini", "bambino", "it"),
        ("armas de fogo", "arma", "pt"),
        ("оружием", "оружие", "ru"),
    ],
)
def test_found(text: str, word: str, language: str) -> None:
    assert found(text, word, language)


@pytest.mark.parametrize(
    ("text", "word", "language"),
    [
        ("an assassin in the class", "ass", "en"),
        ("Scunthorpe", "hor", "en"),
        ("a long stream ran", "mran", "en"),
        ("a better day", "bet", "en"),
        ("as is, no doubt", "isno", "en"),
        ("occasional", "casino", "en"),
        ("partition", "party", "en"),
        ("the house was white", "white house", "en"),
        ("Kasinoartiges", "Ino", "de"),
        ("the cast", "cas", "en"),
        # One of the two, the ending or the stemmer, would say these are the word.
        ("she parted from him", "party", "en"),
        ("hello", "hell", "en"),
        ("the news", "new", "en"),
        ("the vicar", "vice", "en"),
        ("a mother", "moth", "en"),
        ("his number", "numb", "en"),
        ("an important person", "importance", "en"),
        ("he presided", "president", "en"),
        ("à Paris", "pari", "fr"),
        ("elle va partir", "parti", "fr"),
        ("wir brauchen es", "rauchen", "de"),
        ("die Entscheidung", "Scheidung", "de"),
        ("eine Waffel", "Waffe", "de"),
        ("Ketten rasseln", "Rasse", "de"),
        ("una parte", "partido", "es"),
    ],
)
def test_not_found(text: str, word: str, language: str) -> None:
    assert not found(text, word, language)


def test_what_is_found_is_shown_as_it_is_written() -> None:
    assert found("Go to the C-A-S-I-N-O's door.", "casino") == ["C-A-S-I-N-O"]
    assert found("他去赌-博了", "赌博", "zh") == ["赌-博"]
