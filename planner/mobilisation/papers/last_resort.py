"""The last-resort dossier of an external expert, with the decision and the line to sign.

The expert is called by ID; by name only where names are asked for.
"""

from collections.abc import Iterator, Sequence

from models.facts.expert import Clearance, Expert
from planner.domain.country_names import plain_letters
from planner.domain.rules import RULE_BY_ID
from planner.domain.tongue import ENGLISH
from planner.mobilisation.papers.paper import (
    Paper,
    PaperBlock,
    PaperDesk,
    heading,
    note,
    text,
    to_fill_in,
)
from planner.mobilisation.papers.report import mission_named
from planner.reasons.substitution.dossier import NOBODY, Dossier, DossierLine
from planner.report.plan_view import PostView

_CLEARANCE = {
    Clearance.CLEARED: "cleared",
    Clearance.PENDING: "pending_clearance",
    Clearance.REFUSED: "refused",
}


def dossiers(desk: PaperDesk, dossier: Dossier) -> Iterator[Paper]:
    """A document for each position that an external expert fills."""
    external = desk.view.year.external_ids
    for post in desk.view.posts:
        if post.expert.id in external:
            mission, position = post.mission, post.placement.position
            own = [
                line
                for line in dossier.lines
                if (line.mission_id, line.position) == (mission.id, position)
            ]
            yield desk.paper(
                f"last resort {plain_letters(mission.id)}-{position}",
                desk.say("dossier", mission=mission.id),
                desk.say("dossier_sub"),
                (*_about(desk, post), *_why(desk, own), *_decision(desk, post.expert)),
            )


def _named(desk: PaperDesk, expert_id: str, name: str) -> str:
    return f"{expert_id} {name}" if desk.names and name else expert_id


def _about(desk: PaperDesk, post: PostView) -> Iterator[PaperBlock]:
    mission, expert = post.mission, post.expert
    fee = desk.view.year.daily_fee(expert)
    rows = (
        ("mission", mission_named(mission)),
        ("host", desk.tongue.country(mission.host)),
        ("dates", desk.tongue.span(*post.run)),
        ("position", f"{post.placement.position} / {len(mission.positions)}"),
        ("expertise", post.placement.expertise),
        ("external", _named(desk, expert.id, expert.name)),
        ("clearance", _cleared_by(desk, expert)),
        ("fee", desk.amount(fee)),
    )
    yield desk.table(("", ""), [(desk.say(name), value) for name, value in rows])


def _cleared_by(desk: PaperDesk, expert: Expert) -> str:
    """The answer of the former administration, with its country where the workbook says it."""
    answer = desk.say(_CLEARANCE[expert.clearance])
    former = expert.former_administration
    if not former:
        return answer
    return desk.say("answered", country=desk.tongue.country(former), answer=answer)


def _why(desk: PaperDesk, lines: Sequence[DossierLine]) -> Iterator[PaperBlock]:
    held = [line for line in lines if line.rule != NOBODY]
    yield heading(desk.say("why_not"))
    if not held:
        yield text(desk.say("nobody"))
        return
    yield text(desk.say("dossier_why", len(held), n=desk.tongue.number(len(held))))
    headers = ("expert_column", "administration_column", "standing_column", "why_not")
    yield desk.table(
        [desk.say(name) for name in headers],
        [
            (
                _named(desk, line.expert_id, line.expert),
                desk.tongue.country(line.administration),
                desk.tongue.say(f"refresh.{line.standing}"),
                _reason(desk, line),
            )
            for line in held
        ],
    )


def _reason(desk: PaperDesk, line: DossierLine) -> str:
    """In English the sentence with its facts, as on the sheet; else what the rule says in short."""
    if desk.tongue.code == ENGLISH:
        return line.why_not
    if line.rule in RULE_BY_ID:
        return RULE_BY_ID[line.rule].in_papers[desk.tongue.code].person
    return desk.say("level", level=line.rule)


def _decision(desk: PaperDesk, expert: Expert) -> Iterator[PaperBlock]:
    yield heading(desk.say("decision_taken"))
    yield note(desk.say("policy"))
    if expert.decision is not None:
        taken = "approved" if expert.decision.value == "approved" else "refused_decision"
        day = f", {desk.tongue.day(expert.decided_on)}" if expert.decided_on else ""
        yield text(f"{desk.say(taken)}{day}")
    else:
        yield text(desk.say("tick"))
    yield to_fill_in(desk.say(name) for name in ("name_line", "date_line", "signature_line"))
