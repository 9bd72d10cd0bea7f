"""The sheets about what follows a plan: actions, the last-resort dossier, changes, gaps, pool."""

from planner.workbook.schema.columns import Column, Kind, Sheet


def _written(header: str, field: str, kind: Kind = Kind.TEXT, help: str = "") -> Column:
    return Column(header=header, field=field, kind=kind, written_only=True, help=help)


ACTIONS = Sheet(
    name="Actions",
    purpose="What to do next, step by step of the policy and by administration, sorted by date. "
    "Type yes into Done: it stays from run to run as long as the step asks for nothing new.",
    columns=(
        _written(
            "When",
            "when",
            Kind.CHOICE,
            "Overdue; This month; Next: the month after; Later, also where After says what comes "
            "first.",
        ),
        _written("Do by", "do_by", Kind.DATE, "Seen from the day of the run."),
        _written("Step", "step"),
        _written("Administration", "administration", Kind.COUNTRY),
        _written("To", "whom", help="Whom to ask or to write to; never an expert."),
        _written("What", "what"),
        _written("After", "after", help="What has to be done before."),
        _written("Owner", "owner", help="The lead official of the missions."),
        _written("Done", "done", Kind.YES_NO, "Yours to fill in: yes."),
        _written("Done on", "done_on", Kind.DATE, "Yours to fill in."),
        _written("Reason", "reason"),
        _written("Missions", "mission_ids", Kind.LIST),
        _written("Experts", "expert_ids", Kind.LIST),
        _written("First start", "first_start", Kind.DATE),
    ),
)

LETTERS = Sheet(
    name="Letters",
    purpose="What was asked for by the letters in this folder.",
    columns=(
        _written("Number", "number", Kind.WHOLE),
        _written("Reference", "reference"),
        _written("Date", "dated"),
        _written("File", "file"),
        _written("Administration", "administration"),
        _written("Mission ID", "mission_id", Kind.ID),
        _written("Expert ID", "expert_id", Kind.ID),
        _written("Start", "start", Kind.DATE),
        _written("Reminder", "reminder", Kind.YES_NO),
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

GAPS = Sheet(
    name="Pool gaps",
    purpose="Which further experts would deliver more missions or replace external experts.",
    columns=(
        _written("Further experts", "number", Kind.WHOLE, "How many of them together."),
        _written("Expertise", "expertise", Kind.CODE),
        _written("Language", "language"),
        _written("Region", "region", Kind.REGION),
        _written("Status", "status", Kind.CHOICE),
        _written("More missions", "missions", Kind.WHOLE),
        _written("Fewer externals", "externals", Kind.WHOLE),
        _written("Gained", "gained", Kind.LIST, "Missions delivered with them and not without."),
        _written("Lost", "lost", Kind.LIST, "Missions of lower priority that make room."),
        _written("Proven", "proven", Kind.YES_NO, "yes: both plans are proven to be the best."),
    ),
)

SUPPLY = Sheet(
    name="Pool supply",
    purpose="Weeks that missions ask for and that serving experts can give, by expertise.",
    columns=(
        _written("Expertise", "expertise", Kind.CODE),
        _written("Language", "language"),
        _written("Missions", "missions", Kind.WHOLE),
        _written("Demand", "demand", Kind.WHOLE, "Weeks of all positions."),
        _written("Delivered", "delivered", Kind.WHOLE, "Weeks of missions that are delivered."),
        _written("Experts", "experts", Kind.WHOLE, "Accredited and recognised."),
        _written("Candidates", "candidates", Kind.WHOLE, "Pre-accredited."),
        _written("Supply", "supply", Kind.WHOLE, "Weeks that the release caps leave them."),
        _written("Left", "left", Kind.WHOLE, "Supply less Demand; below 0 there are too few."),
    ),
)

ENDING = Sheet(
    name="Pool releases",
    purpose="Serving experts whose release period ends in the plan year.",
    columns=(
        _written("Expert ID", "expert_id", Kind.ID),
        _written("Expert", "expert"),
        _written("Administration", "administration", Kind.COUNTRY),
        _written("Expertise", "expertise", Kind.LIST),
        _written("Ends", "ends", Kind.DATE),
        _written("Weeks left", "left", Kind.WHOLE, "Of the release cap, the plan subtracted."),
    ),
)

WAITING = Sheet(
    name="Pool candidates",
    purpose="Pre-accredited candidates who get no mission in the plan.",
    columns=(
        _written("Expert ID", "expert_id", Kind.ID),
        _written("Expert", "expert"),
        _written("Administration", "administration", Kind.COUNTRY),
        _written("Expertise", "expertise", Kind.CODE),
        _written("Since", "since", Kind.DATE),
        _written("Missions", "fitting", Kind.WHOLE, "That ask for the expertise and a language."),
        _written("With evaluation", "lead", Kind.WHOLE, "Of those: somebody could evaluate."),
    ),
)

POOL_SHEETS = (GAPS, SUPPLY, ENDING, WAITING)

CHANGES = Sheet(
    name="Changes",
    purpose="What is different between two workbooks, and why.",
    columns=(
        _written("What", "kind", Kind.CHOICE),
        _written("ID", "id", Kind.ID),
        _written("Before", "before"),
        _written("After", "after"),
        _written("In words", "sentence"),
    ),
)

NEXT_YEAR = Sheet(
    name="Next year",
    purpose="What next-year did to make this workbook from the plan of the year before.",
    columns=(
        _written("Sheet", "sheet"),
        _written("Row", "item"),
        _written("What was done", "done"),
    ),
)

REFRESH = Sheet(
    name="Refresh",
    purpose="What the administrations' answers changed in the records of experts.",
    columns=(
        _written("Expert ID", "expert_id", Kind.ID),
        _written("Record", "record"),
        _written("Was", "was"),
        _written("Is now", "now"),
        _written("Answer", "answer"),
        _written("Cell", "cell"),
        _written(
            "Written",
            "written",
            Kind.YES_NO,
            "No: the row stands in the pool, which is another workbook; change it there.",
        ),
    ),
)

REASONS = Sheet(
    name="Reasons",
    purpose="What explain or verify said, to hand on.",
    columns=(
        _written("Part", "part"),
        _written("Rule or ID", "what", Kind.ID),
        _written("What it says", "why_not"),
        _written("Where", "where"),
    ),
)
