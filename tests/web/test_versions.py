"""Versions: the workbooks of the folder, any two of which are compared as the command does."""

import shutil
from pathlib import Path

import pytest

from models.facts.instance import Year
from planner.mobilisation.differences import differences
from planner.workbook.schema.declared import MISSIONS
from tests.web.read_once import loaded
from tests.web.routes_asked import ask, desk_at
from tests.web.test_names_shown import Book
from web.session.desk import Desk
from web.session.edits import Remove
from web.views.versions import Version, _versions


@pytest.fixture(scope="module")
def longer(planned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan with a mission that was changed."""
    path = tmp_path_factory.mktemp("longer") / "longer.xlsx"
    shutil.copy(planned, path)
    book = Book(path)
    next(book.cells(MISSIONS, "Priority")).value = 5
    book.save()
    return path


@pytest.fixture
def folder(year: Path, planned: Path, longer: Path) -> Path:
    """A plan, the year that it was made from, and the plan with a mission that was changed."""
    shutil.copy(planned.with_name("sample.xlsx"), year.with_name("sample.xlsx"))
    shutil.copy(longer, year.with_name("longer.xlsx"))
    return year.parent


@pytest.fixture
def desk(folder: Path, year: Path, tmp_path: Path) -> Desk:
    found = desk_at(year, tmp_path / "state")
    found.steps.planned(year.with_name("sample.xlsx"), year)
    return found


def keys(desk: Desk, year: Path) -> dict[str, Version]:
    return {version.file.name: version for version in _versions(desk, year)}


def year_in(path: Path) -> Year:
    found = loaded(path).year
    assert found is not None
    return found


def test_the_workbooks_of_the_folder_are_listed_and_two_are_chosen(desk: Desk, year: Path) -> None:
    """First against the one that it was planned from; no address has the name of a file."""
    shown = ask(desk, "/versions").text
    known = keys(desk, year)
    assert set(known) == {"year.xlsx", "sample.xlsx", "longer.xlsx"}
    for name, column in (("sample.xlsx", "old"), ("year.xlsx", "new")):
        chosen = f'name="{column}" value="{known[name].key}"'
        assert "checked" in shown[shown.index(chosen) :].partition(">")[0]
    assert shown.count("checked") == 2
    assert known["year.xlsx"].source == "sample.xlsx"
    assert all(name not in version.key for name, version in known.items())


@pytest.mark.parametrize(
    ("old", "new"), [("sample.xlsx", "year.xlsx"), ("longer.xlsx", "year.xlsx")]
)
def test_any_two_are_compared_as_the_command_compares_them(
    desk: Desk, folder: Path, year: Path, old: str, new: str
) -> None:
    known = keys(desk, year)
    for first, second in ((old, new), (new, old)):
        answer = ask(desk, f"/diff?old={known[first].key}&new={known[second].key}")
        assert answer.status == 200
        found = differences(year_in(folder / first), year_in(folder / second))
        shown = answer.text.partition('id="changes"')[2].replace("&#39;", "'")
        assert found
        assert [shown.count(f"<li>{change.sentence}</li>") for change in found] == [1] * len(found)


def test_the_open_workbook_is_compared_as_it_stands(desk: Desk, year: Path) -> None:
    """What was edited and not saved yet is among the changes."""
    assert desk.draft is not None
    mission_id = next(iter(desk.draft.teams))
    desk.edit((Remove(mission_id=mission_id),), desk.version)
    same = keys(desk, year)["year.xlsx"].key
    assert "1 change not saved" in ask(desk, "/versions").text.partition('id="versions"')[2]
    assert 'id="changes"' in ask(desk, f"/diff?old={same}&new={same}").text
    other = keys(desk, year)["sample.xlsx"].key
    text = ask(desk, f"/diff?old={other}&new={same}").text.partition('id="changes"')[2]
    assert f"Mission {mission_id} is delivered now" not in text


def test_what_cannot_be_compared_is_a_sentence(desk: Desk, folder: Path, year: Path) -> None:
    book = Book(folder / "longer.xlsx")
    next(book.cells(MISSIONS, "Host")).value = "Nowherestan"
    book.save()
    known = keys(desk, year)
    asked = f"/diff?old={known['longer.xlsx'].key}&new={known['year.xlsx'].key}"
    answer = ask(desk, asked)
    assert answer.status == 422
    assert "longer.xlsx has errors" in answer.text
    assert ask(desk, "/diff?old=nothing&new=nothing").status == 422
