"""The benchmark of commands about a planned year: what is asked, what is proven, what holds."""

import json
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from click.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import answers, child
from benchmarks.answers import Asking, code_of_commands
from benchmarks.asked import choices, fund_scenarios, funds_by_need
from benchmarks.commands import COMMAND_BY_NAME, COMMANDS, SCENARIOS, Command
from benchmarks.measure import ROOT, Limits, Measured
from benchmarks.proofs import Proof, of_document, of_reasons, of_sheets
from benchmarks.results import Answered, Store
from benchmarks.runs import CHILD
from benchmarks.what_if import Asked, section, what_is_asked
from models.answers.explanation import Block
from models.answers.price import Price
from models.facts.fund import FundStatus
from models.requests.demand import Demand
from planner.app.load import load, plan_in, year_of
from planner.app.on_paper.reasons import write_reasons
from planner.domain.errors import NoPlan
from planner.domain.spelling import fold
from planner.formulation.constraints.funded import admits
from planner.reasons.answers.choices import _price_block, price_sentences
from planner.sample.build import sample_year
from tests import commands
from tests.breadth import usually

pytestmark = pytest.mark.no_cover


def small(name: str) -> Command:
    """A command on a year of a few missions, on one process."""
    one = tuple("1" if part == "2" else part for part in COMMAND_BY_NAME[name].typed)
    return replace(COMMAND_BY_NAME[name], typed=one, missions=SIZE[0], experts=SIZE[1], number=0)


SIZE = usually((6, 16), (9, 22))
EXPLAIN = replace(small("explain"), number=usually(3, 20))


@pytest.fixture(scope="module", autouse=True)
def here() -> Iterator[None]:
    """What would be processes of their own is done in this one."""

    def measured(arguments: tuple[object, ...], limits: Limits) -> Measured:
        if arguments[:2] == CHILD:
            child.TASKS[str(arguments[2])](*map(str, arguments[3:]))
            return Measured(0, 1.0, 100.0, "", "")
        ran = commands.run(*arguments[1:])
        return Measured(ran.code, 2.0, 100.0, "", ran.err.strip(), 1.5)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers.measure, "run", measured)
        patch.setattr(answers, "calibration", lambda: 1.0)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("asking")


@pytest.fixture(scope="module")
def asking(folder: Path) -> Asking:
    return Asking(folder, Store(folder / "results"), 4096)


@pytest.fixture(scope="module")
def place(asking: Asking) -> Path:
    """The folder of a small year that is planned."""
    return asking.prepare(EXPLAIN)


# What is asked


def test_the_scenarios_are_as_many_as_said_and_each_has_a_name_of_its_own() -> None:
    """Names count as the reader folds them; cut, withdrawn and raised are all there."""
    rows = fund_scenarios(sample_year(*usually((60, 150), (400, 1_000)), 1))
    assert len({fold(row.scenario) for row in rows}) == len(rows) == SCENARIOS
    assert {row.change for row in rows} == {"fund amount", "fund withdrawn"}
    assert {str(row.value)[:1] for row in rows} == {"-", "+", ""}
    assert any(row.target == "*" for row in rows)


def test_the_fund_most_needed_comes_first_and_none_that_is_not_confirmed() -> None:
    """To turn a fund that others can replace, or one that pays nothing yet, would ask nothing."""
    year = sample_year(60, 150, 1)
    found = funds_by_need(year)
    pending = {fund.id for fund in year.funds if fund.status is FundStatus.PENDING}
    assert pending
    assert {*found} == {*year.fund_by_id} - pending
    lost = []
    for fund_id in (found[0], found[-1]):
        others = [f for f in year.funds if f.id not in {fund_id, *pending}]
        lost.append(sum(not any(admits(year, f, m) for f in others) for m in year.missions))
    assert lost[0] > lost[1]


def test_choices_are_not_those_of_the_plan_and_come_from_all_parts_of_the_year(
    place: Path,
) -> None:
    """Each is another mission, in the order of the year, with an expert who is not in its team."""
    book = load(place / "planned.xlsx")
    teams, year = plan_in(book).teams(), year_of(book)
    found = choices(place / "planned.xlsx", 4)
    starts = [
        teams[m][0].start if m in teams else year.mission_by_id[m].earliest_start for m, _ in found
    ]
    assert len(found) >= 3
    assert starts == sorted(starts)
    for mission_id, expert_id in found:
        assert expert_id not in {row.expert_id for row in teams.get(mission_id, ())}
        held = {q.expertise for q in year.qualifications if q.expert_id == expert_id}
        assert held & {*year.mission_by_id[mission_id].positions}


def test_choices_and_years_are_the_same_each_time(place: Path) -> None:
    """Two runs of the benchmark ask the same."""
    kept = json.loads((place / "choices.json").read_text(encoding="utf-8"))["choices"]
    assert [tuple(choice) for choice in kept] == choices(place / "planned.xlsx", 20)


# What is proven


@pytest.mark.parametrize("name", ["scenarios", "sweep", "flexibility"])
def test_a_command_is_measured_with_what_it_has_proven(
    asking: Asking, place: Path, folder: Path, name: str
) -> None:
    """A small year is proven as a whole, and as much is asked as the target says."""
    found = asking.run(small(name), place)
    assert (found.ended, found.note) == ("", "")
    assert found.proven == found.asked >= small(name).least
    assert (found.seconds, found.processor, found.memory) == (2.0, 1.5, 100.0)
    assert Store(folder / "results").answered(name) == found


def test_every_choice_has_a_price_and_the_slowest_is_named(
    asking: Asking, place: Path, folder: Path
) -> None:
    """No choice is one that a rule forbids: such an answer would count as not proven."""
    known = json.loads((place / "choices.json").read_text(encoding="utf-8"))["choices"]
    chosen = known[: EXPLAIN.number]
    found = asking.run(EXPLAIN, place)
    assert found.proven == found.asked == len(chosen) > usually(2, 4)
    assert found.note.split() in chosen
    assert [choice.choice.split() for choice in found.choices] == chosen
    assert all(choice.proven and not choice.note for choice in found.choices)
    assert Store(folder / "results").answered("explain") == found


def test_gaps_tell_what_is_proven_line_by_line(asking: Asking, place: Path) -> None:
    """Each line of the sheet is one of what was asked."""
    found = asking.run(small("gaps"), place)
    lines = of_sheets("Pool gaps")(place / "gaps.xlsx")
    assert (found.proven, found.asked) == lines
    assert not found.ended


def test_one_row_that_is_not_proven_is_one_less(asking: Asking, place: Path) -> None:
    """A no, or a scenario without a plan, whose cell is blank, is not proven."""
    if not (place / "scenarios.xlsx").exists():
        asking.run(small("scenarios"), place)
    book = openpyxl.load_workbook(place / "scenarios.xlsx")
    sheet = book["Comparison"]
    marks = [cell for row in sheet.iter_rows() for cell in row if cell.value == "yes"]
    marks[2].value, marks[5].value = "no", None
    book.save(place / "changed.xlsx")
    assert of_sheets("Comparison")(place / "changed.xlsx") == (SCENARIOS - 1, SCENARIOS + 1)


def test_a_sheet_that_proves_nothing_is_a_fault() -> None:
    """A column that was renamed is told, and does not read as nothing to prove."""
    sheet = openpyxl.Workbook().worksheets[0]
    sheet.append(["Value", "Certain"])
    with pytest.raises(ValueError, match="no column Proven"):
        [*answers_of(sheet)]


def answers_of(sheet: object) -> Iterator[object]:
    from benchmarks.proofs import _column

    return _column(sheet)


def reasons(path: Path, *blocks: Block) -> Proof:
    """What is read off from blocks, written as `explain` writes them."""
    book = SimpleNamespace(where=str, name="plan.xlsx")
    write_reasons(book, sample_year(4, 10, 1), blocks, path / "why.xlsx")  # type: ignore[arg-type]
    return of_reasons(path / "why.xlsx")


def test_a_price_that_may_be_lower_is_not_proven(place: Path, tmp_path: Path) -> None:
    """The sentences are those of `explain` itself."""
    book = load(place / "planned.xlsx")
    year, plan = year_of(book), plan_in(book)
    asked = next(iter(plan.teams()))
    for exact in (True, False):
        price = Price(plan=plan, before={}, after={}, gains={}, exact=exact)
        said = price_sentences(year, plan, asked, price)
        block = Block(f"Possible at no price: {asked}", said)
        assert reasons(tmp_path, block) == (int(exact), 1)


class _Priced:
    """An inquiry whose prices end in one way."""

    def __init__(self, found: Exception | None) -> None:
        self.prices = self
        self._found = found

    def of(self, demands: object) -> None:
        if self._found:
            raise self._found


def test_that_no_plan_has_it_is_an_answer_and_that_none_was_found_is_none(tmp_path: Path) -> None:
    """A rule that forbids a choice is no price either."""
    asked = Demand(mission_id="M1", expert_id="E1")
    blocks = [
        _price_block(_Priced(found), asked, "E1 on M1")  # type: ignore[arg-type]
        for found in (None, NoPlan("no time"))
    ]
    assert [reasons(tmp_path, block).proven for block in blocks] == [1, 0]
    assert reasons(tmp_path, Block("Not possible in any plan: E1 on M1")) == (0, 1)


def test_a_position_that_is_not_settled_is_not_proven(tmp_path: Path) -> None:
    """Levels count, and so does everybody of whom it is not known whether they may go."""

    def read(levels: list[bool], open_: list[list[str]] | None) -> Proof:
        places = None if open_ is None else [{"not_settled": found} for found in open_]
        text = {"levels": [{"proven": proven} for proven in levels], "flexibility": places}
        (tmp_path / "answer.json").write_text(json.dumps(text), encoding="utf-8")
        return of_document(tmp_path / "answer.json")

    assert read([True, True], [[], []]) == (4, 4)
    assert read([True, False], [[], ["E1"]]) == (2, 4)
    assert read([True, True], None) == (2, 3)


# Runs


def test_a_year_is_planned_once_and_anew_where_its_makers_changed(
    asking: Asking, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands about a year share its plan."""
    made: list[str] = []
    plan = (place / "planned.xlsx").read_bytes()
    monkeypatch.setattr(answers, "do_beside", lambda task, *rest: made.append(task))
    monkeypatch.setattr(
        answers, "succeed", lambda measured: (place / "planned.xlsx").write_bytes(plan)
    )
    monkeypatch.setattr(answers.measure, "run", lambda arguments, limits: None)
    assert asking.prepare(small("gaps")) == place
    assert made == []
    (place / "made-by.txt").write_text("other code", encoding="utf-8")
    asking.prepare(small("gaps"))
    assert made == ["questions", "choices"]


def test_what_is_known_is_not_asked_again_until_something_changes(
    asking: Asking, place: Path
) -> None:
    """Another limit, another line typed, or another year is another run."""
    known = small("flexibility")
    if not asking.is_done(known):
        asking.run(known, place)
    assert asking.is_done(known)
    assert not asking.is_done(replace(known, seconds=known.seconds + 1))
    assert not asking.is_done(replace(known, typed=(*known.typed, "--fresh")))
    assert not asking.is_done(replace(known, missions=10))


def test_a_command_that_fails_says_so_and_has_proven_nothing(asking: Asking, place: Path) -> None:
    """Of choices, each that failed is one that is not proven, and its complaint is kept."""
    typed = tuple(part.replace("{plan}", "{folder}/nothing.xlsx") for part in EXPLAIN.typed)
    found = asking.run(replace(EXPLAIN, typed=typed, number=2), place)
    assert (found.ended, found.proven, found.asked) == ("fault", 0, 2)
    assert all("nothing.xlsx" in choice.note and not choice.proven for choice in found.choices)


def test_a_choice_without_an_answer_is_no_fault_of_the_others(asking: Asking, place: Path) -> None:
    """The row does not say that it failed; it says that one is not proven."""
    known = (place / "choices.json").read_text(encoding="utf-8")
    kept = json.loads(known)
    kept["choices"][1][1] = "E9999"
    (place / "choices.json").write_text(json.dumps(kept), encoding="utf-8")
    found = asking.run(replace(EXPLAIN, number=2), place)
    (place / "choices.json").write_text(known, encoding="utf-8")
    assert (found.ended, found.proven, found.asked) == ("", 1, 2)
    assert "E9999" in found.choices[1].note


# The report


def answered(**changes: object) -> Answered:
    """The row of `sweep` with everything proven in time."""
    made = Answered("sweep", "stamp", "a machine", 600, 100.0, 500, 180.0, 1.4, "code", 15, 15)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "holds"),
    [
        (answered(), True),
        (answered(seconds=120.1), False),
        (answered(proven=14), False),
        (answered(proven=10, asked=10), False),
        (answered(ended="time"), False),
        (answered(is_old=True), None),
        (None, None),
    ],
)
def test_a_target_holds_where_all_is_proven_in_time(
    found: Answered | None, holds: bool | None
) -> None:
    """Fewer than the points of the sweep are not all of them."""
    assert Asked(COMMAND_BY_NAME["sweep"], found).holds is holds


def test_a_row_tells_what_was_measured_and_what_was_not() -> None:
    """What did not run says so; the slowest choice and a stop stand below the seconds."""
    told = Asked(COMMAND_BY_NAME["sweep"], answered(note="M1 E1", ended="time", is_old=True))
    clock = "100.0 s<br>M1 E1<br>stopped: it did not end at the time limit<br>of earlier code"
    measured = ["180.0 s", "1.40 s", "500 MiB", "15 of 15 points and steps"]
    assert told.cells[1:] == [clock, *measured, "120 s, all proven", ""]
    empty = Asked(COMMAND_BY_NAME["sweep"], None)
    assert empty.cells[1:] == ["not run", "", "", "", "", "120 s, all proven", ""]
    assert "holds" in empty.document
    assert "seconds" not in empty.document


def test_the_report_marks_what_earlier_code_has_answered(tmp_path: Path) -> None:
    """The code of these commands is that of `solve` and of scenarios."""
    store = Store(tmp_path / "results")
    store.keep_answered(answered(code=code_of_commands()))
    store.keep_answered(answered(command="gaps", code="0123"))
    found = {entry.command.name: entry.answered for entry in what_is_asked(store)}
    assert [name for name, known in found.items() if known] == ["sweep", "gaps"]
    old = [found[name].is_old for name in ("sweep", "gaps")]  # type: ignore[union-attr]
    assert old == [False, True]
    table = "\n".join(section(what_is_asked(store)))
    assert all(entry.story in table for entry in COMMANDS)


def benchmark(folder: Path, *arguments: str) -> tuple[str, str]:
    places = ["--folder", str(folder), "--results", str(folder)]
    ran = CliRunner().invoke(command.main, [*arguments, *places])
    assert ran.exit_code == 0, ran.output
    return ran.stdout, ran.stderr


def as_before(place: Path, document: bytes) -> Measured:
    """What a second run of the same command comes to."""
    (place / "flexibility.json").write_bytes(document)
    return Measured(0, 2.0, 100.0, "", "", 1.5)


def test_the_command_asks_what_is_not_known_and_reports_it(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case is chosen by name; its row stands in the report and in the document."""
    monkeypatch.setitem(command.COMMAND_BY_NAME, "flexibility", small("flexibility"))
    asked = ("--cases", "flexibility", "--limit", "70")
    first = benchmark(folder, *asked)
    assert "levels and positions proven, 2.0 s" in first[1]
    assert "  known" in benchmark(folder, *asked)[1]
    document = (place / "flexibility.json").read_bytes()
    monkeypatch.setattr(answers.measure, "run", lambda *_: as_before(place, document))
    assert "  known" not in benchmark(folder, *asked, "--again")[1]
    report = (folder / "RESULTS.md").read_text(encoding="utf-8")
    assert "| `solve --flexibility`: who must, may and never goes | 2.0 s |" in report
    assert report.count("flexibility") >= 2  # with its machine, too
    document = json.loads(benchmark(folder, "--report-only", "--json")[0])
    rows = {entry["command"]: entry for entry in document["what_if"]}
    assert list(rows) == [entry.name for entry in COMMANDS]
    assert rows["flexibility"]["proven"] == rows["flexibility"]["asked"]


def test_the_docs_name_every_command() -> None:
    """Each command with its target, and the group of all."""
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    section_ = text[text.index("## Repeating the benchmarks") :]
    assert all(f"| {entry.name} |" in section_ for entry in COMMANDS)
    assert "--cases what-if" in section_
    assert all(entry.seconds < inf and entry.target < entry.seconds for entry in COMMANDS)
