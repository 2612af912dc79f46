"""Italian."""

from __future__ import annotations

from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language, Letters, Splitting

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
        splitting=Splitting(
            titles=(
                "sig sig.ra sig.na sig.ri rev magg serg brig psicol sigg dott dott.ssa dr dr.ssa prof prof.ssa proff "
                "avv ing arch rag geom on sen mons card gen col cap ten cav comm gr uff don d s ss p pp fra egr "
                "gent.mo gent.ma ill.mo spett spett.le v.le p.za p.zza c.so l.go f.lli fam cfr cf ad per p.es es v vs "
                "ca op loc ibid id"
            ),
            numbered=(
                "n nn nr num n° nº pag pagg p pp cap capp vol voll t tom art artt fig figg tav tavv v vv par sez "
                "ed lib sc int col all tel fax rif prot co l ca sec gen febb feb mar apr mag giu lug ago set sett "
                "ott nov dic"
            ),
            ending=(
                "ecc etc s.p.a spa s.r.l s.n.c s.a.s c.m c.a u.s a.c d.c a.m p.m p.s n.b jr sr ltd inc co & c min "
                "sec h lun mar merc giov ven sab dom u.s.a u.e usa tel"
            ),
            starters=(
                "il lo la i gli le l un uno una un' egli ella esso essa essi esse lui lei loro io tu noi voi e ed "
                "ma o però se non né che chi cosa quando come dove perché poiché mentre se anche ancora già ora "
                "allora poi dopo prima intanto infine quindi dunque così qui qua lì là questo questa questi queste "
                "quello quella quelli quelle quel quei ogni tutti tutto tutta nessuno niente nulla qualcuno con "
                "senza per in nel nella nei sul sulla sotto sopra tra fra da dal dalla dai a al alla ai alle di "
                "del della dei delle c' era erano è sono fu furono ha aveva hanno mi ti si ci vi ne lo mio mia suo "
                "sua nostro vostro qualche molti molte alcuni alcune durante secondo contro sempre mai forse sì no "
                "ecco basta via"
            ),
            letters="e è o a i",
            elides=True,
            eras=True,
        ),
        dialogue=Dialogue(
            verbs=(
                "disse|dice|chiese|domandò|rispose|esclamò|gridò|mormorò|sussurrò|aggiunse|replicò|ripeté|continuò|"
                "riprese|fece|osservò|interruppe|concluse|urlò|balbettò|soggiunse"
            ),
            before_name=r"(?:il |la |lo |l['’]|don |donna |signor |signora |dottor |padre |zio |zia )?",
            dash=True,
        ),
        conjunctions="e ma o che perché mentre quando",
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
                "autore|dello stesso autore|della stessa autrice|l[’']autore|l[’']autrice|sull[’']autore|quarta di "
                "copertina"
            ),
            "imprint": "note legali|crediti|informazioni sul copyright",
            "illustrations": "(indice|elenco) delle (illustrazioni|tavole|figure)",
            "prologue": "prologo",
            "epilogue": "epilogo|conclusione",
            "bibliography": "bibliografia",
            "index": "indice (analitico|dei nomi|delle cose notevoli)",
        },
        credits=CreditWords(
            opening="Titoli di testa",
            closing="Titoli di coda",
            title="{title}.",
            by="{title}, di {authors}.",
            joint=" e ",
            narrated="Letto da {narrator}, una voce sintetica.",
            end="Fine.",
            been="Avete ascoltato {title}.",
            been_by="Avete ascoltato {title}, di {authors}.",
            disclosure=(
                "La voce di questa registrazione non è quella di una persona che parla: è stata clonata con "
                "l'intelligenza artificiale, con il consenso del suo proprietario."
            ),
        ),
        formulas=FormulaWords(
            signs=(
                "più|meno|uguale a|per|diviso|fratto|minore di|maggiore di|minore o uguale a|maggiore o uguale "
                "a|diverso da|circa uguale a|più o meno|tende a|appartiene a|infinito"
            ),
            squared="{} al quadrato",
            cubed="{} al cubo",
            power="{} alla {}",
            index="{} con {}",
            root="la radice di {}",
            fraction="{} fratto {}",
        ),
        spoken="pipeline.languages.spoken.italian.rules",
        decimal_comma=True,
    ),
)
