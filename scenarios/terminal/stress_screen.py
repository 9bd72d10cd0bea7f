"""The stress test on the terminal: IDs, countries and numbers, never a person."""

from rich.table import Table

from planner.domain.country_names import country_name
from planner.domain.wording import counted
from planner.terminal import tables
from planner.terminal.screen import Screen
from scenarios.stress.findings import Findings
from scenarios.stress.trials import TrialKind
from scenarios.stress.words import headline, method, point_name

_MOST_ROWS = 8
_MOST_MISSIONS = 4


def show(screen: Screen, findings: Findings) -> None:
    """The missions at risk, whom the year hangs on, stand-bys, and what it means."""
    if any(risk.lost for risk in findings.missions):
        screen.table(lambda width: _missions(findings))
    if any(point.lost for kind in _POINTS for point in findings.single_points(kind)):
        screen.table(lambda width: _single(findings))
    if findings.stand_bys:
        screen.table(lambda width: _stand_bys(findings))
    for sentence in headline(findings):
        screen.say(sentence, "bold")
    for sentence in method(findings):
        screen.say(sentence)


_POINTS = (TrialKind.EXPERT, TrialKind.ADMINISTRATION)


def _missions(findings: Findings) -> Table:
    table = tables.new_table("Mission", "Priority>", "Releases>", "Lost in>", "Survives>")
    missions = findings.bench.year.mission_by_id
    for risk in [risk for risk in findings.missions if risk.lost][:_MOST_ROWS]:
        table.add_row(
            tables.text(risk.id),
            str(missions[risk.id].priority),
            str(risk.asked),
            counted(risk.lost, "trial"),
            f"{risk.survives_percent:.1f}%",
        )
    return table


def _single(findings: Findings) -> Table:
    table = tables.new_table("Without", "Who", "Releases>", "Missions lost", "Proven")
    for kind in _POINTS:
        lossy = [point for point in findings.single_points(kind) if point.lost]
        for point in lossy[:_MOST_ROWS]:
            more = len(point.lost) - _MOST_MISSIONS
            named = [*point.lost[:_MOST_MISSIONS], *([f"{more} more"] if more > 0 else [])]
            table.add_row(
                kind.value,
                tables.text(point_name(kind, point)),
                str(point.releases),
                tables.text(", ".join(named)),
                "yes" if point.proven else "no",
            )
    return table


def _stand_bys(findings: Findings) -> Table:
    table = tables.new_table("Stand-by", "Administration", "Steps in>", "For missions")
    experts = findings.bench.year.expert_by_id
    for stand_by in findings.stand_bys[:_MOST_ROWS]:
        table.add_row(
            tables.text(stand_by.expert_id),
            country_name(experts[stand_by.expert_id].administration),
            f"{stand_by.percent:.0f}%",
            tables.text(", ".join(stand_by.missions[:_MOST_MISSIONS])),
        )
    return table
