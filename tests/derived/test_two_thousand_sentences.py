"""Sentences of random years, each derived again from the sheets alone; none may be false."""

from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest

import planner
from models.answers.explanation import Explanation
from models.requests.options import PlanOptions
from models.requests.question import Question, ToDeliver, WhyExpert, WhyMission
from planner.app.explain import Explainer
from planner.app.write import workbook_bytes
from planner.sample.build import sample_year
from planner.sample.topics import OWN_EXPERTISE
from tests.breadth import usually
from tests.derived import explained, result_sheets
from tests.derived.sheets import Book
from tests.derived.world import World
from tests.workbook.book_of_year import book_of

pytestmark = pytest.mark.no_cover

SEEDS, LEAST = usually((range(301, 307), 1_200), (range(301, 321), 2_000))
SENTENCES: Counter[str] = Counter()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_sentence_of_a_year_is_false(seed: int, tmp_path: Path) -> None:
    world, answers = _told(seed, tmp_path)
    kinds: dict[str, Iterable[str]] = {
        "Stand-bys": result_sheets.standbys(world),
        "Last resort": result_sheets.last_resort(world),
        "Not delivered": result_sheets.not_delivered(world),
    }
    for kind, sentences in kinds.items():
        SENTENCES[kind] += sum(1 for _ in sentences)
    for said in answers:
        SENTENCES[said.question.kind] += sum(1 for _ in _HOLD[said.question.kind](world, said))


def test_they_are_two_thousand_and_of_every_kind() -> None:
    """What the tests before this one have derived (usually 1,200); alone, it counts nothing."""
    if len(_SEEN) < len(SEEDS):
        pytest.skip("only some of the years were derived")
    assert SENTENCES.total() >= LEAST, SENTENCES.total()
    assert all(SENTENCES[kind] for kind in ("Stand-bys", "Last resort", "Not delivered", *_HOLD))


_SEEN: set[int] = set()
_HOLD: dict[str, Callable[[World, Explanation], Iterable[str]]] = {
    "why-mission": explained.of_mission,
    "why-expert": explained.of_expert,
    "to-deliver": explained.of_wish,
}


def _told(seed: int, folder: Path) -> tuple[World, list[Explanation]]:
    """A year that was planned and written, and what is explained of it."""
    year = sample_year(6, 9, seed)
    book = book_of(year)
    for entry in OWN_EXPERTISE:
        covers = "; ".join(entry.also_covers) or None
        book["Expertise"].append([entry.code, entry.title, covers])
    content = BytesIO()
    book.save(content)
    read = planner.load(content.getvalue())
    result = planner.plan(read, PlanOptions())
    path = folder / "year.xlsx"
    path.write_bytes(workbook_bytes(read, result))
    asked = Explainer(result.year, result.plan, best=True)
    left_out = [said.mission_id for said in result.not_delivered]
    questions: tuple[Question, ...] = (
        *(WhyMission(mission_id=mission.id) for mission in result.year.missions),
        *(WhyExpert(expert_id=expert.id) for expert in result.year.experts),
        *(ToDeliver(mission_id=mission_id) for mission_id in left_out[:1]),
    )
    _SEEN.add(seed)
    return World(Book(path)), [asked.answer(question) for question in questions]
