"""The answers of a refresh held against the records: what they confirm, change and contradict."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from models.answers.report import Problem
from models.facts.instance import Year
from planner.domain.wording import counted, short_day
from planner.workbook.forms.refresh_entries import RecordEntry, administrations, entries_of
from planner.workbook.forms.typed import typed
from planner.workbook.reading.refresh_answers import NAME, CellError, RefreshAnswer

_ANEW = "Write the form of that administration anew, or correct the cell."


class RecordChange(NamedTuple):
    """A record that the answers change: its line in a form (None: the day of the answer)."""

    entry: RecordEntry
    value: object
    answer: RefreshAnswer | None = None

    @property
    def was(self) -> str:
        """The old value as the sheet shows it."""
        return shown_of(self.entry, self.entry.value)

    @property
    def now(self) -> str:
        """The new value as the sheet shows it."""
        return shown_of(self.entry, self.value)


class Refreshed(NamedTuple):
    """What the answers come to.

    `confirmed` counts records that are said to be right, `unanswered` those that no answer speaks
    of; with problems, nothing else counts.
    """

    changes: tuple[RecordChange, ...]
    problems: tuple[Problem, ...]
    confirmed: int
    unanswered: int


class _Said(NamedTuple):
    """An answer that makes sense, with the value that the record has from now on."""

    answer: RefreshAnswer
    entry: RecordEntry
    value: object


def refreshed(year: Year, answers: Iterable[RefreshAnswer], today: date) -> Refreshed:
    """Hold the answers against the records of a year.

    An expert all of whose records are answered is up to date since `today`.

    Parameters
    ----------
    answers : iterable of RefreshAnswer
        The lines of all forms that came back.
    """
    records = {
        (entry.expert.id, entry.key): entry
        for country in administrations(year)
        for entry in entries_of(year, country)
    }
    problems: list[Problem] = []
    said: dict[tuple[str, str], _Said] = {}
    for answer in answers:
        try:
            one = _understood(answer, records)
        except _AnswerError as error:
            problems.append(error.problem)
            continue
        if one is not None:
            first = said.setdefault(answer.name, one)
            problems.extend(_two_answers(first, one))
    changed = [RecordChange(s.entry, s.value, s.answer) for s in said.values() if _is_new(s)]
    dates = _up_to_date(records, said, today)
    return Refreshed(
        (*changed, *dates),
        tuple(problems),
        confirmed=len(said) - len(changed),
        unanswered=len(records) - len(said),
    )


class _AnswerError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _understood(answer: RefreshAnswer, records: dict[tuple[str, str], RecordEntry]) -> _Said | None:
    """What a line says; None where nothing is filled in."""
    column = "expert_id"
    try:
        entry = records.get(answer.name)
        if entry is None:
            raise _unknown(answer)
        column = "correct"
        correct = answer.correct
        column = "change_to"
        new = answer.value(column, entry)
        if correct is None and new is None:
            return None
        column = "on_record"
        if answer.value(column, entry) != _value(entry):
            raise _outdated(answer, entry)
    except CellError as error:
        fault = error.faults[0]
        found = answer.problem(column, fault.message, fault.remedy, fault.code)
        raise _AnswerError(found) from None
    if correct and new is not None and new != _value(entry):
        raise _both(answer)
    if correct is False and new is None:
        raise _neither(answer)
    return _Said(answer, entry, _value(entry) if new is None else new)


def _value(entry: RecordEntry) -> object:
    """The value of a record as a cell is read: nothing is None."""
    return None if entry.value in ("", ()) else entry.value


def _is_new(said: _Said) -> bool:
    return said.value != _value(said.entry)


def _two_answers(first: _Said, second: _Said) -> Iterator[Problem]:
    if first.value != second.value:
        there = f"{first.answer.file}, {first.answer.sheet} {first.answer.place('change_to')}"
        text = (
            f"{_named(second.answer)} is {_told(second.entry, second.value)} here, and "
            f"{_told(first.entry, first.value)} in {there}."
        )
        remedy = "Keep the answer that holds, and clear the cells of the other one."
        yield second.answer.problem("change_to", text, remedy, "answers-contradict")


def _unknown(answer: RefreshAnswer) -> _AnswerError:
    text = f"The workbook has no record {_named(answer)} of a serving expert."
    return _AnswerError(answer.problem("code", text, _ANEW, "record-unknown"))


def _outdated(answer: RefreshAnswer, entry: RecordEntry) -> _AnswerError:
    text = (
        f"{_named(answer)} is {_told(entry, entry.value)} in the workbook by now; the answer "
        "is about what stands in this cell."
    )
    return _AnswerError(answer.problem("on_record", text, _ANEW, "record-changed-meanwhile"))


def _both(answer: RefreshAnswer) -> _AnswerError:
    text = f"{_named(answer)} is said to be correct, and to be changed to something else."
    remedy = "Clear one of the two cells, as the administration meant it."
    return _AnswerError(answer.problem("change_to", text, remedy, "answer-contradicts-itself"))


def _neither(answer: RefreshAnswer) -> _AnswerError:
    text = f"{_named(answer)} is said to be wrong, and what is right is missing."
    remedy = "Ask the administration, and fill the cell in; or clear the no beside it."
    return _AnswerError(answer.problem("change_to", text, remedy, "answer-missing"))


def _named(answer: RefreshAnswer) -> str:
    expert_id, key = answer.name
    return f"{key} of expert {expert_id}"


def _up_to_date(
    records: dict[tuple[str, str], RecordEntry], said: dict[tuple[str, str], _Said], today: date
) -> Iterator[RecordChange]:
    """The new date of the records of each expert of whom every one is answered."""
    left = {expert_id for expert_id, key in records if (expert_id, key) not in said}
    for expert in {e.expert.id: e.expert for e in records.values()}.values():
        if expert.id not in left and expert.record_updated != today:
            sheet = records[expert.id, "name"].sheet
            updated = RecordEntry(
                expert, sheet, "record_updated", expert.record_updated, expert.row
            )
            yield RecordChange(updated, today)


def shown_of(entry: RecordEntry, value: object) -> str:
    """A value as the sheet shows it."""
    cell = typed(entry.column, value)
    if isinstance(cell, date):
        return short_day(cell)
    return "blank" if cell in (None, "") else str(cell)


def _told(entry: RecordEntry, value: object) -> str:
    """A value in a message, which repeats no name."""
    return "another one" if entry.key == NAME else shown_of(entry, value)


def sentence(change: RecordChange) -> str:
    """A change in a sentence that repeats no name."""
    what = f"{change.entry.expert.id}: {change.entry.key.replace('_', ' ')}"
    if change.entry.key == NAME:
        return f"{what} changed."
    return f"{what} is {change.now} instead of {change.was}."


def summary(found: Refreshed) -> str:
    """What the answers come to, in a sentence."""
    parts = (
        counted(len(found.changes), "change"),
        f"{counted(found.confirmed, 'record')} confirmed",
        f"{found.unanswered} without an answer",
    )
    return f"{', '.join(parts)}."
