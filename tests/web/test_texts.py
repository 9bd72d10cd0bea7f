"""The page's words: none is missing in a language, none is left over."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from web.shown.texts import LANGUAGES, Texts, preferred, table

WEB = Path(__file__).parents[2] / "web"


def _sources() -> str:
    files = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_is_there_in_every_language_with_the_same_values() -> None:
    for key, texts in table().items():
        assert tuple(texts) == LANGUAGES, key
        assert all(text.strip() for text in texts.values()), key
        first, *others = (_fields(text) for text in texts.values())
        assert all(other == first for other in others), key


def test_texts_for_one_and_for_many_come_in_pairs() -> None:
    stems = {key.rpartition(".")[0] for key in table() if key.endswith((".one", ".many"))}
    assert stems
    for stem in stems:
        assert f"{stem}.one" in table()
        assert f"{stem}.many" in table()


def test_every_key_that_is_used_is_in_the_table_and_no_other() -> None:
    used = set(re.findall(r"""["']([a-z][a-z_-]*\.[a-z_.-]*[a-z_-])["']""", _sources()))
    made = re.findall(r"""["']([a-z][a-z_-]*\.)["'] ?~|f["']([a-z][a-z_.-]*\.)\{""", _sources())
    stems = tuple(filter(None, (part for pair in made for part in pair)))
    known = set(table())
    left = {
        key
        for key in known
        if key not in used and key.rpartition(".")[0] not in used and not key.startswith(stems)
    }
    assert not left, f"never used: {sorted(left)}"
    roots = {key.partition(".")[0] for key in known}
    asked = {key for key in used if key.partition(".")[0] in roots}
    missing = {k for k in asked if k not in known and f"{k}.one" not in known}
    missing = {
        k for k in missing if not k.endswith((".html", ".js", ".css", ".svg", ".xlsx", ".json"))
    }
    assert not missing, f"not in the table: {sorted(missing)}"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("en-GB", "en"), ("de, fr;q=0.5", "fr"), ("", "en")],
)
def test_the_first_language_is_the_browsers(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_numbers_and_counts_are_written_as_the_language_does() -> None:
    assert Texts("en").count("head.errors", 1200) == "1,200 errors"
    assert Texts("fr").count("head.errors", 1200) == "1\u202f200 erreurs"


def test_french_is_set_as_french_is() -> None:
    """A space that does not break before : ; ? !, none before dots; the first of a month is 1er."""
    for key, texts in table().items():
        assert not re.search(r" [:;?!]|\w …", texts["fr"]), key
    assert Texts("fr").day(date(2027, 3, 1)) == "1er mars 2027"
    assert Texts("fr").short_day(date(2027, 3, 1)) == "1er mars"
    assert Texts("fr").day(date(2027, 3, 11)) == "11 mars 2027"
    assert Texts("en").day(date(2027, 3, 1)) == "1 March 2027"
