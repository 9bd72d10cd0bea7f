"""Edits in words, by IDs alone."""

from web.session.edits import (
    AddScenario,
    Adopt,
    Decline,
    Edit,
    Keep,
    Move,
    Remove,
    SetFund,
    SetStatus,
    Swap,
)
from web.shown.texts import Texts


def edit_words(t: Texts, edit: Edit) -> str:
    """What an edit does, such as "M012: starts on 14 June 2027"."""
    if isinstance(edit, Adopt):
        return t.count("edit.adopt", len(edit.mission_ids))
    if isinstance(edit, AddScenario):  # its name may be anybody's
        return t.count("edit.scenario", len(edit.rows))
    return t("edit.of", mission=edit.mission_id, what=_of_mission(t, edit))


def _of_mission(t: Texts, edit: SetStatus | Move | SetFund | Swap | Decline | Keep | Remove) -> str:
    match edit:
        case SetStatus():
            status = t(f"status.{edit.status.value.lower()}")
            said = t("edit.status", expert=edit.expert_id, status=status)
        case Move():
            said = t("edit.move", day=t.day(edit.start))
        case SetFund():
            said = t("edit.fund", fund=edit.fund_id)
        case Swap():
            said = t("edit.swap", old=edit.old, new=edit.new)
        case Decline():
            key = "edit.decline" if edit.new is None else "edit.replace"
            said = t(key, old=edit.old, new=edit.new)
        case Keep():
            said = t("mission.keep" if edit.keep else "mission.let_go", expert=edit.expert_id)
        case Remove():
            said = t("edit.remove")
    return said
