"""Sentences of the sheets Stand-bys, Last resort and Not delivered."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.derived.beside import Beside, Wish, only, without
from tests.derived.changes import BETTER_IF_MORE
from tests.derived.judge import DAY, Kinds, Seat, day, names, number
from tests.derived.refusal import refused
from tests.derived.sheets import Mission, Row
from tests.derived.world import Post, Run, World

STANDBY = re.compile(
    r"(?P<expert>\S+) (?P<name>.+?): (?P<place>.+), "
    r"(?P<status>Accredited|Recognised|Pre-accredited|External)(?P<near>, in region)?"
    r"(?:, has (?P<has>\d+) missions?|, (?P<idle>[\d,]+) days? idle)?"
)


def standbys(world: World) -> Iterator[str]:
    """Hold the rows of Stand-bys; yield each of their sentences."""
    posts = {(p.mission, p.position): p for p in world.plan}
    rows = world.book.rows["Stand-bys"]
    assert len(rows) == len(world.plan)
    for row in rows:
        post = posts[row["Mission ID"], row["Position"]]
        able = able_for(world, post)
        told = [row[h] for h in ("First", "Second", "Third") if row[h] not in (None, "nobody")]
        assert row["Stand-bys"] == len(told) == min(3, len(able)), (row, able)
        keys = [_turn(world, post, name) for name in able]
        for place, text in enumerate(told):
            match = STANDBY.fullmatch(text)
            assert match, text
            assert match["expert"] in able, text
            assert _turn(world, post, match["expert"]) == sorted(keys)[place], text
            _hold_person(world, post, match)
            yield text
        if not told:
            yield "nobody"


def able_for(world: World, post: Post) -> list[str]:
    team = {p.expert for p in world.teams(world.plan)[post.mission]}
    found = []
    for expert in world.experts.values():
        if expert.id not in team and (expert.id, post.code) in world.standing:
            broken = Seat(world, post, expert).faults()
            if not broken - {"pinned"}:
                found.append(expert.id)
    return found


def _turn(world: World, post: Post, name: str) -> tuple[bool, bool, bool, int]:
    """The turn of a stand-by in the order of the policy."""
    pair = (name, post.code)
    chance = world.listed.get(pair) == "Pre-accredited" and pair not in world.chances(world.plan)
    outside = world.experts[name].region != world.missions[post.mission].region
    goes = any(p.expert == name for p in world.plan)
    external = name in world.external
    return external, not chance, outside, 0 if goes or external else -world.idle(name)


def _hold_person(world: World, post: Post, match: re.Match[str]) -> None:
    expert = world.experts[match["expert"]]
    assert match["name"] == expert.name
    assert match["place"] == expert.country
    assert match["status"] == world.standing[expert.id, post.code]
    near = expert.region == world.missions[post.mission].region
    assert bool(match["near"]) is near
    goes = len({p.mission for p in world.plan if p.expert == expert.id})
    assert int(match["has"] or 0) == goes
    if match["idle"]:
        assert number(match["idle"]) == world.idle(expert.id)
    else:
        assert goes or expert.id in world.external


RESORT = Kinds()


def last_resort(world: World) -> Iterator[str]:
    """Hold the rows of Last resort; yield each of their sentences."""
    posts = {(p.mission, p.position): p for p in world.plan if p.expert in world.external}
    told: dict[tuple[str, int], list[str]] = {}
    for row in world.book.rows["Last resort"]:
        key = (row["Mission ID"], row["Position"])
        assert row["External expert"] == posts[key].expert
        told.setdefault(key, []).append(row["Expert ID"] or "")
        _hold_row(world, posts[key], row)
        yield row["Why not"]
    assert told.keys() == posts.keys()
    for key, experts in told.items():
        assert sorted(e for e in experts if e) == sorted(_serving(world, posts[key].code))


def _serving(world: World, code: str) -> list[str]:
    return [e for (e, c), s in world.standing.items() if c == code and s != "External"]


def _hold_row(world: World, post: Post, row: Row) -> None:
    text = row["Why not"]
    if not row["Expert ID"]:
        assert text == f"No serving expert holds {post.code}."
        return
    assert row["Standing"] == world.standing[row["Expert ID"], post.code]
    seat = Seat(world, post, world.experts[row["Expert ID"]])
    RESORT.hold(text, seat=seat, rule=row["Rule or level"], others=_others(seat))


def _others(seat: Seat) -> list[Run]:
    return [run for run in seat.world.starts(seat.mission) if run != seat.post.run]


@RESORT.of(
    rf"(?:(?P<first>.+\.) )?Could go(?: if the mission started on (?P<start>{DAY}))?; "
    r"(?P<what>.+)\."
)
def _could(
    seat: Seat, rule: str, others: list[Run], first: str | None, start: str | None, what: str
) -> None:
    if first:
        here = seat.faults()
        assert here
        _any_rule(first, here, seat, seat.post.run)
    else:
        assert start is None
    run = seat.post.run
    if start:
        run = next(r for r in others if r.start == day(start))
    assert seat.faults(run) == set()
    before, after = seat.world.levels(seat.world.plan), seat.world.levels(seat.plan(run))
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        assert (rule, what) == ("none", "no level of the plan would change")
        return
    level = changed[0]
    assert rule == level
    better = (after[level] > before[level]) == (
        level.partition("-")[0] == "delivery" or level in BETTER_IF_MORE
    )
    verdict = "would be better: the plan is not the best one" if better else "would be worse"
    assert what == (
        f"but then {level} would be {after[level]:,} instead of {before[level]:,}: it {verdict}"
    )


@RESORT.of(r"(?P<first>.+\.) The mission has no other allowed start\.")
def _no_other(seat: Seat, rule: str, others: list[Run], first: str) -> None:
    assert not others
    refused(first, rule, seat)


@RESORT.of(
    r"(?P<first>.+\.) A rule forbids it on the mission's (?P<n>one|\d+) other allowed starts?, "
    r"too\."
)
def _nowhere(seat: Seat, rule: str, others: list[Run], first: str, n: str) -> None:
    assert len(others) == number(n)
    assert all(seat.faults(run) for run in others)
    refused(first, rule, seat)


@RESORT.of(r"(?P<first>.+)")
def _whenever(seat: Seat, rule: str, others: list[Run], first: str) -> None:
    refused(first, rule, seat)
    assert all(rule in seat.faults(run) for run in others), (rule, first)


def _any_rule(text: str, rules: set[str], seat: Seat, run: Run) -> None:
    """A sentence is true of one of the rules that are broken."""
    failures = []
    for rule in sorted(rules):
        try:
            refused(text, rule, seat, run)
        except AssertionError as failure:
            failures.append(failure)
        else:
            return
    raise failures[-1]


WHY = Kinds()


def not_delivered(world: World) -> Iterator[str]:
    """Hold the rows of Not delivered; yield each of their sentences."""
    rows = {row["Mission ID"]: row for row in world.book.rows["Not delivered"]}
    assert rows.keys() == world.missions.keys() - {p.mission for p in world.plan}
    for name, row in rows.items():
        mission = world.missions[name]
        rules = tuple(re.split(r"[;\n]\s*", row["Rules"] or ""))
        yield from why(world, mission, row["Why"], rules)
        yield from helps(world, mission, row["What would help"])
        _hold_rules(world, mission, rules)
        yield row["Rules"]


def _hold_rules(world: World, mission: Mission, rules: tuple[str, ...]) -> None:
    """The rules together forbid the mission; without them it is possible; none is superfluous."""
    beside = Beside(world, mission.id)
    at = at_any_time(world, mission) if "dates" in rules else mission
    rest = tuple(rule for rule in rules if rule != "dates")
    if "dates" in rules:
        assert not world.starts(mission)
        if not rest:
            return
    assert not beside.possible(Wish(at), only(rest)), rules
    if "whole-team" not in rest:
        assert beside.possible(Wish(at), without(rest)), rules
    for rule in rest:
        assert _is_needed(beside, Wish(at), rule, rest), (rule, rules)


def _is_needed(beside: Beside, wish: Wish, rule: str, rules: tuple[str, ...]) -> bool:
    """Whether a rule is in some smallest set of the rules that forbids by itself."""
    kept = list(rules)
    for other in rules:
        if other != rule:
            fewer = [r for r in kept if r != other]
            still = not beside.possible(wish, only(fewer))
            needed = beside.possible(wish, only([r for r in fewer if r != rule]))
            if still and (needed or other not in fewer):
                kept = fewer
    return not beside.possible(wish, only(kept)) or rule == "whole-team"


def at_any_time(world: World, mission: Mission) -> Mission:
    return replace(mission, first=world.start, last=world.end)


def why(world: World, mission: Mission, text: str, rules: tuple[str, ...] | None) -> Iterator[str]:
    """Hold each sentence of Why."""
    if rules is None:
        row = next(r for r in world.book.rows["Not delivered"] if r["Mission ID"] == mission.id)
        rules = tuple(re.split(r"[;\n]\s*", row["Rules"] or ""))
    at = mission
    if "dates" in rules:
        at = mission if world.starts(mission) else at_any_time(world, mission)
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", text):
        WHY.hold(sentence, world=world, mission=mission, at=at, rules=rules)
        yield sentence


@WHY.of(
    rf"No allowed start: (?P<name>\S+) may take place from (?P<first>{DAY}) to "
    rf"(?P<last>{DAY}), and the plan (?P<word>ends|begins) on (?P<when>{DAY})\."
)
def _outside(
    world: World,
    mission: Mission,
    at: Mission,
    rules: object,
    name: str,
    first: str,
    last: str,
    word: str,
    when: str,
) -> None:
    assert (name, day(first), day(last)) == (mission.id, mission.first, mission.last)
    if word == "ends":
        assert day(when) == world.end < mission.first
    else:
        assert day(when) == world.start > mission.last


@WHY.of(
    rf"No allowed start: between (?P<first>{DAY}) and (?P<last>{DAY}) there is no run of "
    r"(?P<n>\d+) working days? in (?P<host>.+) that begins at the window's start or after a "
    r"weekend and is free of public holidays and closures\."
)
def _no_run(
    world: World,
    mission: Mission,
    at: Mission,
    rules: object,
    first: str,
    last: str,
    n: str,
    host: str,
) -> None:
    window = max(mission.first, world.start), min(mission.last, world.end)
    assert (day(first), day(last)) == window
    assert (int(n), host) == (mission.days, mission.host)
    assert not world.starts(mission)


@WHY.of(r"(?P<host>.+) receives no more missions at its allowed starts\.")
def _no_room(world: World, mission: Mission, at: Mission, rules: object, host: str) -> None:
    assert host == mission.host
    beside = Beside(world, mission.id)
    assert any(beside.crowded(Wish(at), run) for run in world.starts(at))


_WHAT = (
    r"(?:(?:the|The) mission|(?:a|A) team (?P<who>of experts who hold it(?: and speak .+?)?|"
    r"that these rules allow)) costs at least (?P<cost>[\d,]+) EUR"
)


@WHY.of(rf"No fund has the money: {_WHAT}; (?P<left>.+)\.")
def _money(
    world: World,
    mission: Mission,
    at: Mission,
    rules: object,
    who: str | None,
    cost: str,
    left: str,
) -> None:
    costs, free = _costs(world, at, who, rules), world.left(mission.id)
    assert all(c > free[fund] for fund, c in costs.items())
    assert number(cost) == min(costs.values())
    told = re.findall(r"(\S+) has (-?[\d,]+) EUR left", left)
    assert {f: int(n.replace(",", "")) for f, n in told} == {
        f: free[f] for f in costs if free[f] < number(cost)
    }
    assert told


@WHY.of(rf"{_WHAT}, which is shared: (?P<left>.+)\.")
def _shared(
    world: World,
    mission: Mission,
    at: Mission,
    rules: object,
    who: str | None,
    cost: str,
    left: str,
) -> None:
    (least,) = _costs(world, at, who, rules).values()
    assert least == number(cost)
    bill, free = world.bill(mission, "", least), world.left(mission.id)
    told = re.findall(r"(\S+) would pay ([\d,]+) EUR and has (-?[\d,]+) EUR left", left)
    assert {(f, number(part), int(n.replace(",", ""))) for f, part, n in told} == {
        (f, part, free[f]) for f, part in bill.items() if part > free[f]
    }
    assert told


def _costs(
    world: World, mission: Mission, who: str | None = None, rules: object = None
) -> dict[str, int]:
    beside = Beside(world, mission.id)
    if who and who.startswith("of experts"):
        asked = {"qualified", "funded", *(["language"] if "speak" in who else [])}
        return beside.costs(Wish(mission), only(asked))
    if who:
        assert isinstance(rules, tuple)
        return beside.costs(Wish(mission), only(rules))
    return beside.costs(Wish(mission)) or beside.costs(Wish(mission, spares=mission.positions))


@WHY.of(r"No fund's terms fit: it names (?P<funds>.+)\.")
def _names_others(world: World, mission: Mission, at: Mission, rules: object, funds: str) -> None:
    assert {*names(funds)} == {*mission.funds}
    assert not _costs(world, at)


@WHY.of(r"No fund's terms fit the mission: region, expertise, host, validity or confirmation\.")
def _no_terms(world: World, mission: Mission, at: Mission, rules: object) -> None:
    assert not _costs(world, at)


@WHY.of(r"The terms of the funds that share it do not all fit: (?P<funds>.+)\.")
def _shared_terms(world: World, mission: Mission, at: Mission, rules: object, funds: str) -> None:
    assert funds == "; ".join(name for name, _ in mission.shares)
    assert not _costs(world, at)


@WHY.of(r"What is agreed for it in the Assignments sheet cannot be kept together\.")
def _together(world: World, mission: Mission, at: Mission, rules: object) -> None:
    assert world.pinned(mission.id)


_TEAM = {
    "experts of one mission come from different countries": "different-administrations",
    "a pre-accredited expert needs a staff lead or an accredited colleague": "evaluation-lead",
    "an administration's limit is reached": "administration-capacity",
}


@WHY.of(r"(?P<parts>\S+ needs \d+; \d+ experts? holds? it.*)\.")
def _people(
    world: World, mission: Mission, at: Mission, rules: tuple[str, ...] | None, parts: str
) -> None:
    for team, rule in _TEAM.items():
        if parts.endswith(f"; {team}") or f"; {team}; " in parts:
            parts = parts.replace(f"; {team}", "")
            assert rules is None or rule in rules
    asked = []
    for code, needs, rest in re.findall(r"(\S+) needs (\d+); (.+?)(?=; \S+ needs|$)", parts):
        asked.append(code)
        assert mission.positions.count(code) == int(needs)
        about_code(world, at, code, rest)
    assert {*asked} == {*mission.positions}


PHRASES = {
    r"do(?:es)? not speak (?P<spoken>.+)": "language",
    r"(?:is|are) not available on any allowed start": "available",
    r"(?:is|are) on other missions": "one-at-a-time",
    r"goe?s? to as many missions as Most missions says": "most-missions",
    r"ha(?:s|ve) no release weeks left": "release-cap",
    r"comes? from (?P<host>.+) itself": "not-own-administration",
    r"(?:is|are) refused or not cleared": "cleared",
    r"(?:is|are) excluded or (?:was|were) declined for it": "not-excluded",
}


def about_code(world: World, mission: Mission, code: str, text: str) -> None:
    """How many hold an expertise, and what keeps each of them away."""
    match = re.fullmatch(r"(\d+) experts? holds? it(?:: (.+))?", text)
    assert match, text
    holders = [e for e in world.experts.values() if (e.id, code) in world.standing]
    assert int(match[1]) == len(holders)
    beside, runs = Beside(world, mission.id), world.starts(mission)
    wish = Wish(mission)
    by_rule = {e.id: [{*beside.faults(wish, code, e, run)} for run in runs] for e in holders}
    able = {name for name, found in by_rule.items() if not all(found) or not found}
    rest, counted, free = match[2] or "", 0, 0
    if could := re.search(r"(?:^|, )(\d+) could come(?: \((.+)\))?$", rest):
        rest, free = rest[: could.start()], int(could[1])
        if could[2]:
            places = {world.experts[e].country for e in able}
            assert sorted(names(could[2])) == sorted(names(", ".join(places)))
    assert free == len(able), (text, able)
    for n, phrase in re.findall(r"(\d+) ((?:(?!, \d).)+)", rest):
        rule, found = _phrase(phrase)
        if "spoken" in found:
            assert {*names(found["spoken"])} == mission.languages
        if "host" in found:
            assert found["host"] == mission.host
        whole = rule in (
            "language",
            "available",
            "not-own-administration",
            "cleared",
            "not-excluded",
        )
        closes = all if whole else any
        barred = {
            name for name, faults in by_rule.items() if closes(rule in f for f in faults)
        } - able
        assert int(n) <= len(barred), (text, rule, barred)
        counted += int(n)
    assert counted + free == len(holders), text


def _phrase(phrase: str) -> tuple[str, dict[str, str]]:
    for pattern, rule in PHRASES.items():
        if match := re.fullmatch(pattern, phrase):
            return rule, match.groupdict()
    raise AssertionError(phrase)


MONEY = re.compile(
    r"([\d,]+) EUR more in fund (\S+?)(?=[\s;.]|$)"
    r"(?: \((?:in any plan at least [\d,]+ EUR; |less may [a-z ]+; )?"
    r"([\d,]+) EUR with the rest as it is\)"
    r"| with the rest of the plan as it is"
    r" \((?:(?:less may do|none|[\d,]+ EUR in all) where other missions change(?:, )?)?"
    r"(?:in any plan at least [\d,]+ EUR)?\))?"
)
SPARES = re.compile(
    r"((?:(?:one|\d+) more accredited \S+ experts?(?:, | and )?)+) of region (\w+), from "
    r"(?:a country|countries) other than the host's and the team's(?: and each other's)?"
    r"(?:, who speaks? ([\w, ]+?))?(?= together with| and |, confirm|, Max|, [\d]|$)"
)
DATES = re.compile(rf"other dates, the nearest being ({DAY}) to ({DAY})")
CONFIRM = re.compile(r"confirm fund (\S+)(?: and (\S+))?")
LIMIT = re.compile(r"(Max missions hosted|Max experts away|Max weeks) of (.+?) raised to (\d+)")
_FIELD = {"Max missions hosted": "hosted", "Max experts away": "away", "Max weeks": "weeks"}
_JOIN = re.compile(r"(a staff lead|the waiver Same administration allowed|together with|and|[, ])*")


def helps(world: World, mission: Mission, text: str) -> Iterator[str]:
    """Hold What would help: each way does, and less of it does not."""
    beside = Beside(world, mission.id)
    if text.startswith("Nothing that was tried"):
        yield text
        return
    text, _, joint = text.partition(". ")
    if joint:
        _hold_joint(world, mission, joint)
        yield joint
    begins = text if text.startswith("Max ") else text[0].lower() + text[1:]
    for way in begins.removesuffix(".").split("; or "):
        wish = _granted(world, mission, way)
        assert beside.possible(wish), f"does not help: {way}"
        for less in _less(world, wish):
            assert not beside.possible(less), f"less helps: {way}"
        yield way


JOINT = re.compile(
    r"([\d,]+) EUR more in fund (\S+) (delivers|is enough for) (.+) together"
    r"(?: \(less may do\))?\."
)


def _hold_joint(world: World, mission: Mission, text: str) -> None:
    """What one amount delivers is no more than what is wished for singly, as Fund use says, too."""
    match = JOINT.fullmatch(text)
    assert match, text
    told = names(match[4])
    rows = {row["Mission ID"]: row for row in world.book.rows["Not delivered"]}
    assert mission.id in told
    assert len(told) > 1
    wishes = (rows[name]["What would help"].partition(". ")[0] + "." for name in told)
    single = [number(found[1]) for found in map(MONEY.search, wishes) if found]
    assert number(match[1]) >= max(single)
    assert len(single) == len(told)
    funds = {row["Fund ID"]: row for row in world.book.rows["Fund use"]}
    assert text in funds[match[2]]["More would deliver"]


def _granted(world: World, mission: Mission, way: str) -> Wish:
    wish, rest = Wish(mission), way
    if "a staff lead" in rest:
        wish = replace(wish, mission=replace(wish.mission, lead=True))
    if "the waiver Same administration allowed" in rest:
        wish = replace(wish, mission=replace(wish.mission, same=True))
    if found := SPARES.search(rest):
        codes = re.findall(r"(one|\d+) more accredited (\S+) expert", found[1])
        wish = replace(wish, spares=tuple(c for n, c in codes for _ in range(number(n))))
        assert found[2] == mission.region
        assert not found[3] or {*names(found[3])} == mission.languages
    if found := DATES.search(rest):
        wish = replace(wish, mission=replace(wish.mission, first=day(found[1]), last=day(found[2])))
    money = {fund: number(whole or least) for least, fund, whole in MONEY.findall(rest)}
    limits = dict(wish.limits)
    for header, country, value in LIMIT.findall(rest):
        now = limits.get(country) or world.limits[country]
        assert int(value) > getattr(now, _FIELD[header])
        change: Any = {_FIELD[header]: int(value)}
        limits[country] = replace(now, **change)
    confirmed = [name for m in CONFIRM.findall(rest) for name in m if name]
    for pattern in (SPARES, DATES, MONEY, LIMIT, CONFIRM):
        rest = pattern.sub("", rest)
    assert _JOIN.fullmatch(rest), f"{rest!r} in {way!r}"
    return replace(wish, money=money, limits=limits, confirmed=confirmed)


def _less(world: World, wish: Wish) -> Iterator[Wish]:
    """Wishes with a little less of each thing."""
    for fund, n in wish.money.items():
        yield replace(wish, money={**wish.money, fund: n - 1})
    for place in range(len(wish.spares)):
        yield replace(wish, spares=wish.spares[:place] + wish.spares[place + 1 :])
    for country, limits in wish.limits.items():
        for field in ("away", "weeks", "hosted"):
            value = getattr(limits, field)
            if value is not None and value > getattr(world.limits[country], field):
                less = replace(limits, **{field: value - 1})
                yield replace(wish, limits={**wish.limits, country: less})
    if wish.confirmed:
        yield replace(wish, confirmed=())
