"""Gender and elision of French nouns, as what counts them needs: vingt et une pages, un million d'habitants.

No dictionary: the endings of nouns with their exceptions, and the feminine words of daily use that end like others.
"""

from __future__ import annotations

import re

_MASCULINE = frozenset(
    "centime rouble joule kilojoule wattheure été côté comité traité pâté député arrêté procédé décolleté invité "
    "employé blessé associé retraité carré degré pré café blé thé gré marché péché défilé fossé canapé cliché passé "
    "musée lycée trophée mausolée apogée colisée athée pygmée camée génie incendie parapluie sosie foie messie "
    "silence mercure murmure augure parjure squelette domaine capitaine grade stade malade camarade prélude interlude "
    "magazine symbole pétrole protocole rôle contrôle monopole pôle espace palace père frère cimetière caractère "
    "mystère ministère critère cratère adultère derrière arrière gorille mille portefeuille chèvrefeuille vermicelle "
    "violoncelle polichinelle libelle modèle zèle parallèle poème problème système thème théorème diadème diplôme "
    "fantôme arôme royaume baume homme gramme programme drame kilogramme groupe cycle siècle oncle angle rectangle "
    "triangle centre mètre kilomètre litre titre chapitre arbre nombre membre ordre cadre maître ministre peintre "
    "prêtre monstre livre verre tonnerre parterre lierre article cercle spectacle obstacle miracle peuple exemple "
    "temple couple disciple principe type quadrille vaudeville mode manche genre filtre théâtre registre timbre tigre "
    "ventre astre désastre meurtre antre évêque moine prince duc comte vicomte marquis juge élève enfant volume "
    "costume légume bitume parfum crime régime abîme cierge piège siège collège privilège manège cortège liège "
    "sacrilège sortilège refuge déluge fleuve règne signe cygne peigne pagne champagne timbre-poste garde monde guide "
    "vignoble presbytère bogue manque charme terme code suffixe préfixe dimanche site mérite trouble mélange "
    "vestibule ensemble ange uniforme comble reproche millésime million camion lion avion espion pion champion "
    "bastion scorpion embryon répertoire laboratoire territoire observatoire réfectoire conservatoire auditoire "
    "interrogatoire purgatoire accessoire ivoire pourboire square phare cigare hectare intervalle globe lobe cube "
    "tube adverbe verbe microbe synonyme pseudonyme barème carême baptême coude pouce pape asile textile reptile "
    "missile crocodile domicile ustensile concile évangile vinaigre tigre ogre sucre sacre massacre fiacre concombre "
    "oxyde remède intermède quadrupède suicide homicide liquide acide solide bolide vide rêve glaive esclave dialogue "
    "catalogue monologue prologue épilogue nuage âge voyage village visage étage personnage passage mariage ouvrage "
    "équipage message courage avantage orage fromage ménage langage usage sauvage potage fonctionnaire dictionnaire "
    "anniversaire commentaire notaire secrétaire commissaire adversaire salaire exemplaire vestiaire sommaire "
    "itinéraire frontispice service office édifice sacrifice caprice vice indice supplice bénéfice dentifrice "
    "précipice délice artifice commerce divorce sexe luxe masque risque disque casque cirque kiosque moustique "
    "domestique catholique pique-nique physique cadavre cuivre poivre exercice préjudice navire empire sourire rire "
    "délire satire martyre trimestre semestre orchestre quatre coffre chiffre soufre souffle texte prétexte contexte "
    "doute acte pacte tumulte culte adulte poste vote antidote compte conte geste reste buste texte squelette "
    "kilowatt".split()
)
_FEMININE = re.compile(
    r"(?:ion|(?:aîch|ouc|oid|lend|oug|rr|aigr|lanch|rofond|gross|épaiss|moit|pes|ongu|argu|haut|maig)eur|[aiu]ison|"
    r"açon|[^aeiou]té|tié|ité|eté|auté|auté|ée|[^x]ie|ure|ance|ence|[irèâuo]ce|ince|[aeo]nse|ine|obe|ube|abe|ène|"
    r"êne|[rl]ve|lte|gne|nte|ène|aîne|oîne|ste|esse|ette|elle|ille|enne|onne|anne|ère|ière|ade|ude|ine|aine|eine|"
    r"ise|euse|trice|ique|ale|ole|ace|asse|isse|ousse|osse|ane|ule|ouche|iche|ache|oche|uche|anche|onche|rche|oupe|"
    r"upe|appe|ippe|ppe|ape|ombe|ambe|ombre|oire|oue|ue|oie|aie|uie|ave|ive|ove|euve|ève|ouve|ande|onde|ende|inde|"
    r"arde|orde|ourde|oude|ide|ode|ède|ange|onge|inge|arge|orge|ège|ige|uge|lle|nne|mme|tte|sse|rre|ise|ose|use|"
    r"ause|aise|oise|ase|èse|aute|oute|ite|ote|ute|ète|ête|ate|âte|ûte|ante|ente|inte|onte|arte|erte|orte|ourte|"
    r"iste|oste|uste|ette|erne|orne|urne|igne|agne|ogne|aine|one|une|ule|ille|ile|oile|ole|ale|ble|cle|fle|ple|gle|"
    r"erle|ame|ime|ome|ume|ème|ême|arme|erme|orme|ire|are|ore|ère|eure|eurre|ague|igue|ogue|ougue|ngue|rgue|aque|"
    r"ique|oque|uque|nque|rque|sque|ze|xe)$"
)
_ALSO_FEMININE = frozenset(
    "fois maison saison raison leçon façon chanson boisson prison nation main dent nuit fin part mort mer cour tour "
    "peur fleur couleur douleur chaleur valeur faveur largeur longueur hauteur profondeur grandeur rumeur humeur "
    "liqueur odeur vapeur lueur sœur soeur voix croix noix paix souris fourmi loi foi vis brebis perdrix clef clé "
    "unité part plupart forêt soif faim gent jument vertu tribu bru glu eau peau chair cuiller dot nef radio photo "
    "auto moto vidéo liste piste œuvre manœuvre affaire paire grammaire chaire histoire victoire gloire armoire dame "
    "page image cage plage nage rage lieue rue île âme arme larme ferme femme firme forme réforme plate-forme "
    "personne cause chose rose pause phrase base phase île ville villa mille-feuille cathédrale table fable étable "
    "chambre ombre lettre fenêtre montre rencontre perte porte carte marche tâche tache planche branche hanche bouche "
    "couche touche mouche poche cloche roche pêche flèche mèche crèche brèche église mère lèvre fièvre chèvre œuvre "
    "encre ancre cendre poudre foudre coudre terre guerre pierre serre équerre date note route faute côte note tante "
    "plante pente vente tente rente bande viande demande commande offre corde horde garde plaque marque barque manque "
    "époque banque langue vague bague digue fatigue figue ligue".split()
) - {"coudre", "manque"}
# Before their noun: these tell its gender or hide it.
_TELLING = re.compile(
    r"(?:grande|belle|petite|bonne|nouvelle|vieille|première|dernière|seule|longue|ancienne|haute|"
    r"certaine|mauvaise|courte|énorme|certaine|demie|pleine|entière|nouvelle|douce|légère|lourde)s?$"
)
_HIDING = frozenset(
    "jeune jeunes autre autres pauvre pauvres brave braves simple simples double doubles large énorme "
    "énormes immense immenses superbe magnifique même mêmes vaste vastes rare rares".split()
)
_WORD = re.compile(r"\s([^\W\d_]+)(?:\s([^\W\d_]+))?")
_ASPIRATED = re.compile(
    r"h(?:éros\b|ollandais|ongrois|aut|uit|ameau|anche|angar|aricot|asard|alte|ache|aie|amac|ardi|"
    r"areng|arpe|ausse|erse|être|ibou|onte|ors|ublot|ussard|uguenot|urlement|uée|otte|oule|orde)"
)


def feminine(after: str) -> bool:
    """Whether the noun with which `after` begins, behind its adjectives, is feminine."""
    noun = _WORD.match(after)
    if not noun:
        return False
    word = noun[1].lower()
    if _TELLING.fullmatch(word):
        return True
    return _is_feminine(noun[2].lower() if word in _HIDING and noun[2] else word)


def _is_feminine(noun: str) -> bool:
    if noun in ("cours", "pays", "mois", "temps", "bras", "corps", "pas", "cas", "fils", "repas", "avis"):
        return False
    single = noun if noun in _ALSO_FEMININE else re.sub(r"(?<=[^aeious])x$|s$", "", noun)
    if single in _ALSO_FEMININE or noun in _ALSO_FEMININE:
        return True
    if single in _MASCULINE or single.endswith(
        (
            "age",
            "isme",
            "iste",
            "phone",
            "mètre",
            "graphe",
            "logue",
            "aire",
            "gène",
            "gramme",
            "litre",
            "joule",
            "wattheure",
            "ampère",
        )
    ):
        return False
    return _FEMININE.search(single) is not None


def elides(word: str) -> bool:
    """Whether "de" before it is d'."""
    small = word.lower()
    return small[:1] in tuple("aeiouyéèêâîôûàœ") or (small[:1] == "h" and not _ASPIRATED.match(small))
