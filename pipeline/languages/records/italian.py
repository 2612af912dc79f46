"""Italian."""

from __future__ import annotations

from pipeline.languages.record import Headings, Language, Letters

LANGUAGES = (
    Language(
        tag="it",
        name="Italian",
        codes="ita",
        called={
            "it": ("italian italiano italienisch italien italiana italiaans italienska итальянский イタリア語 意大利语")
        },
        slips={"ital": "it"},
        letters=Letters(
            own="èàùòìéî",
            guests="óíú",
            common=("il di che e la un una non per in con si del era le gli ma come sono della lo anche più"),
            more="nel da mi al ha dei alla suo sua quando se",
            single="AEOÈI",
            western=True,
            apostrophes=True,
        ),
        small_words=(
            "il di che e la un una non per in con si del era le gli ma come sono della lo anche più dei delle "
            "nel nella alla al dal da io tu lui lei noi voi loro mi ti ci vi ho hai ha abbiamo hanno è questo "
            "questa quello quella suo sua perché quando dove chi cosa molto tutto tutti c'è dell'altro ed se o "
            "ne su così essere stato fatto detto"
        ),
        headings=Headings(
            chapter="capitolo|lettera|canto|scena",
            part="parte|libro|volume|atto",
            numbers=(
                r"prim[oa]|second[oa]|terz[oa]|quart[oa]|sest[oa]|settim[oa]|ottav[oa]|non[oa]|\w{3,16}esim[oa]|"
                r"due(?=\W*$)|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|\w{2,6}dici|dici\w{4,6}|"
                r"vent\w{1,8}|uno(?=\W*$)|quint[oa]|decim[oa]|ultim[oa]"
            ),
            alone=(
                "prologo|epilogo|prefazione|introduzione|premessa|postfazione|appendice|indice|ringraziamenti|dedica"
            ),
        ),
        titles={
            "cover": "copertina",
            "title-page": "frontespizio",
            "dedication": "dedica",
            "epigraph": "epigrafe",
            "contents": "indice|sommario|indice generale",
            "foreword": "nota dell[’']editore",
            "preface": (
                "prefazione|premessa|avvertenza|al lettore|ai lettori|nota (dell[’'](autore|autrice)|"
                "del (traduttore|curatore)|della traduttrice)"
            ),
            "introduction": "introduzione",
            "afterword": "postfazione|poscritto",
            "acknowledgements": "ringraziamenti",
            "appendix": "appendice|appendici",
            "notes": "note|annotazioni",
            "glossary": "glossario",
            "advertisement": (
                "autore|dello stesso autore|della stessa autrice|l[’']autore|l[’']autrice|sull[’']autore|"
                "quarta di copertina"
            ),
            "imprint": "note legali|crediti|informazioni sul copyright",
            "illustrations": "(indice|elenco) delle (illustrazioni|tavole|figure)",
            "prologue": "prologo",
            "epilogue": "epilogo|conclusione",
            "bibliography": "bibliografia",
            "index": "indice (analitico|dei nomi|delle cose notevoli)",
        },
    ),
)
