"""Words that end in a full stop without ending a sentence, by what may follow them.

pysbd's lists are the base; they hold ordinary words too ("is", "no", "may", "man", "con"), which end more sentences
than they abbreviate anything. What stands here is what is left of them, sorted by behaviour, with what the gold
texts showed to be missing.

TITLES       a name follows: never an end ("Mr. Bennet")
NUMBERED     a number follows: an end only without one ("No. 5", but "She said no. He left.")
ENDING       may end a sentence: an end if the next word looks like the first of one ("Smith Jr. He", "Smith Jr. House")
STARTERS     words that, capitalised, are nearly always the first of a sentence
"""

from __future__ import annotations

TITLES = {
    "en": "mr mrs ms mx messrs mssrs dr drs prof rev revd hon st sts mt mts ft gen col maj capt cpt lt sgt cpl pvt "
    "pfc cmdr comdr cdr adm brig gov sen sens rep reps pres supt insp det fr bro mme mlle mgr msgr cllr amb "
    "sra srta vs viz cf e.g i.e eg ie ca approx esp incl ph v.s subsp p.s spp var synth resp phil ex",
    "de": "fa rd hr hrn fr frl dr drs prof mag dipl ing med jur phil rer nat h.c st skt sr sra vgl bzw bspw z.b u.a "
    "d.h u.ä ca evtl ggf inkl exkl sog sogen geb gest verw verh kath ev evang lat griech engl frz dt russ ital "
    "span amerik österr zit ebd ders dies bes allg ehem eigtl insb lt gem mind max min tägl jährl monatl z b d "
    "h i u s o ggfs resp hl univ betr bzgl einschl gegr gez hrsg lfd möbl nachm vorm röm städt usw. "
    "dipl.-ing dr.-ing abt gebr ew sel",
    "fr": "m mm mr mrs dr pr st ste sts me mgr mlle mme mmes mlles ex p.ex c.-à-d cf av apr env fig vol chap art éd "
    "dir boul bd tél ch p pp cap col gén lt cdt sgt",
    "es": "sr sra srta sres sras d dª da dn dr dra dres lic licdo ing arq prof profa gral cnel cap tte sto sta san "
    "fr exc excmo excma ilmo ilma ud uds vd vds p.ej ej av avda c pza núm nº n° tel tfno pág págs cap fig art "
    "ed vol cf aprox máx mín dpto depto ext ee rr ff cc s q km. ss mm jj",
}
NUMBERED = {
    "en": "no nos n° nº p pp vol vols ch chap chaps art arts sec sect fig figs eq par para v vv l ll bk pt op "
    "ed nr ver "
    "app sc n f rs jan feb mar apr jun jul aug sep sept oct nov dec tel ext",
    "de": "al rn nr nrn s bd bde abs art abb tab kap ziff z zf aufl jg jhg tel hausnr blz anm fn kl pos vers v p",
    "fr": "al alin n nº no p pp t vol art chap fig éd tél f r",
    "es": "apdo párr inc no nº n° núm núms p pág págs t vol art cap fig tel ext cra kra cl",
}
ENDING = {
    "en": "al cent sq cu crim jr jnr sr snr esq etc inc ltd llc co corp bros plc ave blvd rd st ln hwy dept est "
    "univ assn "
    "min max hr "
    "hrs sec mo yr yrs ft in lb lbs oz jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu "
    "thur thurs fri sat sun ariz calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont "
    "neb nev okla ore pa penn tenn tex va vt wash wis wyo a.m p.m am pm b.c a.d b.c.e c.e u.s u.s.a u.k u.n "
    "e.u d.c n.y l.a ph.d m.d b.a m.a d.d p.s q.e.d r.i.p n.b et.al",
    "de": "usw etc usf u.s.w ff f chr n.chr v.chr jh jhd jhdt jahrh mio mrd bio tsd str pl jan jän feb mär apr jun "
    "jul aug sep sept okt nov dez mo di mi do fr sa so std sek ltd co corp inc u.ä o.ä dgl dergl a.d d.ä d.j "
    "jun sen p.s st.",
    "fr": "etc jr co cie ltd inc s.a s.a.r.l janv févr avr juil sept oct nov déc p.s r.s.v.p j.-c",
    "es": "etc jr cía ltd ltda inc s.a s.l ee.uu ee. uu ene feb mar abr may jun jul ago sep sept oct nov dic lun mié "
    "jue vie sáb dom a.c d.c a.m p.m p.d min hs seg km kg",
}
STARTERS = {
    "en": "a an the he she it they we you i this that these those there here but and or so then when while if as at "
          "in on for from to with without after before not no yes what why how who where which whose is are was were "
          "do does did have has had can could will would should may might my your his her its our their one some "
          "many most all both each every although though however because since until once now also even still just "
          "perhaps well oh let nor another such today yesterday tomorrow later during by about millions more being "
          "according please never nothing everyone nobody somebody call",
    "de": "der die das den dem des ein eine einen einem einer er sie es wir ihr ich du man und aber oder denn doch "
          "sondern so da dann wenn als wie wo was wer warum weil ob nach vor bei mit ohne für gegen um durch aus auf "
          "in im am an zu zum zur von vom hier dort jetzt nun heute gestern morgen nicht kein keine sein seine ihre "
          "mein meine dies diese dieser dieses jene auch noch nur schon sehr alle viele jeder jede bis seit trotz "
          "während damit dabei danach darum deshalb vielleicht ja nein ach",
    "fr": "le la les l un une des il elle ils elles on nous vous je j tu ce cette ces c ça cela et mais ou or donc "
          "car ni si quand lorsque comme alors puis ensuite enfin à au aux en dans sur sous pour par avec sans après "
          "avant qui que quoi où pourquoi comment non oui ne son sa ses mon ma mes leur leurs notre votre tout tous "
          "toute depuis pendant d s cependant pourtant ainsi aussi voilà voici quel quelle",
    "es": "el la los las un una unos unas él ella ellos ellas yo tú usted nosotros esto este esta ese esa aquel "
          "aquella y o pero si no ni que cuando como donde quien por para con sin sobre en a al de del desde hasta "
          "entre tras según entonces luego después antes ahora hoy ayer mañana aquí allí también tampoco muy más su "
          "sus mi mis tu tus lo le les se me te nos cuál qué cómo dónde cuándo aunque porque pues así todo todos "
          "cada era es fue son hay había",
}  # fmt: skip


def words(table: dict[str, str], primary: str) -> frozenset[str]:
    return frozenset(table.get(primary, "").split())
