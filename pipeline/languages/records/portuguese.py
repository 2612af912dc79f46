"""Portuguese."""

from __future__ import annotations

from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language, Letters, Splitting

LANGUAGES = (
    Language(
        tag="pt",
        name="Portuguese",
        codes="por",
        called={
            "pt": ("portuguese português portugues portugiesisch portugais portugués portoghese португальский"),
            "pt-BR": "brazilian brazilian-portuguese brasileiro português-brasileiro",
        },
        letters=Letters(
            own="ãçéáíóâêõúàô",
            guests="üñ",
            common=("o a os as de que e um uma não se em do da com para por mais como mas ao era ele ela seu"),
            more="na no lhe à foi sua dos das quando nem já",
            single="AEOÀÉ",
            western=True,
        ),
        small_words=(
            "o a os as de que e um uma não se em do da com para por mais como mas ao era ele ela seu sua dos "
            "das no na nos nas pelo pela eu tu você nós eles foi ser está são tem há isso este esta muito "
            "quando onde porque também já só até sem sobre entre meu minha à às"
        ),
        splitting=Splitting(
            titles=(
                "sr sra srta srs sras dr dra drs dras prof profa prof.ª profª dr.ª drª sr.ª srª eng eng.º arq adv "
                "exmo exma ilmo ilma gen cel cap ten sgt pe fr d dom sto sta s av r trav pça lgo est cf p.ex ex v vs "
                "ca op ibid id pres gov dep sen dep.º rev mons card fl aprox máx mín"
            ),
            numbered=(
                "n n.º nº n° núm nos pág págs p pp cap caps vol vols t tom art arts fig figs tab ed fl fls séc sécs "
                "inc al est v vv tel jan fev mar abr mai jun jul ago set out nov dez"
            ),
            ending=(
                "etc cia ltda s.a sa jr f.º filho inc a.c d.c a.m p.m p.s n.b obs min seg h e.u.a eua u.e depto & "
                "v.ex.ª ex.ª exa s.ª"
            ),
            starters=(
                "o a os as um uma uns umas ele ela eles elas eu tu você vocês nós isto isso este esta estes estas "
                "esse essa aquele aquela aquilo e ou mas porém se não nem que quando como onde quem porque pois para "
                "por com sem sob sobre em no na nos nas ao aos à às de do da dos das desde até entre segundo então "
                "logo depois antes agora hoje ontem amanhã aqui ali lá também já ainda muito mais seu sua seus suas "
                "meu minha nosso nossa todo toda todos todas cada era eram é são foi foram há havia tinha tinham "
                "ninguém nada tudo alguém alguns algumas talvez sim enquanto embora contudo assim nunca sempre qual "
                "quanto"
            ),
            letters="e é o a à ó",
            eras=True,
        ),
        dialogue=Dialogue(
            verbs=(
                "disse|diz|perguntou|respondeu|exclamou|gritou|murmurou|sussurrou|acrescentou|replicou|retrucou|"
                "repetiu|continuou|prosseguiu|observou|interrompeu|concluiu|berrou|balbuciou|fez|tornou|volveu"
            ),
            before_name="(?:o |a |dom |dona |senhor |senhora |doutor |padre |tio |tia )?",
            dash=True,
        ),
        conjunctions="e ou mas que porque quando enquanto",
        headings=Headings(
            chapter="cap[ií]tulo|carta|canto|cena",
            part="parte|livro|volume|tomo|ato",
            numbers=(
                r"primeir[oa]|terceir[oa]|oitav[oa]|um(?=\W*$)|dois|tr[eê]s|quatro|sete|oito|dez|onze|doze|treze|catorze|"
                "vinte|e|segund[oa]|quart[oa]|quint[oa]|sext[oa]|s[eé]tim[oa]|non[oa]|d[eé]cim[oa]|vig[eé]sim[oa]|"
                "trig[eé]sim[oa]|[uú]ltim[oa]|cinco|seis|nove|trinta|quarenta"
            ),
            alone=(
                "pr[oó]logo|ep[ií]logo|pref[aá]cio|introdução|posf[aá]cio|ap[eê]ndice|[ií]ndice|sum[aá]rio|"
                "conclusão|notas|agradecimentos|dedicat[oó]ria"
            ),
        ),
        titles={
            "cover": "capa|contracapa",
            "title-page": "folha de rosto|frontispício",
            "dedication": "dedicat[oó]ria",
            "contents": "sum[aá]rio|índice( geral)?",
            "foreword": "preâmbulo|nota d[oa] editora?",
            "preface": "pref[aá]cio|nota d[oa] (autora?|tradutora?)|ao leitor|advertência",
            "introduction": "introdução",
            "afterword": "posfacio|pós-escrito",
            "acknowledgements": "agradecimentos",
            "imprint": "ficha técnica|créditos|página legal",
            "epigraph": "epígrafe",
            "illustrations": "(lista|índice) d[ae]s? (ilustrações|gravuras|figuras)",
            "prologue": "prólogo",
            "epilogue": "epílogo|conclusão",
            "appendix": "apêndices?|anexos?",
            "notes": "notas?",
            "glossary": "glossário",
            "bibliography": "bibliografia|referências",
            "index": "índice (remissivo|onomástico|alfabético)",
            "advertisement": "d[oa] mesm[oa] autora?|sobre [oa] autora?|quarta capa",
        },
        credits=CreditWords(
            opening="Créditos iniciais",
            closing="Créditos finais",
            title="{title}.",
            by="{title}, de {authors}.",
            joint=" e ",
            narrated="Lido por {narrator}, uma voz sintética.",
            end="Fim.",
            been="Acabou de ouvir {title}.",
            been_by="Acabou de ouvir {title}, de {authors}.",
            disclosure=(
                "A voz desta gravação não é a de uma pessoa a falar: foi clonada com inteligência artificial, com o "
                "consentimento do seu proprietário."
            ),
        ),
        formulas=FormulaWords(
            signs=(
                "mais|menos|igual a|vezes|dividido por|sobre|menor que|maior que|menor ou igual a|maior ou igual a|"
                "diferente de|aproximadamente igual a|mais ou menos|tende a|pertence a|infinito"
            ),
            squared="{} ao quadrado",
            cubed="{} ao cubo",
            power="{} elevado a {}",
            index="{} índice {}",
            root="a raiz quadrada de {}",
            fraction="{} sobre {}",
        ),
        spoken="pipeline.languages.spoken.portuguese.rules",
        spoken_in={"PT": "pipeline.languages.spoken.portuguese.portugal"},
        decimal_comma=True,
    ),
)
