"""The rows of the sweep's workbook, and of its page for donors."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import NamedTuple

from models.facts.instance import Year
from planner.domain.country_names import country_name, mentions_country
from planner.workbook.schema.columns import Column, Kind, Sheet
from scenarios.sweep.curve import Curve, CurveChange
from scenarios.sweep.effects import besides, effect_of, why_cost
from scenarios.sweep.knobs import ReleaseCap
from scenarios.sweep.study import Point, Study
from scenarios.sweep.words import change_sentence, delivery_levels, level_word


class Stair(NamedTuple):
    """A corner of the stairs that the delivered missions climb."""

    value: int
    missions: int


def unit_kind(study: Study) -> Kind:
    """What kind of number the figure is."""
    return Kind.WHOLE if isinstance(study.knob, ReleaseCap) else Kind.AMOUNT


def points_sheet(study: Study) -> Sheet:
    """The columns of the points: the figure, what is delivered, and at what price."""
    levels = (
        _column(f"Delivered: {level_word(name)}", name, Kind.WHOLE)
        for name in delivery_levels(study)
    )
    return Sheet(
        name="Points",
        purpose="The best plan at each value, under all goals.",
        columns=(
            _column("Value", "value", unit_kind(study)),
            _column("Against today", "against", unit_kind(study)),
            _column("Missions delivered", "missions", Kind.WHOLE),
            *levels,
            *(_column(*OTHER_LEVELS[level]) for level in other_levels(study)),
            _column("Other dates", "moved", Kind.WHOLE, "Missions that start on another day."),
            _column("Other experts", "others", Kind.WHOLE, "Missions with another team."),
            _column("What else changes", "besides", help="Against today."),
            _column("Why the cost moves", "why_cost", help="Against today."),
            _column(
                "Proven", "proven", Kind.YES_NO, "yes: no plan that keeps all rules is better."
            ),
        ),
    )


OTHER_LEVELS = {
    "stability": ("Not kept", "stability", Kind.WHOLE, "Rows of the last plan not kept."),
    "pre-accredited": ("Candidates", "pre-accredited", Kind.WHOLE, "Candidates evaluated."),
    "externals": ("Externals", "externals", Kind.WHOLE, "Positions filled by external experts."),
    "region": ("Out of region", "region", Kind.WHOLE, "Positions filled from another region."),
    "idle": ("Days of waiting", "idle", Kind.WHOLE, "Ended by a mission, summed over experts."),
    "cost": ("Cost of the plan", "cost", Kind.AMOUNT, "The missions delivered."),
}
"""The column of each level behind those of delivery."""


def other_levels(study: Study) -> tuple[str, ...]:
    """All levels that can be counted, whether or not the settings ask for them."""
    rows = study.year.assignments
    proposed = any(row.status.preferred for row in rows)
    return tuple(level for level in OTHER_LEVELS if level != "stability" or proposed)


def point_rows(curve: Curve) -> list[SimpleNamespace]:
    """The points, the lowest value first; blank where what is agreed cannot be kept."""
    return [_point_row(curve, point) for point in curve.points]


def steps_sheet(study: Study) -> Sheet:
    """The columns of the values at which the delivered missions change."""
    return Sheet(
        name="Steps",
        purpose="The values at which the delivered missions change.",
        columns=(
            _column("Value", "value", unit_kind(study)),
            _column("Against today", "against", unit_kind(study)),
            _column("What happens", "sentence"),
            _column("Delivered more", "gained", Kind.IDS, "Against the step before."),
            _column("No longer delivered", "lost", Kind.IDS, "Against the step before."),
            _column("Missions delivered", "missions", Kind.WHOLE),
            _column(
                "Proven",
                "proven",
                Kind.YES_NO,
                "yes: with one unit less (upwards) or more (downwards) it would not happen.",
            ),
        ),
    )


def step_rows(curve: Curve) -> list[SimpleNamespace]:
    """The changes on both sides of today's value, the lowest value first."""
    return [_step_row(curve, change) for change in (*reversed(curve.downs), *curve.ups)]


def missions_sheet(study: Study) -> Sheet:
    """The columns of the missions that a step gains or loses."""
    return Sheet(
        name="Missions",
        purpose="The missions that are not delivered at every value.",
        columns=(
            _column("Mission ID", "id", Kind.ID),
            _column("Title", "title"),
            _column("Host", "host", Kind.COUNTRY),
            _column("Priority", "priority", Kind.WHOLE),
            _column("Changes at", "changes", Kind.TEXT, "With so much more or less than today."),
        ),
    )


def mission_rows(curve: Curve) -> list[SimpleNamespace]:
    """Every mission that some step gains or loses, in the order of the Missions sheet."""
    changes = (*reversed(curve.downs), *curve.ups)
    rows = []
    for mission in curve.study.year.missions:
        concerned = [c for c in changes if mission.id in (*c.gained, *c.lost)]
        if concerned:
            texts = (_role(curve, change, mission.id) for change in concerned)
            rows.append(
                SimpleNamespace(
                    id=mission.id,
                    title=mission.title,
                    host=mission.host,
                    priority=mission.priority,
                    changes="; ".join(texts),
                )
            )
    return rows


STAIRS = Sheet(
    name="Chart data",
    purpose="The corners of the line in the chart of delivered missions.",
    columns=(
        Column(header="Value", field="value", kind=Kind.WHOLE, written_only=True),
        Column(header="Missions delivered", field="missions", kind=Kind.WHOLE, written_only=True),
    ),
)


def stairs(curve: Curve) -> list[Stair]:
    """The corners of the line of delivered missions, from the lowest value to the highest.

    Of a sweep that was ended early only the points are known.
    """
    if not curve.searched:
        known = (point for point in curve.points if point.delivery.counts is not None)
        return [Stair(point.value, point.missions) for point in known]
    corners: list[Stair] = []
    ends = [delivery.value - 1 for delivery in curve.stretches[1:]] + [curve.points[-1].value]
    for delivery, end in zip(curve.stretches, ends, strict=True):
        if delivery.counts is not None:
            number = sum(delivery.counts)
            corners += [Stair(delivery.value, number), Stair(end, number)]
    return corners


def in_words(year: Year, missions: Sequence[str]) -> Iterator[str]:
    """Missions for somebody who does not know their IDs: topic and country."""
    for mission_id in missions:
        mission = year.mission_by_id[mission_id]
        name, host = mission.title or mission.id, country_name(mission.host)
        yield name if mentions_country(name, mission.host) else f"{name} ({host})"


def _column(header: str, field: str, kind: Kind = Kind.TEXT, help: str = "") -> Column:
    return Column(header=header, field=field, kind=kind, written_only=True, help=help)


def _point_row(curve: Curve, point: Point) -> SimpleNamespace:
    study = curve.study
    counts = point.delivery.counts
    levels = delivery_levels(study)
    possible = counts is not None
    effect = effect_of(study, curve.today, point) if curve.today else None
    others = {level: point.figure(level) if possible else None for level in other_levels(study)}
    return SimpleNamespace(
        value=point.value,
        against=point.value - study.knob.today(study.year),
        missions=point.missions if possible else None,
        moved=len(effect.moved) if effect else None,
        others=len(effect.others) if effect else None,
        besides=besides(effect) if effect else None,
        why_cost=why_cost(study, effect) if effect else None,
        proven=point.proven,
        **others,
        **dict(zip(levels, counts or (None,) * len(levels), strict=True)),
    )


def _step_row(curve: Curve, change: CurveChange) -> SimpleNamespace:
    study = curve.study
    return SimpleNamespace(
        value=change.value,
        against=change.value - study.knob.today(study.year),
        sentence=f"{change_sentence(curve, change)}.",
        gained=change.gained,
        lost=change.lost,
        missions=None if change.counts is None else sum(change.counts),
        proven=change.proven,
    )


def _role(curve: Curve, change: CurveChange, mission_id: str) -> str:
    by = change.value - curve.study.knob.today(curve.study.year)
    return f"{'delivered' if mission_id in change.gained else 'lost'} at {by:+,}"
