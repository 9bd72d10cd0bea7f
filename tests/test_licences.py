"""The page of licences, against what is installed."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, metadata, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINNED = {canonicalize_name(line.partition("==")[0]) for line in CONSTRAINTS if "==" in line}

# How a licence may be called in what a package says of itself.
CALLED = {
    "Apache": r"Apache",
    "BSD": r"BSD",
    "MIT": r"\bMIT\b|MIT License",
    "PSF": r"PSF|Python Software Foundation",
    "LGPL": r"LGPL",
    "GPL": r"\bGPL",
    "MPL": r"MPL|Mozilla",
}


def sections() -> list[dict[str, str]]:
    """The licences on the page by name: to run, for a cluster, to test."""
    return [
        dict(re.findall(r"^\| (?!library)([\w.-]+) \| ([^|]+) \|", section, re.MULTILINE))
        for section in PAGE.split("\n## ")[1:]
    ]


def closure(names: Iterable[str]) -> set[str]:
    """The libraries that some requirements bring along, as far as they are installed."""
    found: set[str] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        extras = wanted.extras or {""}
        if wanted.marker and not any(wanted.marker.evaluate({"extra": e}) for e in extras):
            continue
        try:
            more = requires(name) or []
        except PackageNotFoundError:
            continue
        if name not in found:
            found.add(name)
            waiting += [Requirement(text) for text in more]
    return found


@cache
def installed() -> list[set[str]]:
    options = PROJECT["optional-dependencies"]
    run = closure(PROJECT["dependencies"])
    cluster = closure(options["cluster"]) - run
    others = [r for name, rows in options.items() if name != "cluster" for r in rows]
    return [run, cluster, closure(others) - run - cluster]


def said(name: str) -> str:
    """What a package says of its licence, in its metadata or else in the files beside it."""
    about = metadata(name)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    texts = [about.get(key) or "" for key in ("License-Expression", "License")]
    words = "\n".join([*texts, *classifiers]).strip()
    return words or "\n".join(
        file.read_text(encoding="utf-8")
        for file in distribution(name).files or ()
        if file.name.upper().startswith("LICENSE")
    )


@pytest.mark.parametrize("number", range(3))
def test_every_library_that_is_needed_is_on_the_page(number: int) -> None:
    page = {canonicalize_name(name) for name in sections()[number]}
    assert installed()[number] - page == set()


@pytest.mark.parametrize("number", range(3))
def test_the_page_names_nothing_else(number: int) -> None:
    """Apart from what other systems and other versions of Python need; those say so."""
    elsewhere = re.findall(r"^\| ([\w.-]+) \| [^|]+ \| [^|]*\bon Windows \|", PAGE, re.MULTILINE)
    page = {canonicalize_name(name) for name in sections()[number] if name not in elsewhere}
    assert page - set().union(*installed()) - PINNED == set()


def test_the_licences_are_those_that_the_packages_name() -> None:
    every = set().union(*installed())
    for name, licence in [row for section in sections() for row in section.items()]:
        if canonicalize_name(name) in every:
            kinds = [k for k in CALLED if re.search(rf"(?<![A-Z]){k}\b", licence)]
            assert kinds, (name, licence)
            assert any(re.search(CALLED[kind], said(name)) for kind in kinds), (name, licence)


def test_nothing_that_is_needed_to_run_is_under_the_gpl() -> None:
    for name in installed()[0] | installed()[1]:
        licence = said(name).partition("\n")[0] or said(name)
        assert not re.search(r"(?<!L)GPL(?!.*(Lesser|LGPL))", licence[:500]), name
    assert not any(re.match(r"GPL|AGPL", licence) for licence in sections()[0].values())


def test_every_library_that_is_needed_is_pinned() -> None:
    assert installed()[0] - PINNED == set()
