"""Deliberate faults in the program, each of which has to fail a test.

Each fault is put into a copy of the project, and the tests that should notice are run there. A
fault that goes unnoticed is a hole in the tests; a fault whose text is gone needs a new text.
"""

import compileall
import shutil
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest

from tests.copied import ROOT, run
from tests.faults import FAULTS, Fault, examples

COPIED = ("models", "planner", "scenarios", "tests")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project to put faults into."""
    copy = tmp_path_factory.mktemp("project")
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", copy)
    # A compiled module counts as long as its source has the same hash: a fault is never missed.
    compileall.compile_dir(copy, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return copy


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_noticed(fault: Fault, project: Path) -> None:
    path = project / fault.file
    right = path.read_text(encoding="utf-8")
    if right.count(fault.old) < 1:
        pytest.fail(f"{fault.file} no longer says '{fault.old}': give this fault another text")
    try:
        path.write_text(right.replace(fault.old, fault.new), encoding="utf-8")
        outcome = run(project, fault.test)
    finally:
        path.write_text(right, encoding="utf-8")
    # 1 means that a test failed; anything else that none was run, or that all passed.
    assert outcome.code == 1, f"{fault.test}\n{outcome.said}"


def test_there_is_nothing_to_notice_without_a_fault(project: Path) -> None:
    outcome = run(project, examples("release-cap-over"))
    assert outcome.code == 0, outcome.said


def test_each_fault_is_another_one() -> None:
    assert len({(fault.file, fault.old) for fault in FAULTS}) == len(FAULTS) >= 15
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
