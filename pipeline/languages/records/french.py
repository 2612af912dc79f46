"""French."""

from __future__ import annotations

from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language, Letters, Splitting

LANGUAGES = (
    Language(
        tag="fr",
        name="French",
        codes="fra fre",
        called={
            "fr": (
                "french français francais französisch franzoesisch francés francese francês frans franska fransk "
                "французский フランス語 法语 法語 法文"
            )
        },
        slips={"frz": "fr", "franc": "fr", "fr-fre": "fr"},
        letters=Letters(
            own="éèàêçùâîôûëïœüæ",
            guests="ÿñáíó",
            common=("le la les de des et un une il elle que qui est dans pas ne je vous en du au pour plus se ce"),
            more="sur par mais son sa avec était cette ses lui nous on à",
            single="ÀAÔYOJ",
            western=True,
            apostrophes=True,
        ),
        small_words=(
            "le la les me te ni fut eut peut doit puis assez moins des et un une il elle que qui est dans pas "
            "ne je vous en du au pour plus se ce de à a on nous tu son sa ses mon ma mes ton ta tes leur leurs "
            "notre votre nos vos par sur avec sans sous mais ou où donc car si comme tout tous toute toutes "
            "cette cet ces y lui eux moi toi même aussi bien très peu trop rien jamais encore déjà être était "
            "étaient sont suis es sommes êtes avoir ai as avons avez ont avait avaient fait faire dit aux "
            "quand quel quelle quoi oui non chez après avant entre vers deux"
        ),
        told_in_lines=True,
        splitting=Splitting(
            titles=(
                "m mm mr mrs dr pr st ste sts me mgr mlle mme mmes mlles ex p.ex c.-à-d cf av apr env fig vol chap "
                "art éd dir boul bd tél ch p pp cap col gén lt cdt sgt"
            ),
            numbered="al alin n nº no p pp t vol art chap fig éd tél f r",
            ending=("etc jr co cie ltd inc s.a s.a.r.l janv févr avr juil sept oct nov déc p.s r.s.v.p j.-c"),
            starters=(
                "le la les l un une des il elle ils elles on nous vous je j tu ce cette ces c ça cela et mais ou "
                "or donc car ni si quand lorsque comme alors puis ensuite enfin à au aux en dans sur sous pour par "
                "avec sans après avant qui que quoi où pourquoi comment non oui ne son sa ses mon ma mes leur "
                "leurs notre votre tout tous toute depuis pendant d s cependant pourtant ainsi aussi voilà voici "
                "quel quelle"
            ),
            letters="y à a",
            elides=True,
        ),
        dialogue=Dialogue(
            verbs=("dit|s’écria|s'écria|demanda|répondit|reprit|répliqua|murmura|ajouta|cria|continua|fit")
        ),
        conjunctions="et ou mais que qui",
        headings=Headings(
            chapter="chapitre|lettre|chant|sc[eè]ne|article",
            part="partie|livre|tome|acte",
            numbers=(
                "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
                "vingts?|trente|quarante|cinquante|soixante|et|cents?|premi(?:er|[eè]re)|seconde?|derni(?:er|"
                "[eè]re)|(?:un|deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|"
                "vingt|trent|quarant|cinquant|soixant|cent)i[eè]me"
            ),
            alone=(
                "prologue|[ée]pilogue|pr[ée]face|avant-propos|postface|introduction|conclusion|"
                "table des mati[eè]res|notes"
            ),
        ),
        titles={
            "cover": "couverture",
            "title-page": "(page de |faux-?)?titre",
            "imprint": (
                "cr[ée]dits|mentions l[ée]gales|à propos( (de (ce|cette|cet|l)|du) ?[’']?(e-?book|livre|document|"
                "manuel|guide|texte|[ée]dition).{0,30})?|page de copyright|achevé de numériser|"
                "achev[ée] d[’']imprimer"
            ),
            "dedication": "d[ée]dicace",
            "epigraph": "exergue|[ée]pigraphe",
            "contents": "table( des mati[eè]res)?|table des chapitres|sommaire",
            "illustrations": "(liste|table) des (illustrations|gravures|figures)",
            "foreword": "avant-propos|avertissement|note de l[’'][ée]diteur",
            "preface": "pr[ée]face( .{0,60})?|note d(e l[’']auteure?|u traducteur)|au lecteur",
            "epilogue": "[ée]pilogue",
            "afterword": "postface",
            "acknowledgements": "remerciements?",
            "appendix": "annexes?",
            "notes": "notes de (fin|bas de page)",
            "glossary": "glossaire",
            "bibliography": "bibliographie|r[ée]f[ée]rences",
            "index": "index (alphab[ée]tique|g[ée]n[ée]ral|des .{0,40})",
            "advertisement": (
                "(quatrième|4e|4ème) de couverture|l[’']auteure?|du m[êe]me auteur|[àa] propos de l[’']auteure?"
            ),
        },
        credits=CreditWords(
            opening="Générique de début",
            closing="Générique de fin",
            title="{title}.",
            by="{title}, de {authors}.",
            joint=" et ",
            narrated="Lu par {narrator}, une voix de synthèse.",
            end="Fin.",
            been="C'était {title}.",
            been_by="C'était {title}, de {authors}.",
            disclosure=(
                "La voix de cet enregistrement n'est pas celle d'une personne qui parle : elle a été clonée par "
                "une intelligence artificielle, avec l'accord de son propriétaire."
            ),
        ),
        formulas=FormulaWords(
            signs=(
                "plus|moins|égale|fois|divisé par|sur|inférieur à|supérieur à|inférieur ou égal à|"
                "supérieur ou égal à|différent de|environ égal à|plus ou moins|tend vers|appartient à|l'infini"
            ),
            squared="{} au carré",
            cubed="{} au cube",
            power="{} puissance {}",
            index="{} indice {}",
            root="racine de {}",
            fraction="{} sur {}",
        ),
        spoken="pipeline.languages.spoken.french.rules",
        decimal_comma=True,
    ),
)
