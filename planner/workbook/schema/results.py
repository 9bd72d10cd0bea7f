"""The sheets that the planner writes (RULES.md section 8); Assignments is read again."""

from models.facts.assignment import AssignmentStatus, Outcome
from planner.workbook.schema.after_plan import (
    ACTIONS,
    LAST_RESORT,
    NEXT_YEAR,
    POOL_SHEETS,
    REFRESH,
)
from planner.workbook.schema.columns import Column, Kind, Sheet


def _written(header: str, field: str, kind: Kind = Kind.TEXT, help: str = "") -> Column:
    return Column(header=header, field=field, kind=kind, written_only=True, help=help)


SUMMARY = Sheet(
    name="Summary",
    purpose="The run, then the value, bound and proof of every level of the objective.",
    columns=(
        _written("Level", "level"),
        _written("Value", "value", Kind.WHOLE),
        _written("Bound", "bound", Kind.WHOLE, "The best value that was not ruled out."),
        _written("Proven", "proven", Kind.YES_NO, "yes: no plan is better at this level."),
        _written("What it counts", "sentence"),
    ),
)

ASSIGNMENTS = Sheet(
    name="Assignments",
    purpose="Who goes where when. Set a status or change a row, and run again.",
    columns=(
        Column(header="Mission ID", field="mission_id", kind=Kind.ID, required=True),
        _written("Title", "title"),
        _written("Host", "host", Kind.COUNTRY),
        _written("Region", "region", Kind.REGION),
        Column(
            header="Position",
            field="position",
            kind=Kind.WHOLE,
            minimum=1,
            help="The position of the mission; it is no part of what is agreed.",
        ),
        Column(header="Expertise", field="expertise", kind=Kind.CODE),
        Column(header="Expert ID", field="expert_id", kind=Kind.ID, required=True),
        _written("Expert", "expert"),
        _written("Administration", "administration", Kind.COUNTRY),
        _written("Qualification", "qualification"),
        _written("In region", "in_region", Kind.YES_NO),
        Column(
            header="Start",
            field="start",
            kind=Kind.DATE,
            required=True,
            may_be_blank=True,
            help="Needed for Completed, Confirmed, Invited and kept rows; any other row without a "
            "start cannot be kept.",
        ),
        Column(header="End", field="end", kind=Kind.DATE),
        _written(
            "Weeks",
            "weeks",
            Kind.WHOLE,
            "Weeks charged; of a mission that began before the plan, what is said here.",
        ),
        _written(
            "Evaluated by",
            "evaluated_by",
            help="Who can complete the accreditation of a Pre-accredited expert on this mission.",
        ),
        Column(
            header="Fund",
            field="fund_id",
            kind=Kind.ID,
            help="The fund that pays; those of a shared mission in the order of the sheet Shares.",
        ),
        _written(
            "Cost",
            "cost",
            Kind.AMOUNT,
            "This expert's part; fixed cost on position 1. Of a mission that began before the "
            "plan, what is said here.",
        ),
        Column(
            header="Status",
            field="status",
            kind=Kind.CHOICE,
            default=AssignmentStatus.PROPOSED.value,
            choices=tuple(AssignmentStatus),
            help="Invited, Confirmed and Completed rows stay as they are; Proposed, Contacted and "
            "Available ones stay where nothing more important speaks against it; Declined: not "
            "this expert for this mission; Withdrawn: called off by the WCO. Blank: Proposed.",
        ),
        Column(
            header="Keep",
            field="keep",
            kind=Kind.YES_NO,
            default="no",
            help="yes: the row stays as it is, whatever its status. Blank: no.",
        ),
        Column(
            header="Outcome",
            field="outcome",
            kind=Kind.CHOICE,
            choices=tuple(Outcome),
            help="What came of the evaluation of a pre-accredited expert.",
        ),
        Column(header="Feedback", field="feedback", help="Any text; the planner keeps it."),
        Column(
            header="Was",
            field="was",
            kind=Kind.CHOICE,
            choices=tuple(status for status in AssignmentStatus if status.asked),
            help="Withdrawn rows: the status before, which is what had been said.",
        ),
    ),
)

NOT_DELIVERED = Sheet(
    name="Not delivered",
    purpose="Missions that are not in the plan, why, and what would help.",
    columns=(
        _written("Mission ID", "mission_id", Kind.ID),
        _written("Title", "title"),
        _written("Priority", "priority", Kind.WHOLE),
        _written("Rules", "rules", Kind.LIST, "The rules that stand in the way together."),
        _written("Why", "why"),
        _written("What would help", "what_would_help"),
    ),
)

STANDBYS = Sheet(
    name="Stand-bys",
    purpose="Who could take over each position, with everything else of the plan unchanged.",
    columns=(
        _written("Mission ID", "mission_id", Kind.ID),
        _written("Start", "start", Kind.DATE),
        _written("Position", "position", Kind.WHOLE),
        _written("Expertise", "expertise", Kind.CODE),
        _written("Expert ID", "expert_id", Kind.ID),
        _written("Expert", "expert"),
        _written("Stand-bys", "number", Kind.WHOLE, "How many are listed here, three at most."),
        _written(
            "First",
            "first",
            help="In this order: candidates who get no other chance to complete their "
            "accreditation, then serving experts, those of the region and those who have waited "
            "longest first, external experts last. Agree with the administration as usual.",
        ),
        _written("Second", "second"),
        _written("Third", "third"),
        _written("Title", "title"),
    ),
)

EXPERT_LOAD = Sheet(
    name="Expert load",
    purpose="What the plan asks of each expert.",
    columns=(
        _written("Expert ID", "expert_id", Kind.ID),
        _written("Expert", "expert"),
        _written("Administration", "administration", Kind.COUNTRY),
        _written("Missions", "missions", Kind.WHOLE),
        _written("Weeks", "weeks", Kind.WHOLE, "Weeks that the plan charges."),
        _written(
            "Weeks left",
            "weeks_left",
            help="What remains under the cap in each release period that the plan year meets.",
        ),
        _written("Idle days", "idle_days", Kind.WHOLE, "Days without a mission at plan start."),
    ),
)

FUND_USE = Sheet(
    name="Fund use",
    purpose="What the plan draws from each fund; pending ones apart, below the others.",
    columns=(
        _written("Fund ID", "fund_id", Kind.ID),
        _written("Name", "name"),
        _written("Status", "status"),
        _written("Amount", "amount", Kind.AMOUNT),
        _written("Committed", "committed", Kind.AMOUNT),
        _written("Spent", "spent", Kind.AMOUNT, "On completed and running missions."),
        _written(
            "Available",
            "available",
            Kind.AMOUNT,
            "Amount less Committed and Spent; nothing of a fund that is still pending.",
        ),
        _written("Planned", "planned", Kind.AMOUNT),
        _written("Left", "left", Kind.AMOUNT),
        _written("Missions", "missions", Kind.IDS),
        _written(
            "More would deliver",
            "wanted",
            help="Where several missions lack the money of this fund: what one amount delivers. "
            "What single missions wish for does not add up.",
        ),
    ),
)

CALENDAR = Sheet(
    name="Calendar",
    purpose="Missions by week, as a chart of coloured cells; the weeks follow these columns.",
    columns=(
        _written("Mission ID", "mission_id", Kind.ID),
        _written("Title", "title"),
        _written("Host", "host", Kind.COUNTRY),
    ),
)

COMPLIANCE = Sheet(
    name="Compliance",
    purpose="Every rule and goal, its source in the policy, and how this plan applied it.",
    columns=(
        _written("Rule or level", "id", Kind.ID),
        _written("What it asks", "sentence"),
        _written("How this plan applied it", "applied"),
        _written("Figure", "figure", Kind.WHOLE),
        _written("Unit", "unit"),
        _written("Document", "document"),
        _written("Heading", "heading"),
        _written("Quote", "quote"),
    ),
)

# Two more tables of the sheet Compliance.
WAIVERS = Sheet(
    name="Waivers used",
    purpose="Where the plan made use of an exception that the workbook grants.",
    columns=(
        _written("ID", "id", Kind.ID),
        _written("Waiver", "waiver"),
        _written("How the plan used it", "used"),
        _written("Granted on", "where", help="The sheet that grants it."),
    ),
)

EXTERNAL_USES = Sheet(
    name="External experts",
    purpose="Every use of an external expert, for the decision of the Deputy Director.",
    columns=(
        _written("Mission ID", "mission_id", Kind.ID),
        _written("Title", "title"),
        _written("Serving experts who hold the expertise", "serving"),
        _written("Expert ID", "expert_id", Kind.ID),
        _written("Clearance", "clearance"),
        _written("Start", "start", Kind.DATE),
        _written("Expertise", "expertise", Kind.CODE),
        _written("Host", "host", Kind.COUNTRY),
        _written("Cost", "cost", Kind.AMOUNT),
    ),
)

# Written only where somebody asks who must, may or never goes.
FLEXIBILITY = Sheet(
    name="Flexibility",
    purpose="Who fills a position in every best plan, in some, in none: what is negotiable.",
    columns=(
        _written("Mission ID", "mission_id", Kind.ID),
        _written("Title", "title"),
        _written("Expertise", "expertise", Kind.CODE),
        _written("In this plan", "planned", Kind.IDS),
        _written("Must", "must", Kind.IDS, "In every plan that is as good as this one."),
        _written("May", "may", Kind.IDS, "In some of those plans, and not in others."),
        _written("Never", "never", Kind.IDS, "They hold the expertise, and are in none of them."),
        _written(
            "Not settled",
            "open",
            Kind.IDS,
            "The run had no time to find it out for these.",
        ),
    ),
)

# Not a result of a plan: the first sheet of the annotated copy that shows what is wrong.
PROBLEMS = Sheet(
    name="Problems",
    purpose="What is wrong in this workbook, and what to do about it.",
    columns=(
        _written("Severity", "severity"),
        _written("Sheet", "sheet"),
        _written("Cell", "cell"),
        _written("Found", "found"),
        _written("Problem", "message"),
        _written("What to do", "remedy"),
        _written("Code", "code", Kind.ID),
    ),
)

# The first sheet of the corrected copy: what was written into which cell.
CORRECTIONS = Sheet(
    name="Corrections",
    purpose="What was corrected in this copy: look through it before you plan with it.",
    columns=(
        _written("Sheet", "sheet"),
        _written("Cell", "cell"),
        _written("Was", "was"),
        _written("Is now", "now"),
        _written("Why", "why"),
    ),
)

RESULT_SHEETS = (
    SUMMARY,
    ASSIGNMENTS,
    NOT_DELIVERED,
    ACTIONS,
    LAST_RESORT,
    STANDBYS,
    EXPERT_LOAD,
    FUND_USE,
    CALENDAR,
    COMPLIANCE,
)
# Sheets about the workbook itself, in copies of it; they are never read.
BESIDE = (PROBLEMS, CORRECTIONS, REFRESH)
ON_REQUEST = (FLEXIBILITY, *POOL_SHEETS, NEXT_YEAR)
