"""Languages of other scripts, and those that people name, of which little is known."""

from __future__ import annotations

from pipeline.languages import scripts
from pipeline.languages.record import Headings, Language, Letters

LANGUAGES = (
    Language(
        tag="ru",
        name="Russian",
        script=scripts.CYRILLIC,
        script_tells=True,
        codes="rus",
        called={"ru": "russian русский russisch russe ruso russo ロシア語 俄语"},
        slips={"russ": "ru"},
        letters=Letters(
            own="оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
            more=("и в не на что он с как я это но все так его по к у она из за же от то было был бы ее мне только о"),
        ),
        headings=Headings(
            chapter="глава",
            part="часть|книга|том",
            chapter_after="глава",
            part_after="часть|книга",
            numbers=(
                r"перв\w{2}|втор\w{2}|треть\w|(?:четв[её]рт|пят|шест|седьм|восьм|девят|десят|\w{3,7}надцат|двадцат|"
                r"тридцат|сороков|пятидесят|последн)\w{2}|двадцать|тридцать|сорок|пятьдесят"
            ),
        ),
        titles={
            "cover": "обложка",
            "title-page": "титул(ьный лист)?",
            "imprint": "выходные данные",
            "contents": "содержание|оглавление",
            "preface": "предисловие",
            "introduction": "введение",
            "prologue": "пролог",
            "epilogue": "эпилог",
            "afterword": "послесловие",
            "acknowledgements": "благодарности",
            "appendix": "приложение",
            "notes": "примечания|сноски",
            "glossary": "глоссарий",
            "bibliography": "библиография",
            "index": "((алфавитный|предметный|именной) )?указатель",
            "advertisement": "об авторе",
        },
    ),
    Language(
        tag="uk",
        name="Ukrainian",
        script=scripts.CYRILLIC,
        codes="ukr",
        called={"uk": "ukrainian українська ukrainisch ukrainien ucraniano"},
        slips={"ua": "uk"},
        letters=Letters(
            own="оаинівертслкдумпязьбгчйхжшюцщєїґф",
            more=("і в не на що він з як я це але та так його до за у вона від й же був було мене про"),
            apostrophes=True,
        ),
        headings=Headings(chapter="розділ", part="частина"),
    ),
    Language(
        tag="bg",
        name="Bulgarian",
        script=scripts.CYRILLIC,
        codes="bul",
        letters=Letters(
            own="аоеинтрсвлкдпмуъзябгчщжйхшцюфь",
            more="и на се да в не че от за с той си беше го по му ще като но как това аз",
        ),
    ),
    Language(
        tag="sr",
        name="Serbian",
        script=scripts.CYRILLIC,
        codes="srp",
        slips={"scc": "sr"},
        reads="sh",
        letters=Letters(
            own="аиоенстрјвукдмплзбгчшњжљцћхђфџ", more="и је у се да на не су за од би а сам као али што то с му га био"
        ),
    ),
    Language(
        tag="el",
        name="Greek",
        script=scripts.GREEK,
        script_tells=True,
        codes="ell gre",
        called={"el": "greek ελληνικά griechisch grec griego greco"},
        slips={"gr": "el"},
        letters=Letters(
            own="αοιετσνρπκμλυςηωάίόθδγέήύχφβώξζψϊϋΐΰ",
            more=("και το να την του η ο με που της τον για στο τα δεν θα είναι από οι ήταν σε μου τι αλλά τους"),
        ),
        headings=Headings(chapter="κεφάλαιο", part="μέρος"),
    ),
    Language(
        tag="he",
        name="Hebrew",
        script=scripts.HEBREW,
        script_tells=True,
        codes="heb",
        called={"he": "hebrew hebräisch hébreu hebreo עברית"},
        slips={"iw": "he"},
        reads="iw",
        letters=Letters(
            own="אבגדהוזחטיךכלםמןנסעףפץצקרשת", more="את של על לא הוא זה אני כי עם היא אל גם כל מה או היה אך אם"
        ),
    ),
    Language(
        tag="ar",
        name="Arabic",
        script=scripts.ARABIC,
        beside_script=scripts.ARABIC_BEYOND,
        script_tells=True,
        codes="ara",
        called={"ar": "arabic arabisch arabe العربية"},
        letters=Letters(
            own="اأإآبتثجحخدذرزسشصضطظعغفقكلمنهويىةءئؤ",
            more="في من على إلى أن لا ما هذا التي الذي عن مع كان هو و قد ثم إن كل",
        ),
        titles={"contents": "المحتويات", "preface": "مقدمة"},
    ),
    Language(
        tag="ko",
        name="Korean",
        script=scripts.HANGUL,
        beside_script=scripts.HAN,
        script_tells=True,
        codes="kor",
        called={"ko": "korean koreanisch coréen coreano 한국어 韓国語 韩语 корейский"},
    ),
    Language(tag="yi", name="Yiddish", codes="yid", slips={"ji": "yi"}),
    Language(tag="fa", name="Persian", script=scripts.ARABIC, codes="fas per", called={"fa": "persian farsi فارسی"}),
    Language(tag="th", name="Thai", script=scripts.THAI, script_tells=True, codes="tha", called={"th": "thai ไทย"}),
    Language(tag="ka", name="Georgian", script=scripts.GEORGIAN, script_tells=True, codes="kat geo"),
    Language(tag="hy", name="Armenian", script=scripts.ARMENIAN, script_tells=True, codes="hye arm"),
    Language(
        tag="hi", name="Hindi", script=scripts.DEVANAGARI, script_tells=True, codes="hin", called={"hi": "hindi हिन्दी"}
    ),
    Language(tag="vi", name="Vietnamese", codes="vie", called={"vi": "vietnamese tiếng-việt"}, slips={"vn": "vi"}),
    Language(tag="id", name="Indonesian", codes="ind", slips={"in": "id"}),
    Language(tag="jv", name="Javanese", codes="jav", slips={"jw": "jv"}),
    Language(tag="tl", name="Tagalog", codes="tgl", reads="fil"),
)
