"""People's names in spoken form."""

import pytest

from pipeline.names import is_placeholder_name, spoken_name


@pytest.mark.parametrize(("written", "spoken"), [
    ("Austen, Jane", "Jane Austen"), ("Austen, Jane, 1775-1817", "Jane Austen"), ("Tolkien, J. R. R.", "J. R. R. Tolkien"),
    ("Goethe, Johann Wolfgang von", "Johann Wolfgang von Goethe"), ("Beauvoir, Simone de", "Simone de Beauvoir"),
    ("García Márquez, Gabriel", "Gabriel García Márquez"), ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
    ("Alembert, Jean d'", "Jean d'Alembert"), ("Du Bois, W. E. B.", "W. E. B. Du Bois"), ("Saint-Exupéry, Antoine de", "Antoine de Saint-Exupéry"),
    ("Shakespeare, William, 1564–1616", "William Shakespeare"), ("Homer, 750? BCE-650? BCE", "Homer"), ("Caesar, Julius, 100 BC-44 BC", "Julius Caesar"),
    ("Jane Austen", "Jane Austen"), ("Sammy Davis, Jr.", "Sammy Davis, Jr."), ("Alexandre Dumas, père", "Alexandre Dumas, père"),
    ("Smith, Elder & Co.", "Smith, Elder & Co."), ("Acme Media, Inc.", "Acme Media, Inc."), ("Jane Austen, Charlotte Brontë", "Jane Austen, Charlotte Brontë"),
    ("Anna Karl, Bert Karl, Carl Karl", "Anna Karl, Bert Karl, Carl Karl"), ("夏目 漱石", "夏目 漱石"), ("Brothers Grimm", "Brothers Grimm"),
    ("Strunk and White, Editors", "Strunk and White, Editors"), ("", ""),
])  # fmt: skip
def test_what_catalogues_turn_round_is_turned_back(written: str, spoken: str) -> None:
    assert spoken_name(written) == spoken


@pytest.mark.parametrize("name", ["Unknown", "unknown author", "[Author]", "n/a", "N/A", "Unbekannter Autor", "???", " ", "-", "calibre", "Autor desconocido",
                                  "未知", "Microsoft Office User", "Auteur inconnu", "_unknown_", "None"])  # fmt: skip
def test_a_placeholder_is_nobodys_name(name: str) -> None:
    assert is_placeholder_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Anonymous",
        "Various",
        "Nobody",
        "佚名",
        "Une Inconnue",
        "Jane Doe",
        "The Unknown Soldier",
        "User Friendly",
        "Null Island",
        "Author Q.",
    ],
)
def test_other_names_are_somebodys(name: str) -> None:
    assert not is_placeholder_name(name)
