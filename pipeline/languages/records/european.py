"""European languages of which letters, common words and headings are known, and no spoken forms."""

from __future__ import annotations

from pipeline.languages.record import Headings, Language, Letters

LANGUAGES = (
    Language(
        tag="ca",
        name="Catalan",
        codes="cat",
        called={"ca": "catalan català katalanisch catalán"},
        letters=Letters(
            own="àéèòíóúïüç",
            guests="·",
            more=("el la els les de que i en un una no es per amb al del com més era va ho se ha sense molt"),
            western=True,
            apostrophes=True,
        ),
    ),
    Language(
        tag="nl",
        name="Dutch",
        codes="nld dut",
        called={"nl": ("dutch nederlands niederländisch flemish vlaams néerlandais holandés olandese nederländska")},
        letters=Letters(
            own="ëïéóöü",
            guests="èêáàç",
            common=("de het een en van ik je dat niet zijn op te met voor hij zij was er maar aan als om ook"),
            more="in is had die zo wat naar uit nog bij",
            western=True,
            apostrophes=True,
        ),
        small_words=(
            "de het een en van ik je dat niet zijn op te met voor hij zij was er maar aan als om ook die in is "
            "bij nog naar uit dan wel geen haar hem hun mijn jij wij ze we heb heeft had hebben kan kon zou "
            "zal worden werd wordt door over tot toen nu hier daar wat wie waar dit deze"
        ),
        headings=Headings(
            chapter="hoofdstuk",
            part="deel|boek",
            chapter_after="hoofdstuk",
            numbers=(
                r"een|één|twee|drie|vijf|zes|zeven|acht|negen|tien|twaalf|\w{3,5}tien|\w{3,16}tig|eerste|tweede|"
                r"derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|\w{3,5}tiende|"
                r"\w{3,16}tigste|laatste"
            ),
        ),
        titles={
            "cover": "omslag",
            "contents": "inhoud(sopgave)?",
            "preface": "voorwoord",
            "introduction": "inleiding",
            "afterword": "nawoord",
        },
    ),
    Language(
        tag="sv",
        name="Swedish",
        codes="swe",
        called={"sv": "swedish svenska schwedisch suédois sueco"},
        letters=Letters(
            own="äåö",
            guests="éàü",
            common=("och att det en som är på inte han för med var hon jag den ett till av men om så hade"),
            more="de i sig från",
            western=True,
        ),
        small_words=(
            "och att det en som är på inte han för med var hon jag den ett till av men om så hade i de du kan "
            "vi där när ut vid sig från sin här nu mig dig honom henne ska skulle vara har"
        ),
        headings=Headings(
            chapter="kapitel",
            part="del|bok",
            chapter_after="kapitel",
            part_after="del",
            numbers="första|andra|tredje|fjärde|femte|sjätte",
        ),
        titles={"contents": "innehåll", "preface": "f[öo]rord", "introduction": "inledning", "afterword": "efterord"},
    ),
    Language(
        tag="da",
        name="Danish",
        codes="dan",
        called={"da": "danish dansk dänisch danois danés"},
        slips={"dk": "da"},
        letters=Letters(
            own="æøå",
            guests="éöä",
            common=("og i at det en er til på som af for ikke han med den var hun jeg de et men havde"),
            more="sig der så fra",
            western=True,
        ),
        small_words=(
            "og i at det en er til på som af for ikke han med den var hun jeg de et men havde om så vi du kan "
            "der fra sig her nu mig dig ham skal skulle være har da ud op"
        ),
        headings=Headings(
            chapter="kapitel",
            part="del",
            chapter_after="kapitel",
            part_after="del",
            numbers="første|anden|tredje|fjerde|femte|sjette",
        ),
        titles={"contents": "indhold", "preface": "forord"},
    ),
    Language(
        tag="no",
        name="Norwegian",
        codes="nor",
        called={"no": "norwegian norsk norwegisch norvégien noruego", "nb": "bokmål bokmal", "nn": "nynorsk"},
        reads="nb nn",
        letters=Letters(
            own="åøæ",
            guests="éòöô",
            more=("og i at det en er til på som av for ikke han med den var hun jeg de et men hadde seg så fra meg"),
            western=True,
        ),
        headings=Headings(
            chapter="kapittel",
            part="del|bok",
            chapter_after="kapittel",
            part_after="del",
            numbers="f[øö]rste|annet|tredje|fjerde|femte|sjette",
        ),
        titles={"contents": "innhold"},
    ),
    Language(
        tag="is",
        name="Icelandic",
        codes="isl ice",
        letters=Letters(
            own="áðéíóúýþæö",
            more="og að í á ekki það hann var sem en til er um hún við af fyrir með þá þar svo því",
            western=True,
        ),
    ),
    Language(
        tag="fi",
        name="Finnish",
        codes="fin",
        called={"fi": "finnish suomi finnisch finnois finlandés"},
        letters=Letters(
            own="äö",
            guests="åé",
            common=("ja on ei se että hän oli mutta kun niin ole joka myös kuin hänen sen minä nyt"),
            more="ne sitä olivat oli",
            western=True,
        ),
        headings=Headings(
            chapter="luku", part="osa", chapter_after="luku", part_after="osa", numbers="ensimmäinen|toinen|kolmas"
        ),
        titles={"contents": "sisällys", "preface": "esipuhe", "introduction": "johdanto"},
    ),
    Language(
        tag="et",
        name="Estonian",
        codes="est",
        letters=Letters(own="äõüöšž", more="ja on ei see et ta oli aga kui ma ka siis kes oma nii mis olid seda tema"),
    ),
    Language(
        tag="pl",
        name="Polish",
        codes="pol",
        called={"pl": "polish polski polnisch polonais polaco"},
        letters=Letters(
            own="ęłąóśżźćń",
            common=("i w nie na się że z do to jest jak ale po co tak za od jego był przez już tylko"),
            more="o a był mnie",
        ),
        headings=Headings(
            chapter="rozdział",
            part="część",
            chapter_after="rozdział",
            part_after="część",
            numbers=(
                "pierwsz[ya]|drug[ia]|trzeci[a]?|czwart[ya]|piąt[ya]|szóst[ya]|siódm[ya]|ósm[ya]|dziewiąt[ya]|"
                r"dziesiąt[ya]|\w{4,9}nast[ya]"
            ),
        ),
        titles={"contents": "spis treści", "preface": "przedmowa", "introduction": "wstęp"},
    ),
    Language(
        tag="cs",
        name="Czech",
        codes="ces cze",
        called={"cs": "czech čeština cesky česky tschechisch tchèque checo"},
        slips={"cz": "cs"},
        letters=Letters(
            own="áéíěčřžýšůúóťďň",
            common="a se v na je že to si s z do ale jako za by jsem po tak jeho už co byl jen",
            more="i o bylo mu",
        ),
        headings=Headings(
            chapter="kapitola",
            part="díl",
            chapter_after="kapitola",
            part_after="díl",
            numbers="prvn[íi]|druh[áý]|třetí",
        ),
        titles={"contents": "obsah", "preface": "předmluva", "introduction": "úvod"},
    ),
    Language(
        tag="sk",
        name="Slovak",
        codes="slk slo",
        letters=Letters(
            own="áéíčžýšúľťôňóďäŕĺ",
            more=("a sa v na je že to si s z do ale ako za by som po tak jeho už čo bol len i o bolo mu"),
        ),
    ),
    Language(
        tag="sl",
        name="Slovenian",
        codes="slv",
        letters=Letters(own="čšž", more="in je se v na da ni so za ki z pa bi po kot tudi ne s mu jo bil bilo o ga"),
    ),
    Language(
        tag="hr",
        name="Croatian",
        codes="hrv",
        slips={"scr": "hr"},
        letters=Letters(own="čćžšđ", more="i je u se da na ne su za od bi a sam kao ali što to s mu ga bio po iz"),
    ),
    Language(
        tag="hu",
        name="Hungarian",
        codes="hun",
        called={"hu": "hungarian magyar ungarisch hongrois húngaro"},
        letters=Letters(
            own="áéíóöőúüű", more=("a az és hogy nem is egy volt ez de meg mint már csak ha azt el még be ki vagy aki")
        ),
        headings=Headings(
            chapter="fejezet", chapter_after="fejezet", part_after="rész|felvonás", numbers="első|második|harmadik"
        ),
    ),
    Language(
        tag="ro",
        name="Romanian",
        codes="ron rum",
        called={"ro": "romanian română rumänisch roumain rumano"},
        slips={"mo": "ro"},
        letters=Letters(
            own="ăâîşţșț",
            guests="é",
            more=("și şi de în a la cu nu că o se pe un din mai ce să lui era care pentru el dar sa fost"),
        ),
        headings=Headings(chapter="capitolul"),
    ),
    Language(
        tag="sq",
        name="Albanian",
        codes="sqi alb",
        letters=Letters(own="ëç", more="të e në dhe një që i me për nga se ka si nuk më do është po ai u"),
    ),
    Language(
        tag="tr",
        name="Turkish",
        codes="tur",
        called={"tr": "turkish türkçe türkisch turc turco"},
        letters=Letters(
            own="ıüşğçö",
            guests="âîû",
            common=("bir ve bu da de için ne o gibi daha çok ile ben değil kadar olan her sonra ama"),
            more="mi dedi vardı",
        ),
        headings=Headings(
            chapter="bölüm", part="kısım", chapter_after="bölüm", part_after="kısım", numbers="birinci|ikinci|üçüncü"
        ),
        titles={"contents": "içindekiler"},
    ),
    Language(
        tag="lt",
        name="Lithuanian",
        codes="lit",
        letters=Letters(own="ėąįšųūžčę", more="ir kad į iš jis su tai ne bet kaip buvo jo ji o po per tik už ant jau"),
    ),
    Language(
        tag="lv",
        name="Latvian",
        codes="lav",
        letters=Letters(own="āēīūšžčļņģķ", more="un ir ka no uz ar par bet kā viņš ne es tas bija to pie ja jau vai"),
    ),
    Language(
        tag="la",
        name="Latin",
        codes="lat",
        called={"la": "latin latina latein latín latino lingua-latina"},
        letters=Letters(
            guests="āēīōūæœëï",
            common=("et in est non ad cum ut sed qui quod ab per esse ex si atque enim sunt hoc etiam"),
            western=True,
        ),
        small_words=(
            "et in est non ad cum ut sed qui quod ab per esse ex si atque enim sunt hoc etiam nec quam quae de "
            "a ac aut te me se tu ego nos vos mihi tibi sibi quid quis nunc iam ne pro sine sub ante post "
            "inter dum omnia"
        ),
    ),
    Language(
        tag="eo",
        name="Esperanto",
        codes="epo",
        letters=Letters(own="ĝŝĉŭĵĥ", more="la kaj de en estas mi li ne ke al ĝi por kun sed vi pri tiu estis kiu"),
    ),
)
