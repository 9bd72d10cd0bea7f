"""What is dropped and typed on the page by who means no good: a sentence, and nothing is left."""

import http.client
import io
import os
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from planner.app.outputs.file_names import file_name
from tests.web.running import Running
from web.session.files import find

OPENED, REFUSED = 204, 422
Ask = Callable[..., tuple[int, str]]

# What is given, and what the file is called then.
NAMES = {
    "..\\..\\x.xlsx": "x.xlsx",
    "../../x.xlsx": "x.xlsx",
    "/etc/x.xlsx": "x.xlsx",
    "C:\\Users\\me\\x.xlsx": "x.xlsx",
    "CON.xlsx": "_CON.xlsx",
    "nul.old.xlsx": "_nul.old.xlsx",
    "com1.xlsx": "_com1.xlsx",
    "console.xlsx": "console.xlsx",
    "x.xlsx:hidden.xlsx": "x.xlsx-hidden.xlsx",
    'a?b*c|d"e<f>.xlsx': "a-b-c-d-e-f-.xlsx",
    "a\nb\x1b[31m.xlsx": "a-b-[31m.xlsx",
    "a\0b.xlsx": "a-b.xlsx",
    "x\u202excod.xlsx": "x-xcod.xlsx",
    "..xlsx": "workbook.xlsx",
    ".xlsx": "workbook.xlsx",
    " .xlsx": "workbook.xlsx",
    "Missions 2027 (v2), été.xlsx": "Missions 2027 (v2), été.xlsx",
    "年度计划.xlsm": "年度计划.xlsm",
    "a" * 300 + ".xlsx": "a" * 120 + ".xlsx",
    "é" * 200 + ".xlsx": "é" * 60 + ".xlsx",
    "..": "workbook.",
    "": "",
}


@pytest.mark.parametrize(("given", "made"), NAMES.items())
def test_names_of_dropped_files_are_names_on_every_system(given: str, made: str) -> None:
    assert file_name(given) == made


@pytest.fixture(scope="module")
def ask(shared: Running) -> Ask:
    """Sends a request as the page would; the status of the answer, and its text."""
    status, _, headers = answer(shared, "GET", shared.new_link().removeprefix(shared.address))
    assert status == 200
    cookie = headers["set-cookie"].partition(";")[0]

    def sent(method: str, path: str, body: bytes = b"", **more: str) -> tuple[int, str]:
        given = {"cookie": cookie, "origin": shared.address, "x-part": "/", **more}
        return answer(shared, method, path, body, given)[:2]

    return sent


def answer(
    running: Running,
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    connection.request(method, path, body=body, headers=headers or {})
    found = connection.getresponse()
    text = found.read().decode()
    connection.close()
    return found.status, text, found.headers


def drop(ask: Ask, content: bytes, name: str) -> tuple[int, str]:
    return ask("PUT", "/drop", content, **{"x-file-name": quote(name)})


def opened(ask: Ask, **fields: str) -> tuple[int, str]:
    return ask("POST", "/open", urlencode(fields).encode())


def files(running: Running) -> set[Path]:
    return {path for path in running.home.rglob("*") if running.state not in path.parents}


@pytest.fixture
def unknown(sample_year: Path) -> bytes:
    """A workbook that lies nowhere on this computer."""
    buffer = io.BytesIO(sample_year.read_bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = random.Random(buffer.getvalue()).randbytes(8).hex().encode()
        archive.writestr("docProps/unknown.txt", str(id(buffer)))
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["..\\..\\out.xlsx", "a\0b.xlsx", "b" * 300 + ".xlsx", "CON.xlsx"])
def test_a_dropped_file_of_any_name_goes_into_the_documents(
    shared: Running, ask: Ask, unknown: bytes, name: str
) -> None:
    before = files(shared)
    assert drop(ask, unknown, name)[0] == OPENED
    [made] = files(shared) - before - {shared.home / "Documents" / "Mission planner"}
    assert made.parent == shared.home / "Documents" / "Mission planner"
    assert made.name == file_name(name)
    assert "this is a copy" in ask("GET", "/workbook")[1]
    made.unlink()


def damaged(year: bytes) -> Iterator[bytes]:
    yield from (
        b"",
        b"PK",
        year[:5_000],
        year[:-100],
        b"%PDF-1.4",
        b"<html>",
        b"a,b\n",
        b"\xd0\xcf",
    )
    buffer = io.BytesIO(year)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(200_000_000))
    yield buffer.getvalue()


def test_what_cannot_be_read_gets_a_sentence_and_leaves_nothing(
    shared: Running, ask: Ask, sample_year: Path
) -> None:
    before = files(shared)
    for content in damaged(sample_year.read_bytes()):
        status, text = drop(ask, content, "bad.xlsx")
        assert status == REFUSED
        assert "bad.xlsx" in text
    assert files(shared) - before - {shared.home / "Documents" / "Mission planner"} == set()


@contextmanager
def in_the_way(folder: Path) -> Iterator[None]:
    """A file where a folder should be."""
    aside = folder.with_name("aside")
    there = folder.is_dir()
    if there:
        folder.rename(aside)
    folder.write_bytes(b"")
    try:
        yield
    finally:
        folder.unlink()
        if there:
            aside.rename(folder)


def test_a_folder_that_cannot_be_made_is_a_sentence(
    shared: Running, ask: Ask, unknown: bytes
) -> None:
    with in_the_way(shared.home / "Documents" / "Mission planner"):
        status, text = drop(ask, unknown, "new.xlsx")
    assert status == REFUSED
    assert "The system refuses the use of Mission planner" in text


@pytest.mark.parametrize("typed", ["\0", "a\0.xlsx", "~nobody/x.xlsx", "x" * 5_000, "..", "/"])
def test_typed_paths_that_are_none(ask: Ask, sample_year: Path, typed: str) -> None:
    assert opened(ask, path=typed)[0] == REFUSED
    assert opened(ask, path=str(sample_year), pool=typed)[0] == REFUSED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_pipes_and_devices_are_no_workbooks(
    shared: Running, ask: Ask, tmp_path: Path, sample_year: Path
) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    for path in filter(os.path.exists, ("/dev/zero", "/dev/tty", "/proc/kmsg", str(pipe))):
        assert opened(ask, path=path)[0] == REFUSED
        assert opened(ask, path=str(sample_year), pool=path)[0] == REFUSED
    assert find(b"", "pipe.xlsx", [pipe]) is None


@pytest.mark.parametrize("number", ["²", "٣", "-1", "9" * 5_000, "1e3", "x"])
def test_numbers_that_are_none(ask: Ask, number: str) -> None:
    assert opened(ask, recent=number)[0] == REFUSED


def test_forms_of_too_many_fields_or_bytes(ask: Ask) -> None:
    post = partial(ask, "POST", "/open")
    for body in (b"&" * 25_000, b"a=1&" * 25_000, b"a" * 300_000, b"%ff%00=%ff\xff"):
        assert post(body)[0] == REFUSED
