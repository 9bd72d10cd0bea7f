"""The small files of the state folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from web.session.places import read_json, write_private


def test_several_requests_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    with ThreadPoolExecutor(4) as crew:
        for written in [crew.submit(write_private, path, str(n)) for n in range(400)]:
            written.result()
    assert read_json(path) in range(400)
    assert list(tmp_path.iterdir()) == [path]
