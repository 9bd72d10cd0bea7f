"""Drafts of mails to National Contact Points: informal contacts and reminders, never to an expert.

Source: policy HC0150Ea, Mobilization Process ("the WCO Lead Official should make informal contact
with the National Contact Point"). Texts stand in one file, by language.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date

from models.assignment import AssignmentStatus
from planner.domain.country_names import country_name, mentions_country
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.steps import Step
from planner.report.plan_view import PlanView, Post

DEFAULT_LANGUAGE = "en"
_TEXTS = Path(__file__).parents[1] / "data" / "mails.toml"
_KINDS = {
    Step.CONTACT.title: ("contact", AssignmentStatus.PROPOSED),
    Step.ANSWER.title: ("reminder", AssignmentStatus.CONTACTED),
}


class Mail(NamedTuple):
    """A draft to the National Contact Point of an administration, by country code."""

    country: str
    kind: str
    to: str
    subject: str
    body: str

    def to_bytes(self) -> bytes:
        """The draft as a file that mail programs open as not sent yet."""
        message = EmailMessage(policy=SMTP)
        message["X-Unsent"] = "1"
        if self.to:
            message["To"] = self.to
        message["Subject"] = self.subject
        message.set_content(self.body, cte="quoted-printable")
        return message.as_bytes()


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The texts by language and key."""
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))


def mails(view: PlanView, lines: Iterable[ActionLine]) -> tuple[Mail, ...]:
    """A draft for each line of Actions that is an informal contact, and can be done now."""
    return tuple(_mails(view, lines))


def _mails(view: PlanView, lines: Iterable[ActionLine]) -> Iterator[Mail]:
    for line in lines:
        if line.step in _KINDS and not line.after and not line.done:
            kind, status = _KINDS[line.step]
            posts = [post for post in view.posts if _is_of(post, line, status)]
            yield _mail(view, line, kind, posts)


def _is_of(post: Post, line: ActionLine, status: AssignmentStatus) -> bool:
    return (
        post.status is status
        and post.expert.administration == line.administration
        and post.expert.id in line.expert_ids
        and post.mission.id in line.mission_ids
    )


def _mail(view: PlanView, line: ActionLine, kind: str, posts: list[Post]) -> Mail:
    row = view.year.administration_by_country.get(line.administration)
    language = _language(row.language if row else None)
    said = texts()[language]
    facts = {
        "year": str(view.year.settings.plan_start.year),
        "administration": _country(line.administration, language),
        "contact": (row.ncp_name if row else "") or said["contact_name"],
        "date": _day(line.do_by, language),
    }
    told = "\n".join(said["line"].format(**_request(post, language)) for post in posts)
    paragraphs = (
        said["greeting"].format(**facts),
        said[f"{kind}_body"],
        told,
        said["policy"],
        said["closing"],
    )
    return Mail(
        country=line.administration,
        kind=kind,
        to=row.ncp_email if row else "",
        subject=said[f"{kind}_subject"].format(**facts),
        body="\n\n".join(paragraphs) + "\n",
    )


def _language(wanted: str | None) -> str:
    """The language of the administration where there are texts in it, else English."""
    return wanted if wanted and wanted in texts() else DEFAULT_LANGUAGE


def _request(post: Post, language: str) -> dict[str, str]:
    mission = post.mission
    named = mentions_country(mission.title, mission.host)
    return {
        "expert": post.expert.name or post.expert.id,
        "mission": mission.title or mission.id,
        "place": "" if named else f", {_country(mission.host, language)}",
        "start": _day(post.run.start, language),
        "end": _day(post.run.end, language),
    }


def _country(code: str, language: str) -> str:
    """In English the name of the WCO's list, else that of CLDR."""
    if language == DEFAULT_LANGUAGE:
        return country_name(code)
    return str(Locale.parse(language).territories.get(code, country_name(code)))


def _day(day: date, language: str) -> str:
    return str(format_date(day, "long", locale="en_GB" if language == "en" else language))
