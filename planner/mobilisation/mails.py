"""Drafts of mails to National Contact Points: informal contacts and reminders, never to an expert.

Source: policy HC0150Ea, Mobilization Process ("the WCO Lead Official should make informal contact
with the National Contact Point"). Texts stand in one file, by language (`planner.domain.tongue`).
"""

from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from models.facts.assignment import AssignmentStatus
from planner.domain.country_names import mentions_country
from planner.domain.tongue import Tongue
from planner.mobilisation.action_line import ActionLine
from planner.mobilisation.steps import Step
from planner.report.plan_view import PlanView, PostView

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


def mails(view: PlanView, lines: Iterable[ActionLine]) -> tuple[Mail, ...]:
    """A draft for each line of Actions that is an informal contact, and can be done now."""
    return tuple(_mails(view, lines))


def _mails(view: PlanView, lines: Iterable[ActionLine]) -> Iterator[Mail]:
    for line in lines:
        if line.step in _KINDS and not line.after and not line.done:
            kind, status = _KINDS[line.step]
            posts = [post for post in view.posts if _is_of(post, line, status)]
            yield _mail(view, line, kind, posts)


def _is_of(post: PostView, line: ActionLine, status: AssignmentStatus) -> bool:
    return (
        post.status is status
        and post.expert.administration == line.administration
        and post.expert.id in line.expert_ids
        and post.mission.id in line.mission_ids
    )


def _mail(view: PlanView, line: ActionLine, kind: str, posts: list[PostView]) -> Mail:
    row = view.year.administration_by_country.get(line.administration)
    tongue = Tongue(row.language if row else None)
    told = "\n".join(tongue.say("mail.line", **_request(post, tongue)) for post in posts)
    contact = (row.ncp_name if row else "") or tongue.say("mail.contact_name")
    paragraphs = (
        tongue.say("mail.greeting", contact=contact),
        tongue.say(f"mail.{kind}_body"),
        told,
        tongue.say("mail.policy"),
        tongue.say("mail.closing"),
    )
    return Mail(
        country=line.administration,
        kind=kind,
        to=row.ncp_email if row else "",
        subject=tongue.say(
            f"mail.{kind}_subject",
            year=view.year.settings.plan_start.year,
            administration=tongue.country(line.administration),
        ),
        body="\n\n".join(paragraphs) + "\n",
    )


def _request(post: PostView, tongue: Tongue) -> dict[str, str]:
    mission = post.mission
    named = mentions_country(mission.title, mission.host)
    return {
        "expert": post.expert.name or post.expert.id,
        "mission": mission.title or mission.id,
        "place": "" if named else f", {tongue.country(mission.host)}",
        "dates": tongue.span(post.run.start, post.run.end),
    }
