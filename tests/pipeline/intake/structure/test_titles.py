"""The words of titles: which lines head chapters and parts, and which role a title gives."""

from __future__ import annotations

import pytest

from pipeline.intake.structure.headings import is_chapter, is_part
from pipeline.intake.structure.roles import by_title

CHAPTERS = """CHAPTER THE FIRST | Chapter One Hundred and Two | CHAPTER SIXTEENTH | 23. Kapitel | XXIII. Kapitel | Elftes Kapitel
Dreiundzwanzigstes Kapitel | KAPITEL EINS | CHAPITRE DIXIÈME | Chapitre vingt-deux | Capítulo décimo quinto | Capítulo uno
CAPITOLO UNDICESIMO | CAPÍTULO PRIMEIRO | Глава двадцать первая | EERSTE HOOFDSTUK | I. fejezet | 第１２章　出発 | 1話
正文 第一章 重生 | 第一卷 少年 第一章 初见 | ☆、第1章 | 番外一 婚后 | 番外：春 | エピローグ | 제1장 시작"""
PARTS = "BOOK THE SECOND | Zweites Buch | 2. Teil | PREMIÈRE PARTIE | Часть вторая | 第二卷 风云 | 제2부"
NEITHER = """Chapter by chapter he went on | Part and parcel of it | Letter once read to me | Act y no | ten acts of love
Two letters | 第一次见面的时候"""
ROLES = {
    "preface": "A Note to the Reader | Nota del autor | 再版前言 | A Note on the Translation",
    "introduction": "An Introduction | Introduction: The Idea | Translator’s Introduction",
    "prologue": "Prologue: 1912",
    "epilogue": "Epilogue: Afterwards",
    "afterword": "訳者あとがき | 译后记",
    "foreword": "推荐序一 | Foreword by Somebody",
    "imprint": "A Note on the Type | Photo Credits | Copyright © 2014 by A. Writer | Permissions | À propos de ce livre",
    "advertisement": "Note on the Author | Meet the Author | Zum Autor | 内容简介 | Advance Praise | Back Cover",
    "notes": "Notes to Chapter I | Notes on the Text of 1812 | Chapter Notes | Anmerkungen des Übersetzers",
    "": "À propos de Launchpad | The Author’s Wife | Letters and Notes | 3. Credits",
}


def listed(text: str) -> list[str]:
    return [one.strip() for line in text.splitlines() for one in line.split(" | ")]


@pytest.mark.parametrize("line", listed(CHAPTERS))
def test_line_heads_a_chapter(line: str) -> None:
    assert is_chapter(line)


@pytest.mark.parametrize("line", listed(PARTS))
def test_line_heads_a_part(line: str) -> None:
    assert is_part(line)
    assert not is_chapter(line)


@pytest.mark.parametrize("line", listed(NEITHER))
def test_line_heads_nothing(line: str) -> None:
    assert not is_chapter(line)
    assert not is_part(line)


@pytest.mark.parametrize(
    ("role", "title"), [(role, title) for role, titles in ROLES.items() for title in listed(titles)]
)
def test_title_has_a_role(role: str, title: str) -> None:
    assert (by_title(title) or "") == role
