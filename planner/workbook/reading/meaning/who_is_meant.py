"""Which row an ID means that is not spelled like any: a name in its place, or a list of IDs."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from planner.domain.spelling import fold
from planner.domain.wording import listed
from planner.workbook.reading.meaning.meant import Meant
from planner.workbook.reading.sheets.sources import Record
from planner.workbook.reading.values.cell_values import CellError, Fault, shown
from planner.workbook.reading.values.text_lists import parts

# Letters of other alphabets, and signs, that nobody can tell from these.
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮаеосрхуѕіјԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυ‐‑‒–—−﹘’‘´`",
    "ABESIJKMHOPCTYXYaeocpxysijdhqwABEZHIKMNOPTYXovpu-------''''",
)
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "prof", "sir", "m", "mme", "mlle", "sr", "sra")
)

_LONGEST = 200
# An ID before or behind a name, whether the ID comes first: "E1 (Amber Ash)", "Amber Ash - E1".
_BESIDE_A_NAME = (
    (re.compile(r"(\S+?)\s*[-–—:,;([]?\s+[([]?(.+?)[)\]]?"), True),
    (re.compile(r"(\S+?)\s*[([](.+?)[)\]]"), True),
    (re.compile(r"(.+?)\s*[-–—:,;]?\s+[([]?(\S+?)[)\]]?"), False),
)

Known = Mapping[str, Record]


def looks(text: str) -> str:
    """An ID as it looks: letters of other alphabets as the Latin ones they look like."""
    return unicodedata.normalize("NFKC", text).translate(_ALIKE)


def name_key(text: str) -> tuple[str, ...]:
    """A person's name whatever the order and the case of its parts, without a form of address."""
    words = (fold(word) for word in re.findall(r"[^\W_]+", text))
    return tuple(sorted(word for word in words if word and word not in _TITLES))


class Directory:
    """The IDs of one sheet, found by what people write in their place.

    Parameters
    ----------
    what : str
        What an ID is of: a mission, an expert, a fund.
    known : mapping of str to Record
        The rows by ID.
    field : str
        The field of their names.
    """

    def __init__(self, what: str, known: Known, field: str) -> None:
        self.what, self.known = what, known
        self._field = field
        self._key: Callable[[str], object] = name_key if what == "expert" else fold

    def meant(self, value: str) -> Meant | None:
        """The ID that somebody wrote a name for; None where it is no name.

        Raises
        ------
        CellError
            Where several have the name, or an ID merely looks like the value.
        """
        named = self._by_name.get(self._key(value), ())
        if len(named) > 1:
            raise CellError(
                Fault(
                    "name-ambiguous",
                    f'"{shown(value)}" may be {self.what} {listed(named, "or")}.',
                    f"Write the ID of the {self.what} that is meant.",
                )
            )
        if named:
            return Meant(named[0], named[0], f"the {self._field} of {named[0]}")
        self._refuse_alike(value)
        return self._with_its_name(value)

    def items(self, value: str) -> tuple[str, ...]:
        """The IDs of a list with commas or the like between them; none where one is unknown."""
        found = tuple(part for part in parts(value, codes=True) if part in self.known)
        every = parts(value, codes=True)
        if len(found) < len(every) or len(found) < 2:
            every = parts(value)
            found = tuple(part for part in every if part in self.known)
        return found if len(found) == len(every) > 1 else ()

    def alike(self) -> Iterable[tuple[Record, Record]]:
        """Rows whose IDs look like those of earlier rows and are not the same."""
        first: dict[str, Record] = {}
        for name, record in self.known.items():
            other = first.setdefault(looks(name), record)
            if other is not record:
                yield record, other

    def _with_its_name(self, value: str) -> Meant | None:
        """The ID of "E1 (Amber Ash)" or "Amber Ash - E1", where the name is that of the ID."""
        for pattern, at_front in _BESIDE_A_NAME:
            match = pattern.fullmatch(value) if len(value) <= _LONGEST else None
            known, name = (match[1], match[2]) if match and at_front else ("", "")
            known, name = (match[2], match[1]) if match and not at_front else (known, name)
            if known not in self.known:
                continue
            owners = self._by_name.get(self._key(name), ())
            if known in owners:
                return Meant(known, known)
            if owners:
                raise CellError(self._two_of_them(value, known, owners))
        return None

    def _two_of_them(self, value: str, known: str, owners: tuple[str, ...]) -> Fault:
        return Fault(
            "contradiction",
            f'"{shown(value)}" is the ID of {self.what} {known}, and the {self._field} of '
            f"{listed(owners, 'and')}.",
            f"Write the ID of the {self.what} that is meant.",
        )

    def _refuse_alike(self, value: str) -> None:
        known = self._by_looks.get(looks(value))
        if known is not None:
            raise CellError(
                Fault(
                    "id-look-alike",
                    f'"{shown(value)}" looks like the ID {known} and is another one: '
                    f"{difference(value, known)}.",
                    f"If {known} is meant, type it again.",
                    known,
                )
            )

    @cached_property
    def _by_name(self) -> Mapping[object, tuple[str, ...]]:
        found: dict[object, tuple[str, ...]] = {}
        for name, record in self.known.items():
            key = self._key(str(record.values.get(self._field) or ""))
            if key:
                found[key] = (*found.get(key, ()), name)
        return found

    @cached_property
    def _by_looks(self) -> Mapping[str, str]:
        return {looks(name): name for name in self.known}


def difference(text: str, other: str) -> str:
    """The first sign in which two texts that look alike differ, by its name."""
    for mine, theirs in zip(text, other, strict=False):
        if mine != theirs:
            return f"{_name(mine)} in place of {_name(theirs)}"
    return "one of them is longer"


def _name(char: str) -> str:
    return unicodedata.name(char, f"U+{ord(char):04X}").lower().replace("letter ", "")
