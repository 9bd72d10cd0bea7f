"""Addresses where nobody answers, servers that lie, workers that send what is no answer."""

import os
import pickle
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from pydantic import TypeAdapter

from models.facts.administration import Addressee, Administration
from models.facts.expert import AppliesTo, Exclusion, HistoryEntry, Unavailability
from planner.domain.errors import PlannerError, WorkerFailed
from scenarios.fanout import fan_out
from scenarios.fanout.answers import packed, unpacked, words_in
from scenarios.fanout.cluster import Cluster
from scenarios.fanout.remote import Done, Failed
from scenarios.fanout.scheduler import parse
from scenarios.stress.trials import most_of, result_of
from scenarios.study.nameless import nameless
from scenarios.study.solving import answer_scenario
from scenarios.sweep import curve
from tests.builders import expert, mission, year
from tests.commands import small_year
from tests.scenarios import tasks

ROOT = Path(__file__).parents[2]
# Ten seconds, and what it takes to load Dask on a machine where others are at work.
_SECONDS = 40.0


def silent(line: socket.socket) -> None:
    line.recv(1)


def banner(line: socket.socket) -> None:
    line.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")
    line.recv(1)


def closing(line: socket.socket) -> None:
    line.close()


def dripping(line: socket.socket) -> None:
    for byte in struct.pack("<Q", 200):
        time.sleep(1.5)
        line.sendall(bytes([byte]))


def huge(line: socket.socket) -> None:
    line.sendall(struct.pack("<Q", 2**62))
    line.recv(1)


def hello_and_nothing(line: socket.socket) -> None:
    line.sendall(struct.pack("<Q", 200))
    line.recv(1)
    time.sleep(20)


def hello_and_junk(line: socket.socket) -> None:
    line.sendall(struct.pack("<QQQ", 2_000, 1, 1_984) + os.urandom(1_984))
    line.recv(1)


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Somebody who listens on loopback and answers every connection in one way."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=quietly, args=(line,), daemon=True).start()

        def quietly(line: socket.socket) -> None:
            try:
                with line:
                    answer(line)
            except OSError:
                pass

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        listening.close()


@pytest.mark.parametrize(
    "answer", [silent, banner, closing, dripping, huge, hello_and_nothing, hello_and_junk]
)
def test_servers_that_are_no_scheduler(answer: Callable[[socket.socket], None]) -> None:
    pytest.importorskip("distributed")
    started = time.monotonic()
    with server(answer) as address, pytest.raises(WorkerFailed, match="No Dask scheduler answers"):
        fan_out(tasks.square, {"plus": 0}, [1], Cluster(address))
    assert time.monotonic() - started < _SECONDS


@pytest.mark.parametrize(
    "address",
    [
        *("junk", "", " ", "tcp://", "tcp://:8786", "tcp://a:0", "tcp://a:99999", "http://a:80"),
        *("tcp://a b:1", "tcp://\x1b[31m:1", "inproc://a", "ucx://a:1", "a" * 5_000, "tcp://é:1"),
        *("tcp://a:1/../x", "file:///etc/hosts", "tcp://[::1:1", "tcp://a:１"),
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    pytest.importorskip("distributed")
    assert parse(address) is None
    with pytest.raises(WorkerFailed) as caught:
        fan_out(tasks.square, {"plus": 0}, [1], Cluster(address))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("tcp://10.0.0.5:8786", ("tcp", "10.0.0.5", 8786)),
        ("tls://planner.example.org:443", ("tls", "planner.example.org", 443)),
        ("localhost:8786", ("tcp", "localhost", 8786)),
        ("tcp://[::1]:8786", ("tcp", "::1", 8786)),
    ],
)
def test_addresses(address: str, parts: tuple[str, str, int]) -> None:
    assert parse(address) == parts


def test_the_command_says_it_once_and_leaves_no_traceback(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    path = small_year(tmp_path)
    study = tmp_path / "study.toml"
    study.write_text(
        '[[scenario]]\nname = "A"\n[[scenario.change]]\nchange = "mission cancelled"\n'
        'target = "M1"\n',
        encoding="utf-8",
    )
    with server(hello_and_junk) as address:
        ran = subprocess.run(
            [
                sys.executable,
                str(ROOT / "cli.py"),
                "scenarios",
                str(path),
                "--toml",
                str(study),
                "--cluster",
                address,
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.count("No Dask scheduler answers") == 1
    assert "Traceback" not in ran.stderr + ran.stdout
    assert "Exception ignored" not in ran.stderr


# What comes back


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"+", b"-", b"+null", b"+{}", b"-{}", b"junk", b"+[[[[", None, "text", 16, {"a": 1}),
        pickle.dumps(Done(16)),
        b"+" + b"[" * 100_000,
    ],
)
def test_what_is_no_answer(content: object) -> None:
    with pytest.raises(PlannerError, match="something that is no answer"):
        unpacked(tasks.square, content)


def test_answers_come_back_as_they_went(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unpacked(tasks.square, packed(tasks.square, Done(16))) == Done(16)
    failed = Failed("It is so.", True)
    assert unpacked(tasks.square, packed(tasks.square, failed)) == failed


@pytest.mark.parametrize(
    "work",
    [
        answer_scenario,
        curve._point,
        curve._rises,
        curve._followed,
        curve._stripped,
        most_of,
        result_of,
    ],
)
def test_every_kind_of_work_says_what_it_returns(work: Callable[..., Any]) -> None:
    """A type that JSON can hold whole, so that no answer has to be unpickled."""
    schema = TypeAdapter(get_type_hints(work)["return"]).json_schema()
    assert schema


@pytest.mark.parametrize(
    "event",
    [
        None,
        1,
        "a",
        (1,),
        (1, 2),
        ("1", "a"),
        (-1, "a"),
        (3, "a"),
        (1, "a", 2),
        {"a": 1},
        (True, b"a"),
    ],
)
def test_words_that_are_none(event: object) -> None:
    assert words_in(event, 3) is None


def test_words_are_short_and_plain() -> None:
    assert words_in([1, "level \x1b[31m2" + "x" * 1_000], 3) == (1, "level [31m2" + "x" * 288)


# What goes out


def test_no_free_text_is_sent() -> None:
    secret = "medical leave of Zebulon"
    facts = year(
        missions=(mission(),),
        experts=(expert(),),
        history=(
            HistoryEntry(
                expert_id="E1",
                start=date(2026, 3, 2),
                end=date(2026, 3, 6),
                weeks=1,
                mission=secret,
            ),
        ),
        unavailability=(
            Unavailability(
                applies_to=AppliesTo.EXPERT,
                who="E1",
                start=date(2027, 1, 4),
                end=date(2027, 1, 8),
                reason=secret,
            ),
        ),
        exclusions=(Exclusion(expert_id="E1", host="KE", reason=secret),),
        administrations=(
            Administration(
                country="FR", ncp_name=secret, ncp_email=secret, addressee=Addressee.NCP
            ),
        ),
    )
    assert secret in facts.model_dump_json()
    sent = nameless(facts)
    assert secret not in sent.model_dump_json()
    assert "Name of" not in sent.model_dump_json()
    assert secret.encode() not in pickle.dumps(sent)


def test_what_a_plan_may_depend_on_is_sent() -> None:
    """The IDs of missions in History stay, and two texts stay two."""
    texts = ("M1", "Audit in Peru", "Audit in Chad", "Audit in Peru", "")
    history = tuple(
        HistoryEntry(
            expert_id="E1", start=date(2025, n, 3), end=date(2025, n, 7), weeks=1, mission=text
        )
        for n, text in enumerate(texts, start=1)
    )
    sent = nameless(year(missions=(mission(),), experts=(expert(),), history=history))
    ids, peru, chad, again, blank = (entry.mission for entry in sent.history)
    assert (ids, blank) == ("M1", "")
    assert peru == again != chad
    assert {visit.mission_id for visit in sent.visits} == {ids, peru, chad, blank}
