"""Sentences of `explain`: of a mission, of an expert, and of what was asked for instead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from models.answers.explanation import Block, Explanation, Line
from models.requests.question import WhyExpert, WhyMission
from tests.derived.beside import Asks, Beside, Wish, team_faults
from tests.derived.changes import hold_changes, hold_moves, plain_moves
from tests.derived.judge import DAY, Kinds, Seat, day, names, number
from tests.derived.refusal import closed_days, refused
from tests.derived.result_sheets import able_for, about_code, at_any_time, helps, why
from tests.derived.sheets import Mission
from tests.derived.world import Post, Run, World

_POSITION = re.compile(r"Position (?P<position>\d+), (?P<code>\S+): (?P<expert>\S+)")
_REFUSED = re.compile(r"(?P<rule>[a-z-]+): (?P<text>[A-Z].+)", re.DOTALL)


def of_mission(world: World, said: Explanation) -> Iterator[str]:
    """Hold what is said of a mission; yield each sentence."""
    assert isinstance(said.question, WhyMission)
    mission = world.missions[said.question.mission_id]
    team = world.teams(world.plan).get(mission.id)
    if team is None:
        yield from _left_out(world, mission, said.blocks)
        return
    seats = {post.position: post for post in team}
    for block in said.blocks:
        yield block.heading
        if match := _POSITION.fullmatch(block.heading):
            post = seats.pop(int(match["position"]))
            assert (match["code"], match["expert"]) == (post.code, post.expert)
            yield from _position(world, post, block)
        elif block.heading.startswith("Why from ") and re.search(DAY, block.heading):
            yield from _dates(world, mission, team, block)
        elif block.heading.startswith(("Why from ", "Why no fund")):
            yield from _fund(world, mission, team, block)
        else:
            run = team[0].run
            assert block.heading == (
                f"{mission.id} is delivered from {_text(run.start)} to {_text(run.end)}"
            )
            assert not block.lines
            told = " ".join(block.sentences)
            assert not mission.title or told.startswith(mission.title)
            assert told.count(mission.host) <= max(1, mission.title.count(mission.host))
    assert not seats


def _text(value: Any) -> str:
    return f"{value.day} {value:%B %Y}"


# A position.

SEAT = Kinds()


def _position(world: World, post: Post, block: Block) -> Iterator[str]:
    for sentence in block.sentences:
        SEAT.hold(sentence, world=world, post=post)
        yield sentence
    for line in block.lines:
        yield f"{line.what} {line.text}"
        _instead(world, post, line.what, line.text)
    _hold_all_named(world, post, block)


def _instead(world: World, post: Post, name: str, text: str) -> None:
    """What changes with somebody else on a position, or what forbids it."""
    seat = Seat(world, post, world.experts[name])
    if match := _REFUSED.fullmatch(text):
        refused(match["text"], match["rule"], seat)
    else:
        assert not seat.faults() - {"pinned"}, text
        hold_changes(text, world, seat.plan())


def _hold_all_named(world: World, post: Post, block: Block) -> None:
    """Everybody who could go is named, up to ten of them; the rest is counted."""
    able = able_for(world, post)
    named = [line.what for line in block.lines if not _REFUSED.fullmatch(line.text)]
    more = re.search(r"(\d+) more could go", " ".join(block.sentences))
    assert {*named} <= {*able}
    assert len(named) + int(more[1] if more else 0) == len(able), (able, block)


@SEAT.of(r"(?P<status>[\w-]+), (?P<where>in region|another region)\.")
def _who(world: World, post: Post, status: str, where: str) -> None:
    assert status == world.standing[post.expert, post.code]
    near = world.experts[post.expert].region == world.missions[post.mission].region
    assert (where == "in region") is near


@SEAT.of(r"(?P<code>\S+) needs 1; (?P<rest>.+)\.")
def _pool(world: World, post: Post, code: str, rest: str) -> None:
    assert code == post.code
    about_code(world, world.missions[post.mission], code, rest)


@SEAT.of(r"(?P<expert>\S+) is (?P<status>\w+) for it: what is agreed stays\.")
def _agreed(world: World, post: Post, expert: str, status: str) -> None:
    rows = {r.expert: r.status for r in world.pinned(post.mission)}
    assert expert == post.expert
    assert rows[expert] == status


@SEAT.of(r"(?P<expert>\S+) is to be kept \(Keep = yes\)(?: and is \w+)? for it: .+\.")
def _kept(world: World, post: Post, expert: str) -> None:
    assert expert in {r.expert for r in world.pinned(post.mission) if r.keep}


@SEAT.of(
    r"Not named: (?:(?P<able>\d+) more could go)?(?: and )?"
    r"(?:a rule keeps (?P<kept>\d+) more away)?; ask about one of them by its ID\."
)
def _more(world: World, post: Post, able: str, kept: str) -> None:
    assert able or kept


@SEAT.of(r"Instead, with everything else unchanged:")
def _heads(world: World, post: Post) -> None:
    assert post.expert not in {r.expert for r in world.pinned(post.mission)}


@SEAT.of(r"If (?P<expert>\S+) could not go after all, with everything else unchanged:")
def _heads_agreed(world: World, post: Post, expert: str) -> None:
    assert expert in {r.expert for r in world.pinned(post.mission)}


# Dates and money.


def _dates(world: World, mission: Mission, team: Sequence[Post], block: Block) -> Iterator[str]:
    assert block.heading == f"Why from {_text(team[0].run.start)}"
    others = [run for run in world.starts(mission) if run != team[0].run]
    beside = Beside(world, mission.id)
    people = [(world.experts[p.expert], p.code) for p in team]
    same = [r for r in others if not team_faults(beside, mission, r, people, team[0].fund)]
    told: dict[str, list[Any]] = {"With everything else unchanged": [], "With another team": []}
    for sentence in block.sentences:
        yield sentence
        if match := re.fullmatch(
            rf"It has (\d+) allowed starts? from ({DAY}) to ({DAY}); no level prefers one date to "
            r"another\.",
            sentence,
        ):
            assert int(match[1]) == len(others) + 1
            assert (day(match[2]), day(match[3])) == (mission.first, mission.last)
        elif match := re.fullmatch(r"(With .+?) it could also start on (.+)\.", sentence):
            told[match[1]] = [day(text) for text in names(match[2])]
        else:
            assert sentence == (
                "With the rest of the plan unchanged it could start on no other day."
            ), sentence
    other = [r for r in others if r not in same and _could_start(world, mission, r)]
    assert told["With everything else unchanged"] == [r.start for r in same]
    assert told["With another team"] == [r.start for r in other]


def _could_start(world: World, mission: Mission, run: Run) -> bool:
    at = replace(mission, first=run.start, last=run.end)
    return Beside(world, mission.id).possible(Wish(at))


def _fund(world: World, mission: Mission, team: Sequence[Post], block: Block) -> Iterator[str]:
    cost = world.cost(mission, (world.experts[p.expert] for p in team))
    (sentence,) = block.sentences
    yield sentence
    match = re.match(r"It costs ([\d,]+) EUR", sentence)
    assert match
    assert number(match[1]) == cost
    if named := re.search(r"It may be paid by (.+) alone", sentence):
        assert {*names(named[1])} == {*mission.funds}
    left = world.left(mission.id)
    costs = Beside(world, mission.id).costs(Wish(mission))
    assert mission.shares or not world.funds or {line.what for line in block.lines} == costs.keys()
    for line in block.lines:
        yield f"{line.what} {line.text}"
        match = re.fullmatch(r"(-?[\d,]+) EUR left for it(, which is not enough)?", line.text)
        assert match
        assert int(match[1].replace(",", "")) == left[line.what]
        assert bool(match[2]) is (left[line.what] < costs[line.what])


# A mission that is left out, and the facts that forbid it.


def _left_out(world: World, mission: Mission, blocks: Sequence[Block]) -> Iterator[str]:
    first, *facts, last = [b for b in blocks if not b.heading.startswith(("What the year", "No "))]
    assert first.heading == f"{mission.id} is not delivered"
    yield first.heading
    yield from why(world, mission, " ".join(first.sentences), None)
    for block in facts:
        assert block.heading in (
            "These facts forbid it, whatever else is granted; none of them is superfluous",
            "And by itself this forbids it, too",
        )
        yield from hold_facts(world, mission, block.lines)
    assert last.heading == "What would help"
    yield from helps(world, mission, last.sentences[0])


FACT = Kinds()


def hold_facts(
    world: World, mission: Mission, lines: Sequence[Line], plan: Sequence[Post] | None = None
) -> Iterator[str]:
    """Each fact is one; together they forbid the mission, and no part of them does."""
    keys: list[tuple[str, str]] = []
    at = mission if world.starts(mission) else at_any_time(world, mission)
    for line in lines:
        found: list[str] = []
        FACT.hold(
            line.text, world=world, mission=at, rule=line.what, found=found, plan=plan, line=line
        )
        yield line.text
        keys += [(line.what, key) for key in found]
    if all(rule == "dates" for rule, _ in keys):
        assert not world.starts(mission)
        return
    beside, wish = Beside(world, mission.id, plan), Wish(at)
    assert not beside.possible(wish, _among(keys, keys)), keys
    for key in keys:
        assert beside.possible(wish, _among([k for k in keys if k != key], keys)), key


def _among(asked: Sequence[tuple[str, str]], known: Sequence[tuple[str, str]]) -> Asks:
    """Only these facts hold; that experts are qualified is one fact."""
    has = {*asked}
    return lambda rule, key: ((rule, "") if rule in ("qualified", "pinned") else (rule, key)) in has


def _row(line: Line | None, sheet: str, row: int) -> None:
    """The fact stands where it is said to stand; on the page of an expert nothing is said."""
    if line is not None:
        assert line.place is not None
        assert (line.place.sheet, line.place.row) == (sheet, row)


@FACT.of(r"(?P<parts>\S+ needs \d+, .+)")
def _few(world: World, parts: str, found: list[str], mission: Mission, **_: Any) -> None:
    for code, needs, holds in re.findall(r"(\S+) needs (\d+), (\d+) experts? holds? it", parts):
        assert mission.positions.count(code) == int(needs)
        assert sum(c == code for _, c in world.standing) == int(holds)
    found.append("")


@FACT.of(r"(?P<who>\S+) does not speak (?P<spoken>.+)")
def _mute(
    world: World,
    who: str,
    spoken: str,
    found: list[str],
    mission: Mission,
    line: Line | None,
    **_: Any,
) -> None:
    assert {*names(spoken)} == mission.languages
    assert not mission.languages & {*world.experts[who].languages}
    _row(line, "Experts", world.experts[who].row)
    found.append(who)


@FACT.of(r"(?P<who>\S+) is refused or not cleared")
def _unclear(world: World, who: str, found: list[str], line: Line | None, **_: Any) -> None:
    assert who in world.external
    _row(line, "Experts", world.experts[who].row)
    found.append(who)


@FACT.of(r"(?P<who>\S+) comes from (?P<place>.+) itself")
def _home(world: World, who: str, place: str, found: list[str], mission: Mission, **_: Any) -> None:
    assert world.experts[who].country == place == mission.host
    found.append(who)


@FACT.of(r"(?P<who>\S+) has left")
def _gone(world: World, who: str, found: list[str], **_: Any) -> None:
    assert world.experts[who].left
    found.append(f"{who} left")


@FACT.of(r"(?P<who>.+?) is not available(?P<when>(?: from | until | on |$).*)")
def _closed(
    world: World, who: str, when: str, found: list[str], line: Line | None, **_: Any
) -> None:
    rows = [c for c in world.closed if c.who == who and closed_days(when, c.first, c.last)]
    assert rows, f"{who} {when}"
    row = line.place.row if line and line.place else rows[0].row
    assert row in [c.row for c in rows]
    found.append(str(row))


@FACT.of(r"(?P<who>\S+) goes to as many missions as Most missions says")
def _full(world: World, who: str, found: list[str], **_: Any) -> None:
    assert world.experts[who].most is not None
    found.append(who)


@FACT.of(rf"(?P<who>\S+) is on (?P<other>\S+), (?P<first>{DAY}) to (?P<last>{DAY})")
def _busy(
    world: World,
    who: str,
    other: str,
    first: str,
    last: str,
    found: list[str],
    mission: Mission,
    **_: Any,
) -> None:
    (run,) = {p.run for p in world.plan if (p.mission, p.expert) == (other, who)}
    assert run == Run(day(first), day(last))
    found.append(f"{who} {other}")


@FACT.of(
    rf"(?P<who>\S+) is on (?P<other>.+) until (?P<last>{DAY}), under way when the plan "
    r"starts"
)
def _under_way(world: World, who: str, other: str, last: str, found: list[str], **_: Any) -> None:
    (visit,) = [
        v
        for v in world.visits
        if v.expert == who and v.run.end == day(last) and (v.mission or "a mission") == other
    ]
    assert visit.run.start < world.start <= visit.run.end
    found.append(f"{who} {visit.mission}")


@FACT.of(
    r"(?P<who>\S+) has (?P<left>\d+) release weeks? left of (?P<cap>\d+), and the mission "
    r"charges (?P<needs>\d+)"
)
def _weeks(
    world: World,
    who: str,
    left: str,
    cap: str,
    needs: str,
    found: list[str],
    mission: Mission,
    plan: Sequence[Post] | None,
    **_: Any,
) -> None:
    expert, beside = world.experts[who], Beside(world, mission.id, plan)
    assert (int(cap), int(needs)) == (world.cap(expert), mission.weeks)
    lefts = {max(0, beside.weeks_left(expert, run)) for run in world.starts(mission)}
    assert int(left) in lefts
    assert int(left) < int(needs)
    found.append(who)


@FACT.of(r"(?P<place>.+) releases (?P<what>.+), and the plan uses it up")
def _used_up(world: World, place: str, what: str, found: list[str], **_: Any) -> None:
    limits = world.limits[place]
    away = re.search(r"(\d+) experts? at a time", what)
    weeks = re.search(r"(\d+) weeks?", what)
    assert (away and int(away[1])) == limits.away
    assert (weeks and int(weeks[1])) == limits.weeks
    found.append(place)


@FACT.of(r"(?P<place>.+) receives (?P<most>\d+) at a time(?:; the plan has (?P<there>.+) there)?")
def _hosted(
    world: World, place: str, most: str, there: str, found: list[str], mission: Mission, **_: Any
) -> None:
    assert world.limits[place].hosted == int(most)
    others = {p.mission for p in world.plan if world.missions[p.mission].host == place}
    assert {*names(there or "")} <= others | {v.mission for v in world.visits}
    found.append(place)


@FACT.of(r"(?P<name>\S+) does not allow two experts of the same administration")
def _no_waiver(mission: Mission, name: str, found: list[str], **_: Any) -> None:
    assert name == mission.id
    assert not mission.same
    found.append("")


@FACT.of(r"(?P<name>\S+) has no staff lead who could evaluate pre-accredited experts")
def _no_lead(mission: Mission, name: str, found: list[str], **_: Any) -> None:
    assert name == mission.id
    assert not mission.lead
    found.append("")


@FACT.of(r"(?P<who>\S+) is excluded from (?P<what>.+)")
def _excluded(
    world: World, mission: Mission, who: str, what: str, found: list[str], **_: Any
) -> None:
    keys = Beside(world, mission.id).excluded(mission, world.experts[who])
    assert f"{who} {what}" in keys
    found.append(f"{who} {what}")


@FACT.of(r"(?P<who>\S+) was declined for (?P<name>\S+)")
def _declined(
    world: World, mission: Mission, who: str, name: str, found: list[str], **_: Any
) -> None:
    assert name == mission.id
    assert f"{who} declined" in Beside(world, name).excluded(mission, world.experts[who])
    found.append(f"{who} declined")


@FACT.of(r"(?P<name>\S+) may be paid by (?P<funds>.+) alone")
def _named(mission: Mission, name: str, funds: str, found: list[str], **_: Any) -> None:
    assert name == mission.id
    assert {*names(funds)} == {*mission.funds}
    found.append("named")


@FACT.of(r"(?P<fund>\S+) is pending")
def _pending(world: World, fund: str, found: list[str], line: Line | None, **_: Any) -> None:
    assert world.funds[fund].pending
    _row(line, "Funds", world.funds[fund].row)
    found.append(f"{fund} status")


@FACT.of(rf"(?P<fund>\S+) is valid (?P<word>from|to) (?P<when>{DAY})")
def _valid(world: World, fund: str, word: str, when: str, found: list[str], **_: Any) -> None:
    assert getattr(world.funds[fund], f"valid_{word}") == day(when)
    found.append(f"{fund} valid_{word}")


@FACT.of(r"(?P<fund>\S+) is for (?P<what>.+)")
def _for(world: World, fund: str, what: str, found: list[str], **_: Any) -> None:
    terms = {
        "regions": world.funds[fund].regions,
        "expertise": world.funds[fund].expertise,
        "hosts": world.funds[fund].hosts,
    }
    fits = [
        t
        for t, items in terms.items()
        if items and sorted(names(", ".join(items))) == sorted(names(what))
    ]
    assert fits, what
    found.append(f"{fund} {fits[0]}")


@FACT.of(r"(?P<fund>\S+) has (?P<left>-?[\d,]+) EUR left")
def _left(
    world: World,
    mission: Mission,
    fund: str,
    left: str,
    found: list[str],
    plan: Sequence[Post] | None,
    line: Line | None,
    **_: Any,
) -> None:
    if plan is None:
        assert world.left(mission.id)[fund] == int(left.replace(",", ""))
    _row(line, "Funds", world.funds[fund].row)
    found.append(f"{fund} amount")


@FACT.of(r"(?P<name>\S+) takes (?P<n>\d+) working days? between (?P<first>.+) and (?P<last>.+)")
def _window(
    world: World,
    mission: Mission,
    name: str,
    n: str,
    first: str,
    last: str,
    found: list[str],
    **_: Any,
) -> None:
    own = world.missions[name]
    assert (own.days, own.first, own.last) == (int(n), day(first), day(last))
    found.append("window")


@FACT.of(r"Missions avoid the public holidays of (?P<host>.+)")
def _avoid(mission: Mission, host: str, found: list[str], **_: Any) -> None:
    assert host == mission.host
    found.append("public holidays")


@FACT.of(rf"(?P<when>{DAY}) is a holiday in (?P<host>.+)")
def _holiday(world: World, when: str, host: str, found: list[str], **_: Any) -> None:
    assert world.holiday(host, day(when))
    found.append(f"holiday {when}")


@FACT.of(
    rf"(?P<who>\S+) is agreed for (?P<name>\S+)(?: from (?P<start>{DAY}))? "
    r"\((?P<status>\w+)\)"
)
def _pinned(
    world: World,
    mission: Mission,
    who: str,
    name: str,
    start: str,
    status: str,
    found: list[str],
    **_: Any,
) -> None:
    rows = {(r.expert, r.status, r.start) for r in world.pinned(name)}
    assert (who, status, start and day(start)) in rows
    found.append("")


# An expert.


def of_expert(world: World, said: Explanation) -> Iterator[str]:
    """Hold the page of an expert; yield each sentence."""
    assert isinstance(said.question, WhyExpert)
    expert = world.experts[said.question.expert_id]
    goes: set[str] = set()
    for block in said.blocks:
        yield block.heading
        yield from block.sentences
        for line in block.lines:
            yield f"{line.what} {line.text}"
        if block.heading == f"Expert {expert.id}":
            _hold_record(world, expert.id, block.sentences)
        elif block.heading == "Goes to":
            goes = {line.what for line in block.lines}
            for line in block.lines:
                _hold_goes(world, expert.id, line)
        elif block.heading.startswith("Does not go to"):
            for line in block.lines:
                _hold_stays(world, expert.id, world.missions[line.what], line.text)
        else:
            assert block.heading == "No mission asks for what the expert holds"
    assert goes == {p.mission for p in world.plan if p.expert == expert.id}
    told = {line.what for block in said.blocks for line in block.lines}
    assert told == {
        m.id
        for m in world.missions.values()
        if any((expert.id, code) in world.standing for code in m.positions)
    }


def _hold_record(world: World, name: str, sentences: Sequence[str]) -> None:
    expert = world.experts[name]
    who, record = sentences
    held = [f"{code} ({status})" for (e, code), status in world.listed.items() if e == name]
    start = f"{expert.country}, {expert.region}; holds "
    assert who.startswith(start)
    assert sorted(names(who.removeprefix(start).removesuffix("."))) == sorted(held or ["nothing"])
    if name in world.external:
        assert record == (f"External, clearance {expert.clearance}: used as a last resort only.")
    else:
        assert record == f"{world.idle(name):,} idle days at the plan start."


def _hold_goes(world: World, name: str, line: Line) -> None:
    match = re.fullmatch(rf"position (\d+), (\S+), from ({DAY})", line.text)
    assert match, line
    (post,) = [p for p in world.plan if (p.mission, p.expert) == (line.what, name)]
    assert (post.position, post.code, post.run.start) == (int(match[1]), match[2], day(match[3]))


def _hold_stays(world: World, name: str, mission: Mission, text: str) -> None:
    """Why an expert does not go to a mission that asks for the expertise."""
    posts = [
        p for p in world.teams(world.plan).get(mission.id, ()) if (name, p.code) in world.standing
    ]
    if match := re.fullmatch(r"could come, but the mission is not delivered: (.+)", text):
        row = next(r for r in world.book.rows["Not delivered"] if r["Mission ID"] == mission.id)
        told = {*names(match[1])}
        assert told == {*re.split(r"[;\n]\s*", row["Rules"])} - {"dates"}
        assert mission.id not in world.teams(world.plan)
        assert not _kept_from(world, name, mission)
    elif "goes; with" in text or "goes, who is" in text:
        for part in text.split("; or "):
            _hold_other(world, name, posts, part)
    else:
        rule, _, rest = text.partition(": ")
        if all(map(FACT.knows, rest.split("; "))):
            _hold_fact(world, name, mission, rule, rest.split("; "))
        else:
            failures = [f for p in posts if (f := _fails(world, p, name, rule, rest)) is not None]
            assert len(failures) < len(posts), failures


def _fails(world: World, post: Post, name: str, rule: str, text: str) -> AssertionError | None:
    try:
        refused(text, rule, Seat(world, post, world.experts[name]))
    except AssertionError as failure:
        return failure
    return None


def _hold_other(world: World, name: str, posts: Sequence[Post], part: str) -> None:
    if match := re.fullmatch(r"(\S+) goes, who is (\w+): what is agreed stays", part):
        assert match[1] in {p.expert for p in posts}
        assert match[2] in {
            r.status for r in world.pinned(posts[0].mission) if r.expert == match[1]
        }
        return
    match = re.fullmatch(r"(\S+) goes; with (\S+) instead: (.+)", part)
    assert match, part
    assert match[2] == name
    (post,) = [p for p in posts if p.expert == match[1]]
    _instead(world, post, name, match[3])


def _kept_from(world: World, name: str, mission: Mission) -> set[str]:
    """The rules that keep somebody from every start of a mission, whatever else goes on."""
    beside, expert = Beside(world, mission.id), world.experts[name]
    at = mission if world.starts(mission) else at_any_time(world, mission)
    codes = [c for c in at.positions if (name, c) in world.standing]
    faults = [
        {*beside.faults(Wish(at), code, expert, run)} for code in codes for run in world.starts(at)
    ]
    return set.union(*faults) if faults and all(faults) else set()


def _hold_fact(world: World, name: str, mission: Mission, rule: str, facts: Sequence[str]) -> None:
    assert rule in _kept_from(world, name, mission), (rule, _kept_from(world, name, mission))
    for fact in facts:
        FACT.hold(fact, world=world, mission=mission, rule=rule, found=[], plan=None, line=None)


# What was asked for instead.


def of_wish(world: World, said: Explanation) -> Iterator[str]:
    """Hold the price of a wish: the plan with it keeps every rule, and changes as is said."""
    if said.price is None:
        return
    after = _posts(world, said)
    _hold_rules(world, after)
    block = next(b for b in said.blocks if "price" in b.heading or "give up" in b.heading)
    told, moved = [], []
    for sentence in block.sentences:
        yield sentence
        if sentence.startswith("Not proven"):
            continue
        if re.match(r"Possible, but|Besides,|In return,|No level", sentence):
            told.append(sentence)
        elif sentence != "Nothing else moves.":
            moved += plain_moves(sentence)
    hold_changes(" ".join(told), world, after)
    hold_moves(moved, world.plan, after)


def _posts(world: World, said: Explanation) -> list[Post]:
    assert said.price is not None
    return [
        Post(
            r.mission_id,
            r.position,
            r.expertise,
            r.expert_id,
            world.run(world.missions[r.mission_id], r.start),
            r.fund_id or "",
        )
        for r in said.price.plan.placements
    ]


def _hold_rules(world: World, plan: Sequence[Post]) -> None:
    other = world.changed(plan=tuple(plan))
    for name, team in world.teams(plan).items():
        people = [(world.experts[p.expert], p.code) for p in team]
        broken = team_faults(
            Beside(other, name), world.missions[name], team[0].run, people, team[0].fund
        )
        assert not broken, (name, broken)
