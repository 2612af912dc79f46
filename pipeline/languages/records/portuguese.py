"""Portuguese."""

from __future__ import annotations

from pipeline.languages.record import Headings, Language, Letters

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
    ),
)
