"""What the views show, asked of them directly: no browser, no server, no solver."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from planner.pool import regional_book
from planner.pool.counts import Cell, Counts
from planner.pool.suppression import suppressed
from tests.commands import run
from tests.web.asking import asked, main_of, text_of
from web.session.desk import Desk
from web.session.edits import Remove
from web.session.side_by_side import MOST, beside
from web.session.what_if import Typed
from web.views import lists, plan, report, scenarios, what_if
from web.work.what_if import Compared, ComparedTogether, FundCurve, Step


def case(desk: Desk, name: str, plan: Plan | None = None) -> Compared:
    """A scenario as it comes from the planning process."""
    assert desk.draft is not None
    return Compared(
        name=name,
        words=(f"{name} in words.",),
        delivered=1,
        trouble="",
        cost=0,
        externals=0,
        levels=(),
        lost=("M900",),
        gained=(),
        short="One mission lost.",
        sentences=(),
        year=desk.draft.now.year,
        plan=plan,
    )


def compare(desk: Desk, *cases: Compared) -> None:
    """Have the planning process find this of the draft."""
    assert desk.draft is not None
    started: list[Callable[[Any], None]] = []

    def start(*_: object, then: Callable[[Any], None], **__: object) -> None:
        started.append(then)

    jobs = desk.jobs
    desk.jobs = SimpleNamespace(running=False, start=start)  # type: ignore[assignment]
    fund = desk.draft.now.year.funds[0]
    form = {f"amount-{fund.id}": str(fund.amount - 1), "name": "x"}
    asked(desk, scenarios.plan_scenario, "/what-if", **form)
    desk.jobs = jobs
    started[0](ComparedTogether(cases=(case(desk, "base"), *cases), book=b""))


def shown(desk: Desk) -> list[str]:
    assert desk.draft is not None
    return [one.name for one in desk.findings.compared_of(desk.draft)]


def test_scenarios_stand_side_by_side_the_newest_last_and_the_oldest_go(desk: Desk) -> None:
    for name in ("a", "a", "b"):
        compare(desk, case(desk, name))
    assert shown(desk) == ["base", "a", "a (2)", "b"]
    compare(desk, case(desk, "c"))
    assert shown(desk) == ["base", "a (2)", "b", "c"]
    compare(desk, *(case(desk, name) for name in "defgh"))
    assert shown(desk) == ["base", *"defgh"]
    desk.edit((), desk.version)
    assert desk.draft is not None
    desk.edit((Remove(mission_id=next(iter(desk.draft.teams))),), desk.version)
    compare(desk, case(desk, "i"))
    assert shown(desk) == ["base", "i"]


def test_a_scenario_is_taken_by_its_number_whatever_is_compared_meanwhile(desk: Desk) -> None:
    assert desk.draft is not None
    now = desk.draft.now.plan
    first = now.placements[0].mission_id
    less = Plan(placements=tuple(row for row in now.placements if row.mission_id != first))
    compare(desk, case(desk, "a", less))
    page = main_of(asked(desk, what_if.what_if, "/what-if"))
    number = page.partition('name="number" value="')[2].partition('"')[0]
    for name in "bc":
        compare(desk, case(desk, name, now))
    seen = str(desk.version)
    asked(desk, scenarios.adopt, "/what-if/adopt", number=number, seen=seen)
    assert desk.draft.teams.keys() == less.teams().keys()
    assert first not in desk.draft.teams
    seen = str(desk.version)
    assert asked(desk, scenarios.adopt, "/adopt", number="0", seen=seen).status_code == 422


def test_more_scenarios_than_usual_are_all_shown_where_they_come_at_once(desk: Desk) -> None:
    found = tuple(case(desk, str(n)) for n in range(MOST + 2))
    first = beside((), found)
    assert [one.name for one in first] == [one.name for one in found]
    assert len({one.number for one in first}) == len(first)


def test_what_was_typed_stands_in_the_form_again_and_back_leads_there(desk: Desk) -> None:
    assert desk.draft is not None
    fund, other = desk.draft.now.year.funds[:2]
    typed = {
        f"amount-{fund.id}": "7",
        f"amount-{other.id}": "12345",
        "kind-0": "mission window",
        "target-0": "M001",
        "value-0": "",
        "name": "Donors cut",
        "repair": "yes",
    }
    refused = asked(desk, scenarios.plan_scenario, "/what-if", **typed)
    assert refused.status_code == 422
    assert "Two dates are needed here. Write the first" in text_of(refused)
    page = main_of(refused)
    assert 'id="value-0" name="value-0" value="" size="22"' in page
    assert 'aria-describedby="hint-0 wrong-value-0" aria-invalid="true"' in page
    assert 'id="wrong-value-0"' in page
    curve = FundCurve(
        fund_id=fund.id,
        today=fund.amount,
        low=100,
        high=900,
        steps=(Step(value=100, missions=3),),
        changes=(),
        proven=True,
    )
    desk.findings.add_curve(desk.draft.key, fund.id, curve)
    page = main_of(asked(desk, what_if.what_if, "/what-if"))
    assert 'min="100" max="900" step="1" value="100"' in page
    for part in ('value="12345"', 'value="M001"', 'value="Donors cut"', 'value="yes" checked'):
        assert part in page
    assert '<input type="hidden" name="kind-0" value="mission window">' in page


def test_what_was_typed_about_another_workbook_does_not_stand_in_the_form(desk: Desk) -> None:
    desk.typed = Typed(Path("other.xlsx"), {"name": "Donors cut"})
    assert "Donors cut" not in main_of(asked(desk, what_if.what_if, "/what-if"))


def test_a_view_that_cannot_be_shown_is_no_way_back(desk: Desk) -> None:
    desk.close_workbook()
    answer = asked(desk, what_if.what_if, "/what-if")
    assert '<a class="button" href="/">' in main_of(answer)


def test_the_report_file_needs_nothing_beside_it_and_has_the_scenarios(desk: Desk) -> None:
    assert desk.draft is not None
    gone = next(m.id for m in desk.draft.now.year.missions if m.id not in desk.draft.teams)
    reason = NotDelivered(mission_id=gone, rules=("money",), examined=False)
    desk.undelivered = lambda draft: (reason,)  # type: ignore[method-assign]
    compare(desk, case(desk, "Donors cut"))
    file = text_of(asked(desk, report.report_file, "/report/file"))
    for dead in ("<button", "<a ", "<form", "<script", "data-load", "aria-busy"):
        assert dead not in file.partition("<body")[2]
    for there in ("Donors cut in words.", "M900", "<code>money</code>", "Not examined"):
        assert there in file
    page = main_of(asked(desk, report.report, "/report"))
    assert "Donors cut in words." in page
    assert 'id="report-file"' in page


def test_the_report_file_of_a_broken_plan_says_why_there_are_no_reasons(desk: Desk) -> None:
    assert desk.draft is not None
    broken = SimpleNamespace(rule="money", message="Too dear.", missions=())
    vars(desk.draft.now)["violations"] = (broken,)
    file = text_of(asked(desk, report.report_file, "/report/file"))
    assert "The plan breaks rules now" in file
    assert "data-load" not in file


def test_missions_that_are_not_delivered_lead_to_their_panel(desk: Desk) -> None:
    assert desk.draft is not None
    gone = next(m.id for m in desk.draft.now.year.missions if m.id not in desk.draft.teams)
    link = f'<a href="/plan?mission={gone}#panel">{gone}</a>'
    assert link in main_of(asked(desk, lists.not_delivered, "/not-delivered"))
    panel = main_of(asked(desk, plan.plan, "/plan", f"mission={gone}"))
    assert f'data-mission="{gone}"' in panel


@pytest.mark.parametrize(
    ("query", "column", "order"),
    [
        ("", "start", "ascending"),
        ("sort=host", "host", "ascending"),
        ("sort=cost", "cost", "descending"),
        ("sort=nothing", "start", "ascending"),
    ],
)
def test_the_table_marks_the_column_that_it_is_sorted_by(
    desk: Desk, query: str, column: str, order: str
) -> None:
    page = main_of(asked(desk, plan.plan, "/plan", f"by=table&{query}"))
    assert page.count("aria-sort") == 1
    header = page.partition(f'aria-sort="{order}"')[2].partition("</th>")[0]
    assert f"sort={column}" in header


def test_the_counts_of_a_region_are_those_of_the_command_to_the_byte(
    desk: Desk, year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is shown or hidden on the page: the file names nobody."""
    known: list[tuple[Counts, frozenset[Cell]]] = []

    def hidden(counts: Counts) -> frozenset[Cell]:
        """Worked out once for both: it takes seconds."""
        if not known:
            known.append((counts, suppressed(counts)))
        assert counts == known[0][0]
        return known[0][1]

    monkeypatch.setattr(regional_book, "suppressed", hidden)
    target = tmp_path / "pool.xlsx"
    assert run("pool", year, "--region", "WCA", "-o", target).code == 0
    answer = asked(desk, report.pool, "/report/pool", "region=WCA")
    assert bytes(answer.body) == target.read_bytes()
    assert "year-pool-WCA.xlsx" in answer.headers["content-disposition"]
    page = main_of(asked(desk, report.report, "/report"))
    assert 'action="/report/pool"' in page
    assert "It names nobody" in page
    assert asked(desk, report.pool, "/report/pool", "region=XX").status_code == 422
