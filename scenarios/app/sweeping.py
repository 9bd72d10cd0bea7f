"""Sweep a figure: what is delivered against the amount of a fund, or the release cap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.answers.result import Manifest
from models.events import Listener, Read, Remarked, ignore
from models.facts.instance import Year
from models.workbook import Workbook
from planner.app.load import load, year_of
from planner.app.outputs import targets
from planner.app.outputs.manifest import manifest, now
from planner.app.outputs.seals import sealed_page, sealed_picture
from planner.app.running.run import Contents, Outputs, run
from planner.domain.errors import BadInput, NoPlan
from planner.domain.spelling import closest_id, did_you_mean
from planner.domain.wording import listed
from planner.solver.deadline import NEVER, Deadline
from scenarios.fanout import Crew, Following, Here, announced, crew
from scenarios.study.nameless import nameless
from scenarios.sweep.book import curve_book
from scenarios.sweep.curve import Curve, follow, look, with_missions
from scenarios.sweep.knobs import AllFunds, FundAmount, Knob, ReleaseCap, may_pay
from scenarios.sweep.rises import Gap
from scenarios.sweep.span import ValueSpan, values_of
from scenarios.sweep.study import Study
from scenarios.sweep.words import describe_point, describe_rises

PNG, HTML = ".png", ".html"
# Beyond this, products of two amounts do not fit into the solver's whole numbers.
_LARGEST_SUM = 1_000_000_000
_SHARES = ValueSpan("-50%", "+50%", "10%")
_WEEKS = ValueSpan("-4", "+4", "1")


@dataclass(frozen=True)
class SweepOrder:
    """What a sweep is asked to do.

    Attributes
    ----------
    fund_id : str or None
        The fund whose amount is turned; None where it is `all_funds` or `release_cap`.
    first, last, step : str or None
        Where to start, where to end, and how far it is from point to point, as typed.
    pictures : sequence of Path
        Files for a donor, .png or .html.
    jobs, cluster
        Who works; see `scenarios.fanout.crew`.
    """

    source: Path
    target: Path
    fund_id: str | None = None
    all_funds: bool = False
    release_cap: bool = False
    first: str | None = None
    last: str | None = None
    step: str | None = None
    pictures: Sequence[Path] = ()
    start: date | None = None
    pool: Path | None = None
    end: date | None = None
    seed: int = 1
    jobs: int | None = None
    cluster: str | None = None


def default_output(plan: Path) -> Path:
    """The workbook that `sweep` writes beside its input."""
    return targets.beside(plan, "sweep")


def sweep(
    source: Workbook | Year,
    knob: Knob,
    values: Sequence[int],
    *,
    seed: int = 1,
    by: Crew | None = None,
    deadline: Deadline = NEVER,
    on_event: Listener = ignore,
) -> Curve:
    """Plan a year at several values of a figure, and find where its deliveries change.

    Parameters
    ----------
    source : Workbook or Year
        The facts.
    knob : Knob
        The figure that is turned: `FundAmount(fund_id)`, `AllFunds()` or `ReleaseCap()`.
    values : sequence of int
        In ascending order.
    by : Crew, optional
        Who works; this process alone where it is not given. See `scenarios.crew`.
    deadline : Deadline
        Ends the sweep; the points that are finished are kept.

    Raises
    ------
    BadInput
        The workbook has errors.
    NoPlan
        The deadline came before any point was known.
    """
    year, who = year_of(source), by or Here()
    study = Study(nameless(year), knob, seed)
    for remark in _remarks(knob, year):
        on_event(Remarked(text=remark))
    with announced(on_event, "Value", [knob.shown(year, value) for value in values]):
        curve = look(study, values, who, Following(on_event, describe_point, deadline))
    if not curve.points:
        text = "Interrupted before any point was solved; nothing was written."
        raise NoPlan(text, interrupted=True)
    with announced(on_event, "Between", _spans(study, curve.gaps)):
        curve = follow(curve, who, Following(on_event, describe_rises, deadline))
    return with_missions(curve, who, deadline)


def sweep_file(
    order: SweepOrder, *, deadline: Deadline = NEVER, on_event: Listener = ignore
) -> tuple[Curve, tuple[Path, ...]]:
    """Sweep, and write what was asked for; returns the curve and the files.

    Raises
    ------
    PlannerError
        Nothing is written then.
    """
    started = now()
    _refuse_pictures(order.pictures)
    facts: list[Manifest] = []

    def work() -> Curve:
        workbook = load(order.source, start=order.start, end=order.end, pool=order.pool)
        year = year_of(workbook)
        knob = _knob(order, year)
        values = _values(order, knob, year)
        on_event(Read.of(year, len(workbook.warnings)))
        curve = sweep(
            workbook,
            knob,
            values,
            seed=order.seed,
            by=crew(order.jobs, order.cluster),
            deadline=deadline,
            on_event=on_event,
        )
        facts.append(manifest(workbook, started, order.seed, _options(order)))
        return curve

    def contents(curve: Curve) -> Contents:
        yield order.target, curve_book(curve, facts[0])
        for picture in order.pictures:
            yield picture, _picture(picture, curve, facts[0])

    pictures = {picture: picture.suffix.lower() for picture in order.pictures}
    sources = tuple(filter(None, (order.source, order.pool)))
    outputs = Outputs(sources, order.target, pictures)
    return run(outputs, work, contents, on_event)


def _refuse_pictures(pictures: Iterable[Path]) -> None:
    for picture in pictures:
        if picture.suffix.lower() not in (PNG, HTML):
            raise BadInput(f"{picture.name} must end in {PNG} or {HTML}, for example donor{PNG}.")


def _knob(order: SweepOrder, year: Year) -> Knob:
    wanted = (order.fund_id is not None, order.all_funds, order.release_cap)
    if sum(wanted) != 1:
        raise BadInput(
            "Say what to turn: the amount of one fund, all funds together, or the release cap (one "
            "of the three)."
        )
    if order.release_cap:
        return ReleaseCap()
    if not year.funds:
        raise BadInput(f"{order.source.name} has no funds: its sheet Funds has no rows.")
    if order.fund_id is None:
        return _all_funds(year)
    return FundAmount(_fund(order.fund_id, year))


def _fund(wanted: str, year: Year) -> str:
    by_folded = {fund_id.casefold(): fund_id for fund_id in year.fund_by_id}
    if wanted in year.fund_by_id or wanted.casefold() in by_folded:
        return wanted if wanted in year.fund_by_id else by_folded[wanted.casefold()]
    near = closest_id(wanted, year.fund_by_id)
    question = f"{did_you_mean(near)} " if near else ""
    raise BadInput(f'There is no fund "{wanted}". {question}There are {listed(year.fund_by_id)}.')


def _all_funds(year: Year) -> AllFunds:
    total = AllFunds().today(year)
    if not 0 < total <= _LARGEST_SUM // 2:
        raise BadInput(
            f"The funds hold {total:,} {year.settings.currency} together; a sweep of all funds "
            f"works for sums from 1 to {_LARGEST_SUM // 2:,}. Sweep one fund instead."
        )
    return AllFunds()


def _values(order: SweepOrder, knob: Knob, year: Year) -> tuple[int, ...]:
    shares = not isinstance(knob, ReleaseCap)
    usual = _SHARES if shares else _WEEKS
    typed = ValueSpan(
        order.first or usual.first, order.last or usual.last, order.step or usual.step
    )
    today = knob.today(year)
    if shares and today == 0 and any("%" in t for t in (typed.first, typed.last, typed.step)):
        raise BadInput(
            f"{knob.name.capitalize()} is 0 today, and a percentage of nothing is nothing. Give "
            "amounts, for example from 0 to 100000 in steps of 10000."
        )
    values = values_of(typed, today, shares)
    if isinstance(knob, AllFunds) and values[-1] > _LARGEST_SUM:
        raise BadInput(f"The end {typed.last} is too large: at most {_LARGEST_SUM:,}.")
    return values


def _remarks(knob: Knob, year: Year) -> list[str]:
    """What makes a sweep say less than one might think."""
    remarks = []
    if isinstance(knob, FundAmount) and not may_pay(year, year.fund_by_id[knob.fund_id]):
        remarks.append(
            f"Fund {knob.fund_id} is Pending and pays nothing, whatever its amount. Set its Status "
            "to Confirmed, or the setting Use pending funds to yes."
        )
    own = sum(expert.release_cap_weeks is not None for expert in year.experts)
    if isinstance(knob, ReleaseCap) and own:
        remarks.append(
            f"{own} of {len(year.experts)} experts have release cap weeks of their own, which "
            "stay as they are."
        )
    return remarks


def _spans(study: Study, gaps: Sequence[Gap]) -> list[str]:
    def shown(value: int) -> str:
        return study.knob.shown(study.year, value)

    return [f"{shown(gap.low.value)} and {shown(gap.high.value)}" for gap in gaps]


def _options(order: SweepOrder) -> dict[str, object]:
    return {
        "fund": order.fund_id,
        "all-funds": "yes" if order.all_funds else None,
        "release-cap": "yes" if order.release_cap else None,
        "from": order.first,
        "to": order.last,
        "step": order.step,
        "start": order.start,
        "end": order.end,
    }


def _picture(target: Path, curve: Curve, facts: Manifest) -> bytes:
    from scenarios.sweep.page import html  # noqa: PLC0415, only for who wants a picture
    from scenarios.sweep.picture import png  # noqa: PLC0415

    if target.suffix.lower() == PNG:
        return sealed_picture(png(curve))
    return sealed_page(html(curve, facts))
