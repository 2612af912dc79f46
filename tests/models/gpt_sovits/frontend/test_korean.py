"""Korean: sounds against the standard's own examples and g2pk2's own code, figures, hanja, mixed lines, odd text."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
import types
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gpt_sovits.frontend import mixed, symbols
from models.gpt_sovits.frontend.korean import g2p as korean
from models.gpt_sovits.frontend.korean import hanja as korean_hanja
from models.gpt_sovits.frontend.korean import numbers as korean_numbers
from models.gpt_sovits.frontend.korean import pronunciation as korean_sounds
from pipeline.errors import MissingExtraError
from tests.models.gpt_sovits.frontend.test_frontend import EN, JA, ZH, needs, phones

KO = needs("mecab", "g2pk2")


def sounds(text: str) -> str:
    """In syllables, as dictionaries write it."""
    said = korean_sounds.exceptions(korean.normalised(text))
    words = [(word.span.start, word.span.end, word.pos) for word in korean._mecab().parse(said)]
    return unicodedata.normalize("NFC", korean_sounds.sounded(said, words))


# ---------------------------------------------------------------- sounds


@KO
@pytest.mark.parametrize(("written", "said"), [
    ("음악", "으막"), ("앉아", "안자"), ("꽃이", "꼬치"), ("부엌에", "부어케"),  # an end begins the next syllable
    ("국물", "궁물"), ("앞마당", "암마당"), ("독립", "동닙"), ("협력", "혐녁"), ("대통령", "대통녕"),  # nasal beside nasal
    ("신라", "실라"), ("칼날", "칼랄"), ("의견란", "의견난"),  # ㄹ beside ㄹ, and a word that has it otherwise
    ("국밥", "국빱"), ("옷고름", "옫꼬름"), ("신을 신고", "시늘 신꼬"), ("앉고", "안꼬"), ("할 것을", "할 꺼슬"), ("할수록", "할쑤록"),
    ("갈등", "갈뜽"), ("신발", "신발"), ("물걸레", "물걸레"),  # tense, by rule and by word; and not
    ("같이", "가치"), ("굳이", "구지"), ("닫히다", "다치다"), ("닫혔다", "다첟따"), ("맏형", "마텽"),  # ㄷ and ㅌ before ㅣ
    ("좋다", "조타"), ("많고", "만코"), ("놓는", "논는"), ("싫어도", "시러도"), ("입학", "이팍"),  # ㅎ
    ("값이", "갑씨"), ("흙만", "흥만"), ("밟다", "밥따"), ("넓다", "널따"), ("읽고", "일꼬"), ("없다", "업따"),  # two at the end
    ("희망", "히망"), ("가져", "가저"), ("솜이불", "솜니불"), ("꽃잎", "꼰닙"), ("디귿이", "디그시"),
    ("라면을 넣다", "라며늘 너타"), ("나를 놓아", "나를 노아"),  # an object is no part of the verb's word
])  # fmt: skip
def test_standard_pronunciation(written: str, said: str) -> None:
    assert sounds(written) == said


@pytest.fixture
def itself(monkeypatch: pytest.MonkeyPatch) -> Any:
    """g2pk2's own code, as the voices' training ran it; of the library that it fetches data with only the names."""
    nltk, corpus = types.ModuleType("nltk"), types.ModuleType("nltk.corpus")
    nltk.data = types.SimpleNamespace(find=lambda _: None)  # type: ignore[attr-defined]
    corpus.cmudict = types.SimpleNamespace(dict=dict)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nltk", nltk)
    monkeypatch.setitem(sys.modules, "nltk.corpus", corpus)
    pytest.importorskip("jamo")
    return importlib.import_module("g2pk2").G2p()


@KO
def test_as_g2pk2_itself_on_the_standard_s_examples(itself: Any) -> None:
    """Its file of rules quotes them: word[sound]. Other notes in brackets among them are as good as any word."""
    rules = (Path(itself.idioms_path).parent / "rules.txt").read_text("utf-8")
    examples = [
        word.strip()
        for line in rules.splitlines()
        if line.startswith("->")
        for word in re.findall(r"([ㄱ-힣][ ㄱ-힣]*)\[", line)
    ]
    assert len(examples) > 300
    assert [word for word in examples if sounds(word) != itself(word)] == []


# ---------------------------------------------------------------- phones


@KO
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("안녕하세요", "ㅇ ㅏ ㄴ ㄴ ㅣ ㅓ ㅇ ㅎ ㅏ ㅅ ㅔ ㅇ ㅣ ㅗ ."),  # vowels of two split; a stop after a jamo
        ("안녕, 친구!", "ㅇ ㅏ ㄴ ㄴ ㅣ ㅓ ㅇ , 空 ㅊ ㅣ ㄴ ㄱ ㅜ !"),
        ("“왜?” 「의자」(는)", "ㅇ ㅗ ㅐ ? 空 ㅇ ㅡ ㅣ ㅈ ㅏ 空 ㄴ ㅡ ㄴ 空"),
        ("네……!!", "ㄴ ㅔ …"),
        ("ㅋㅋ ㅠ", "ㅋ ㅋ 空 ㅣ ㅜ ."),
        ("네 😀", "ㄴ ㅔ 空 停"),
        ("", ""),
        ("!?", "!"),
    ],
)
def test_phones(text: str, expected: str) -> None:
    assert " ".join(korean.phonemised(text).phones) == expected


# ---------------------------------------------------------------- figures and signs


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0", "영"),
        ("10", "십"),
        ("11,111", "만천백십일"),
        ("10000000", "천만"),
        ("1210000000", "십이억천만"),
        ("3.14", "삼점일사"),
        ("007", "공공칠"),
        ("사과 3개", "사과 세 개"),
        ("20살", "스무 살"),
        ("21명", "스물한 명"),
        ("100명", "백 명"),
        ("55살", "쉰다섯 살"),
        ("1번째", "첫 번째"),
        ("2시 30분", "두 시 삼십분"),
        ("15시", "십오 시"),
        ("24시간", "이십사 시간"),
        ("3개월", "삼개월"),
        ("5달러", "오달러"),
        ("30대", "삼십 대"),
        ("제3장", "제삼장"),
        ("6월 10일", "유월 십일"),
        ("2024-01-15", "이천이십사년 일월 십오일"),
        ("14:05", "십사 시 오 분"),
        ("12%", "십이 퍼센트"),
        ("-5℃", "영하 오 도"),
        ("60km/h", "시속 육십 킬로미터"),
        ("100m²", "백 제곱미터"),
        ("₩15,000", "만오천 원"),
        ("$3억", "삼억 달러"),
        ("1/2", "이분의 일"),
        ("4 2/5", "사와 오분의 이"),
        ("-7", "마이너스 칠"),
        ("3~5일", "삼에서 오일"),
        ("010-1234-5678", "공일공 일이삼사 오육칠팔"),
        ("6·25", "육이오"),
        ("1" * 25, "일" * 25),
        ("하나", "하나"),
        ("½", "이분의 일"),
        ("", ""),
    ],
)
def test_figures(written: str, said: str) -> None:
    assert korean_numbers.expanded(written) == said


# ---------------------------------------------------------------- hanja


@KO
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("音樂", "음악"),
        ("大韓民國의", "대한민국의"),
        ("老人과 敬老", "노인과 경로"),
        ("女子와 子女", "여자와 자녀"),
        ("李氏", "이씨"),
        ("理論", "이론"),
        ("不動産, 不可", "부동산, 불가"),
        ("比率", "비율"),
        ("金屬", "금속"),
        ("金大中", "김대중"),
        ("快樂", "쾌락"),
        ("自轉車", "자전거"),
        ("花郞", "화랑"),
        ("率直한 引率者", "솔직한 인솔자"),
        ("사랑(愛)", "사랑 애 "),
    ],
)
def test_chinese_characters_are_read_the_korean_way(written: str, said: str) -> None:
    assert korean.normalised(written) == said


def test_every_character_of_the_standard_has_its_reading_and_no_other_one() -> None:
    standard = [bytes([row, cell]).decode("euc_kr") for row in range(0xCA, 0xFE) for cell in range(0xA1, 0xFF)]
    assert len(standard) == 4888
    assert all(re.fullmatch("[가-힣]", korean_hanja.reading(character)) for character in standard)
    assert [korean_hanja.reading(character) for character in "伽詰愛國樂们𠀀"] == ["가", "힐", "애", "국", "악", "", ""]
    assert list(korean_hanja._FIRST_OF_READING[::2]) == sorted(korean_hanja._FIRST_OF_READING[::2])


# ---------------------------------------------------------------- mixed lines, and what is not spoken


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("저는 Apple Music을 5km 들었어요.", "ko", ["ko 저는 ", "en Apple Music", "ko 을 오 킬로미터 들었어요."]),
        ("iPhone 15를 샀다", "ko", ["en iPhone", "ko  15를 샀다"]),
        ("그는 さようなら라고", "ko", ["ko 그는 ", "ja さようなら", "ko 라고"]),
        ("他说안녕 하세요。", "zh", ["zh 他说", "ko 안녕 하세요", "zh 。"]),
        ("彼は안녕と", "ja", ["ja 彼は", "ko 안녕", "ja と"]),
        ("漢字와 한글", "ko", ["ko 漢字와 한글"]),
    ],
)
def test_a_line_is_split_by_script(text: str, language: str, parts: list[str]) -> None:
    assert [f"{kind} {part}" for kind, part in mixed.split(text, language)] == parts


@KO
@EN
@ZH
@JA
def test_each_stretch_by_its_own_front_end() -> None:
    assert phones("저는 Apple을 사요", "ko") == "ㅈ ㅓ ㄴ ㅡ ㄴ 空 | AE1 P AH0 L | ㅇ ㅡ ㄹ 空 ㅅ ㅏ ㅇ ㅣ ㅗ ."
    assert phones("삼성TV", "ko") == "ㅅ ㅏ ㅁ ㅅ ㅓ ㅇ 空 | T IY1 V IY1"  # no full stop within a line
    assert phones("他说안녕。", "zh") == "t a1 sh uo1 | ㅇ ㅏ ㄴ ㄴ ㅣ ㅓ ㅇ 空 | ."
    assert phones("네", "ko", guard=True) == ". ㄴ ㅔ ."


@ZH
@pytest.mark.parametrize(
    ("text", "language", "lost"),
    [
        ("“안녕” 3개 愛 £5 ½ ㅋㅋ Ⅳ & www", "ko", ""),
        ("안녕 们 Ж 😀 ㅿ", "ko", "们Ж😀ㅿ"),
        ("㈱ ㎏ ① ㎍", "ko", "㎍"),
        ("你好 한", "zh", ""),
        ("한국", "en", "한국"),
        ("他有£5和½§", "zh", "£½§"),
        ("彼は£5", "ja", "£"),
    ],
)  # English says these; in its own lines
def test_what_is_not_spoken_is_named(text: str, language: str, lost: str) -> None:
    assert mixed.unspeakable(text, language) == lost


def test_hangul_needs_a_voice_that_speaks_korean() -> None:
    assert mixed.unspeakable("こんにちは 한국", "ja", korean_too=False) == "한국"


@KO
@EN
@JA
@settings(max_examples=80, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("가값닭않의희뷁를ㅋㅠㄳ學樂们 \n\t\"“(3-0.5,%~…!?：Ab'ㆍｶ日カ한😀½\u1100\u1161\u0301"),
        max_size=30,
    )
    | st.text(max_size=20)
)
def test_nothing_crashes_and_every_phone_is_in_the_table(text: str) -> None:
    said = mixed.phrase(text, "ko")
    table = frozenset(symbols.table("v2"))
    assert {phone for segment in said.segments if segment.language == "ko" for phone in segment.phones} <= table
    named = mixed.unspeakable(text, "ko")
    if any(
        c.isalnum() and c not in named and unicodedata.category(c) not in ("Mn", "Lm") and c not in "ーㆍ" for c in text
    ):
        assert not said.empty
    assert len(said.ids("v1")) == len(said.ids("v2")) == len(said)


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mecab", None)
    korean._mecab.cache_clear()
    with pytest.raises(
        MissingExtraError,
        match=r"^Korean needs the package (python-mecab-ko|g2pk2): pip install 'voicepress\[korean\]'$",
    ):
        korean.phonemised("안녕")
