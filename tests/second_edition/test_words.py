"""What the second edition says of single cells and columns: in order, on the limit, and told.

Each example is a good workbook with one thing changed, and the kinds of problem that are told.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.workbook.reading.reader import Reading
from tests.workbook.books import (
    Book,
    Rows,
    expert,
    good_book,
    mission,
    qualification,
    save,
    settings,
)
from tests.workbook.files import read

FUNDS: Rows = [{"Fund ID": name, "Amount": 50_000} for name in ("F1", "F2")]
BOTH = (("F1", 60), ("F2", 40))


def row(who: str = "E1", status: str = "Proposed", **cells: Any) -> dict[str, Any]:
    """A row of Assignments for mission M1 from Monday 8 March."""
    own = {"Mission ID": "M1", "Expert ID": who, "Start": date(2027, 3, 8), "Status": status}
    return own | cells


def agreed(*rows: dict[str, Any]) -> Book:
    return good_book(Assignments=list(rows))


def of_mission(**cells: Any) -> Book:
    return good_book(Missions=[mission(**cells)])


def of_expert(**cells: Any) -> Book:
    second = expert("E2", Administration="Kenya")
    return good_book(Experts=[expert(**cells), second])


def away(**cells: Any) -> Book:
    return good_book(Unavailability=[{"Applies to": "Expert", "Who": "E1"} | cells])


def shared(*parts: tuple[str, object], **cells: Any) -> Book:
    rows = [{"Mission ID": "M1", "Fund": name, "Share": part} for name, part in parts]
    return good_book(Missions=[mission(**cells)], Funds=FUNDS, Shares=rows)


def holidays(*answers: str | None) -> Book:
    day = {"Host": "Belgium", "Date": date(2027, 3, 29)}
    return good_book(Holidays=[day | {"Working": answer} for answer in answers])


def host(**cells: Any) -> Book:
    return good_book(Administrations=[{"Administration": "Belgium"} | cells])


def own_codes(*codes: str, asked: str = "QQQ") -> Book:
    """Codes of the own, and a mission that asks for one, by its last part alone."""
    more = [{"Code": code, "Title": f"Title of {code}"} for code in codes]
    missions = [mission(Expertise=asked)]
    held = [qualification("E1", Expertise=codes[0]), qualification("E2", Expertise=codes[-1])]
    return good_book(Missions=missions, Qualifications=held, Expertise=more)


EXAMPLES: dict[str, tuple[Book, set[str]]] = {
    # Expertise without its category
    "category given": (own_codes("XX/QQQ", asked="xx/qqq"), set()),
    "category left out": (own_codes("XX/QQQ"), {"read-as"}),
    "category of two": (own_codes("XX/QQQ", "YY/QQQ"), {"expertise-ambiguous"}),
    # Missions
    "mission planned": (of_mission(Status="planned"), set()),
    "mission postponed": (of_mission(Status="postponed"), {"nothing-to-plan"}),
    "mission of no status": (of_mission(Status="Perhaps"), {"unknown-choice"}),
    "lead official and request": (
        of_mission(**{"Lead official": "Ms A", "Request": "Letter 12"}),
        set(),
    ),
    "request that reads as a formula": (of_mission(Request="'=1+1"), set()),
    # Experts
    "expert active": (of_expert(Status="active"), set()),
    "expert left": (of_expert(Status="LEFT"), set()),
    "expert of no status": (of_expert(Status="Ill"), {"unknown-choice"}),
    "most missions none": (of_expert(**{"Most missions": 0}), set()),
    "most missions one": (of_expert(**{"Most missions": "1"}), set()),
    "most missions below none": (of_expert(**{"Most missions": -1}), {"too-small"}),
    "former administration": (of_expert(**{"Former administration": "Uganda"}), set()),
    "former administration nowhere": (
        of_expert(**{"Former administration": "Atlantis"}),
        {"unknown-country"},
    ),
    "decision none": (of_expert(Decision="none"), set()),
    "decision approved": (
        of_expert(**{"Decision": "Approved", "Decided by": "DD", "Decided on": date(2026, 5, 1)}),
        set(),
    ),
    "decision perhaps": (of_expert(Decision="maybe"), {"unknown-choice"}),
    "decided on no day": (of_expert(**{"Decided on": "soon"}), {"not-a-date"}),
    "contract signed": (of_expert(**{"Contract signed": "x"}), set()),
    "contract perhaps signed": (of_expert(**{"Contract signed": "almost"}), {"not-yes-or-no"}),
    # Unavailability that is open on a side
    "away from a day on": (away(From=date(2027, 5, 3)), set()),
    "away up to a day": (away(From=None, To=date(2027, 5, 3)), set()),
    "away a day": (away(From=date(2027, 5, 3), To=date(2027, 5, 3)), set()),
    "away back in time": (
        away(From=date(2027, 5, 3), To=date(2027, 5, 2)),
        {"unavailability-reversed"},
    ),
    # Administrations
    "language given": (host(Language="fr"), set()),
    "language unknown": (host(Language="Elvish"), {"unknown-language"}),
    "weekend of two days": (host(Weekend="Friday; Saturday"), set()),
    "weekend of six days": (
        host(Weekend="Monday; Tuesday; Wednesday; Thursday; Friday; Saturday"),
        {"no-allowed-start"},
    ),
    "weekend of all days": (
        host(Weekend="Monday; Tuesday; Wednesday; Thursday; Friday; Saturday; Sunday"),
        {"weekend-all-week", "no-allowed-start"},
    ),
    # Holidays
    "holiday worked": (holidays("yes"), set()),
    "holiday twice alike": (holidays("no", None), set()),
    "holiday with two answers": (holidays("yes", "no"), {"holiday-contradicted"}),
    # Shares
    "shares of 100": (shared(*BOTH), set()),
    "shares of parts": (shared(("F1", "33.5 %"), ("F2", 66.5)), {"not-whole"}),
    "share of all": (shared(("F1", 100)), set()),
    "shares of 99": (shared(("F1", 60), ("F2", 39)), {"shares-not-whole"}),
    "shares beside Funds": (shared(*BOTH, Funds="F1"), {"funds-and-shares"}),
    "shares of no fund": (shared(("F1", 60), ("F9", 40)), {"unknown-fund", "shares-not-whole"}),
    # Assignments
    "row available": (agreed(row(status="available")), set()),
    "row kept": (agreed(row(Keep="yes")), set()),
    "row withdrawn and kept": (agreed(row(status="Withdrawn", Keep="yes")), set()),
    "row declined and kept": (agreed(row(status="Declined", Keep="yes")), {"keep-declined"}),
    "outcome passed": (
        agreed(row(status="Completed", Outcome="passed", Feedback="Very good")),
        set(),
    ),
    "outcome not yet": (agreed(row(status="Completed", Outcome="Not yet")), set()),
    "outcome perhaps": (agreed(row(status="Completed", Outcome="so-so")), {"unknown-choice"}),
    # A second row for the same expert and mission
    "withdrawn and asked again": (agreed(row(status="Withdrawn"), row()), set()),
    "withdrawn twice": (agreed(row(status="Withdrawn"), row(status="Withdrawn")), set()),
    "declined and proposed again": (agreed(row(status="Declined"), row()), set()),
    "declined and agreed": (
        agreed(row(status="Declined"), row(status="Invited")),
        {"declined-and-pinned"},
    ),
    "declined and kept": (
        agreed(row(status="Declined"), row(Keep="yes")),
        {"declined-and-pinned"},
    ),
    "available twice": (
        agreed(row(status="Available"), row(status="Contacted")),
        {"duplicate-assignment"},
    ),
    # Settings
    "rest days": (good_book(Settings=settings(**{"Rest days": 2})), set()),
    "no rest days": (good_book(Settings=settings(**{"Rest days": 0})), set()),
    "rest days below none": (good_book(Settings=settings(**{"Rest days": -1})), {"too-small"}),
    "date order": (good_book(Settings=settings(**{"Date order": "Day First"})), set()),
    "date order blank": (good_book(Settings=settings(**{"Date order": None})), set()),
    "date order of the year": (
        good_book(Settings=settings(**{"Date order": "year first"})),
        {"unknown-choice"},
    ),
    "several sheets": (good_book(Settings=settings(**{"Several sheets": "yes"})), set()),
    "several sheets perhaps": (
        good_book(Settings=settings(**{"Several sheets": "two"})),
        {"not-yes-or-no"},
    ),
    "committed includes completed": (
        good_book(Settings=settings(**{"Committed includes completed": "yes"})),
        set(),
    ),
    "committed includes some": (
        good_book(Settings=settings(**{"Committed includes completed": "some"})),
        {"not-yes-or-no"},
    ),
}


def reading(book: Book, folder: Path) -> Reading:
    return read(save(book, folder))


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_told(name: str, tmp_path: Path) -> None:
    book, told = EXAMPLES[name]
    assert {problem.code for problem in reading(book, tmp_path).problems} == told


@pytest.mark.parametrize(
    ("included", "fund", "told"),
    [("no", "F1", "fund-spent"), ("yes", "F1", "fund-spent-not-committed"), ("no", None, None)],
)
def test_what_is_over_is_said_for_each_fund(
    tmp_path: Path, included: str, fund: str | None, told: str | None
) -> None:
    """Five days in the own region: 900 and seven daily allowances of 200."""
    before = date(2026, 12, 7)
    gone = mission("M0", **{"Earliest start": before, "Latest end": date(2026, 12, 31)})
    done = row(status="Completed", **{"Mission ID": "M0", "Start": before, "Fund": fund})
    book = good_book(
        Missions=[mission(), gone],
        Assignments=[done],
        Funds=FUNDS,
        Settings=settings(**{"Committed includes completed": included}),
    )
    found = [p for p in reading(book, tmp_path).problems if p.sheet == "Funds"]
    assert [p.code for p in found] == ([told] if told else [])
    assert all("2,300 EUR" in p.message for p in found)
