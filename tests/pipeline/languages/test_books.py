"""Small Italian and Portuguese books, from the manuscript to their lines: chapters, sentences, spoken forms, credits."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.production import lay_out
from tests.factories import write_production
from tests.pipeline.production.test_production import production_parts

ITALIAN = """Capitolo IV

Il sig. Rossi, nato il 1º maggio 1890, pagò 5 € e uscì. — Dove va? — chiese Maria. — A casa — rispose.
"""
PORTUGUESE = """Capítulo IV

O Sr. Silva, nascido a 7 de setembro de 1890, pagou R$ 5,50 e saiu. — Aonde vai? — perguntou Maria.
"""


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        (
            "it",
            ITALIAN,
            [
                "The Book of short, di A. Writer.",
                "Letto da narrator, una voce sintetica.",
                "Capitolo quarto",
                "Il signor Rossi, nato il primo maggio milleottocentonovanta, pagò cinque euro e uscì.",
                "— Dove va? — chiese Maria.",
                "— A casa — rispose.",
            ],
        ),
        (
            "pt-PT",
            PORTUGUESE,
            [
                "The Book of short, de A. Writer.",
                "Lido por narrator, uma voz sintética.",
                "Capítulo quarto",
                "O senhor Silva, nascido a sete de setembro de mil oitocentos e noventa, pagou cinco reais e cinquenta "
                "centavos e saiu.",
                "— Aonde vai? — perguntou Maria.",
            ],
        ),
    ],
)
def test_a_book_becomes_lines(language: str, text: str, lines: list[str], tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", text, extra="credits: {opening: true}\n")
    path.write_text(path.read_text().replace("language: en", f"language: {language}"))
    job, store, _ = production_parts(path)
    assert [line.spoken.replace("A Writer", "A. Writer") for line in lay_out(job, store).state.lines] == lines
