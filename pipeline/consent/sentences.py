"""The sentence that a voice's owner speaks, one per language: fixed words, the owner's name and the day."""

from __future__ import annotations

import datetime as dt

from pipeline.languages.tags import primary

# Short, in words that recognisers know, without numbers but the day's; each part is a clause that can be heard alone.
SENTENCES = {
    "en": "My name is {name}. Today is {day}. This is my own voice. I agree that a synthetic voice is made from my "
    "recordings and used as agreed in writing.",
    "de": "Mein Name ist {name}. Heute ist der {day}. Diese Stimme gehört mir. Ich bin damit einverstanden, dass aus "
    "meinen Aufnahmen eine künstliche Stimme entsteht und wie schriftlich vereinbart verwendet wird.",
    "fr": "Je m'appelle {name}. Nous sommes le {day}. Cette voix est la mienne. J'accepte qu'une voix de synthèse soit "
    "créée à partir de mes enregistrements et utilisée comme convenu par écrit.",
    "es": "Me llamo {name}. Hoy es {day}. Esta voz es mía. Estoy de acuerdo en que se cree una voz sintética a partir "
    "de mis grabaciones y se utilice como hemos acordado por escrito.",
    "zh": "我的名字是{name}。今天是{day}。这个声音是我本人的。我同意用我的录音制作合成声音，并按照书面约定使用。",
    "ja": "私の名前は{name}です。今日は{day}です。この声は私の声です。"
    "私の録音から合成音声を作り、書面の約束のとおりに使うことに同意します。",
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_DAYS = {
    "en": "{month} {d}, {y}",
    "de": "{d}. {month} {y}",
    "fr": "{d} {month} {y}",
    "es": "{d} de {month} de {y}",
    "zh": "{y}年{m}月{d}日",
    "ja": "{y}年{m}月{d}日",
}


def day_in_words(language: str, day: dt.date) -> str:
    """The day as the sentence has it: "December 1, 2026"."""
    month = _MONTHS[language].split()[day.month - 1] if language in _MONTHS else ""
    return _DAYS[language].format(d=day.day, m=day.month, y=day.year, month=month)


def sentence_of(language: str, name: str, day: dt.date) -> str:
    """What an owner of this name says on this day.

    Raises:
        ValueError: there is no sentence in this language, or the name is none.
    """
    code = primary(language)
    if code not in SENTENCES:
        raise ValueError(f"there is no statement in {language}; there are: {', '.join(SENTENCES)}")
    if not any(map(str.isalnum, name)):
        raise ValueError("a statement names its speaker")
    return SENTENCES[code].format(name=" ".join(name.split()), day=day_in_words(code, day))
