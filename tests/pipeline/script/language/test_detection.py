"""The language of a line: as it is marked, else detected from its letters and words, else the book's."""

import pytest

from pipeline.manifests import Cast, Rule, Voice
from pipeline.records import Block, Line, Span
from pipeline.script import Speaker, make_script
from pipeline.script.language.detection import LineLanguageDetector
from pipeline.takes import VoiceInUse, request_for
from tests.pipeline.script.manuscripts import PAUSES, Picky, manuscript, speaker

PLAIN = [
    # book, line, what it is in
    ("de", "He said that she would come before the end of the week.", "en"),
    ("de", "How do you do, and where have you been?", "en"),
    ("de", "Er sagte: How are you?", "de"), ("de", "Das Buch heißt The Lord of the Rings.", "de"),
    ("de", "The Lord of the Rings", "de"),  # a title
    ("de", "Wir hörten Heart of Gold und The End.", "de"), ("de", "Show must go on!", "de"),
    ("de", "Mais je ne vous ai pas dit que c'est fini.", "fr"),
    ("en", "Der Mann war nicht allein, und das wusste er auch.", "de"),
    ("en", "Die, die, die! The man was in der Alm.", "en"),
    ("en", "Mais oui, je vous le dis, il est dans la maison.", "fr"),
    ("en", "No sé por qué los hombres no están con nosotros.", "es"),
    ("en", "Don Quixote de la Mancha y el Cid", "en"), ("en", "Van der Berg und Söhne", "en"),
    ("en", "Charles de Gaulle, Jean de La Fontaine, Les Halles", "en"),
    ("en", "Et in Arcadia ego sum, et non sum in domo cum te.", "en"),  # Latin has no voice and no figures
    ("en", "He dined a la carte, en route, and de trop.", "en"), ("en", "El Paso, La Jolla, Los Angeles, San Jose.", "en"),
    ("fr", "I do not know what you are talking about.", "en"), ("fr", "Le New York Times est le journal of record.", "fr"),
    ("fr", "The Times", "fr"), ("fr", "On the road, de Kerouac", "fr"),
    ("es", "You will find that this is the way to do it.", "en"), ("es", "El Heart of Darkness de Conrad", "es"),
    ("it", "He said that she would come.", "en"), ("it", "Non lo so, e non me ne importa.", "it"),
    ("ja", "I love you.", "en"), ("ja", "NHK", "ja"), ("ja", "OK!", "ja"), ("ja", "1984", "ja"), ("ja", "iPhone 15", "ja"),
    ("ja", "彼は I love you と言った。", "ja"), ("ja", "Ich liebe dich und du bist nicht allein.", "de"), ("ja", "A", "ja"),
    ("ja", "春眠不覚暁", "ja"), ("ja", "ＮＨＫ", "ja"), ("ja", "foo_bar --baz", "ja"), ("ja", "안녕하세요, 반갑습니다.", "ko"),
    ("zh", "Once upon a time there was a king.", "en"), ("zh", "优の良品", "zh"), ("zh", "ありがとうございます。", "ja"),
    ("zh", "他用iPhone打电话。", "zh"), ("zh", "Windows", "zh"), ("zh-Hant", "To be, or not to be, that is the question.", "en"),
    ("ru", "C'est la vie, mon cher, et je ne vous en veux pas.", "fr"), ("ru", "Он сказал: yes.", "ru"), ("ru", "BMW X5", "ru"),
    ("en", "Ὦ ξεῖν’, ἀγγέλλειν Λακεδαιμονίοις", "el"), ("en", "α", "en"), ("en", "The letter α", "en"),
    ("en", "Все счастливые семьи похожи друг на друга.", "ru"), ("en", "吾輩は猫である。", "ja"), ("de", "你好，世界。", "zh"),
    ("ko", "Nice to meet you, and welcome to our house.", "en"), ("ko", "한국어 문장입니다.", "ko"),
    ("und", "He said that she would come.", "und"),
]  # fmt: skip


@pytest.mark.parametrize(("book", "line", "language"), PLAIN)
def test_only_a_line_that_is_plainly_anothers_is_of_another_language(book: str, line: str, language: str) -> None:
    detector = LineLanguageDetector(book)
    assert detector.of(line) == (language if language != book else book)
    if language != book:
        assert detector.may_differ(f"{line}\n{line}")


def lines(*spans: Span, language: str = "en", rules: tuple[Rule, ...] = (), kind: str = "paragraph") -> list[Line]:
    cast = Cast(narrator="heart", rules=rules)
    speakers = {name: speaker() for name in ("heart", *(rule.voice for rule in rules))}
    return list(
        make_script(
            manuscript(Block(kind, spans), language=language), cast=cast, lexicons=(), pauses=PAUSES, speakers=speakers
        ).lines
    )


def said(found: list[Line]) -> list[tuple[str, str]]:
    return [(line.text, line.language) for line in found]


FRENCH = Span("carte blanche", language="fr")


@pytest.mark.parametrize("spans", [
    (Span("“You have "), FRENCH, Span(".”")), (Span("A "), Span("Weltanschauung der ganzen Welt", language="de"), Span("!")),
    (Span("Mon Dieu, quelle horreur, mon ami", language="fr"), Span(", he said.")),
    (Span("("), Span("sic transit gloria mundi", language="la"), Span(" is Latin.)")),
    (Span("Bonjour, monsieur", language="fr"), Span(" Poirot!")), (Span("It is 侘寂, or "), Span("わびさび", language="ja"), Span(".")),
])  # fmt: skip
def test_a_loan_phrase_does_not_change_its_sentence(spans: tuple[Span, ...]) -> None:
    assert {line.language for line in lines(*spans)} == {"en"}


@pytest.mark.parametrize("spans", [
    (Span("“"), Span("Mon Dieu, quelle horreur", language="fr"), Span("!”")), (Span("Vous avez carte blanche.", language="fr"),),
    (Span("— "), Span("Bonjour", language="fr"), Span(", "), Span("monsieur", language="fr-CA"), Span(".")),
    (Span("12. ", kind="text"), Span("C'est la vie", language="fr"), Span(" ...")),
])  # fmt: skip
def test_a_sentence_that_is_marked_from_end_to_end_is_in_that_language(spans: tuple[Span, ...]) -> None:
    assert {line.language for line in lines(*spans)} <= {"fr", "fr-CA"}


def test_each_sentence_of_a_paragraph_is_for_itself() -> None:
    found = said(lines(Span("He laughed. "), Span("C'est la vie!", language="fr"), Span(" Then he left.")))
    assert found == [("He laughed.", "en"), ("C'est la vie!", "fr"), ("Then he left.", "en")]


def test_a_phrase_is_said_by_the_casts_voice_for_its_language() -> None:
    rules = (Rule(voice="amelie", language="fr"),)
    found = lines(Span("“You have "), FRENCH, Span("”, she said.")) + lines(
        Span("You "), FRENCH, Span(" have."), rules=rules
    )
    assert [(line.text, line.voice, line.language) for line in found] == [
        ("“You have carte blanche”, she said.", "heart", "en"),
        ("You", "heart", "en"), ("carte blanche", "amelie", "fr"), ("have.", "heart", "en")]  # fmt: skip
    quoted = lines(Span("“"), FRENCH, Span(",” she said."), rules=rules)
    assert [(line.text, line.voice) for line in quoted] == [("“carte blanche,”", "amelie"), ("she said.", "heart")]
    whole = lines(Span("Vous avez carte blanche.", language="fr"), rules=rules)
    assert [(line.text, line.voice) for line in whole] == [("Vous avez carte blanche.", "amelie")]


def test_a_rule_for_somebody_else_takes_no_phrases() -> None:
    """A character's voice may speak French; the narrator's loan words are not hers."""
    rules = (Rule(voice="amelie", character="Amélie"), Rule(voice="jean", language="de"))
    assert {line.voice for line in lines(Span("You have "), FRENCH, Span("."), rules=rules)} == {"heart"}


def test_a_line_that_nothing_marks_is_told_by_its_words() -> None:
    found = lines(Span("Sie lächelte. He is not the man that you were looking for. Dann ging sie."), language="de")
    assert [line.language for line in found] == ["de", "en", "de"]


class Monoglot(Picky):
    """Says nothing of what it is told in a language that is not its own, as GPT-SoVITS does."""

    def unspeakable(self, text: str, language: str) -> str:
        return "" if language in self.languages else text


def test_what_no_voice_speaks_is_read_in_the_books_language_before_it_is_silent() -> None:
    engine = Monoglot(400, 0, ["zh"], "")
    voice = Speaker.of(engine, engine.languages)
    script = make_script(
        manuscript("他唱了一首歌。", "C'est la vie, mon ami, et il est tard.", language="zh"),
        cast=Cast(narrator="a"),
        lexicons=(),
        pauses=PAUSES,
        speakers={"a": voice},
    )
    assert [(line.language, line.read_as, bool(line.spoken)) for line in script.lines] == [
        ("zh", "", True),
        ("fr", "zh", True),
    ]
    assert [finding.code for finding in script.findings] == ["s-006"]
    used = VoiceInUse("a", Voice(engine="tone", version=1, languages=("zh",)), engine, "f")
    assert request_for(script.lines[1], used).language == "zh"


def test_a_block_in_another_language_may_quote_the_books() -> None:
    block = Block("paragraph", (Span("Il disait : "), Span("You have nothing.", language="en")), language="fr")
    script = make_script(
        manuscript(block), cast=Cast(narrator="heart"), lexicons=(), pauses=PAUSES, speakers={"heart": speaker()}
    )
    assert script.lines[0].language == "fr"
