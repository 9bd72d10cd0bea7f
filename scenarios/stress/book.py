"""The workbook of a stress test: sentences and native charts, then the tables behind them."""

from collections.abc import Sequence
from types import SimpleNamespace

from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from models.answers.result import Manifest
from planner.workbook.looks.charts import add_bars, bars
from planner.workbook.looks.tables import Area
from planner.workbook.schema.columns import Column, Sheet
from planner.workbook.schema.columns import Kind as CellKind
from scenarios.stress.findings import Findings, SinglePoint
from scenarios.stress.trials import TrialKind
from scenarios.stress.words import headline, method, title
from scenarios.study.study_book import CHART_ROWS, StudyBook, place, run_of

_COLOUR = "2F5597"
_MOST_BARS = 20
_WIDTH_CM = 24.0


def _column(header: str, field: str, kind: CellKind = CellKind.TEXT, help: str = "") -> Column:
    return Column(header=header, field=field, kind=kind, written_only=True, help=help)


_LOST = _column("Missions lost", "number", CellKind.WHOLE)
_WHICH = _column("Which", "lost", CellKind.IDS)
_INSTEAD = _column(
    "Delivered instead", "gained", CellKind.IDS, "Missions that the plan leaves out."
)
_PROVEN = _column("Proven", "proven", CellKind.YES_NO, "yes: no plan delivers more then.")
_RELEASES = _column("Releases", "releases", CellKind.WHOLE, "What the plan still waits for.")
_MOVED = _column("Missions moved", "moved", CellKind.WHOLE, "Other experts, or another date.")

MISSIONS = Sheet(
    name="Missions",
    purpose="How each mission of the plan fares.",
    columns=(
        _column("Mission ID", "id", CellKind.ID),
        _column("Title", "title"),
        _column("Host", "host", CellKind.COUNTRY),
        _column("Priority", "priority", CellKind.WHOLE),
        _column("Releases", "asked", CellKind.WHOLE, "What the mission still waits for."),
        _column("Trials with a decline", "hit", CellKind.WHOLE),
        _column("Trials lost", "trials_lost", CellKind.WHOLE),
        _column("Survives", "survives_percent", CellKind.PERCENT),
    ),
)
EXPERTS = Sheet(
    name="Experts",
    purpose="What is lost where one expert is not released at all.",
    columns=(
        _column("Expert ID", "who", CellKind.ID),
        _column("Expert", "expert"),
        _column("Administration", "administration", CellKind.COUNTRY),
        _RELEASES,
        _LOST,
        _WHICH,
        _INSTEAD,
        _MOVED,
        _PROVEN,
    ),
)
ADMINISTRATIONS = Sheet(
    name="Administrations",
    purpose="What is lost where one administration releases nobody.",
    columns=(
        _column("Administration", "who", CellKind.COUNTRY),
        _column("Decline rate", "rate", CellKind.PERCENT, "The chance that it declines a release."),
        _RELEASES,
        _LOST,
        _WHICH,
        _INSTEAD,
        _MOVED,
        _PROVEN,
    ),
)
STAND_BYS = Sheet(
    name="Stand-bys",
    purpose="Who steps in for somebody who is not released.",
    columns=(
        _column("Expert ID", "who", CellKind.ID),
        _column("Expert", "expert"),
        _column("Administration", "administration", CellKind.COUNTRY),
        _column("Trials", "trials", CellKind.WHOLE, "In which the expert steps in."),
        _column("Share of trials", "percent", CellKind.PERCENT),
        _column("For missions", "missions", CellKind.IDS, "The most frequent first."),
        _column("In the plan already", "planned", CellKind.YES_NO, "On another mission, that is."),
    ),
)
TRIALS = Sheet(
    name="Trials",
    purpose="Every trial.",
    columns=(
        _column("Trial", "who", CellKind.WHOLE),
        _column("Declined", "declined", CellKind.WHOLE, "Releases declined."),
        _column("Missions surviving", "surviving", CellKind.WHOLE, "Of those in the plan."),
        _LOST,
        _WHICH,
        _INSTEAD,
        _MOVED,
        _column(
            "Others moved",
            "whole",
            CellKind.YES_NO,
            "yes: the whole year was planned again, because that saves a mission.",
        ),
        _PROVEN,
    ),
)
DISTRIBUTION = Sheet(
    name="Distribution",
    purpose="In how many trials so many missions survive.",
    columns=(
        _column("Missions surviving", "surviving", CellKind.WHOLE),
        _column("Trials", "trials", CellKind.WHOLE),
    ),
)


def findings_book(findings: Findings, manifest: Manifest) -> bytes:
    """The workbook of what was found."""
    book = StudyBook(findings.bench.year.settings.currency)
    missions = book.add_table(MISSIONS, _missions(findings))
    experts = book.add_table(EXPERTS, _points(findings, TrialKind.EXPERT))
    administrations = book.add_table(ADMINISTRATIONS, _points(findings, TrialKind.ADMINISTRATION))
    stand_bys = book.add_table(STAND_BYS, _stand_bys(findings))
    book.add_table(TRIALS, _trials(findings))
    distribution = book.add_table(DISTRIBUTION, _distribution(findings))
    lost = sum(risk.lost > 0 for risk in findings.missions)
    wanted = (
        ("Trials by the number of missions that survive", distribution, 2, _MOST_BARS),
        ("Missions lost most often: trials", missions, 7, lost),
        ("Missions lost without one expert", experts, 5, _lossy(findings, TrialKind.EXPERT)),
        (
            "Missions lost without one administration",
            administrations,
            4,
            _lossy(findings, TrialKind.ADMINISTRATION),
        ),
        ("Stand-bys: trials in which they step in", stand_bys, 4, len(findings.stand_bys)),
    )
    charts = [_chart(*chart) for chart in wanted if chart[-1]]
    sentences = (*headline(findings), *method(findings))
    rows = len(charts) * CHART_ROWS
    front, free = book.add_front(title(findings), sentences, run_of(manifest), rows)
    place(front, charts, free)
    return book.to_bytes(manifest)


def _lossy(findings: Findings, kind: TrialKind) -> int:
    return sum(bool(point.lost) for point in findings.single_points(kind))


def _chart(heading: str, table: tuple[Worksheet, Area], column: int, rows: int) -> BarChart:
    """The first rows of a column; those behind them hold nothing worth a bar."""
    sheet, area = table
    chart = bars(heading, stacked=False)
    add_bars(chart, sheet, area, column, _COLOUR, most=min(rows, _MOST_BARS))
    chart.legend, chart.width = None, _WIDTH_CM  # type: ignore[assignment]
    chart.y_axis.majorUnit = None
    return chart


def _missions(findings: Findings) -> list[SimpleNamespace]:
    by_id = findings.bench.year.mission_by_id
    return [
        SimpleNamespace(
            id=risk.id,
            title=by_id[risk.id].title,
            host=by_id[risk.id].host,
            priority=by_id[risk.id].priority,
            asked=risk.asked,
            hit=risk.hit,
            trials_lost=risk.lost,
            survives_percent=risk.survives_percent,
        )
        for risk in findings.missions
    ]


def _points(findings: Findings, kind: TrialKind) -> list[SimpleNamespace]:
    rates = {release.administration: 100 * release.rate for release in findings.releases}
    return [_point(findings, point, rates) for point in findings.single_points(kind)]


def _point(findings: Findings, point: SinglePoint, rates: dict[str, float]) -> SimpleNamespace:
    expert = findings.bench.year.expert_by_id.get(point.who)
    return SimpleNamespace(
        **point._asdict(),
        number=len(point.lost),
        expert=expert.name if expert else None,
        administration=expert.administration if expert else None,
        rate=rates.get(point.who),
    )


def _stand_bys(findings: Findings) -> list[SimpleNamespace]:
    experts = findings.bench.year.expert_by_id
    return [
        SimpleNamespace(
            **stand_by._asdict(),
            who=stand_by.expert_id,
            expert=experts[stand_by.expert_id].name,
            administration=experts[stand_by.expert_id].administration,
        )
        for stand_by in findings.stand_bys
    ]


def _trials(findings: Findings) -> Sequence[SimpleNamespace]:
    return [
        SimpleNamespace(
            who=int(case.who),
            declined=len(case.declined),
            surviving=findings.planned - len(result.lost),
            number=len(result.lost),
            lost=result.lost,
            gained=result.gained,
            moved=result.moved,
            whole=result.whole,
            proven=result.proven,
        )
        for case, result in findings.trials
    ]


def _distribution(findings: Findings) -> list[SimpleNamespace]:
    return [SimpleNamespace(surviving=n, trials=trials) for n, trials in findings.distribution]
