"""What happens in a process of its own: ``python -m benchmarks.child TASK ARGUMENTS``.

sample MISSIONS EXPERTS SEED CUT WORKBOOK   write a sample year, its funds cut by so many per cent
questions MISSIONS EXPERTS SEED WORKBOOK   write a sample year with scenarios about its funds
choices WORKBOOK NUMBER TARGET        keep choices that its plan did not make, and the fund it needs
decline WORKBOOK                      let the first proposed expert of the plan decline
facts WORKBOOK FACTS FINGERPRINT      read a workbook; keep its facts, and their SHA-256
plan COLUMN FACTS SECONDS ANSWER      plan the facts; leave the answer, and the best one so far
judge FACTS ANSWER VERDICT            hold an answer against every rule, and count its levels
"""

import hashlib
import json
import pickle
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.results import write_text


def sample(missions: str, experts: str, seed: str, cut: str, workbook: str) -> None:
    """Write a sample year as all planners know it: the whole command reads nothing beyond that."""
    from benchmarks.plain import plain, poorer
    from planner.sample.build import sample_year
    from planner.workbook.forms.inputs import write_year

    year = plain(sample_year(int(missions), int(experts), int(seed)))
    write_year(Path(workbook), poorer(year, int(cut)))


def questions(missions: str, experts: str, seed: str, workbook: str) -> None:
    """Write a sample year as `mission-planner sample` does, with scenarios about its funds."""
    from benchmarks.asked import fund_scenarios
    from planner.sample.book import cancelled_missions
    from planner.sample.build import sample_year
    from planner.workbook.forms.inputs import write_year

    year = sample_year(int(missions), int(experts), int(seed))
    write_year(Path(workbook), year, fund_scenarios(year), cancelled_missions(year))


def choices(workbook: str, number: str, target: str) -> None:
    """Keep choices that the plan in a workbook did not make, and the fund it needs most."""
    from benchmarks import asked
    from planner.app.load import load, year_of

    year = year_of(load(Path(workbook)))
    found = asked.choices(Path(workbook), int(number))
    document = {"fund": asked.funds_by_need(year)[0], "choices": found}
    write_text(Path(target), json.dumps(document))


def decline(workbook: str) -> None:
    """Set the first row of the plan that is Proposed to Declined, as its administration asks."""
    import openpyxl

    book = openpyxl.load_workbook(workbook)
    sheet = book["Assignments"]
    place = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
    for row in range(2, sheet.max_row + 1):
        position = sheet.cell(row, place["Position"]).value
        status = sheet.cell(row, place["Status"])
        if status.value == "Proposed" and position is not None:
            status.value = "Declined"
            book.save(workbook)
            return
    raise ValueError("The plan has no row that is Proposed.")


def facts(workbook: str, target: str, fingerprint: str) -> None:
    """Read a workbook as `solve` does, less what the peers do not know."""
    from benchmarks.plain import plain
    from planner.app.load import load, year_of

    year = plain(year_of(load(Path(workbook))))
    Path(target).write_bytes(pickle.dumps(year))
    digest = hashlib.sha256(year.model_dump_json().encode()).hexdigest()
    write_text(Path(fingerprint), digest)


def plan(column: str, source: str, seconds: str, target: str) -> None:
    """Plan the facts, and leave the answer as JSON."""
    from benchmarks.planners.answer import Answer, Deadline, OutOfTimeError
    from benchmarks.planners.registry import load
    from planner.domain.calendars import Calendars

    year = _facts(source)
    planner = load(column)
    since = time.monotonic()

    def keep(answer: Answer) -> None:
        write_text(Path(target), json.dumps(_document(answer, time.monotonic() - since)))

    try:
        keep(planner(year, Calendars(year), Deadline(float(seconds)), keep))
    except OutOfTimeError:
        keep(Answer(None, note="the time limit came before its model was written"))


def _document(answer: Any, seconds: float) -> dict[str, Any]:
    rows = None if answer.plan is None else answer.plan.model_dump(mode="json")["placements"]
    return {
        "seconds": seconds,
        "placements": rows,
        "claims": [[claim.level, claim.bound] for claim in answer.claims],
        "infeasible": answer.infeasible,
        "note": answer.note,
    }


def judge(source: str, answer: str, target: str) -> None:
    """Hold an answer against every rule, and count its levels, by the checker alone."""
    from models.answers.plan import Plan
    from planner.checker import check, level_values
    from planner.domain.calendars import Calendars

    year = _facts(source)
    calendars = Calendars(year)
    placements = json.loads(Path(answer).read_text(encoding="utf-8"))["placements"]
    made = Plan.model_validate({"placements": placements})
    violations = [f"{found.rule}: {found.message}" for found in check(year, made, calendars)]
    levels = [[value.level, value.value] for value in level_values(year, made, calendars)]
    write_text(Path(target), json.dumps({"violations": violations, "levels": levels}))


def _facts(source: str) -> Any:
    """The facts of a year, as the task `facts` kept them a moment ago."""
    return pickle.loads(Path(source).read_bytes())


TASKS = {task.__name__: task for task in (sample, questions, choices, decline, facts, plan, judge)}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
