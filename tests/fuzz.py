"""Damages of a sample workbook, drawn with a fixed seed: what is damaged, and how."""

import io
import random
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from tests.workbook.parts import Parts, archive, parts_of

_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_ELEMENT = re.compile(rb"<([\w:]+)((?:\s[^<>]*?)?)/>")
_TEXT = re.compile(rb">([^<>]+)<")

JUNK_VALUES = (
    *(b"", b"-1", b"0", b"1", b"99999", b"99999999999999999999", b"junk", b"1.5", b"NaN", b"true"),
    *(
        b"A1:XFD1048576",
        b"ZZZZ9",
        b"A0",
        b"#REF!",
        b"../../x",
        b"xl/workbook.xml",
        b"s",
        b"n",
        b"d",
    ),
    *(b"&#38;", b"\xc3\xa9", b"http://example.org/", b"'" * 200, b"x" * 40_000),
)
JUNK_TEXTS = (
    *(b"", b"-1", b"1e999", b"=1+1", b"@x", b"2027-01-01T25:61", b"#N/A", b"12,5", b"x" * 33_000),
    *(b"1" * 5_000, b"M1; M1;" * 900, b"\xd0\x9c1", b"_x0007_", b"a\xcc\x81" * 500, b"[1]S!A1"),
    *(b"(" * 2_000, b"&#x2066;", b"A and B / C, D; E" * 300, b"20%", b"1.1.2027", b"yes", b"0"),
)


class Damage(NamedTuple):
    """What was done, in words that find it again, and what came of it."""

    what: str
    content: bytes


def damages(content: bytes, number: int, seed: int) -> Iterator[Damage]:
    """So many damaged copies of a file."""
    chance, parts = random.Random(seed), parts_of(content)
    for turn in range(number):
        kind = KINDS[turn % len(KINDS)]
        what, made = kind(dict(parts), content, chance)
        yield Damage(f"{turn} {kind.__name__}: {what}", made)


def _markup(parts: Parts, chance: random.Random) -> str:
    return chance.choice(sorted(n for n in parts if n.endswith((".xml", ".rels", ".vml"))))


def flipped(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    made = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return "bytes", bytes(made)


def cut(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    name = _markup(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]))]
    return name, archive(parts)


def gone(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(sorted(parts))
    del parts[name]
    return name, archive(parts)


def exchanged(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    one, other = chance.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return f"{one} and {other}", archive(parts)


def _changed(
    parts: Parts, name: str, pattern: re.Pattern[bytes], chance: random.Random, new: bytes
) -> tuple[str, bytes]:
    found = list(pattern.finditer(parts[name]))
    if found:
        place = chance.choice(found)
        part = parts[name]
        parts[name] = part[: place.start()] + place.expand(new) + part[place.end() :]
        return f"{name} {place[0][:60]!r} becomes {new[:40]!r}", archive(parts)
    return f"{name} is as it was", archive(parts)


def attribute(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    junk = chance.choice(JUNK_VALUES)
    return _changed(parts, _markup(parts, chance), _ATTRIBUTE, chance, rb' \1="' + junk + b'"')


def element(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    new = chance.choice((b"", rb"<\1\2/><\1\2/>", rb"<junk\2/>", rb"<\1/>"))
    return _changed(parts, _markup(parts, chance), _ELEMENT, chance, new)


def style(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    junk = chance.choice(JUNK_VALUES)
    pattern, new = chance.choice(((_ATTRIBUTE, rb' \1="' + junk + b'"'), (_ELEMENT, b"")))
    return _changed(parts, _styles(parts), pattern, chance, new)


def _styles(parts: Parts) -> str:
    return next(name for name in sorted(parts) if name.endswith("/styles.xml"))


def relation(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(sorted(n for n in parts if n.endswith(".rels")))
    target = chance.choice(sorted(parts)).encode()
    junk = (
        b' Target="/' + target + b'"',
        b' Target="https://example.org/a" TargetMode="External"',
        b' Type="junk"',
        b' Target=""',
        b' Id="rId1"',
    )
    pattern = re.compile(rb'\s(?:Target|Type|Id)="[^"]*"')
    return _changed(parts, name, pattern, chance, chance.choice(junk).replace(b"\\", b"/"))


def _sheets(parts: Parts) -> list[str]:
    """The parts with cells; of a document those with its text."""
    wanted = re.compile(r"(xl/worksheets/sheet\d+|word/document)\.xml")
    return sorted(name for name in parts if wanted.fullmatch(name))


def cell(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(_sheets(parts))
    pattern = re.compile(rb"<c ([^<>]*?)\b(r|s|t)=\"[^\"]*\"")
    return _changed(parts, name, pattern, chance, rb'<c \1\2="' + chance.choice(JUNK_VALUES) + b'"')


def text(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(_sheets(parts))
    return _changed(parts, name, _TEXT, chance, b">" + chance.choice(JUNK_TEXTS) + b"<")


def renamed(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(sorted(parts))
    other = chance.choice(("../x", "XL/Workbook.xml", "xl/x.xml", "x" * 300, name.upper()))
    parts[other] = parts.pop(name)
    return f"{name} is called {other[:40]}", archive(parts)


def appended(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr(chance.choice(("x", "xl/vbaProject.bin", "customXml/item1.xml")), b"<a>")
    return "a part more", buffer.getvalue()


def doctype(parts: Parts, content: bytes, chance: random.Random) -> tuple[str, bytes]:
    name = _markup(parts, chance)
    head, mark, rest = parts[name].rpartition(b"?>")
    parts[name] = head + mark + b'<!DOCTYPE a [<!ENTITY b "c">]>' + rest
    return name, archive(parts)


KINDS = (
    *(attribute, element, style, relation, cell, text, cut, gone, exchanged, flipped, renamed),
    *(appended, doctype, attribute, cell, text, style, relation, text, element),
)
