"""Small words, which no text of a few sentences does without. Those that two languages share say nothing of either."""

from __future__ import annotations

SMALL_WORDS = {
    "en": """
        the of and to in that was his it with as had for she not but at her on they you be have is are were this
        from by he him which or an my me we our your their them there what who when would could should will shall
        been has do did no so if all one said out up into then than its only some more about very how where why can
        may must such these those upon after before again never ever know think don't it's i'm i'll can't won't
        isn't that's you're we're i've didn't a i man men die war am us come came see go old well here now too over
        any most made love good let like just down day little time way own also oh yes tell give take get""",
    "de": """
        der die und das ist nicht ich sie er es ein zu den mit sich auf dem von eine auch als war wie im an aus noch
        nach bei um am so man aber hatte oder nur wenn was wir sein ihr ihm ihn mich dich mir dir uns euch du hat
        haben wird werden wurde kann konnte muss müssen einen einem einer eines des zum zur für über unter durch vor
        ohne gegen bis doch schon dann da hier dort wo wer warum mehr sehr ja nein kein keine nichts etwas alle
        alles diese dieser dieses jetzt immer wieder bin bist sind seid seine seiner ihre ihren mein dein denn weil
        dass daß ob soll sollte will wollte würde könnte habe hast gibt ging kam sagte""",
    "fr": """
        le la les me te ni fut eut peut doit puis assez moins
        des et un une il elle que qui est dans pas ne je vous en du au pour plus se ce
        de à a on nous tu
        son sa ses mon ma mes ton ta tes leur leurs notre votre nos vos par sur avec sans sous mais ou où donc car
        si comme tout tous toute toutes cette cet ces y lui eux moi toi même aussi bien très peu trop rien jamais
        encore déjà être était étaient sont suis es sommes êtes avoir ai as avons avez ont avait avaient fait faire
        dit aux quand quel quelle quoi oui non chez après avant entre vers deux""",
    "es": """
        el la los las de que y en un una no se por con su para es al lo como más pero del era le ha me sin sobre
        este ya entre cuando todo esta ser son dos también fue había muy años hasta desde está mi porque qué sólo
        han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo mismo ese ahora cada e vida otro
        después te otros aunque esa eso hace otra tan durante siempre día tanto ella tres sí dijo sido gran aquí
        usted ustedes nada mucho entonces quien quién ellos hacer tengo soy eres estoy estaba estaban fueron sus mis
        tus les""",
    "it": """
        il di che e la un una non per in con si del era le gli ma come sono della lo anche più dei delle nel nella
        alla al dal da io tu lui lei noi voi loro mi ti ci vi ho hai ha abbiamo hanno è questo questa quello quella
        suo sua perché quando dove chi cosa molto tutto tutti c'è dell'altro ed se o ne su così essere stato fatto
        detto""",
    "pt": """
        o a os as de que e um uma não se em do da com para por mais como mas ao era ele ela seu sua dos das no na
        nos nas pelo pela eu tu você nós eles foi ser está são tem há isso este esta muito quando onde porque também
        já só até sem sobre entre meu minha à às""",
    "nl": """
        de het een en van ik je dat niet zijn op te met voor hij zij was er maar aan als om ook die in is bij nog
        naar uit dan wel geen haar hem hun mijn jij wij ze we heb heeft had hebben kan kon zou zal worden werd wordt
        door over tot toen nu hier daar wat wie waar dit deze""",
    "la": """
        et in est non ad cum ut sed qui quod ab per esse ex si atque enim sunt hoc etiam nec quam quae de a ac aut
        te me se tu ego nos vos mihi tibi sibi quid quis nunc iam ne pro sine sub ante post inter dum omnia""",
    "sv": """
        och att det en som är på inte han för med var hon jag den ett till av men om så hade i de du kan vi där när
        ut vid sig från sin här nu mig dig honom henne ska skulle vara har""",
    "da": """
        og i at det en er til på som af for ikke han med den var hun jeg de et men havde om så vi du kan der fra sig
        her nu mig dig ham skal skulle være har da ud op""",
}
