"""Whether a mission could be delivered beside a plan that stays as it is: every team is tried."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.derived.sheets import Expert, Limits, Mission
from tests.derived.world import ONE, Post, Run, World

# Whether a rule is asked of somebody or something: an expert, a fund's term, a country.
Asks = Callable[[str, str], bool]


def everything(rule: str, key: str) -> bool:
    """Every rule is asked of everybody."""
    return True


def without(rules: Collection[str]) -> Asks:
    """All rules but some."""
    return lambda rule, key: rule not in rules


def only(rules: Collection[str]) -> Asks:
    """Some rules and no others."""
    return lambda rule, key: rule in rules


@dataclass(frozen=True)
class Wish:
    """What would be different: the mission, further experts, more money, other limits."""

    mission: Mission
    spares: tuple[str, ...] = ()
    money: Mapping[str, int] = field(default_factory=dict)
    confirmed: Collection[str] = ()
    limits: Mapping[str, Limits] = field(default_factory=dict)
    must: Collection[str] = ()


class Beside:
    """The rest of a plan, and what it leaves for one mission."""

    def __init__(self, world: World, mission: str, plan: Sequence[Post] | None = None) -> None:
        self.world = world
        self.plan = [p for p in (world.plan if plan is None else plan) if p.mission != mission]
        self.running = [v for v in world.visits if v.run.end >= world.start]

    # One expert.

    def fault(self, wish: Wish, code: str, expert: Expert, run: Run, asks: Asks) -> str | None:
        """The first rule, in the order of RULES.md, that keeps an expert from one start."""
        return next(self.faults(wish, code, expert, run, asks), None)

    def faults(
        self, wish: Wish, code: str, expert: Expert, run: Run, asks: Asks = everything
    ) -> Iterator[str]:
        """Every rule that keeps an expert from one start, in the order of RULES.md."""
        name, world, mission = expert.id, self.world, wish.mission
        tests: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("qualified", lambda: (name, code) in world.standing),
            ("language", lambda: self._speaks(mission, expert)),
            ("available", lambda: not self._shut(expert, run, asks)),
            ("one-at-a-time", lambda: not self.meets(expert, run, asks)),
            ("most-missions", lambda: self._has_room(expert)),
            ("release-cap", lambda: self.weeks_left(expert, run) >= mission.weeks),
            ("not-own-administration", lambda: expert.country != mission.host),
            ("cleared", lambda: self._is_cleared(mission, expert)),
            ("not-excluded", lambda: not self.excluded(mission, expert, asks)),
        )
        apart = ("available", "one-at-a-time", "not-excluded")
        for rule, holds in tests:
            if (rule in apart or asks(rule, name)) and not holds():
                yield rule

    def _speaks(self, mission: Mission, expert: Expert) -> bool:
        return not mission.languages or bool(mission.languages & {*expert.languages})

    def _shut(self, expert: Expert, run: Run, asks: Asks) -> bool:
        """Whether the expert has left, or a row of Unavailability meets the busy period."""
        if expert.left and asks("available", f"{expert.id} left"):
            return True
        return any(asks("available", str(row)) for row in self.shut(expert, run))

    def shut(self, expert: Expert, run: Run) -> list[int]:
        """The rows of Unavailability that the busy period meets."""
        busy = self.world.busy(run)
        whose = [("Expert", expert.id)]
        if expert.id not in self.world.external:
            whose.append(("Administration", expert.country))
        return [
            c.row
            for c in self.world.closed
            if (c.kind, c.who) in whose and busy.meets(Run(c.first, c.last))
        ]

    def meets(self, expert: Expert, run: Run, asks: Asks = everything) -> list[tuple[str, Run]]:
        """The other missions of an expert that leave no time, or no rest, for a run."""
        world = self.world
        others = [(p.mission, p.run) for p in self.plan if p.expert == expert.id]
        others += [(v.mission, v.run) for v in self.running if v.expert == expert.id]
        busy = world.busy(run)
        return [
            (name, other)
            for name, other in others
            if world.busy(other).start - world.rest <= busy.end
            and busy.start <= world.busy(other).end + world.rest
            and asks("one-at-a-time", f"{expert.id} {name}")
        ]

    def _has_room(self, expert: Expert) -> bool:
        if expert.most is None:
            return True
        own = {p.mission for p in self.plan if p.expert == expert.id}
        own |= {f"{v.mission} {v.run}" for v in self.running if v.expert == expert.id}
        return len(own) < expert.most

    def weeks_left(self, expert: Expert, run: Run) -> int:
        """The weeks left in the release period of a start; no limit for externals."""
        used, planned = self.weeks(expert, run)
        if expert.id in self.world.external or expert.id.startswith("spare"):
            return 10**6
        return self.world.cap(expert) - used - sum(w for _, w in planned)

    def weeks(self, expert: Expert, run: Run) -> tuple[int, list[tuple[str, int]]]:
        """The weeks used before in the release period of a start, and those of the plan."""
        world = self.world
        period = world.period(expert, run.start)
        used = sum(
            v.weeks
            for v in world.visits
            if v.expert == expert.id and period and period.start <= v.run.start <= period.end
        )
        planned = [
            (p.mission, world.missions[p.mission].weeks)
            for p in self.plan
            if p.expert == expert.id
            and (period is None or period.start <= p.run.start <= period.end)
        ]
        return used, planned

    def _is_cleared(self, mission: Mission, expert: Expert) -> bool:
        if expert.id not in self.world.external:
            return True
        if "refused" in (expert.clearance, expert.decision):
            return False
        firm = any(
            r.expert == expert.id and r.status in ("Invited", "Confirmed", "Completed")
            for r in self.world.pinned(mission.id)
        )
        return not firm or (
            expert.clearance == "cleared" and expert.decision in ("none", "approved")
        )

    def excluded(self, mission: Mission, expert: Expert, asks: Asks = everything) -> list[str]:
        """What joins an expert and a mission that must not be joined."""
        rows = [
            f"{expert.id} {row['Mission ID'] or row['Host']}"
            for row in self.world.book.rows["Exclusions"]
            if row["Expert ID"] == expert.id
            and (row["Mission ID"] == mission.id or row["Host"] == mission.host)
        ]
        rows += [
            f"{expert.id} declined"
            for row in self.world.agreed
            if (row.mission, row.expert, row.status) == (mission.id, expert.id, "Declined")
        ]
        return [key for key in rows if asks("not-excluded", key)]

    # A team.

    def costs(self, wish: Wish, asks: Asks = everything) -> dict[str, int]:
        """The least cost of a team whom the rules allow, by fund whose terms fit."""
        found: dict[str, int] = {}
        for run, cost in self._cheapest(wish, asks):
            for payer in self.payers(wish, run, asks):
                found[payer] = min(cost, found.get(payer, cost))
        return found

    def possible(self, wish: Wish, asks: Asks = everything) -> bool:
        """Whether the mission can be delivered beside the plan."""
        if not self.world.funds:
            return any(True for _ in self._cheapest(wish, asks))
        left = self.world.left(wish.mission.id)
        for payer, cost in self.costs(wish, asks).items():
            if all(
                part <= left[fund] + wish.money.get(fund, 0) or not asks("funded", f"{fund} amount")
                for fund, part in self.world.bill(wish.mission, payer, cost).items()
            ):
                return True
        return False

    def payers(self, wish: Wish, run: Run, asks: Asks) -> list[str]:
        """The funds whose terms fit; those of a shared mission together."""
        world, mission = self.world, wish.mission

        def fits(name: str) -> bool:
            fund = world.funds[name]
            for term, holds in world.terms(fund, mission, run).items():
                key = term if term == "named" else f"{name} {term}"
                granted = term == "status" and name in wish.confirmed
                if not holds and not granted and asks("funded", key):
                    return False
            return True

        if mission.shares:
            names = [name for name, _ in mission.shares]
            return ["; ".join(names)] if all(map(fits, names)) else []
        agreed = {r.fund for r in world.pinned(mission.id) if r.fund}
        return [f for f in world.funds if fits(f) and (not agreed or {f} == agreed)]

    def _cheapest(self, wish: Wish, asks: Asks) -> Iterator[tuple[Run, int]]:
        """Each start from which some team may go, with the cost of the cheapest one."""
        mission = wish.mission
        agreed = {r.expert: r.start for r in self.world.pinned(mission.id)}
        for run in self.world.starts(mission):
            if asks("pinned", "") and any(s not in (None, run.start) for s in agreed.values()):
                continue
            if asks("host-capacity", mission.host) and self.crowded(wish, run):
                continue
            must = {*wish.must, *(agreed if asks("pinned", "") else ())}
            cost = _Teams(self, wish, run, asks, must).least()
            if cost is not None:
                yield run, cost

    def crowded(self, wish: Wish, run: Run) -> bool:
        """Whether the host receives as many missions as it may on some day of a run."""
        host = wish.mission.host
        limits = wish.limits.get(host) or self.world.limits.get(host)
        if limits is None or limits.hosted is None:
            return False
        there = {
            (p.mission, p.run) for p in self.plan if self.world.missions[p.mission].host == host
        }
        there |= {
            (v.mission, v.run)
            for v in self.running
            if v.mission in self.world.every and self.world.every[v.mission].host == host
        }
        return any(n >= limits.hosted for n in _by_day(run, [other for _, other in there]))

    def room(self, wish: Wish, country: str, run: Run, asks: Asks) -> int:
        """How many more experts an administration releases on a run."""
        limits = wish.limits.get(country) or self.world.limits.get(country)
        if limits is None or not asks("administration-capacity", country):
            return 99
        serving = [
            p
            for p in self.plan
            if p.expert not in self.world.external
            and self.world.experts[p.expert].country == country
        ]
        rooms = [99]
        if limits.away is not None:
            away = {(p.expert, p.run) for p in serving}
            away |= {
                (v.expert, v.run)
                for v in self.running
                if v.expert in self.world.experts
                and v.expert not in self.world.external
                and self.world.experts[v.expert].country == country
            }
            rooms.append(limits.away - max(_by_day(run, [other for _, other in away])))
        if limits.weeks is not None:
            used = sum(self.world.missions[p.mission].weeks for p in serving)
            rooms.append((limits.weeks - used) // wish.mission.weeks)
        return min(rooms)


def _by_day(run: Run, others: Sequence[Run]) -> list[int]:
    days = [run.start + ONE * n for n in range((run.end - run.start).days + 1)]
    return [sum(other.start <= day <= other.end for other in others) for day in days]


class _Teams:
    """The teams of a mission from one start, the cheapest first."""

    def __init__(
        self, beside: Beside, wish: Wish, run: Run, asks: Asks, must: Collection[str]
    ) -> None:
        self.beside, self.wish, self.run, self.asks = beside, wish, run, asks
        self.must = must
        self.spares = Counter(wish.spares if asks("qualified", "") else wish.mission.positions)
        self.known: dict[str, list[tuple[int, Expert, str]]] = {
            code: sorted(self._candidates(code), key=lambda item: item[0])
            for code in dict.fromkeys(wish.mission.positions)
        }
        self.best: int | None = None

    def _candidates(self, code: str) -> Iterator[tuple[int, Expert, str]]:
        world, mission = self.beside.world, self.wish.mission
        asks = self.asks
        for expert in world.experts.values():
            status = world.standing.get((expert.id, code))
            if status is None:
                continue
            if self.beside.fault(self.wish, code, expert, self.run, asks) is None:
                yield world.fare(mission, expert), expert, status
        some = next(iter(world.experts.values()))
        for number in range(self.spares[code]):
            spare = replace(
                some,
                id=f"spare {code} {number}",
                country=f"{code} {number}",
                region=mission.region,
            )
            yield world.fare(mission, spare), spare, "Accredited"

    def least(self) -> int | None:
        """The cost of the cheapest team; None where there is none."""
        self._seat((), ())
        return self.best

    def _seat(self, team: tuple[Expert, ...], held: tuple[str, ...]) -> None:
        positions = self.wish.mission.positions
        if len(team) == len(positions):
            self._take(team, held)
            return
        code = positions[len(team)]
        taken = {e.id for e in team}
        for _, expert, status in self._after(code, team):
            if expert.id not in taken and self._may_join(team, expert):
                self._seat((*team, expert), (*held, status))
                if self.best is not None and self._hopeless(team):
                    return

    def _after(self, code: str, team: tuple[Expert, ...]) -> list[tuple[int, Expert, str]]:
        """The candidates of a code; of equal positions, only in one order."""
        found = self.known[code]
        positions = self.wish.mission.positions
        if team and positions[len(team) - 1] == code:
            names = [expert.id for _, expert, _ in found]
            return found[names.index(team[-1].id) + 1 :]
        return found

    def _hopeless(self, team: tuple[Expert, ...]) -> bool:
        """The first complete team of the last seat is the cheapest of its kind."""
        return len(team) == len(self.wish.mission.positions) - 1 and not (
            self.must or not self.wish.mission.lead
        )

    def _may_join(self, team: tuple[Expert, ...], expert: Expert) -> bool:
        same = [e for e in team if e.country == expert.country]
        mission, asks = self.wish.mission, self.asks
        if same and not mission.same and asks("different-administrations", ""):
            return False
        external = self.beside.world.external
        if expert.id in external or expert.id.startswith("spare"):
            return True
        serving = [e for e in same if e.id not in external]
        room = self.beside.room(self.wish, expert.country, self.run, asks)
        return len(serving) < room

    def _take(self, team: tuple[Expert, ...], held: tuple[str, ...]) -> None:
        if not {*self.must} <= {e.id for e in team}:
            return
        lacks_lead = not self.wish.mission.lead and self.asks("evaluation-lead", "")
        if lacks_lead and "Pre-accredited" in held and "Accredited" not in held:
            return
        cost = self.beside.world.cost(self.wish.mission, team)
        self.best = cost if self.best is None else min(cost, self.best)


def team_faults(
    beside: Beside, mission: Mission, run: Run, team: Sequence[tuple[Expert, str]], fund: str
) -> set[str]:
    """Every rule that a team breaks on a start, beside the rest of the plan."""
    wish, world = Wish(mission), beside.world
    found = {rule for expert, code in team for rule in beside.faults(wish, code, expert, run)}
    names = [expert.id for expert, _ in team]
    countries = Counter(expert.country for expert, _ in team)
    held = [world.standing.get((expert.id, code)) for expert, code in team]
    if len({*names}) < len(names):
        found.add("whole-team")
    if not mission.same and max(countries.values()) > 1:
        found.add("different-administrations")
    if not mission.lead and "Pre-accredited" in held and "Accredited" not in held:
        found.add("evaluation-lead")
    serving = Counter(e.country for e, _ in team if e.id not in world.external)
    if any(n > beside.room(wish, c, run, everything) for c, n in serving.items()):
        found.add("administration-capacity")
    if beside.crowded(wish, run):
        found.add("host-capacity")
    if run not in world.starts(mission):
        found.add("dates")
    agreed = world.pinned(mission.id)
    if any(r.expert not in names or r.start not in (None, run.start) for r in agreed):
        found.add("pinned")
    if world.funds and not _paid(beside, mission, run, team, fund):
        found.add("funded")
    return found


def _paid(
    beside: Beside, mission: Mission, run: Run, team: Sequence[tuple[Expert, str]], fund: str
) -> bool:
    if fund not in beside.payers(Wish(mission), run, everything):
        return False
    bill = beside.world.bill(mission, fund, beside.world.cost(mission, (e for e, _ in team)))
    left = beside.world.left(mission.id)
    return all(part <= left[name] for name, part in bill.items())
