"""The sheets about missions and experts that the planner reads (RULES.md section 2)."""

from models.facts.expert import Clearance, Decision, QualificationStatus
from planner.workbook.schema.columns import Column, Kind, Sheet

PLANNED, CANCELLED, POSTPONED = "Planned", "Cancelled", "Postponed"
ACTIVE, LEFT = "Active", "Left"
UNDECIDED = "none"

# Beyond these a number is a slip of the fingers.
MOST_WORKING_DAYS = 250
MOST_EXPERTS = 50

MISSIONS = Sheet(
    name="Missions",
    purpose="The missions of the annual delivery plan, one a row.",
    required=True,
    columns=(
        Column(
            header="Mission ID",
            field="id",
            kind=Kind.ID,
            required=True,
            help="A name of your choice for the mission, used on the other sheets; once only.",
        ),
        Column(header="Title", field="title", help="What the mission is about."),
        Column(
            header="Host",
            field="host",
            kind=Kind.COUNTRY,
            required=True,
            help="The beneficiary Member: a country's name or ISO code.",
        ),
        Column(
            header="Region",
            field="region",
            kind=Kind.REGION,
            help="The mission's WCO region, a code or a name. Blank: the host's region.",
        ),
        Column(
            header="Expertise",
            field="expertise",
            kind=Kind.CODE,
            required=True,
            may_be_blank=True,
            help="A code of the expertise list, TOA/PCA for example. Leave Expertise and Experts "
            "blank where the Teams sheet has rows for the mission.",
        ),
        Column(
            header="Experts",
            field="experts",
            kind=Kind.WHOLE,
            required=True,
            may_be_blank=True,
            minimum=1,
            maximum=MOST_EXPERTS,
            help="How many experts the mission needs, 1 or more.",
        ),
        Column(
            header="Languages",
            field="languages",
            kind=Kind.LANGUAGES,
            help="Every expert speaks at least one of them; separated by ;. Blank: any language.",
        ),
        Column(
            header="Earliest start",
            field="earliest_start",
            kind=Kind.DATE,
            required=True,
            help="The first day on which the mission may start.",
        ),
        Column(
            header="Latest end",
            field="latest_end",
            kind=Kind.DATE,
            required=True,
            help="The last day on which the mission may end.",
        ),
        Column(
            header="Working days",
            field="working_days",
            kind=Kind.WHOLE,
            required=True,
            minimum=1,
            maximum=MOST_WORKING_DAYS,
            help="How many working days the mission lasts, without travel.",
        ),
        Column(
            header="Priority",
            field="priority",
            kind=Kind.WHOLE,
            default="1",
            minimum=1,
            maximum=9,
            help="1 is the highest, 9 the lowest. Blank: 1.",
        ),
        Column(
            header="Funds",
            field="funds",
            kind=Kind.IDS,
            help="IDs of the funds that may pay, separated by ;. Blank: any fund whose terms fit.",
        ),
        Column(
            header="Fixed cost",
            field="fixed_cost",
            kind=Kind.AMOUNT,
            default="0",
            minimum=0,
            help="What the mission costs besides its experts: venue, interpreters. Blank: 0.",
        ),
        Column(
            header="Staff lead",
            field="staff_lead",
            kind=Kind.YES_NO,
            default="no",
            help="Whether a qualified WCO staff member leads the mission. Blank: no.",
        ),
        Column(
            header="Same administration allowed",
            field="same_administration_allowed",
            kind=Kind.YES_NO,
            default="no",
            help="The waiver that lets experts of one country share the mission. Blank: no.",
        ),
        Column(
            header="Status",
            field="status",
            kind=Kind.CHOICE,
            default=PLANNED,
            choices=(PLANNED, CANCELLED, POSTPONED),
            help="A cancelled or postponed mission is left out; who was asked for it has to be "
            "told (sheet Actions). Blank: Planned.",
        ),
        Column(
            header="Lead official",
            field="lead_official",
            help="Who is in charge of the mission at the WCO.",
        ),
        Column(
            header="Request",
            field="request",
            help="The Member's request that the mission answers; any text.",
        ),
        Column(
            header="Plan",
            field="plan",
            help="Which planner's workbook the mission is of; merge fills it in, split goes by it.",
        ),
    ),
)

TEAMS = Sheet(
    name="Teams",
    purpose="The positions of missions that need experts of more than one expertise.",
    columns=(
        Column(header="Mission ID", field="mission_id", kind=Kind.ID, required=True),
        Column(
            header="Expertise",
            field="expertise",
            kind=Kind.CODE,
            required=True,
            help="A code of the expertise list. Rows of one code add up.",
        ),
        Column(
            header="Experts",
            field="experts",
            kind=Kind.WHOLE,
            required=True,
            minimum=1,
            maximum=MOST_EXPERTS,
            help="How many experts of this expertise, 1 or more.",
        ),
    ),
)

EXPERTS = Sheet(
    name="Experts",
    purpose="The pool of experts, one a row.",
    required=True,
    columns=(
        Column(
            header="Expert ID",
            field="id",
            kind=Kind.ID,
            required=True,
            help="A name of your choice for the expert, used on the other sheets; once only.",
        ),
        Column(header="Name", field="name", required=True, help="The expert's name."),
        Column(
            header="Administration",
            field="administration",
            kind=Kind.COUNTRY,
            required=True,
            help="The country whose administration releases the expert; for an external expert "
            "the country of residence.",
        ),
        Column(
            header="Region",
            field="region",
            kind=Kind.REGION,
            help="Blank: the WCO region of that Member; needed where the country is no Member.",
        ),
        Column(
            header="Languages",
            field="languages",
            kind=Kind.LANGUAGES,
            required=True,
            help="The languages the expert works in, separated by ;.",
        ),
        Column(
            header="Release period start",
            field="release_period_start",
            kind=Kind.DATE,
            help="When a release period starts. Blank: the earliest date of an accreditation.",
        ),
        Column(
            header="Release cap weeks",
            field="release_cap_weeks",
            kind=Kind.WHOLE,
            minimum=0,
            help="Weeks that the administration releases the expert for in one release period. "
            "Blank: the setting.",
        ),
        Column(
            header="Most missions",
            field="most_missions",
            kind=Kind.WHOLE,
            minimum=0,
            help="Missions of the plan that the expert goes to at most. Blank: any number.",
        ),
        Column(
            header="Clearance",
            field="clearance",
            kind=Kind.CHOICE,
            default=Clearance.PENDING.value,
            choices=tuple(Clearance),
            help="External experts only: what the former administration said. Blank: pending.",
        ),
        Column(
            header="Daily fee",
            field="daily_fee",
            kind=Kind.AMOUNT,
            minimum=0,
            help="External experts only. Blank: the setting.",
        ),
        Column(
            header="Record updated",
            field="record_updated",
            kind=Kind.DATE,
            help="When the expert's record was last brought up to date.",
        ),
        Column(
            header="Status",
            field="status",
            kind=Kind.CHOICE,
            default=ACTIVE,
            choices=(ACTIVE, LEFT),
            help="Left: not planned any more; all that is known of the expert stays valid. "
            "Blank: Active.",
        ),
        Column(
            header="Former administration",
            field="former_administration",
            kind=Kind.COUNTRY,
            help="External experts only: the country whose administration the expert left.",
        ),
        Column(
            header="Decision",
            field="decision",
            kind=Kind.CHOICE,
            default=UNDECIDED,
            choices=(UNDECIDED, *Decision),
            help="External experts only: what the Deputy Director decided. Blank: none.",
        ),
        Column(header="Decided by", field="decided_by", help="Who decided."),
        Column(header="Decided on", field="decided_on", kind=Kind.DATE, help="When."),
        Column(
            header="Contract signed",
            field="contract_signed",
            kind=Kind.YES_NO,
            default="no",
            help="External experts only. Blank: no.",
        ),
    ),
)

QUALIFICATIONS = Sheet(
    name="Qualifications",
    purpose="What each expert is qualified for, one expertise a row.",
    required=True,
    columns=(
        Column(header="Expert ID", field="expert_id", kind=Kind.ID, required=True),
        Column(
            header="Expertise",
            field="expertise",
            kind=Kind.CODE,
            required=True,
            help="A code of the expertise list, once for each expert.",
        ),
        Column(
            header="Status",
            field="status",
            kind=Kind.CHOICE,
            required=True,
            choices=tuple(QualificationStatus),
            help="An expert with the status External has no other status.",
        ),
        Column(
            header="Since",
            field="since",
            kind=Kind.DATE,
            help="The date of the workshop or of the accreditation.",
        ),
    ),
)
