"""One process, two, and a Dask cluster of two workers: every command writes the same bytes."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.events import Event, TaskReported
from models.facts.instance import Year
from planner.sample.build import sample_year
from scenarios.definition.changes import read_change
from scenarios.definition.scenario import AS_IT_IS, Scenario
from scenarios.fanout import Crew, Following, Here, Processes, fan_out
from scenarios.fanout.cluster import Cluster
from scenarios.study.nameless import nameless
from scenarios.study.solving import ScenarioJob, answer_scenario
from tests.breadth import usually
from tests.commands import SOMEBODY, fingerprint, run, small_year
from tests.scenarios import tasks
from tests.scenarios.cluster import LocalCluster
from tests.scenarios.years import DEFAULT, book
from tests.workbook.books import expert

SWEEP = ("--fund", "F2", "--from", 0, "--to", 4_000, "--step", usually(2_000, 1_000))


def scenarios(folder: Path) -> tuple[object, ...]:
    return "scenarios", book(folder, DEFAULT[:2])


def sweep(folder: Path) -> tuple[object, ...]:
    return "sweep", small_year(folder), *SWEEP


def stress(folder: Path) -> tuple[object, ...]:
    plan = book(folder, Assignments=PLANNED, Funds=[])
    return "stress", plan, plan, "--decline", "50%", "--trials", 4


PLANNED = [
    {"Mission ID": f"M{n}", "Expert ID": f"E{n}", "Start": "2027-03-08", "Status": "Proposed"}
    for n in (1, 2)
]


@pytest.mark.no_cover
@pytest.mark.parametrize("command", [scenarios, sweep, stress])
def test_every_command_writes_the_same_wherever_the_work_is_done(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    loopback: LocalCluster,
    command: Callable[[Path], tuple[object, ...]],
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    typed = command(tmp_path)
    ways = {"one": ("--jobs", 1), "two": ("--jobs", 2), "dask": ("--cluster", loopback.address)}
    said = []
    for name, options in ways.items():
        ran = run(*typed, "-o", tmp_path / f"{name}.xlsx", *options)
        assert ran.code == 0, ran.err
        said.append(without_what_differs(ran.out, name))
    assert len(set(said)) == 1
    assert len({fingerprint(tmp_path / f"{name}.xlsx") for name in ways}) == 1


def without_what_differs(text: str, name: str) -> str:
    """What was said, without seconds and without the name of the file."""
    lines = (line for line in text.splitlines() if "Planned in" not in line)
    return "\n".join(lines).replace(f"{name}.xlsx", "")


def test_the_answers_are_the_same_where_a_worker_is_lost(loopback: LocalCluster) -> None:
    """A worker is killed as soon as one says that it is at work."""
    job = ScenarioJob(sample_year(6, 16, 3))
    asked = [AS_IT_IS, *(cut(percent) for percent in (20, 40, 60))]
    killer = Killer(loopback)
    found = fan_out(answer_scenario, job, asked, Cluster(loopback.address), Following(killer))
    assert killer.killed
    assert found == fan_out(answer_scenario, job, asked, Here())


def cut(percent: int) -> Scenario:
    change = read_change("fund amount", "*", f"-{percent}%")
    return Scenario(name=f"Less {percent}", changes=(change,))


class Killer:
    """Ends a worker of a cluster as a power cut would, and hires another one."""

    def __init__(self, at_hand: LocalCluster) -> None:
        self.killed = False
        self._at_hand = at_hand

    def __call__(self, event: Event) -> None:
        if isinstance(event, TaskReported) and not self.killed:
            self.killed = True
            self._at_hand.hire()
            self._at_hand.kill(next(iter(self._at_hand.workers)))


class Facts(dict[str, int]):
    """What all tasks share; knows how often it was packed."""

    packed = 0

    def __reduce__(self) -> tuple[Any, ...]:
        Facts.packed += 1
        return dict, (dict(self),)


@pytest.mark.parametrize("where", ["processes", "cluster"])
def test_the_facts_go_out_once_and_not_with_every_task(
    where: str, loopback: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Facts, "packed", 0)
    by: Crew = Processes(2) if where == "processes" else Cluster(loopback.address)
    found = fan_out(tasks.square, Facts(plus=1), range(5), by)
    assert found.results == (1, 2, 5, 10, 17)
    assert Facts.packed == 1


@pytest.mark.parametrize("command", [sweep, stress])
def test_no_person_is_sent_to_workers(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: Callable[[Path], tuple[object, ...]],
) -> None:
    sent: list[bytes] = []

    def watched(work: Any, shared: Any, some: Any, by: Any, following: Any = None) -> Any:
        sent.append(pickle.dumps((shared, tuple(some))))
        return fan_out(work, shared, some, by, following)

    monkeypatch.setattr("scenarios.sweep.curve.fan_out", watched)
    monkeypatch.setattr("scenarios.app.stressing.fan_out", watched)
    named(monkeypatch)
    ran = run(*command(tmp_path), "--jobs", 1)
    assert ran.code == 0, ran.err
    assert len(sent) >= 2
    assert not any(SOMEBODY.encode() in content for content in sent)


def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every expert of the workbooks of these tests one name."""

    def somebody(expert_id: str, **cells: Any) -> dict[str, Any]:
        return expert(expert_id, **cells, Name=SOMEBODY)

    monkeypatch.setattr("tests.commands.expert", somebody)
    monkeypatch.setattr("tests.scenarios.years.expert_row", somebody)


def test_a_year_without_names_is_as_good() -> None:
    found: Year = sample_year(6, 16, 3)
    job = ScenarioJob(nameless(found))
    assert fan_out(answer_scenario, job, [AS_IT_IS], Here()) == fan_out(
        answer_scenario, ScenarioJob(found), [AS_IT_IS], Here()
    )
