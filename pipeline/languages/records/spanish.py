"""Spanish."""

from __future__ import annotations

from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language, Letters, Splitting

LANGUAGES = (
    Language(
        tag="es",
        name="Spanish",
        codes="spa",
        called={
            "es": (
                "spanish español espanol castellano castilian spanisch espagnol spagnolo espanhol spaans spanska "
                "spansk испанский スペイン語 西班牙语 西班牙語 西班牙文"
            )
        },
        slips={"sp": "es", "esp": "es"},
        letters=Letters(
            own="óíáéñúü¿¡",
            guests="ç",
            common=("el la los las de que y en un una no se por con su para es al lo como más pero del era"),
            more="le me si ya había sus todo él cuando muy sin",
            single="AEOYU",
            western=True,
        ),
        small_words=(
            "el la los las de que y en un una no se por con su para es al lo como más pero del era le ha me "
            "sin sobre este ya entre cuando todo esta ser son dos también fue había muy años hasta desde está "
            "mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo "
            "mismo ese ahora cada e vida otro después te otros aunque esa eso hace otra tan durante siempre "
            "día tanto ella tres sí dijo sido gran aquí usted ustedes nada mucho entonces quien quién ellos "
            "hacer tengo soy eres estoy estaba estaban fueron sus mis tus les"
        ),
        told_in_lines=True,
        splitting=Splitting(
            titles=(
                "sr sra srta sres sras d dª da dn dr dra dres lic licdo ing arq prof profa gral cnel cap tte sto "
                "sta san fr exc excmo excma ilmo ilma ud uds vd vds p.ej ej av avda c pza núm nº n° tel tfno pág "
                "págs cap fig art ed vol cf aprox máx mín dpto depto ext ee rr ff cc s q km. ss mm jj"
            ),
            numbered=("apdo párr inc no nº n° núm núms p pág págs t vol art cap fig tel ext cra kra cl"),
            ending=(
                "etc jr cía ltd ltda inc s.a s.l ee.uu ee. uu ene feb mar abr may jun jul ago sep sept oct nov dic "
                "lun mié jue vie sáb dom a.c d.c a.m p.m p.d min hs seg km kg"
            ),
            starters=(
                "el la los las un una unos unas él ella ellos ellas yo tú usted nosotros esto este esta ese esa "
                "aquel aquella y o pero si no ni que cuando como donde quien por para con sin sobre en a al de del "
                "desde hasta entre tras según entonces luego después antes ahora hoy ayer mañana aquí allí también "
                "tampoco muy más su sus mi mis tu tus lo le les se me te nos cuál qué cómo dónde cuándo aunque "
                "porque pues así todo todos cada era es fue son hay había"
            ),
            letters="y à a",
            eras=True,
        ),
        dialogue=Dialogue(verbs=("dijo|preguntó|respondió|exclamó|contestó|gritó|murmuró|añadió|replicó|susurró")),
        conjunctions="y o pero que",
        headings=Headings(
            chapter="cap[ií]tulo|carta|canto|escena",
            part="parte|libro|tomo|acto",
            numbers=(
                r"uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once(?=\W*$)|doce|trece|catorce|quince|"
                r"dieci\w{3,6}|veint\w{1,7}|treinta|cuarenta|cincuenta|sesenta|y|cien(?:to)?|primer[oa]?|segund[oa]|"
                "tercer[oa]?|cuart[oa]|quint[oa]|sexto|s[eé]ptim[oa]|octav[oa]|noven[oa]|(?:un|"
                r"duo)?d[eé]cim[oa]\w{0,8}|\w{3,8}[eé]sim[oa]|[uú]ltim[oa]"
            ),
            alone="pr[oó]logo|ep[ií]logo|prefacio|introducci[oó]n|[ií]ndice|conclusi[oó]n|notas",
        ),
        titles={
            "cover": "cubierta|portada",
            "title-page": "portadilla",
            "imprint": "licencia|cr[ée]ditos|p[aá]gina legal|aviso legal",
            "dedication": "dedicatoria",
            "epigraph": "ep[ií]grafe",
            "contents": "[ií]ndice( general)?|contenidos?|tabla de contenidos?|sumario",
            "illustrations": "(lista de )?ilustraciones",
            "foreword": "nota del editor",
            "preface": "prefacio|nota d(el|e la) (autora?|traductora?)|al lector",
            "introduction": "introducci[oó]n",
            "prologue": "pr[oó]logo",
            "epilogue": "ep[ií]logo|epílogo",
            "acknowledgements": "agradecimientos",
            "appendix": "ap[ée]ndices?( .{0,40})?",
            "notes": "notas del traductor|notas?",
            "glossary": "glosario",
            "bibliography": "bibliograf[ií]a",
            "index": "[ií]ndice (alfab[ée]tico|onom[aá]stico)",
            "advertisement": "sinopsis|autora?|sobre (el autor|la autora)|otros (libros|títulos).{0,40}",
        },
        credits=CreditWords(
            opening="Créditos iniciales",
            closing="Créditos finales",
            title="{title}.",
            by="{title}, de {authors}.",
            joint=" y ",
            narrated="Narrado por {narrator}, una voz sintética.",
            end="Fin.",
            been="Ha sido {title}.",
            been_by="Ha sido {title}, de {authors}.",
            disclosure=(
                "La voz de esta grabación no es la de una persona que habla: fue clonada con inteligencia "
                "artificial, con el consentimiento de su propietario."
            ),
        ),
        formulas=FormulaWords(
            signs=(
                "más|menos|igual a|por|dividido por|sobre|menor que|mayor que|menor o igual que|mayor o igual que|"
                "distinto de|aproximadamente|más menos|tiende a|pertenece a|infinito"
            ),
            squared="{} al cuadrado",
            cubed="{} al cubo",
            power="{} elevado a {}",
            index="{} sub {}",
            root="la raíz de {}",
            fraction="{} sobre {}",
        ),
        spoken="pipeline.languages.spoken.spanish.rules",
        decimal_comma=True,
    ),
)
