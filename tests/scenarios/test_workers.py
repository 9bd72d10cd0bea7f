"""What runs on the workers, in this process: there the tests cannot watch it."""

import multiprocessing
import pickle
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from planner.domain.errors import OurFault, PlannerError
from planner.domain.program import child_processes
from scenarios.fanout import Following, TaskDesk
from scenarios.fanout import cluster as on_cluster
from scenarios.fanout.answers import unpacked
from scenarios.fanout.processes import _Over, serve
from scenarios.fanout.remote import Done, Failed, attempt
from tests.scenarios import tasks


@pytest.fixture
def heard_ctrl_c() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_process_does_tasks_until_its_line_is_dead(heard_ctrl_c: None) -> None:
    ours, theirs = multiprocessing.Pipe()
    ours.send_bytes(pickle.dumps((tasks.square, {"plus": 1})))
    for task in (5, _Over()):
        ours.send(task)
    ours.send_bytes(pickle.dumps((tasks.square, {"plus": 10})))
    ours.send(4)
    # The office is deaf already, and the line dies when the process wants another task.
    received: list[Any] = []

    class Line:
        def recv_bytes(self) -> bytes:
            return theirs.recv_bytes()

        def recv(self) -> Any:
            if not theirs.poll():
                raise EOFError
            return theirs.recv()

        def send(self, message: Any) -> None:
            received.append(message)

    serve(Line())  # type: ignore[arg-type]
    assert received == ["squaring 5", Done(26), "squaring 4", Done(26)]
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ours.close()
    theirs.close()


def test_a_process_whose_parent_is_gone_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = multiprocessing.Pipe()
    ended: list[int] = []
    monkeypatch.setattr("os._exit", ended.append)
    watching = threading.Thread(target=child_processes._leave_after, args=(theirs,))
    watching.start()
    assert ended == []
    ours.close()
    watching.join(30)
    theirs.close()
    assert ended == [1]


def test_a_process_that_nobody_started_stays() -> None:
    before = threading.active_count()
    child_processes.leave_with_parent()
    assert threading.active_count() == before


def test_a_failure_travels_as_a_sentence() -> None:
    failed = attempt(tasks.fail, None, 1, TaskDesk(lambda words: None))
    assert isinstance(failed, Failed)
    assert "ZeroDivisionError in " in failed.text
    assert "secret" not in failed.text
    error = failed.error()
    assert isinstance(error, PlannerError)
    assert isinstance(error, OurFault)


class Worker:
    """What a task sees of the worker of a cluster."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []

    def log_event(self, topic: str, message: Any) -> None:
        self.events.append((topic, message))


def test_a_worker_of_a_cluster_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    worker = Worker()
    monkeypatch.setattr(distributed, "get_worker", lambda: worker)
    asked = pickle.dumps((tasks.square, 4))
    answer = on_cluster._at_desk({"plus": 0}, asked, "run", 7)
    assert answer == b"+16"
    assert unpacked(tasks.square, answer) == Done(16)
    assert worker.events == [("run", (7, "")), ("run", (7, "squaring 4"))]


def test_whoever_is_at_work_for_a_run_is_stopped() -> None:
    desk = TaskDesk(lambda words: None)
    deadline = desk.deadline()
    on_cluster._DESKS["run"] = {desk}
    on_cluster._stop("another run")
    assert not deadline.ended
    on_cluster._stop("run")
    assert deadline.ended
    on_cluster._stop("run")


def test_what_went_wrong_on_a_cluster() -> None:
    killed = type("KilledWorker", (Exception,), {})
    assert "lost again and again" in on_cluster._failed(killed())
    assert "could not do its task (ValueError)" in on_cluster._failed(ValueError())


def test_workers_that_cannot_load_the_program() -> None:
    class Client:
        def wait_for_workers(self, number: int, timeout: float) -> None:
            pass

        def run(self, function: Any) -> None:
            raise ModuleNotFoundError("scenarios")

    with pytest.raises(PlannerError, match=r"cannot load mission-planner \(ModuleNotFoundError\)"):
        on_cluster._refuse_workers(Client(), "tcp://a:1")


class Lost:
    """A future whose worker is gone with all that it knew."""

    status = "cancelled"


def test_a_cluster_that_loses_everything_again_and_again() -> None:
    class Future(Lost):
        def add_done_callback(self, told: Any) -> None:
            told(self)

    class Client:
        rounds = 0

        def subscribe_topic(self, name: str, handler: Any) -> None:
            pass

        def scatter(self, things: list[Any], **options: Any) -> list[Any]:
            self.rounds += 1
            return things

        def submit(self, *arguments: Any, **options: Any) -> Future:
            return Future()

    client = Client()
    study: Any = on_cluster._Study(client, tasks.square, [1, 2], Following())
    with pytest.raises(PlannerError, match="lost again and again"):
        study.run({})
    assert client.rounds == 4


def test_the_same_words_are_said_once() -> None:
    said: list[str] = []
    desk = TaskDesk(said.append)
    for words in ("a", "a", "b", "a"):
        desk.say(words)
    assert said == ["a", "b", "a"]
