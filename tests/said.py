"""What explanations say of the levels, read as an RDM reads them: which one changes by how much."""

import re
from collections.abc import Iterable

_MORE = r"(?P<word>more|fewer)"


def _counted(noun: str) -> str:
    """Such as "1 mission fewer" and "2 more missions"."""
    return rf"(?P<n>[\d,]+) (?:{noun} {_MORE}|(?P<word2>more|fewer) {noun}s)"


_PATTERNS = {
    "delivery": rf"{_counted('mission')} (?:of priority (?P<class>\d)|with an (?P<pinned>agreed))",
    "stability": r"(?P<n>[\d,]+) Proposed or Contacted rows? would not be kept",
    "pre-accredited": rf"{_counted('candidate')} for ",
    "externals": rf"{_counted('position')} would be filled by an external expert",
    "region": rf"{_counted('position')} would be filled from another region",
    "idle": rf"(?P<n>[\d,]+) {_MORE} days of waiting",
    "cost": r"the plan would cost (?P<n>[\d,]+) \w+ (?P<word>more|less)",
}


def read(sentences: Iterable[str]) -> dict[str, int]:
    """By how much the value of each level differs; levels that are not named do not differ."""
    text, found = "; ".join(sentences), {}
    for level, pattern in _PATTERNS.items():
        for match in re.finditer(pattern, text):
            groups = match.groupdict()
            word = groups.get("word") or groups.get("word2") or "more"
            number = int(groups["n"].replace(",", ""))
            found[_name(level, groups)] = number if word == "more" else -number
    return found


def _name(level: str, groups: dict[str, str | None]) -> str:
    if level != "delivery":
        return level
    return "delivery-pinned" if groups["pinned"] else f"delivery-{groups['class']}"
