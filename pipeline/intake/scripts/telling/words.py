"""Words that tell sounds from speech and labels from names, by language; data for `brackets` and `names`."""

from __future__ import annotations

import re

# Stems of what sound descriptions are about. One is enough where a bracket could be speech as well.
_SOUNDS = (
    # English
    r"laugh|chuckl|giggl|sigh|gasp|cough|sneez|sniff|sob\b|sobs|sobbing|"
    r"cr(?:y|ies|ying)\b|weep|scream|shout|yell|whisper|mutter|mumbl|"
    r"groan|moan|grunt|pant(?:s|ing)\b|breath|exhal|inhal|snor|yawn|"
    r"hiccup|whistl|hum(?:s|ming)\b|applau|cheer|clap|chatter|murmur|"
    r"music|song|singing|melody|instrumental|theme|plays?\b|playing|"
    r"sound|noise|silence|static|beep|buzz|ring(?:s|ing)\b|"
    r"door|knock|slam|creak|footstep|thud|bang|crash|clatter|explo|"
    r"gunshot|gunfire|siren|engine|horn|honk|tires|whoosh|whir|click|"
    r"pop(?:s|ping)\b|rumbl|thunder|rain|wind|bark|meow|howl|"
    r"growl|chirp|birds|dog|crowd|audience|indistinct|inaudible|unintelligible|"
    r"speaking|speaks|continues|stops|clears throat|phone|bell|alarm|splash|rustl|hiss|"
    # German
    r"lach|seufz|hust|schluchz|wein(?:t|en)|schrei|flüster|stöhn|atm|"
    r"musik|lied|applaus|jubel|tür|klopf|klingel|telefon|schritt|"
    r"knall|geräusch|donner|sirene|motor|hund|bell(?:t|en)|unverständlich|stille|pfeif|rausch|räusper|"
    # French
    r"rire|rit\b|rient|soupir|tousse|toux|sanglot|pleur|cri(?:e|s|"
    r"ent)?\b|chuchot|gémi|musique|chanson|applaud|porte|frappe|sonn|"
    r"téléphone|pas\b|bruit|tonnerre|sirène|moteur|aboie|inaudible|silence|siffle|halète|brouhaha|"
    # Spanish, Portuguese, Italian
    r"risa|ríe|rie|risad|suspir|sospir|tos\b|tose|toss|llor|llanto|"
    r"chor|piang|grit|grid|urla|susurr|sussurr|gem(?:e|ido)|gemit|"
    r"música|musica|canción|canção|canzone|aplaus|applaus|puert|porta\b|"
    r"golpe|bat(?:e|ida)|tel[eé]fono|telefone|pas(?:os|sos|si)\b|"
    r"ruido|ruído|rumor|trueno|trovão|tuono|sirena|sirene|motor|"
    r"ladra|late\b|abbai|inaud|silenc|silenz|disparo|tiro\b|sparo|"
    # Dutch, Swedish, Danish, Norwegian, Polish, Czech
    r"zucht|hoest|huil|fluist|muziek|deur|gelui|skratt|suck|grin|grina|gråt|"
    r"viska|hvisk|dörr|latter|græd|śmie|wzdych|kaszl|płacz|krzy|szept|"
    r"muzyk|drzwi|pukan|dzwon|smích|smě|vzdych|kašl|pláč|křik|hudba|dveř|"
    # Russian, Ukrainian
    r"сме[хёе]|смі[хє]|взды|зітх|кашл|плач|крич|крик|ш[её]п[оч]|стон|муз[ыи]|"
    r"песн|пісн|аплод|двер|стук|зв[оу]н|шаг|крок|шум|гром|сирен|"
    r"лай|неразборч|тишин|свист|"
    # Turkish, Greek, Arabic, Hebrew, Hindi, Indonesian, Vietnamese
    r"güler|gülü|iç çek|öksür|ağla|bağır|fısıl|müzik|kapı|alkış|γέλ|αναστεν|βήχ|κλαί|μουσικ|πόρτα|χειροκρ|"
    r"ضحك|يضحك|تنهد|سعال|بكاء|صراخ|همس|موسيقى|تصفيق|باب|צחוק|צוחק|נאנח|"
    r"משתעל|בוכ|צעק|לוחש|מוזיקה|מחיאות|दरवाज|हँस|हंस|संगीत|तालिय|रोते|"
    r"tertawa|batuk|menangis|musik|pintu|cười|thở dài|ho\b|khóc|nhạc|vỗ tay|tiếng"
)  # fmt: skip
# Of scripts that write without spaces.
_SOUNDS_WIDE = (
    # Chinese
    r"[声聲][音]?$|音[乐樂效]|[笑哭叹嘆咳喊叫吼泣喘呼]|掌[声聲]|鼓掌|[电電][话話]|敲[门門]|"
    r"[门門][铃鈴]|[脚腳]步|[枪槍]|爆炸|警[报報笛]|雷|[风風雨]$|"
    r"口哨|沉默|歌[声聲]?|唱|"
    # Japanese
    r"[声音]|笑い|泣|息|咳|せき|ため息|拍手|歓声|鳴|曲|♪|"
    r"ノック|チャイム|ベル|ブザー|ドア|悲鳴|叫|いびき|足音|銃|雷|雨|"
    # Korean
    r"웃음|한숨|기침|울음|비명|속삭|음악|박수|문|노크|전화|벨|발소리|총성|소리|환호|노래"
)
_SOUND = re.compile(rf"\b(?:{_SOUNDS})|(?:{_SOUNDS_WIDE})", re.IGNORECASE)

# That the speaker is not seen: of a name, or alone in brackets.
_OFF = re.compile(
    r"v\.?\s?o\.?|o\.?\s?s\.?|o\.?\s?c\.?|off|off[- ]?screen|off[- ]?camera|voice[- ]?over|narrat\w*|"
    r"(?:on|over|through|via) (?:the )?(?:tv|television|phone|radio|"
    r"speakers?|intercom|p\.?a\.?|recording|video|screen|headset)|"
    r"(?:in|en|im|aus dem) off|voz en off|hors[- ]champ|voix off|fuori campo|fora de campo|за кадром|"
    r"画外音?|畫外音?|旁白|独白|獨白|內心|内心|心[声聲]|电话|電話|モノローグ|心の声|ナレーション|電話|テレビ|ラジオ|無線|내레이션|독백",
    re.IGNORECASE,
)

# Words before a colon that are no names.
ORDINARY = frozenset(
    """
    season episode update alert danger faq intro outro scene act day week month year hour level round stage
    note notes nota notiz remarque warning caution attention achtung attenzione atención atenção example
    examples exemple ejemplo beispiel esempio exemplo question questions answer answers frage antwort pregunta
    respuesta réponse domanda risposta pergunta resposta step steps tip tips remember reminder rule rules fact
    facts summary conclusion chapter part section figure table source sources subject re to from cc date time
    place address phone email website link url http https www so but and or because however therefore namely
    also first second third finally next then now here there that this these those is are was were be it he she
    they we you i yes no ok okay well listen look think say says said means problem solution reason result idea
    thing things point points truth one two three four five six ps p.s. nb n.b. viz i.e. e.g. etc vs ex by
    written directed produced subtitles subtitle translation translated synced sync captions captioning
    transcript transcriber sous-titres untertitel subtítulos sottotitoli legendas tradução traducción traduction
    übersetzung traduzione legenda previously meanwhile later earlier tonight today tomorrow yesterday breaking
    news title author music lyrics rating 注意 注 例如 比如 例 问题 問題 答案 回答 因此 所以 总结 總結 结论 結論
    原因 结果 結果 步骤 步驟 第一 第二 第三 即 也就是 就是 字幕 翻译 翻譯 校对 校對 时间轴 時間軸 压制 壓制 制作
    製作 译 譯 标题 標題 来源 來源 说 說 问 問 答 道 例えば 質問 答え 翻訳 つまり まとめ 理由 주의 예 예를 질문
    답 답변 결과 결론 문제 자막 번역 примечание внимание пример вопрос ответ итак например важно субтитры
    перевод значит вывод
    """.split()
)
# Small words within names, and titles with a full stop.
LITTLE = frozenset(
    "of the and de la le du des von van der den di da del dos and y e et et al bin ibn mr mrs ms dr st".split()
)


# Who speaks, where no name is known: labels that need no second occurrence.
PEOPLE = frozenset(
    """
    man woman boy girl male female narrator announcer reporter presenter host interviewer interviewee moderator guard
    officer soldier doctor nurse teacher student mother father mom dad son daughter child kid baby crowd all both
    everyone
    everybody together group voice computer robot radio tv dispatcher pilot captain driver waiter caller operator
    homme femme garçon fille narrateur narratrice tous mann frau junge mädchen erzähler erzählerin sprecher alle
    hombre mujer niño niña narrador narradora todos uomo donna ragazzo ragazza narratore narratrice tutti
    мужчина женщина мальчик девочка рассказчик диктор все
    男 女 男子 女子 男人 女人 男孩 女孩 旁白 众人 眾人 男声 女声 主持人 记者 記者 解说 解說
    男性 女性 ナレーター 語り 全員 一同 남자 여자 내레이터 모두
    """.split()
)
_MUSIC = re.compile(
    r"music|theme|instrumental|melody|melodie|musique|musik|música|muziek|muzyka|музык|музик|音[乐樂楽]|음악|موسيقى",
    re.IGNORECASE,
)
# Ends of what tells how somebody speaks, in scripts without spaces: 小声で, 怒って, 愤怒地.
_MANNER = re.compile(r"(?:[でてにと地着]|ながら)$")


def sounds(content: str) -> bool:
    """Whether words name a sound or a manner of speaking."""
    return bool(_SOUND.search(content))


def music(words: str) -> bool:
    """Whether words between notes tell of music, and are no lyrics."""
    return len(words.split()) <= 5 and bool(_MUSIC.search(words))


def person(label: str) -> bool:
    """Whether a label says who speaks by a common noun: WOMAN, Guard 2, 旁白."""
    return re.sub(r"\s*#?\s*(?:\d+|\b[A-Z])$", "", label).casefold().strip(" .") in PEOPLE


def manner(content: str) -> bool:
    """Whether words of a script without spaces tell how somebody speaks."""
    return bool(_MANNER.search(content))


def off(content: str) -> bool:
    """Whether words say that a speaker is not in the picture."""
    return bool(_OFF.fullmatch(" ".join(content.split()).strip(".,; ") or "-"))
