"""German."""

from __future__ import annotations

from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language, Letters, Splitting

LANGUAGES = (
    Language(
        tag="de",
        name="German",
        codes="deu ger",
        called={
            "de": (
                "german deutsch allemand alemán aleman tedesco alemão duits tyska tysk немецкий ドイツ語 德语 德語 德文"
            )
        },
        slips={"dt": "de", "dts": "de"},
        letters=Letters(
            own="äöüß",
            guests="éèàêç",
            common=("der die und das ist nicht ich sie er es ein zu den mit sich auf dem von war eine auch als"),
            more="im in so aber wie wir ihr für über doch noch nur hatte wenn was aus man",
            single="O",
            western=True,
        ),
        small_words=(
            "der die und das ist nicht ich sie er es ein zu den mit sich auf dem von eine auch als war wie im "
            "an aus noch nach bei um am so man aber hatte oder nur wenn was wir sein ihr ihm ihn mich dich mir "
            "dir uns euch du hat haben wird werden wurde kann konnte muss müssen einen einem einer eines des "
            "zum zur für über unter durch vor ohne gegen bis doch schon dann da hier dort wo wer warum mehr "
            "sehr ja nein kein keine nichts etwas alle alles diese dieser dieses jetzt immer wieder bin bist "
            "sind seid seine seiner ihre ihren mein dein denn weil dass daß ob soll sollte will wollte würde "
            "könnte habe hast gibt ging kam sagte"
        ),
        told_in_lines=True,
        splitting=Splitting(
            titles=(
                "fa rd hr hrn fr frl dr drs prof mag dipl ing med jur phil rer nat h.c st skt sr sra vgl bzw bspw "
                "z.b u.a d.h u.ä ca evtl ggf inkl exkl sog sogen geb gest verw verh kath ev evang lat griech engl "
                "frz dt russ ital span amerik österr zit ebd ders dies bes allg ehem eigtl insb lt gem mind max "
                "min tägl jährl monatl z b d h i u s o ggfs resp hl univ betr bzgl einschl gegr gez hrsg lfd möbl "
                "nachm vorm röm städt usw. dipl.-ing dr.-ing abt gebr ew sel"
            ),
            numbered=(
                "al rn nr nrn s bd bde abs art abb tab kap ziff z zf aufl jg jhg tel hausnr blz anm fn kl pos vers v p"
            ),
            ending=(
                "usw etc usf u.s.w ff f chr n.chr v.chr jh jhd jhdt jahrh mio mrd bio tsd str pl jan jän feb mär "
                "apr jun jul aug sep sept okt nov dez mo di mi do fr sa so std sek ltd co corp inc u.ä o.ä dgl "
                "dergl a.d d.ä d.j jun sen p.s st."
            ),
            starters=(
                "der die das den dem des ein eine einen einem einer er sie es wir ihr ich du man und aber oder "
                "denn doch sondern so da dann wenn als wie wo was wer warum weil ob nach vor bei mit ohne für "
                "gegen um durch aus auf in im am an zu zum zur von vom hier dort jetzt nun heute gestern morgen "
                "nicht kein keine sein seine ihre mein meine dies diese dieser dieses jene auch noch nur schon "
                "sehr alle viele jeder jede bis seit trotz während damit dabei danach darum deshalb vielleicht ja "
                "nein ach"
            ),
            small="so do mi sa di fr mo",
            streets="str",
            ordinal_stops=True,
            capital_nouns=True,
        ),
        dialogue=Dialogue(
            verbs=(
                "sagte|sprach|rief|fragte|antwortete|erwiderte|entgegnete|flüsterte|meinte|murmelte|schrie|begann|fuhr"
            )
        ),
        conjunctions="und oder aber dass weil",
        headings=Headings(
            chapter="kapitel|brief|gesang|szene|abschnitt|artikel",
            part="teil|buch|band|akt|aufzug",
            chapter_after="kapitel|abschnitt|gesang|szene|auftritt",
            part_after="teil|buch|band|akt|aufzug",
            numbers=(
                "(?:eins?|zwei|drei|vier|fünf|sechs?|sieb(?:en)?|acht|neun|zehn|elf|zwölf|und|(?:zwan|vier|fünf|"
                "sech|sieb|acht|neun)zig|drei(?:ß|ss)ig|hundert)+(?:s?te[rsn]?)?|(?:ers|drit|letz)te[rsn]?"
            ),
            alone=("prolog|epilog|vorwort|einleitung|nachwort|anhang|inhalt(?:sverzeichnis)?|anmerkungen|widmung"),
        ),
        titles={
            "cover": "umschlag|einband|titelbild",
            "title-page": "titel(seite|blatt|ei)?",
            "imprint": "impressum|lizenz",
            "dedication": "widmung",
            "contents": "inhalt(sverzeichnis|s[üu]bersicht)?",
            "illustrations": "(verzeichnis der )?abbildung(en|sverzeichnis)",
            "foreword": "geleitwort|vorwort des herausgebers",
            "preface": "vorwort|vorrede|an den leser",
            "introduction": "einleitung|einführung",
            "prologue": "prolog(us)?([ :].{0,60})?",
            "epilogue": "epilog([ :].{0,60})?",
            "afterword": "nachwort|nachbemerkung|schlu(ss|ß)wort",
            "acknowledgements": "dank(sagung(en)?)?|danksagung",
            "appendix": "anhang( .{0,60})?",
            "notes": "anmerkungen|fu(ss|ß)noten|endnoten|anmerkungen (des|der) .{0,30}",
            "glossary": "glossar",
            "bibliography": "literatur(verzeichnis)?|quellen(verzeichnis)?|quellennachweise?",
            "index": r"(sach|personen|namen|stich\w*)?register|stichwortverzeichnis",
            "advertisement": (
                "klappentext|(zum|das|über dieses|über das) buch|(zum |der |zur |die )?autor(in|envita)?|"
                "weitere (bücher|titel|werke).{0,60}|werbung|über (den autor|die autorin)|(vom|"
                "von) (dem)?selben autor.{0,10}"
            ),
        },
        credits=CreditWords(
            opening="Vorspann",
            closing="Abspann",
            title="{title}.",
            by="{title}, von {authors}.",
            joint=" und ",
            narrated="Gelesen von {narrator}, einer synthetischen Stimme.",
            end="Ende.",
            been="Das war {title}.",
            been_by="Das war {title}, von {authors}.",
            disclosure=(
                "In dieser Aufnahme spricht kein Mensch: Die Stimme wurde mit künstlicher Intelligenz geklont, mit "
                "Zustimmung ihres Eigentümers."
            ),
        ),
        formulas=FormulaWords(
            signs=(
                "plus|minus|gleich|mal|geteilt durch|durch|kleiner als|größer als|kleiner oder gleich|"
                "größer oder gleich|ungleich|ungefähr gleich|plus minus|gegen|aus|unendlich"
            ),
            squared="{} Quadrat",
            cubed="{} hoch 3",
            power="{} hoch {}",
            index="{} Index {}",
            root="die Wurzel aus {}",
            fraction="{} durch {}",
        ),
        spoken="pipeline.languages.spoken.german.rules",
        decimal_comma=True,
    ),
)
