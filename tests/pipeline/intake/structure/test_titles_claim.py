"""Roles by title are confirmed by the text: each title above a story and above its usual matter, in eight languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake import read_manuscript
from pipeline.manifests import DEFAULT_ROLES
from tests.pipeline.intake.books import book, page

STORIES = {
    "en": "The ferry was late that evening, and nobody on the landing had brought a lamp. “We shall wait,” said the old "
    "man, and so they waited until the rain had come over the hill.",
    "de": "Die Fähre kam an diesem Abend zu spät, und niemand am Ufer hatte eine Lampe dabei. „Wir warten“, sagte der Alte, "
    "und so warteten sie, bis der Regen über den Hügel kam.",
    "fr": "Le bac était en retard ce soir-là, et personne sur le quai n'avait de lampe. « Attendons », dit le vieux, et on "
    "attendit jusqu'à ce que la pluie vînt de la colline.",
    "es": "La barca llegó tarde aquella noche, y nadie en el muelle tenía lámpara. «Esperemos», dijo el viejo, y así "
    "esperaron hasta que la lluvia bajó de la colina.",
    "it": "Il traghetto era in ritardo quella sera, e nessuno sulla riva aveva una lampada. «Aspettiamo», disse il vecchio, "
    "e così aspettarono finché la pioggia scese dalla collina.",
    "pt": "A barca chegou tarde naquela noite, e ninguém no cais tinha uma lâmpada. «Esperemos», disse o velho, e assim "
    "esperaram até que a chuva desceu da colina.",
    "zh": "那天晚上渡船来得很晚，码头上没有人带灯。“等一等吧。”老人说，于是大家一直等到雨从山那边过来。",
    "ja": "その晩、渡し船はずいぶん遅れて着いた。岸にいた人は誰も明かりを持っていなかった。「待とう」と老人が言ったので、みな雨が丘を越えて来るまで待った。",
}
TITLES = {
    "en": [
        "Contents of the Trunk",
        "Also by Moonlight",
        "Praise for the Dead",
        "Endnotes to a Marriage",
        "Notes on a Murder",
        "Index of Absences",
        "The Colophon",
        "Preface to a Murder",
        "Index of Days",
        "Also Available in Blue",
        "Credits",
        "Contents",
        "Index",
        "Notes",
        "Glossary of the Sea",
        "References",
        "Sources",
        "About the Author",
        "Copyright",
        "Acknowledgements and Regrets",
        "Books by the Yard",
        "Books by the Bed",
        "More Titles from the Attic",
        "Maps",
        "A Note on the Type",
        "Bibliography of a Liar",
        "Works Cited",
        "The Cover",
        "Title",
        "Plates",
        "Catalogue",
        "Advertisement",
        "Disclaimer",
        "Footnotes",
        "Further Reading",
        "Vocabulary",
        "List of Characters",
        "Legal Notice",
        "Praise",
        "Back Cover",
        "Our Newsletter",
        "Meet the Author",
        "Transcriber's Note",
        "Introductory Lies",
    ],
    "de": [
        "Inhalt",
        "Register",
        "Anmerkungen",
        "Impressum",
        "Danksagung",
        "Über den Autor",
        "Der Autor",
        "Glossar",
        "Titel",
        "Quellen",
        "Abbildungen",
        "Literatur",
        "Einband",
        "Werbung",
        "Anmerkungen der Nachbarn",
        "Das Buch",
        "Endnoten",
        "Weitere Bücher im Regal",
        "Lizenz",
        "Autorin",
    ],
    "fr": [
        "Table",
        "Sommaire",
        "Notes",
        "Index des absents",
        "Remerciements",
        "L'auteur",
        "Crédits",
        "Licence",
        "Glossaire",
        "Références",
        "Couverture",
        "Titre",
        "Notes de fin",
        "Mentions légales",
        "Table des gravures",
        "Du même auteur",
    ],
    "es": [
        "Índice",
        "Notas",
        "Agradecimientos",
        "El autor",
        "Créditos",
        "Glosario",
        "Portada",
        "Bibliografía",
        "Sumario",
        "Otros libros en la mesa",
        "Licencia",
        "Ilustraciones",
        "Autor",
        "Contenido",
    ],
    "it": ["Indice", "Note", "Ringraziamenti", "L'autore", "Copertina", "Glossario", "Frontespizio"],
    "pt": ["Sumário", "Notas", "Agradecimentos", "Capa", "Índice", "Créditos"],
    "zh": ["目录", "注释", "致谢", "作者简介", "索引", "版权", "封面", "参考文献", "注", "内容简介"],
    "ja": ["目次", "注", "謝辞", "著者について", "索引", "奥付", "表紙", "参考文献", "脚注"],
}


def made(target: Path, language: str, chapters: list[tuple[str, str]]) -> Path:
    names = [f"c{n}.xhtml" for n in range(len(chapters))]
    files = {name: page(f"<h1>{title}</h1>{body}") for name, (title, body) in zip(names, chapters, strict=True)}
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>A Book</dc:title>'
        f'<dc:creator>Ann Writer</dc:creator><dc:language>{language}</dc:language></metadata><manifest><item id="nav" '
        f'href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{items}</manifest><spine>{spine}</spine>'
        "</package>"
    )
    entries = "".join(
        f'<li><a href="{name}">{title}</a></li>' for name, (title, _) in zip(names, chapters, strict=True)
    )
    nav = page(f'<nav epub:type="toc"><ol>{entries}</ol></nav>')
    named = {name.replace(".", "__"): text for name, text in files.items()}
    return book(target, book__opf=package, nav__xhtml=nav, **named)


@pytest.mark.parametrize("language", TITLES)
def test_a_story_is_read_whatever_its_title(language: str, tmp_path: Path) -> None:
    story = f"<p>{STORIES[language]}</p>" * 25
    chapters = [("Eins 1", story)]
    for title in TITLES[language]:
        chapters += [(title, story), ("Eins 1", story)]
    manuscript = read_manuscript(made(tmp_path / "book.epub", language, chapters))
    assert [(c.title, c.role) for c in manuscript.chapters if c.role not in DEFAULT_ROLES] == []


@pytest.mark.parametrize("language", TITLES)
def test_a_story_is_read_at_the_front_and_at_the_back_too(language: str, tmp_path: Path) -> None:
    story = f"<p>{STORIES[language]}</p>" * 25
    for title in TITLES[language]:
        manuscript = read_manuscript(
            made(tmp_path / "book.epub", language, [(title, story), ("Eins 1", story), (title, story)])
        )
        assert [(c.title, c.role) for c in manuscript.chapters if c.role not in DEFAULT_ROLES] == []


REAL = [
    (
        "en",
        "Contents",
        "contents",
        "<p><a href='c0.xhtml'>The Ferry</a></p><p><a href='c1.xhtml'>The Lamp</a></p>"
        "<p><a href='c2.xhtml'>Rain</a></p>",
    ),
    (
        "en",
        "Contents",
        "contents",
        "<p>I. In which the ferry is late and nobody minds 1</p><p>II. In which it rains 22</p>",
    ),
    (
        "en",
        "Copyright",
        "imprint",
        "<p>Copyright © 2020 Ann Writer. All rights reserved. No part of this book may be "
        "reproduced without permission of the publisher. Printed in Wales. ISBN 4711.</p>",
    ),
    ("en", "Also by Ann Writer", "advertisement", "<p>The Lamp</p><p>The Rain</p><p>A Bridge Too Late</p>"),
    (
        "en",
        "Praise for The Ferry",
        "advertisement",
        "<p>“A gripping novel of people who wait, and wait.”</p><p>—The Harbour "
        "Times</p><p>“A masterpiece. I read this book in one night.”</p>"
        "<p>—Tom Reader</p>",
    ),
    (
        "en",
        "About the Author",
        "advertisement",
        "<p>Ann Writer was born in a harbour town and lives near another with two "
        "cats. She is the author of three novels, and her books have been translated "
        "into six languages. She teaches at a university.</p>" * 2,
    ),
    (
        "en",
        "Acknowledgements",
        "acknowledgements",
        "<p>I thank the ferrymen for their patience. I am grateful to my editor, "
        "and to everybody who has waited for this book with me.</p>" * 5,
    ),
    (
        "en",
        "Notes",
        "notes",
        "<p>1. See the letter to his brother of the same week, which is lost to us.</p><p>2. He says so "
        "himself, and nobody has believed him since then.</p>" * 6,
    ),
    (
        "en",
        "Notes to Chapter Three",
        "notes",
        "<p>12. See the letter to his brother of that week.</p><p>13. The lamp is lost, "
        "and so is the ferry that it stood on.</p>" * 6,
    ),
    ("en", "Index of Names", "index", "<p>Ferrymen, 12, 15, 80–92</p><p>Lamps, 3, 8</p><p>Rain, 1–400</p>" * 9),
    (
        "en",
        "Glossary",
        "glossary",
        "<dl><dt>ferry</dt><dd>a boat that goes over a river and comes back.</dd><dt>lamp</dt><dd>"
        "what nobody has brought when it is needed.</dd></dl>" * 6,
    ),
    (
        "en",
        "Bibliography",
        "bibliography",
        "<p>Writer, Ann. A History of Ferries and of those who wait. London, 1904.</p>"
        "<p>Reader, Tom. On lamps, and where to put them. Paris, 1911.</p>" * 6,
    ),
    ("de", "Inhalt", "contents", "<p>Erstes Kapitel: Die Fähre 1</p><p>Zweites Kapitel: Die Lampe 20</p>"),
    (
        "de",
        "Impressum",
        "imprint",
        "<p>Alle Rechte vorbehalten. Kein Teil des Werkes darf ohne Genehmigung des Verlages "
        "vervielfältigt werden. Umschlag: A. Zeichner. Gedruckt in Wien.</p>",
    ),
    (
        "de",
        "Danksagung",
        "acknowledgements",
        "<p>Ich danke den Fährleuten für ihre Geduld und meinem Lektor für seine. Mein "
        "Dank gilt allen, die mit mir auf dieses Buch gewartet haben.</p>" * 4,
    ),
    (
        "de",
        "Über die Autorin",
        "advertisement",
        "<p>Anna Schreiber, geboren in einer Hafenstadt, lebt als Autorin in einer "
        "anderen. Ihre Romane wurden in sechs Sprachen übersetzt, ihr erstes Buch "
        "erschien vor neun Jahren.</p>" * 2,
    ),
    (
        "fr",
        "Table des matières",
        "contents",
        "<p>Chapitre premier. Le bac est en retard, 1</p><p>Chapitre deux. La lampe, 9</p>",
    ),
    (
        "fr",
        "Mentions légales",
        "imprint",
        "<p>© Éditions du Bac. Tous droits réservés. Dépôt légal : mars. Reproduction "
        "interdite sans l'accord écrit de l'éditeur. Imprimé à Brest.</p>",
    ),
    (
        "fr",
        "Remerciements",
        "acknowledgements",
        "<p>Merci aux passeurs pour leur patience ; je remercie aussi mon éditrice, "
        "qui a attendu ce livre avec moi.</p>" * 5,
    ),
    (
        "es",
        "Agradecimientos",
        "acknowledgements",
        "<p>Gracias a los barqueros por su paciencia. Agradezco también a mi editora "
        "que haya esperado conmigo este libro.</p>" * 5,
    ),
    (
        "es",
        "Créditos",
        "imprint",
        "<p>© Editorial de la Barca. Todos los derechos reservados. Queda prohibida la "
        "reproducción sin permiso. Impreso en Cádiz. Depósito legal 12.</p>",
    ),
    (
        "it",
        "Ringraziamenti",
        "acknowledgements",
        "<p>Grazie ai traghettatori per la pazienza. Ringrazio anche chi ha "
        "aspettato con me questo libro fino in fondo.</p>" * 5,
    ),
    ("zh", "版权信息", "imprint", "<p>版权所有，未经许可，不得转载。本书由某某出版社出版发行，书号四七一一。</p>"),
    ("zh", "致谢", "acknowledgements", "<p>感谢所有的船工，也感谢我的编辑，他和我一起等了这本书很久。</p>" * 9),
    ("ja", "奥付", "imprint", "<p>発行所　渡し船社。印刷所　雨印刷。著作権は著者にあります。無断転載を禁じます。</p>"),
    (
        "ja",
        "謝辞",
        "acknowledgements",
        "<p>渡し守の皆さんに感謝します。編集者にも、この本を一緒に待ってくれたことに御礼を申し上げます。</p>" * 6,
    ),
]


@pytest.mark.parametrize(("language", "title", "role", "body"), REAL, ids=[f"{one[0]} {one[1]}" for one in REAL])
def test_what_the_title_says_is_believed_where_the_text_shows_it(
    language: str, title: str, role: str, body: str, tmp_path: Path
) -> None:
    story = f"<p>{STORIES[language]}</p>" * 25
    front = role in ("contents", "imprint", "advertisement")
    chapters = [("Eins 1", story), ("Zwei 2", story), ("Drei 3", story)]
    chapters.insert(0 if front else 3, (title, body))
    found = {c.title: c.role for c in read_manuscript(made(tmp_path / "book.epub", language, chapters)).chapters}
    assert found[title] == role


def test_a_welcome_with_a_list_of_contents_is_read_without_the_list(tmp_path: Path) -> None:
    links = "".join(f'<p><a href="c{n}.xhtml">Number {n}, of the ferry and the lamp</a></p>' for n in range(1, 4))
    story = f"<p>{STORIES['en']}</p>"
    manuscript = read_manuscript(
        made(
            tmp_path / "book.epub",
            "en",
            [("Welcome", story * 3 + links), ("One 1", story * 25), ("Two 2", story * 25), ("Three 3", story * 25)],
        )
    )
    assert manuscript.chapters[0].role == "body"
    assert [block.kind for block in manuscript.chapters[0].blocks] == ["heading", *["paragraph"] * 3, *["contents"] * 3]


def test_a_part_page_with_its_list_keeps_its_heading(tmp_path: Path) -> None:
    links = "".join(f'<p><a href="c{n}.xhtml">Number {n}, of the ferry and the lamp</a></p>' for n in range(1, 4))
    story = f"<p>{STORIES['en']}</p>" * 25
    manuscript = read_manuscript(
        made(
            tmp_path / "book.epub",
            "en",
            [("Part One: The River", links), ("One 1", story), ("Two 2", story), ("Three 3", story)],
        )
    )
    assert manuscript.chapters[0].role == "part"
    assert [block.kind for block in manuscript.chapters[0].blocks] == ["heading", *["contents"] * 3]


def test_prose_before_the_first_chapter_is_no_title_page(tmp_path: Path) -> None:
    story = f"<p>{STORIES['en']}</p>"
    opening = "<p>A Book begins late.</p><p>Nobody had brought a lamp.</p><p>They waited for the rain.</p>" + story
    manuscript = read_manuscript(
        made(tmp_path / "book.epub", "en", [("A Book", opening), ("Chapter 1", story * 25), ("Chapter 2", story * 25)])
    )
    assert [chapter.role for chapter in manuscript.chapters] == ["body"] * 3
