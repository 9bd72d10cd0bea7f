"""What a stress test found, in sentences; missions and experts by ID, nobody by name."""

from collections.abc import Iterator

from planner.domain.country_names import country_name
from planner.domain.wording import counted, listed
from scenarios.stress.findings import Findings, SinglePoint
from scenarios.stress.trials import Result, TrialKind

_MOST_NAMED = 5


def title(findings: Findings) -> str:
    """What was tried."""
    return f"Stress test of a plan of {counted(findings.planned, 'mission')}"


def headline(findings: Findings) -> Iterator[str]:
    """The result in a few sentences, the most important first."""
    number = len(findings.trials)
    yield (
        f"{findings.average:.1f} of {counted(findings.planned, 'mission')} survive on average, and "
        f"{findings.low} at the 5th percentile ({counted(number, 'trial')})."
    )
    if findings.interrupted:
        yield f"The test was ended after {number} of {counted(findings.wanted, 'trial')}."
    yield _missions(findings)
    yield _single(findings, TrialKind.EXPERT)
    yield _single(findings, TrialKind.ADMINISTRATION)
    yield _stand_bys(findings)


def method(findings: Findings) -> Iterator[str]:
    """What was declined, how the plan was repaired, and what is proven."""
    releases = findings.releases
    asked = counted(len(releases), "release")
    yield (
        f"In each trial each release that the plan still waits for ({asked}) is declined with "
        "the chance of its administration. Confirmed and completed rows, and external experts, "
        "are sure to come."
    )
    yield (
        "Repaired means: the missions that lost an expert are staffed again, on another date if "
        "need be; all others stay as they are as far as no mission is lost for it."
    )
    yield (
        "The 5th percentile is what can be counted on: in at least 95 of 100 trials so many "
        "missions survive, or more."
    )
    yield _proof(findings)


def point_name(kind: TrialKind, point: SinglePoint) -> str:
    """An expert by ID, an administration by its country."""
    return country_name(point.who) if kind is TrialKind.ADMINISTRATION else point.who


def _missions(findings: Findings) -> str:
    at_risk = [risk for risk in findings.missions if risk.lost]
    if not at_risk:
        return "No mission is lost in any trial."
    worst = listed(f"{r.id} ({100 - r.survives_percent:.0f}%)" for r in at_risk[:_MOST_NAMED])
    number = counted(len(at_risk), "mission is", "missions are")
    return f"{number} lost in some trial, most often {worst}."


def _single(findings: Findings, kind: TrialKind) -> str:
    points = findings.single_points(kind)
    lossy = [point for point in points if point.lost]
    what = kind.value.lower()
    if not lossy:
        return f"The year hangs on no single {what}{_so_far(findings)}."
    named = [_loss(kind, point) for point in lossy[:_MOST_NAMED]]
    more = len(lossy) - len(named)
    every = listed([*named, *([f"{more} more"] if more else [])])
    return f"The year hangs on {counted(len(lossy), what)}: {every}."


def _loss(kind: TrialKind, point: SinglePoint) -> str:
    return f"{point_name(kind, point)} (loses {', '.join(point.lost[:_MOST_NAMED])})"


def _so_far(findings: Findings) -> str:
    return ", as far as the test came" if findings.interrupted else ""


def _stand_bys(findings: Findings) -> str:
    if not findings.stand_bys:
        return "Nobody had to step in."
    best = findings.stand_bys[:_MOST_NAMED]
    named = listed(f"{s.expert_id} (in {s.percent:.0f}% of the trials)" for s in best)
    return f"The stand-bys who help most: {named}."


def _proof(findings: Findings) -> str:
    number = len(findings.trials)
    if findings.bench.quick:
        return (
            f"Only what the declines touch was open again: in {findings.unproven} of "
            f"{counted(number, 'trial')} moving other missions might save more. In the others it "
            "is proven that nothing would."
        )
    if not findings.unproven:
        return "Every trial is proven: no plan of the year would have delivered more."
    return (
        f"Not proven: in {findings.unproven} of {counted(number, 'trial')} another plan might "
        "deliver more."
    )


def describe(result: Result) -> str:
    """A case in a few words, for those who wait."""
    lost = counted(len(result.lost), "mission") if result.lost else "nothing"
    return f"{lost} lost, {'proven' if result.proven else 'not proven'}"
