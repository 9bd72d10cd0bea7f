"""The fan-out: one process, several, or a cluster give the same; nothing is lost."""

import multiprocessing
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from models.events import Event, TaskFinished, TaskReported, TaskStarted
from planner.domain.errors import OurFault, PlannerError
from planner.solver.deadline import Deadline
from scenarios.fanout import Crew, Following, Here, Processes, cores, crew, fan_out, processes
from scenarios.fanout.cluster import Cluster, _opened
from tests.scenarios import tasks
from tests.scenarios.cluster import ROOT, LocalCluster, cluster

TWO = Processes(2)


class Heard:
    """Writes down what somebody who follows the tasks hears, and in which thread."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.threads: set[int] = set()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.threads.add(threading.get_ident())

    def of(self, task: int) -> list[Event]:
        return [event for event in self.events if getattr(event, "task", None) == task]


def observed(by: Crew) -> Heard:
    """What is heard of five tasks, whose results are in their order."""
    heard = Heard()
    harvest = fan_out(tasks.square, {"plus": 100}, range(5), by, Following(heard))
    assert harvest.results == (100, 101, 104, 109, 116)
    assert not harvest.interrupted
    return heard


@pytest.mark.parametrize("by", [Here(), TWO], ids=str)
def test_results_come_in_order_and_the_observer_hears_of_each_task(by: Crew) -> None:
    check_hearing(observed(by))


def test_a_cluster_does_the_same(loopback: LocalCluster) -> None:
    check_hearing(observed(Cluster(loopback.address)))


def check_hearing(heard: Heard) -> None:
    for task in range(5):
        assert heard.of(task) == [
            TaskStarted(task=task),
            TaskReported(task=task, text=f"squaring {task}"),
            TaskFinished(task=task, text=str(task**2 + 100)),
        ]
    assert heard.threads == {threading.get_ident()}


def test_nothing_to_do() -> None:
    for by in (Here(), TWO):
        assert fan_out(tasks.square, {"plus": 0}, (), by).results == ()


def test_the_task_of_a_process_that_dies_is_done_again(tmp_path: Path) -> None:
    assert fan_out(tasks.die_once, str(tmp_path), range(4), TWO).results == (0, 1, 2, 3)
    assert (tmp_path / "died").exists()


def test_a_task_that_always_dies_ends_with_a_sentence() -> None:
    with pytest.raises(PlannerError, match=r"ended by itself 4 times \(its exit code was 9\)"):
        fan_out(tasks.die_always, None, [1, 2], TWO)


def test_a_task_that_fails_ends_with_the_answer_of_the_program() -> None:
    with pytest.raises(PlannerError, match="ZeroDivisionError in ") as failed:
        fan_out(tasks.fail, None, range(3), TWO)
    assert isinstance(failed.value, OurFault)
    assert "secret" not in str(failed.value)


def test_a_task_that_fails_on_a_cluster(loopback: LocalCluster) -> None:
    with pytest.raises(PlannerError, match="ZeroDivisionError in "):
        fan_out(tasks.fail, None, range(3), Cluster(loopback.address))


def test_the_traceback_of_a_failed_task_for_developers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "multiprocessing", multiprocessing)  # starts afresh, with this
    monkeypatch.setenv("MISSION_PLANNER_TRACEBACK", "1")
    with pytest.raises(PlannerError, match="Traceback") as failed:
        fan_out(tasks.fail, None, range(3), Processes(2))
    assert "ZeroDivisionError: secret" in str(failed.value)


def ended_when(file: Path) -> Following[int]:
    """Somebody who ends the tasks when the last one is at work and the other two came home."""
    deadline, heard = Deadline(), Heard()

    def home() -> bool:
        return sum(isinstance(event, TaskFinished) for event in heard.events) == 2

    def watch() -> None:
        try:
            wait_for(lambda: file.exists() and home())
        finally:
            deadline.end()

    threading.Thread(target=watch).start()
    return Following(heard, deadline=deadline)


def test_the_end_keeps_what_is_finished_and_ends_all_processes(tmp_path: Path) -> None:
    following = ended_when(tmp_path / "waiting")
    harvest = fan_out(tasks.last_never_ends, str(tmp_path), range(3), Processes(2), following)
    assert harvest.results == (0, 1, None)
    assert harvest.interrupted
    worker = int((tmp_path / "waiting").read_text(encoding="utf-8"))
    wait_for(lambda: not alive(worker))


def alive(process: int) -> bool:
    psutil = pytest.importorskip("psutil")
    try:
        return bool(psutil.Process(process).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("ended", ["kill", "terminate"])
def test_processes_do_not_outlive_the_one_they_work_for(tmp_path: Path, ended: str) -> None:
    """Not even where it has no time to tell them, and they are in the middle of a task."""
    code = (
        "from scenarios.fanout import Processes, fan_out; from tests.scenarios import tasks; "
        f"fan_out(tasks.wait_for_file, {str(tmp_path)!r}, range(2), Processes(2))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
    workers = [int(file.name.split("-")[2]) for file in tmp_path.iterdir()]
    assert all(alive(worker) for worker in workers)
    getattr(parent, ended)()
    parent.wait()
    wait_for(lambda: not any(alive(worker) for worker in workers))


def test_processes_stay_for_the_next_tasks(tmp_path: Path) -> None:
    by, heard = Processes(2), []
    for turn in ("first", "second"):
        folder = tmp_path / turn
        folder.mkdir()
        (folder / "go").write_text("", encoding="utf-8")
        assert fan_out(tasks.wait_for_file, str(folder), range(2), by).results == (0, 1)
        heard.append({file.name.split("-")[2] for file in folder.glob("task-*")})
    assert len(heard[0] | heard[1]) <= 2


def test_a_process_that_died_while_it_had_nothing_to_do_is_replaced() -> None:
    by = Processes(2)
    fan_out(tasks.square, {"plus": 0}, range(2), by)
    for worker in by._idle:
        worker.process.kill()
        worker.process.join()
    check_hearing(observed(by))


def test_the_end_in_this_process(tmp_path: Path) -> None:
    following = ended_when(tmp_path / "waiting")
    harvest = fan_out(tasks.last_never_ends, str(tmp_path), range(3), Here(), following)
    assert harvest.results == (0, 1, None)
    assert harvest.interrupted


def test_the_end_stops_what_is_at_work_on_a_cluster(tmp_path: Path, loopback: LocalCluster) -> None:
    following = ended_when(tmp_path / "waiting")
    by = Cluster(loopback.address)
    harvest = fan_out(tasks.last_never_ends, str(tmp_path), range(3), by, following)
    assert harvest.results == (0, 1, None)
    assert harvest.interrupted
    wait_for((tmp_path / "stopped").exists)


def wait_for(condition: Any) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_tasks_of_a_killed_worker_run_again(tmp_path: Path, loopback: LocalCluster) -> None:
    """Also where it was the last one that had the shared facts."""

    def kill() -> None:
        wait_for(lambda: len(list(tmp_path.iterdir())) >= 2)
        for number in list(loopback.workers):
            loopback.kill(number)
            loopback.hire()
        (tmp_path / "go").write_text("", encoding="utf-8")

    thread = threading.Thread(target=kill)
    thread.start()
    harvest = fan_out(tasks.wait_for_file, str(tmp_path), range(4), Cluster(loopback.address))
    thread.join()
    assert harvest.results == (0, 1, 2, 3)
    done = [file.name.split("-") for file in tmp_path.glob("task-*")]
    assert len(done) > 4, "nothing was done twice, so nothing was lost"


def test_a_cluster_that_is_not_there() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(PlannerError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        fan_out(tasks.square, {"plus": 0}, [1], Cluster("tcp://127.0.0.1:9"))


def test_an_address_that_is_none() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(PlannerError, match="No Dask scheduler answers at nonsense"):
        fan_out(tasks.square, {"plus": 0}, [1], Cluster("nonsense"))


def test_a_cluster_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PlannerError, match=r"needs the library dask\.distributed"):
        fan_out(tasks.square, {"plus": 0}, [1], Cluster("tcp://127.0.0.1:9"))


def test_a_cluster_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("scenarios.fanout.cluster._SECONDS_TO_ANSWER", 1)
    with (
        cluster(tmp_path, workers=0) as started,
        pytest.raises(PlannerError, match="has no workers"),
    ):
        fan_out(tasks.square, {"plus": 0}, [1], Cluster(started.address))


def test_a_client_gets_a_second_chance_on_a_busy_machine() -> None:
    tries: list[str] = []

    def slow(address: str, **_: object) -> str:
        tries.append(address)
        assert len(tries) > 1
        return "client"

    assert _opened(slow, "tcp://a:1") == "client"
    assert tries == ["tcp://a:1"] * 2


def test_workers_of_another_version_are_refused(
    loopback: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.fanout.cluster.versions", lambda: {"ortools": "1.0"})
    with pytest.raises(PlannerError, match=r"this computer has 1\.0\. Their plans could differ"):
        fan_out(tasks.square, {"plus": 0}, [1], Cluster(loopback.address))


def test_who_works() -> None:
    assert crew(1) == Here()
    assert crew(3) == Processes(3)
    assert crew() == (Here() if cores() == 1 else Processes(cores()))
    assert crew(3, "tcp://a:1") == Cluster("tcp://a:1")
