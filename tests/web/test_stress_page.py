"""Administrations decline: the page says what `stress` says, and marks what hangs on releases."""

from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from planner.domain.country_names import country_name
from tests.commands import run
from tests.web.asking import asked, main_of, text_of
from tests.web.read_once import loaded
from web.session.desk import Desk
from web.views import plan, stress
from web.work.stressed import AtRisk, LeftOut, StressAsked, Stressed
from web.work.tasks import TASKS
from web.work.worker import Work

ASKED = StressAsked(percent=30, trials=4, quick=True)


@pytest.fixture(scope="module")
def found(planned: Path) -> Stressed:
    """What the planning process finds of the planned year."""
    workbook = loaded(planned)
    work = Work(lambda event: None)
    answer = TASKS["stress"](work, workbook.year, workbook.plan, ASKED)
    assert isinstance(answer, Stressed)
    return answer


def tell(desk: Desk, found: Stressed) -> None:
    """Have the job end with this, about the draft as it is."""
    assert desk.draft is not None
    desk.findings.add_stressed(desk.draft.key, found)


def test_the_page_says_what_the_command_says(
    desk: Desk, found: Stressed, planned: Path, tmp_path: Path
) -> None:
    """Every sentence and every number: those on the terminal, and those of its workbook."""
    target = tmp_path / "stress.xlsx"
    options = ("--decline", "30%", "--trials", "4", "--quick", "--jobs", "1", "-o", target)
    done = run("stress", planned, planned, *options)
    assert done.code == 0
    said = " ".join(done.out.split())
    tell(desk, found)
    page = unescape(main_of(asked(desk, stress.stress, "/what-if/stress")))
    for sentence in (*found.headline, *found.method):
        assert sentence in said
        assert sentence in page
    book = openpyxl.load_workbook(target)
    rows = list(book["Missions"].iter_rows(values_only=True))
    first = next(n for n, row in enumerate(rows) if row[0] == "Mission ID")
    lost = {row[0]: row[6] for row in rows[first + 1 :] if row[0] and row[6]}
    assert {risk.mission_id: risk.lost for risk in found.missions} == lost
    without = {
        str(row[0]): set(str(row[which]).split("; "))
        for sheet, which in (("Experts", 5), ("Administrations", 4))
        for row in book[sheet].iter_rows(values_only=True)
        if row[which] and row[0] not in (None, "Expert ID", "Administration")
    }
    told = {country_name(p.who) if p.kind == "administration" else p.who: p for p in found.points}
    assert {who: set(point.lost) for who, point in told.items()} == without


def test_what_hangs_on_releases_is_marked_by_shape_and_word_and_is_a_filter(desk: Desk) -> None:
    assert desk.draft is not None
    first, second, *_ = desk.draft.teams
    risk = AtRisk(mission_id=first, priority=1, asked=1, lost=2, survives="50.0%")
    alone = LeftOut(kind="expert", who="E1", releases=1, lost=(second,), proven=True)
    found = Stressed(headline=(), method=(), missions=(risk,), points=(alone,), stand_bys=())
    assert found.hanging == {first, second}
    assert "legend-hanging" not in main_of(asked(desk, plan.plan, "/plan", "by=region"))
    tell(desk, found)
    page = main_of(asked(desk, plan.plan, "/plan", "by=region"))
    assert 'id="legend-hanging"' in page
    assert page.count(' hanging"') == 3  # two bars, and the legend
    bar = page.partition(f'value="{first}"')[2].partition("</button>")[0]
    assert "hangs on releases" in bar
    some = main_of(asked(desk, plan.plan, "/plan", "by=region&flag=hanging"))
    assert some.count('name="mission"') == 2
    table = main_of(asked(desk, plan.plan, "/plan", "by=table&flag=hanging"))
    assert table.count("◆") == len(desk.draft.teams[first]) + len(desk.draft.teams[second])
    desk.undo(desk.version)  # another plan: nobody has tried that one
    assert "legend-hanging" not in main_of(asked(desk, plan.plan, "/plan", "by=region"))


def test_a_test_is_started_with_what_was_typed(desk: Desk) -> None:
    started: list[tuple[Any, ...]] = []
    known = desk.jobs
    desk.jobs = SimpleNamespace(  # type: ignore[assignment]
        running=None, current=None, start=lambda *arguments, **_: started.append(arguments)
    )
    form = {"percent": "", "trials": "7", "quick": "yes"}
    asked(desk, stress.start_stress, "/what-if/stress", **form)
    desk.jobs = known
    assert started[0][0] == "stress"
    assert started[0][3] == StressAsked(percent=None, trials=7, quick=True)
    page = main_of(asked(desk, stress.stress, "/what-if/stress"))
    assert 'name="trials" min="1" max="10000" value="7"' in page


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"percent": "20", "trials": "0"}, "from 1 to 10,000"),
        ({"percent": "20", "trials": "many"}, "from 1 to 10,000"),
        ({"percent": "101", "trials": "5"}, "from 0 to 100"),
        ({"percent": "-5", "trials": "5"}, "from 0 to 100"),
    ],
)
def test_what_cannot_be_tried_is_said(desk: Desk, form: dict[str, str], says: str) -> None:
    answer = asked(desk, stress.start_stress, "/what-if/stress", **form)
    assert answer.status_code == 422
    assert says in text_of(answer)


def test_a_plan_that_breaks_rules_is_mended_first(desk: Desk) -> None:
    assert desk.draft is not None
    broken = SimpleNamespace(rule="money", message="Too dear.", missions=())
    vars(desk.draft.now)["violations"] = (broken,)
    answer = asked(desk, stress.start_stress, "/what-if/stress", percent="20", trials="3")
    assert "breaks rules now" in text_of(answer)
