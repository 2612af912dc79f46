"""Speech told from what stands beside it: sounds, songs, dashes, names, a second language."""

import pytest

from tests.pipeline.intake.scripts.reading import clock, codes, read, srt, told


@pytest.mark.parametrize(
    "text",
    ["(air whooshing)", "[Music]", "(computer playing\nelectronic melody)", "♪", "♪ ♪", "（敲门声）", "【音乐】", "（ドアの音）", "［笑い声］",
     "(박수)", "(porte qui claque)", "[risas]", "(Тихая музыка)", "*coughs*", "<i>(laughs)</i>", "- (sighs)", "[音楽]", "(موسيقى)"],
)  # fmt: skip
def test_sounds_are_not_spoken(text: str) -> None:
    (one,) = srt(text).cues
    assert one.kind == "sound"
    assert one.text  # it is shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(door slams) Who is there?", "Who is there?"),
        ("Who is there? (door slams)", "Who is there?"),
        ("[WHISPERING] Come here.", "Come here."),
        ("Come here.\n[footsteps approaching]", "Come here."),
        ("（小声）谁在那里？", "谁在那里？"),
        ("He said (and I agree) that it is late.", "He said (and I agree) that it is late."),
        ("I live here (for now).", "I live here (for now)."),
        ("I told him\n(and her) the truth.", "I told him (and her) the truth."),
        ("(He never came back.)", "(He never came back.)"),
        ("In 1848 (1848!) they met.", "In 1848 (1848!) they met."),
        ("word[s] and all", "word[s] and all"),
        ("这是（第一个）故事。", "这是（第一个）故事。"),
        ("That is *really* good.", "That is *really* good."),
    ],
)
def test_brackets(text: str, said: str) -> None:
    assert told(text) == [("dialogue", "", said)]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("♪ Happy birthday to you ♪", "song", "Happy birthday to you"),
        ("♪ Happy birthday\nto you ♪", "song", "Happy birthday to you"),
        ("# Happy birthday to you #", "song", "Happy birthday to you"),
        ("♪ Happy birthday", "song", "Happy birthday"),
        ("♪ La la la ♪\n- Stop that!", "dialogue", "Stop that!"),
        ("We are #1.", "dialogue", "We are #1."),
    ],
)
def test_songs(text: str, kind: str, said: str) -> None:
    assert told(text) == [(kind, "", said)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- So Trainer API.", "So Trainer API."),
        ("- I don't think so.\n- You?", "I don't think so.\nYou?"),
        ("-Yes.\n-No.", "Yes.\nNo."),
        ("– Ja.\n– Nein,\nnie.", "Ja.\nNein, nie."),
        (">> Good evening. >> Hello.", "Good evening.\nHello."),
        (">>> Now the weather.", "Now the weather."),
        ("-5 degrees outside.", "-5 degrees outside."),
        ("- 5 degrees outside.", "5 degrees outside."),
        ("--and then he left.", "--and then he left."),
        ("well-known, all-\nembracing", "well-known, all- embracing"),
        ("... and then", "... and then"),
    ],
)
def test_dashes_and_chevrons(text: str, said: str) -> None:
    (one,) = srt(text).cues
    assert (one.kind, one.text) == ("dialogue", said)
    assert len(one.turns) == said.count("\n") + 1


def test_long_dashes_begin_turns_where_a_language_writes_them_so() -> None:
    assert srt("—¿Quién es?", language="es").cues[0].text == "¿Quién es?"
    assert srt("—and then he left.", language="en").cues[0].text == "—and then he left."


@pytest.mark.parametrize(
    ("text", "character", "said"),
    [
        ("MAN: How did we end up here?", "MAN", "How did we end up here?"),
        ("MAN:\nHow did we end up here?", "MAN", "How did we end up here?"),
        ("DR. SMITH: It is late.", "DR. SMITH", "It is late."),
        ("GUARD #2: Halt!", "GUARD #2", "Halt!"),
        (">> REPORTER: Good evening.", "REPORTER", "Good evening."),
        ("- ANN: Yes.\n- BOB: No.", "ANN / BOB", "Yes.\nNo."),
        ("ANN (laughing): Yes.", "ANN", "Yes."),
        ("It is 12:30 now.", "", "It is 12:30 now."),
        ("Note: this is late.", "", "Note: this is late."),
        ("Here it is: a boat.", "", "Here it is: a boat."),
        ("See http://example.org", "", "See http://example.org"),
        ("ЖЕНЩИНА: Кто там?", "ЖЕНЩИНА", "Кто там?"),
    ],
)
def test_names_before_colons(text: str, character: str, said: str) -> None:
    assert told(text) == [("dialogue", character, said)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[♪ upbeat music ♪]", [("sound", "", "[♪ upbeat music ♪]")]),
        ("♪ theme music playing ♪", [("sound", "", "♪ theme music playing ♪")]),
        ("[MAN] No.\n[WOMAN] Yes.", [("dialogue", "MAN / WOMAN", "No.\nYes.")]),
        ("(MAN): No.", [("dialogue", "MAN", "No.")]),
        ("WOMAN 1: Yes. MAN 2: No.", [("dialogue", "WOMAN 1 / MAN 2", "Yes.\nNo.")]),
        ("Narrator: Once upon a time...", [("dialogue", "Narrator", "Once upon a time...")]),
        ("Mother (voice-over): Dear son,", [("dialogue", "Mother", "Dear son,")]),
        ("[Mother, voice-over] Dear son,", [("dialogue", "Mother", "Dear son,")]),
        ("张三: 你好\n李四: 再见", [("dialogue", "张三 / 李四", "你好\n再见")]),
        ("【张三】你好", [("dialogue", "张三", "你好")]),
        ("（田中）何だ？\n（鈴木）別に。", [("dialogue", "田中 / 鈴木", "何だ？\n別に。")]),
        ("（小声で）何だ？", [("dialogue", "", "何だ？")]),
        ("EPISODE 2: The return", [("dialogue", "", "EPISODE 2: The return")]),
        ("(c) 2020 Someone", [("dialogue", "", "(c) 2020 Someone")]),
        ("He scored 3-2. -3 is less.", [("dialogue", "", "He scored 3-2. -3 is less.")]),
    ],
)
def test_labels_that_need_no_second_occurrence(text: str, said: list[tuple[str, str, str]]) -> None:
    assert told(text) == said


def test_what_japanese_captions_put_in_brackets_is_spoken_by_somebody_unseen() -> None:
    (one,) = srt("〈これはナレーションです〉", language="ja").cues
    assert (one.text, one.on_screen) == ("これはナレーションです", "off")
    assert srt("《红楼梦》是一部小说。", language="zh").cues[0].text == "《红楼梦》是一部小说。"


def test_captions_that_roll_up_are_said_once() -> None:
    lines = [f"this is line number {n}" for n in range(9)]
    cues, at = [], 0
    for n, line in enumerate(lines):  # as services export them: the line before, then the new one word by word
        above = lines[n - 1] if n else " "
        cues += [(at, at + 1000, f"{above}\n{line}"), (at + 1000, at + 1010, line)]
        at += 1010
    text = "\n\n".join(f"{n}\n{clock(b)} --> {clock(e)}\n{t}" for n, (b, e, t) in enumerate(cues, 1))
    script = read(text)
    assert [c.text for c in script.cues if c.spoken] == lines
    assert len(script.cues) == len(cues)
    assert "c-013" in codes(script)
    assert [c.text for c in srt("No.", "No.", "No.", "Yes.").cues] == ["No.", "No.", "No.", "Yes."]


def test_a_label_in_small_letters_is_a_name_where_it_comes_again() -> None:
    script = ("Anna: It is late.", "I know.", "Anna: Then go.", "旁白：故事开始了。", "旁白：故事结束了。")
    assert [c.character for c in srt(*script).cues] == ["Anna", "", "Anna", "旁白", "旁白"]
    once = srt("Anna: It is late.", "I know.")
    assert once.cues[0].text == "Anna: It is late."
    assert "c-009" in codes(once)


def test_a_label_within_sentences_is_none() -> None:
    said = ("there are two of Them: one", "and then of Them: two", "I said")
    assert [c.text for c in srt(*said).cues] == list(said)


def test_names_in_brackets_are_learnt_from_the_script() -> None:
    script = srt("[John] Come here.", "I will.", "[John] Now!", "[thunder]", "[thunder] Did you hear?")
    assert [(c.kind, c.character) for c in script.cues] == [
        ("dialogue", "John"), ("dialogue", ""), ("dialogue", "John"), ("sound", ""), ("dialogue", "")]  # fmt: skip


def test_who_is_not_seen() -> None:
    assert [c.on_screen for c in srt("MAN (V.O.): Long ago...", "NARRATOR: And so.", "（画外音）他来了。", "MAN: Here.").cues] == [
        "off", "off", "off", ""]  # fmt: skip


def test_sentences_over_several_cues_keep_their_speaker() -> None:
    script = srt("ANN: You're a fool for traveling alone,", "so completely unprepared.", "Thank you.")
    assert [c.continues for c in script.cues] == [True, False, False]
    assert [c.character for c in script.cues] == ["ANN", "ANN", ""]


def test_japanese_and_chinese_lines_join_without_space() -> None:
    assert told("すべて安全\n完璧に安全だ")[0][2] == "すべて安全完璧に安全だ"
    assert told("我们在 Hugging\nFace 学习")[0][2] == "我们在 Hugging Face 学习"


BILINGUAL = (
    "欢迎来到这个课程。\nWelcome to the course.",
    "这是目录。\nHere is the table\nof contents.",
    "它分为三个部分\nAs you can see, it has three sections",
    "我们会教你基础。\nwe'll teach you the basics.",
    "谢谢。\nThank you.",
    "BERT\nBERT",
)


def test_bilingual_cues() -> None:
    upper = srt(*BILINGUAL)
    assert upper.cues[0].text == "欢迎来到这个课程。"
    assert upper.cues[0].language == "zh-Hans"
    assert upper.coverage.skipped["other language"] > 50
    lower = srt(*BILINGUAL, language="en")
    assert lower.cues[1].text == "Here is the table of contents."
    assert "c-007" in codes(upper) & codes(lower)
    below = srt(*("\n".join(reversed(text.split("\n"))) for text in BILINGUAL[2:5] * 2))
    assert below.cues[0].text.startswith("As you can see")


GERMAN_AND_ENGLISH = (
    "Ich weiß nicht, wo das ist.\nI do not know where that is.",
    "Wir sind nicht von hier.\nWe are not from here.",
    "Er hat das Buch und die Frau gesehen.\nHe has seen the book and the woman.",
    "Das ist der Weg zu dem Haus.\nThis is the way to the house.",
    "Du kannst mit mir kommen.\nYou can come with me.",
    "Es war eine lange Nacht.\nIt was a long night.",
    "Sie haben auch nichts gehört.\nThey have not heard anything either.",
    "Aber er ist noch nicht da.\nBut he is not there yet.",
    "Und was machen wir jetzt?\nAnd what shall we do now?",
    "Ich habe es dir doch gesagt.\nBut I have told you so.",
)


def test_two_languages_of_one_script() -> None:
    assert srt(*GERMAN_AND_ENGLISH).cues[0].text == "Ich weiß nicht, wo das ist."
    assert srt(*GERMAN_AND_ENGLISH, language="en").cues[0].text == "I do not know where that is."
    english = [text.partition("\n")[2] for text in GERMAN_AND_ENGLISH]
    one = srt(*(f"{text}\n{english[-at]}" for at, text in enumerate(english)))
    assert "other language" not in one.coverage.skipped
