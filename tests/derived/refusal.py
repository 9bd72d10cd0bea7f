"""Sentences about one expert who cannot take a place: "rule: why", here and in Last resort."""

import re
from datetime import date

from tests.derived.beside import Wish, everything
from tests.derived.judge import DAY, SPAN, Kinds, Seat, day, names, number, span
from tests.derived.world import Run

REFUSALS = Kinds()


def refused(text: str, rule: str, seat: Seat, run: Run | None = None) -> None:
    """A rule is really broken by the expert in the place, and the sentence is so."""
    run = run or seat.post.run
    broken = seat.faults(run)
    assert rule in broken, f"{rule} is not broken, but {broken}: {text}"
    REFUSALS.hold(text, rule=rule, seat=seat, run=run)


@REFUSALS.of(r"Is pre-accredited, and nobody on this mission could evaluate\.")
def _waiting(rule: str, seat: Seat, run: Run) -> None:
    standing = seat.world.standing
    assert standing[seat.expert.id, seat.post.code] == "Pre-accredited"
    others = [standing[e.id, code] for e, code in seat.people() if e.id != seat.expert.id]
    assert "Accredited" not in others
    assert not seat.mission.lead


@REFUSALS.of(
    r"Could not evaluate (?P<who>[\w, ]+), who (is|are) pre-accredited, and nobody else on this "
    r"mission could\."
)
def _cannot_evaluate(rule: str, seat: Seat, run: Run, who: str) -> None:
    standing = seat.world.standing
    held = {e.id: standing[e.id, code] for e, code in seat.people()}
    assert {*names(who)} == {e for e, status in held.items() if status == "Pre-accredited"}
    assert seat.expert.id not in names(who)
    assert held[seat.expert.id] != "Accredited"
    assert "Accredited" not in held.values()


@REFUSALS.of(
    r"Fund (?P<fund>\S+) has (?P<left>-?[\d,]+) EUR left for this mission, which would cost "
    r"(?P<cost>[\d,]+) EUR\."
)
def _money(rule: str, seat: Seat, run: Run, fund: str, left: str, cost: str) -> None:
    assert seat.post.fund == fund
    assert seat.world.left(seat.mission.id)[fund] == number(left)
    assert seat.world.cost(seat.mission, (e for e, _ in seat.people())) == number(cost)
    assert number(cost) > number(left)


@REFUSALS.of(
    r"Fund (?P<fund>\S+) has (?P<left>-?[\d,]+) EUR left for its share of this mission, which "
    r"would be (?P<cost>[\d,]+) EUR\."
)
def _share(rule: str, seat: Seat, run: Run, fund: str, left: str, cost: str) -> None:
    assert seat.world.left(seat.mission.id)[fund] == number(left)
    total = seat.world.cost(seat.mission, (e for e, _ in seat.people()))
    assert seat.world.bill(seat.mission, seat.post.fund, total)[fund] == number(cost)
    assert number(cost) > number(left)


@REFUSALS.of(rf"Is on missions? (?P<what>.+ \({SPAN}\)) at that time, travel included\.")
def _busy(rule: str, seat: Seat, run: Run, what: str) -> None:
    said, busy = _stays(what), seat.world.busy(run)
    met = [m for m in seat.beside.meets(seat.expert, run) if seat.world.busy(m[1]).meets(busy)]
    assert sorted(said) == sorted(met)


@REFUSALS.of(
    rf"Would have (?P<what>\d+ days? .+ \({SPAN}\)), travel apart; the setting Rest days asks for "
    r"(?P<rest>\d+)\."
)
def _too_little_rest(rule: str, seat: Seat, run: Run, what: str, rest: str) -> None:
    """Days between, mission by mission: too few after it or before it, and none at once."""
    world, busy = seat.world, seat.world.busy(run)
    assert world.rest.days == int(rest)
    found = []
    for name, other in seat.beside.meets(seat.expert, run):
        there = world.busy(other)
        assert not there.meets(busy)
        days = max((there.start - busy.end).days, (busy.start - there.end).days) - 1
        assert days < int(rest)
        word = "before" if busy.end < there.start else "after"
        found.append((days, word, name, other))
    parts = re.findall(rf"(\d+) days? (after|before) mission (\S+) \(({SPAN})\)", what)
    assert sorted((int(n), w, m, span(s)) for n, w, m, s in parts) == sorted(found)


def _stays(text: str) -> list[tuple[str, Run]]:
    found = []
    for part in text.split(")"):
        if part:
            name, when = part.removeprefix(",").removeprefix(" and").strip().split(" (")
            found.append((name, span(when)))
    return found


@REFUSALS.of(r"Is not available(?P<when>[^()]*) \(sheet Unavailability\)\.")
def _away(rule: str, seat: Seat, run: Run, when: str) -> None:
    _is_closed(seat, run, "Expert", seat.expert.id, when)


@REFUSALS.of(r"(?P<place>.+) releases nobody(?P<when>[^()]*) \(sheet Unavailability\)\.")
def _kept(rule: str, seat: Seat, run: Run, place: str, when: str) -> None:
    assert place == seat.expert.country
    _is_closed(seat, run, "Administration", place, when)


def _is_closed(seat: Seat, run: Run, kind: str, who: str, when: str) -> None:
    rows = {c.row: c for c in seat.world.closed if (c.kind, c.who) == (kind, who)}
    met = [rows[r] for r in seat.beside.shut(seat.expert, run) if r in rows]
    assert any(closed_days(when, c.first, c.last) for c in met), when


def closed_days(text: str, first: date, last: date) -> bool:
    """Whether a text such as " from 1 March 2027 on" says these days."""
    text = text.strip()
    if text.startswith("until "):
        return first.year == 1 and day(text[6:]) == last
    if text.endswith(" on"):
        return last.year == 9999 and day(text[5:-3]) == first
    if text.startswith(("from ", "on ")):
        return span(text.split(" ", 1)[1]) == Run(first, last)
    return not text and (first.year, last.year) == (1, 9999)


@REFUSALS.of(r"Has left \(sheet Experts\)\.")
def _left(rule: str, seat: Seat, run: Run) -> None:
    assert seat.expert.left


@REFUSALS.of(r"Comes from (?P<place>.+), like (?P<who>[\w, ]+) on this mission\.")
def _same(rule: str, seat: Seat, run: Run, place: str, who: str) -> None:
    own = seat.expert
    assert place == own.country
    same = {e.id for e, _ in seat.people() if e.country == place and e.id != own.id}
    assert same == {*names(who)}
    assert not seat.mission.same


@REFUSALS.of(r"Comes from (?P<place>.+), which receives the mission\.")
def _host(rule: str, seat: Seat, run: Run, place: str) -> None:
    assert place == seat.expert.country == seat.mission.host


@REFUSALS.of(r"Speaks (?P<spoken>.+); the mission needs (?P<asked>.+)\.")
def _language(rule: str, seat: Seat, run: Run, spoken: str, asked: str) -> None:
    assert {*names(spoken)} == {*seat.expert.languages}
    assert {*names(asked)} == seat.mission.languages
    assert not {*names(spoken)} & {*names(asked)}


@REFUSALS.of(r"Is excluded from this mission \(sheet Exclusions\)\.")
def _excluded(rule: str, seat: Seat, run: Run) -> None:
    assert f"{seat.expert.id} {seat.mission.id}" in seat.beside.excluded(seat.mission, seat.expert)


@REFUSALS.of(r"Is excluded from missions in (?P<host>.+) \(sheet Exclusions\)\.")
def _excluded_there(rule: str, seat: Seat, run: Run, host: str) -> None:
    assert f"{seat.expert.id} {host}" in seat.beside.excluded(seat.mission, seat.expert)


@REFUSALS.of(r"Has declined this mission \(sheet Assignments\)\.")
def _declined(rule: str, seat: Seat, run: Run) -> None:
    assert f"{seat.expert.id} declined" in seat.beside.excluded(seat.mission, seat.expert)


@REFUSALS.of(r"Goes on this mission already, in another position\.")
def _twice(rule: str, seat: Seat, run: Run) -> None:
    others = [p.expert for p in seat.team if p.position != seat.post.position]
    assert seat.expert.id in others


@REFUSALS.of(r"Is refused or not cleared\.")
def _refused(rule: str, seat: Seat, run: Run) -> None:
    assert "cleared" in seat.personal(run)


@REFUSALS.of(r"Goes to as many missions as Most missions says\.")
def _most(rule: str, seat: Seat, run: Run) -> None:
    assert "most-missions" in seat.personal(run)


@REFUSALS.of(
    rf"Has (?P<left>\d+) weeks? left of (?P<cap>\d+)(?: until (?P<until>{DAY}))? "
    r"\((?P<used>\d+) used before(?:, (?P<on>\d+) on (?P<what>[\w, ]+))?\); the mission needs "
    r"(?P<needs>\d+)\."
)
def _weeks(
    rule: str,
    seat: Seat,
    run: Run,
    left: str,
    cap: str,
    until: str,
    used: str,
    on: str,
    what: str,
    needs: str,
) -> None:
    period = seat.world.period(seat.expert, run.start)
    before, planned = seat.beside.weeks(seat.expert, run)
    assert int(cap) == seat.world.cap(seat.expert)
    assert (until and day(until)) == (period and period.end)
    assert int(used) == before
    assert int(on or 0) == sum(weeks for _, weeks in planned)
    assert sorted(names(what or "")) == sorted(name for name, _ in planned)
    assert int(left) == max(0, int(cap) - before - int(on or 0))
    assert int(needs) == seat.mission.weeks > int(left)


@REFUSALS.of(
    r"(?P<place>.+) sends no more than (?P<most>\d+) at once(?:: (?P<who>[\w, ]+) at "
    r"that time)?\."
)
def _away_at_once(rule: str, seat: Seat, run: Run, place: str, most: str, who: str) -> None:
    assert place == seat.expert.country
    assert seat.world.limits[place].away == int(most)
    for name in names(who or ""):
        assert seat.world.experts[name].country == place
        others = [p.run for p in seat.plan(run) if p.expert == name]
        others += [v.run for v in seat.beside.running if v.expert == name]
        assert any(run.meets(other) for other in others)
    assert len(names(who or "")) >= int(most)


@REFUSALS.of(r"(?P<place>.+) releases its experts for (?P<most>\d+) weeks? in all\.")
def _weeks_in_all(rule: str, seat: Seat, run: Run, place: str, most: str) -> None:
    world = seat.world
    assert place == seat.expert.country
    assert world.limits[place].weeks == int(most)
    used = sum(
        world.missions[p.mission].weeks
        for p in seat.plan(run)
        if p.expert not in world.external and world.experts[p.expert].country == place
    )
    assert used > int(most)


@REFUSALS.of(r"(?P<place>.+) receives no more than (?P<most>\d+) missions? at once\.")
def _hosted(rule: str, seat: Seat, run: Run, place: str, most: str) -> None:
    assert place == seat.mission.host
    assert seat.world.limits[place].hosted == int(most)
    assert seat.beside.crowded(Wish(seat.mission), run)


@REFUSALS.of(r"(?P<who>\w+) is agreed for this mission \(sheet Assignments\)\.")
def _agreed(rule: str, seat: Seat, run: Run, who: str) -> None:
    assert who == seat.post.expert
    assert who in {row.expert for row in seat.world.pinned(seat.mission.id)}
    assert everything("pinned", "")
