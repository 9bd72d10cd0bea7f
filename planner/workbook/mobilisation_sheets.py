"""The sheets about what follows a plan: actions, the last-resort dossier, changes, gaps, pool."""

from planner.workbook.columns import Column, Kind, Sheet


def _written(header: str, field: str, kind: Kind = Kind.TEXT, help: str = "") -> Column:
    return Column(header=header, field=field, kind=kind, written_only=True, help=help)


ACTIONS = Sheet(
    name="Actions",
    purpose="What to do next, step by step of the policy and by administration, sorted by date.",
    columns=(
        _written("Do by", "do_by", Kind.DATE, "Red where that day has passed."),
        _written("When", "when", Kind.CHOICE, "Now, or Later: then After says what comes first."),
        _written("Step", "step"),
        _written("Administration", "administration", Kind.COUNTRY),
        _written("To", "whom", help="Whom to ask or to write to; never an expert."),
        _written("What", "what"),
        _written("After", "after", help="What has to be done before."),
        _written("Reason", "reason"),
        _written("Missions", "mission_ids", Kind.LIST),
        _written("Experts", "expert_ids", Kind.LIST),
        _written("First start", "first_start", Kind.DATE),
    ),
)

LAST_RESORT = Sheet(
    name="Last resort",
    purpose="For each external expert, why no serving expert could go: for the Deputy Director.",
    columns=(
        _written("Mission ID", "mission_id", Kind.ID),
        _written("Start", "start", Kind.DATE),
        _written("Position", "position", Kind.WHOLE),
        _written("Expertise", "expertise", Kind.CODE),
        _written("External expert", "external_id", Kind.ID),
        _written("Clearance", "clearance", Kind.CHOICE, "What the former administration said."),
        _written("Expert ID", "expert_id", Kind.ID, "A serving expert who holds the expertise."),
        _written("Expert", "expert"),
        _written("Administration", "administration", Kind.COUNTRY),
        _written("Standing", "standing", Kind.CHOICE),
        _written(
            "Rule or level",
            "rule",
            Kind.ID,
            "The rule that forbids it with the rest of the plan unchanged, or the level that "
            "decided.",
        ),
        _written("Why not", "why_not"),
    ),
)
