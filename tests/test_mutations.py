"""Deliberate faults in the program, each of which has to fail a test.

Each fault is put into a copy of this process, and the test that should notice is run there. A
fault that goes unnoticed is a hole in the tests; a fault whose text is gone needs a new text.
"""

from pathlib import Path

import pytest

from tests.faults import FAULTS, Fault, examples
from tests.faulty import ROOT, run


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_noticed(fault: Fault, tmp_path: Path) -> None:
    if fault.old not in (ROOT / fault.file).read_text(encoding="utf-8"):
        pytest.fail(f"{fault.file} no longer says '{fault.old}': give this fault another text")
    outcome = run(fault, fault.test, tmp_path / "said.txt")
    # 1 means that a test failed; anything else that none was run, or that all passed.
    assert outcome.code == 1, f"{fault.test}\n{outcome.said}"


def test_there_is_nothing_to_notice_without_a_fault(tmp_path: Path) -> None:
    outcome = run(None, examples("release-cap-over"), tmp_path / "said.txt")
    assert outcome.code == 0, outcome.said


def test_each_fault_is_another_one() -> None:
    assert len({(fault.file, fault.old) for fault in FAULTS}) == len(FAULTS) >= 15
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
