"""Sentences about what the levels lose and gain, and about which rows of the plan change."""

import re
from collections.abc import Iterable, Sequence

from tests.derived.judge import DAY, Unknown, names, number
from tests.derived.world import Post, World

_MORE = r"(?:1 {0} (?P<{1}one>more|fewer)|(?P<{1}n>[\d,]+) (?P<{1}many>more|fewer) {0}s)"
_CHANGES = {
    "delivery": re.compile(
        _MORE.format("mission", "")
        + r" (?:of priority (?P<of>\d)|with an (?P<agreed>agreed) expert) would be delivered"
    ),
    "pre-accredited": re.compile(
        _MORE.format("candidate", "")
        + r" for (?P<codes>[\w/, -]+?) would get an evaluation mission "
        r"\((?:without (?P<lost>[\w, ]+?))?(?:, )?(?:with (?P<won>[\w, ]+))?\)"
    ),
    "stability": re.compile(r"(?P<n>[\d,]+) proposals? would not be kept"),
    "externals": re.compile(
        _MORE.format("position", "") + r" would be filled by an external expert"
    ),
    "region": re.compile(_MORE.format("position", "") + r" would be filled from another region"),
    "idle": re.compile(
        r"(?P<n>[\d,]+) (?P<many>more|fewer) days? of waiting would end with a mission"
    ),
    "cost": re.compile(r"the plan would cost (?P<n>[\d,]+) EUR (?P<dearer>more|less)"),
}
BETTER_IF_MORE = ("delivery", "pre-accredited", "idle")
_BETWEEN = re.compile(
    r"(Possible, but|Besides,|In return,|in return,|No level gets worse|and|[;,. ])*"
)


def hold_changes(text: str, world: World, after: Sequence[Post]) -> None:
    """What is told of the levels is what differs; losses come first, gains behind them."""
    before_values, after_values = world.levels(world.plan), world.levels(after)
    differs = {
        name: after_values[name] - value
        for name, value in before_values.items()
        if after_values[name] != value
    }
    told = _read(text, world, after)
    assert {n: v for n, v in told.items() if n != "stability"} == {
        n: v for n, v in differs.items() if n != "stability"
    }, f"{differs}: {text}"
    assert told.get("stability") in (None, differs.get("stability")), f"{differs}: {text}"
    assert text == "nothing: just as good" or told or "No level gets worse" in text, text
    _hold_order(text, differs)


def _read(text: str, world: World, after: Sequence[Post]) -> dict[str, int]:
    told: dict[str, int] = {}
    rest = text.replace("nothing: just as good", "")
    for level, pattern in _CHANGES.items():
        for match in pattern.finditer(rest):
            found = match.groupdict()
            word = found.get("one") or found.get("many") or found.get("dearer") or "more"
            size = number(found.get("n") or "1") * (1 if word == "more" else -1)
            name = level
            if level == "delivery":
                name = "delivery-pinned" if found["agreed"] else f"delivery-{found['of']}"
            told[name] = size
            if level == "pre-accredited":
                _hold_candidates(world, after, size, found)
        rest = pattern.sub("", rest)
    if not _BETWEEN.fullmatch(rest):
        raise Unknown(f"{rest!r} in {text!r}")
    return told


def _hold_candidates(
    world: World, after: Sequence[Post], size: int, found: dict[str, str | None]
) -> None:
    old, new = world.chances(world.plan), world.chances(after)
    assert sorted(names(found["lost"] or "")) == sorted(e for e, _ in old - new), found
    assert sorted(names(found["won"] or "")) == sorted(e for e, _ in new - old), found
    codes = {code for _, code in (old - new if size < 0 else new - old)}
    assert {*names(found["codes"] or "")} == codes


def _hold_order(text: str, differs: dict[str, int]) -> None:
    """Before "in return" stands what gets worse, behind it what gets better."""
    _, turn, gains = text.partition("n return, ")
    for level, size in differs.items():
        group = level.partition("-")[0] if level.startswith("delivery") else level
        better = (size > 0) == (group in BETTER_IF_MORE)
        if turn and group != "stability":
            assert bool(_CHANGES[group].search(gains)) is better or group == "delivery", text


_GOES = re.compile(r"(?P<come>[\w, ]+) go(?:es)? to (?P<mission>\S+) for (?P<gone>[\w, ]+)")
_MOVES = re.compile(rf"(?P<mission>\S+) moves to (?P<start>{DAY})")
_PAID = re.compile(r"(?P<mission>\S+) is paid by (?P<fund>.+)")
_ADDED = re.compile(rf"(?P<mission>\S+) is delivered on (?P<start>{DAY}), by (?P<team>[\w, ]+)")
_GONE = re.compile(r"(?P<mission>\S+) is not delivered")


def hold_moves(texts: Iterable[str], before: Sequence[Post], after: Sequence[Post]) -> None:
    """The rows that are said to change are those that do, and all of them."""
    assert sorted(texts) == sorted(_moves(before, after)), list(_moves(before, after))


def _moves(before: Sequence[Post], after: Sequence[Post]) -> Iterable[str]:
    old, new = World.teams(before), World.teams(after)
    for name in {*old, *new}:
        if name not in new:
            yield f"{name} is not delivered"
        elif name not in old:
            team = ", ".join(sorted(p.expert for p in new[name]))
            yield f"{name} is delivered on {_text(new[name][0])}, by {team}"
        else:
            yield from _changes_of(name, old[name], new[name])


def _changes_of(name: str, old: tuple[Post, ...], new: tuple[Post, ...]) -> Iterable[str]:
    if old[0].run != new[0].run:
        yield f"{name} moves to {_text(new[0])}"
    gone = sorted({p.expert for p in old} - {p.expert for p in new})
    come = sorted({p.expert for p in new} - {p.expert for p in old})
    if gone:
        yield f"{', '.join(come)} for {', '.join(gone)} on {name}"
    if old[0].fund != new[0].fund:
        yield f"{name} is paid by {new[0].fund}"


def plain_moves(text: str) -> list[str]:
    """What a sentence says that changes, each change in a form that can be compared."""
    found = []
    for part in text.removeprefix("Who else moves: ").removesuffix(".").split("; "):
        if m := _GOES.fullmatch(part):
            come, gone = (", ".join(sorted(names(m[k]))) for k in ("come", "gone"))
            found.append(f"{come} for {gone} on {m['mission']}")
        elif m := _ADDED.fullmatch(part):
            team = ", ".join(sorted(names(m["team"])))
            found.append(f"{m['mission']} is delivered on {m['start']}, by {team}")
        elif _MOVES.fullmatch(part) or _PAID.fullmatch(part) or _GONE.fullmatch(part):
            found.append(part)
        else:
            raise Unknown(part)
    return found


def _text(post: Post) -> str:
    return f"{post.run.start.day} {post.run.start:%B %Y}"
