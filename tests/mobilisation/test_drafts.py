"""Mails to National Contact Points and calendars: whom they are for, what they say."""

import email
from datetime import UTC, date, datetime, timedelta
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar

from models.facts.administration import Administration
from models.facts.assignment import AssignmentStatus as Status
from models.facts.instance import Year
from planner.app.outputs.seals import is_ours, sealed_text
from planner.mobilisation.calendar_file import (
    CalendarEntry,
    calendar_file,
    deadline_entries,
    mission_entries,
)
from planner.mobilisation.mails import Mail, mails
from tests.builders import agreed, expert, mission, placement, plan, qualification, year
from tests.commands import run, year_file
from tests.mobilisation.answers import actions, view_of

STAMP = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PLAN = plan(placement(), placement("M2", "E2"), placement("M3", "E3"))


def facts(language: str | None = None) -> Year:
    """E1 of France is Proposed, E2 of Spain is Contacted, E3 of Portugal is Available."""
    people = (expert(), expert("E2", "ES"), expert("E3", "PT"))
    return year(
        missions=(
            mission(title="Audit; one, two", host="CI"),
            mission("M2", host="NL"),
            mission("M3", host="DE"),
        ),
        experts=people,
        qualifications=tuple(qualification(e.id) for e in people),
        assignments=(
            agreed("M2", "E2", Status.CONTACTED),
            agreed("M3", "E3", Status.AVAILABLE),
        ),
        administrations=(
            Administration(
                country="FR", ncp_name="Ms X", ncp_email="x@example.org", language=language
            ),
        ),
    )


def drafts(language: str | None = None) -> dict[str, Mail]:
    found = facts(language)
    return {mail.country: mail for mail in mails(view_of(found, PLAN), actions(found, PLAN))}


def test_who_is_asked_and_who_is_reminded() -> None:
    found = drafts()
    assert {code: mail.kind for code, mail in found.items()} == {"FR": "contact", "ES": "reminder"}
    assert (found["FR"].to, found["ES"].to) == ("x@example.org", "")
    assert "- Name of E1: Audit; one, two, Côte d'Ivoire, 1 to 5 March 2027" in (found["FR"].body)
    assert found["FR"].body.startswith("Dear Ms X,")


@pytest.mark.parametrize(
    ("language", "greeting", "day"),
    [
        ("fr", "Bonjour Ms X,", "du 1er au 5 mars 2027"),
        ("es", "Buenos días, Ms X:", "del 1 al 5 de marzo de 2027"),
    ],
)
def test_a_mail_is_in_the_language_of_the_administration(
    language: str, greeting: str, day: str
) -> None:
    mail = drafts(language)["FR"]
    assert mail.body.startswith(greeting)
    assert day in mail.body
    assert "Dear" not in mail.body + mail.subject
    assert drafts("sw")["FR"].body.startswith("Dear Ms X,")


def test_a_draft_opens_in_a_mail_parser_unsent() -> None:
    content = sealed_text(drafts("fr")["FR"].to_bytes())
    read = email.message_from_bytes(content, policy=default)
    assert read["X-Unsent"] == "1"
    assert read["To"] == "x@example.org"
    assert read["From"] is None
    assert read.get_content().replace("\r\n", "\n") == drafts("fr")["FR"].body
    assert content == sealed_text(drafts("fr")["FR"].to_bytes())


def unfolded(content: bytes) -> list[str]:
    text = content.decode("utf-8")
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_has_the_missions_and_no_name() -> None:
    view = view_of(facts(), PLAN)
    lines = unfolded(calendar_file(mission_entries(view), STAMP))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    assert r"SUMMARY:M1: Audit\; one\, two\, Côte d'Ivoire" in lines
    assert "DTSTART;VALUE=DATE:20270301" in lines
    assert "DTEND;VALUE=DATE:20270306" in lines
    assert len({line for line in lines if line.startswith("UID:")}) == 3
    assert "Name of" not in "".join(lines)


def test_the_deadlines_are_those_of_the_sheet_actions() -> None:
    found = actions(facts(), PLAN)
    done = (found[0]._replace(done=True), *found[1:])
    entries = deadline_entries(done)
    assert [entry.first for entry in entries] == [line.do_by for line in found[1:]]
    text = "\n".join(unfolded(calendar_file(entries, STAMP)))
    assert "Name of" not in text
    assert "Obtain the answer: Spain\\, M2" in text


def test_texts_never_become_properties_of_a_calendar() -> None:
    nasty = CalendarEntry(
        "x", date(2027, 3, 1), date(2027, 3, 1), "a\r\nATTACH:http://x\x07" + "é" * 99
    )
    lines = unfolded(calendar_file([nasty], STAMP))
    assert not any(line.startswith("ATTACH") for line in lines)
    assert r"SUMMARY:a\nATTACH:http://x" + "é" * 99 in lines


def test_only_our_own_files_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(sealed_text(calendar_file([], STAMP)))
    assert is_ours(path)
    path.write_bytes(path.read_bytes() + b"X\r\n")
    assert not is_ours(path)
    assert timedelta(0) == STAMP.utcoffset()


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], Path]:
    """The rows of the sheet Actions of a workbook, and the folder that `drafts` writes of it."""
    folder = tmp_path_factory.mktemp("sent")
    year_file(folder / "plan.xlsx", facts("fr"))
    assert run("solve", folder / "plan.xlsx", "--quiet").code == 0
    assert run("drafts", folder / "plan-assigned.xlsx", folder / "drafts").code == 0
    header, *rows = openpyxl.load_workbook(folder / "plan-assigned.xlsx")["Actions"].values
    return [dict(zip(map(str, header), row, strict=True)) for row in rows], folder / "drafts"


def events(path: Path) -> list[Any]:
    """The entries of a calendar, as a calendar program reads them."""
    return list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_the_deadlines_that_a_calendar_program_reads_are_the_rows_of_actions(
    sent: tuple[list[dict[str, Any]], Path],
) -> None:
    rows, folder = sent
    found = sorted(
        (str(e["SUMMARY"]), e.decoded("DTSTART")) for e in events(folder / "deadlines.ics")
    )
    told = [
        (
            f"{row['Step']}: " + ", ".join(filter(None, (row["Administration"], row["Missions"]))),
            row["Do by"].date(),
        )
        for row in rows
    ]
    assert found == sorted((text.replace("; ", ", "), day) for text, day in told)
    assert len(found) > 3


def test_the_mails_that_a_mail_program_reads_are_the_contacts_of_actions(
    sent: tuple[list[dict[str, Any]], Path],
) -> None:
    rows, folder = sent
    read = [
        email.message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]
    asked = [row for row in rows if row["Step"] in ("Informal contact", "Obtain the answer")]
    assert len(read) == len(asked) == 2
    for row in asked:
        people = [f"Name of {who}" for who in row["Experts"].split("; ")]
        [mail] = [m for m in read if all(who in m.get_content() for who in people)]
        assert mail["X-Unsent"] == "1"
        in_french = row["Administration"] == "France"
        assert ("Bonjour" in mail.get_content()) == in_french
        assert (mail["To"] or "") == ("x@example.org" if in_french else "")
