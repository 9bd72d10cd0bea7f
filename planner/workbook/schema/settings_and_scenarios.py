"""The Settings and Scenarios sheets: settings and kinds of change (RULES.md sections 7 and 9)."""

from models.facts.settings import LEVEL_GROUPS
from planner.workbook.schema.columns import ChangeKind, Column, Kind, SettingRow, Sheet

SETTINGS = Sheet(
    name="Settings",
    purpose="The plan year and the figures that hold for all missions.",
    columns=(
        Column(header="Setting", field="setting", required=True, help="One of the names below."),
        Column(
            header="Value",
            field="value",
            kind=Kind.ANY,
            required=True,
            may_be_blank=True,
            help="Blank: the default.",
        ),
    ),
)

SETTING_ROWS = (
    SettingRow(
        name="Plan start",
        field="plan_start",
        kind=Kind.DATE,
        help="The first day of the plan year.",
    ),
    SettingRow(
        name="Plan end",
        field="plan_end",
        kind=Kind.DATE,
        help="The last day of the plan year.",
    ),
    SettingRow(
        name="Release cap weeks",
        field="release_cap_weeks",
        kind=Kind.WHOLE,
        default="12",
        minimum=0,
        help="Weeks that an administration releases an expert for in one release period.",
    ),
    SettingRow(
        name="Release period years",
        field="release_period_years",
        kind=Kind.WHOLE,
        default="3",
        minimum=1,
        maximum=20,
        help="How long a release period lasts.",
    ),
    SettingRow(
        name="Travel days before",
        field="travel_days_before",
        kind=Kind.WHOLE,
        default="1",
        minimum=0,
        maximum=30,
        help="Calendar days of travel before a mission.",
    ),
    SettingRow(
        name="Travel days after",
        field="travel_days_after",
        kind=Kind.WHOLE,
        default="1",
        minimum=0,
        maximum=30,
        help="Calendar days of travel after a mission.",
    ),
    SettingRow(
        name="Rest days",
        field="rest_days",
        kind=Kind.WHOLE,
        default="0",
        minimum=0,
        maximum=366,
        help="Calendar days at home between two missions of an expert, travel days apart.",
    ),
    SettingRow(
        name="Avoid public holidays",
        field="avoid_public_holidays",
        kind=Kind.YES_NO,
        default="yes",
        help="no: missions may run over the host's public holidays.",
    ),
    SettingRow(
        name="Use pending funds",
        field="use_pending_funds",
        kind=Kind.YES_NO,
        default="no",
        help="yes: funds that are still pending may pay.",
    ),
    SettingRow(
        name="Daily allowance",
        field="daily_allowance",
        kind=Kind.AMOUNT,
        default="200",
        minimum=0,
        help="For each expert and day, where the Rates sheet says nothing.",
    ),
    SettingRow(
        name="Travel within region",
        field="travel_within_region",
        kind=Kind.AMOUNT,
        default="900",
        minimum=0,
        help="Travel of an expert of the mission's own region.",
    ),
    SettingRow(
        name="Travel between regions",
        field="travel_between_regions",
        kind=Kind.AMOUNT,
        default="2200",
        minimum=0,
        help="Travel of an expert of another region.",
    ),
    SettingRow(
        name="External daily fee",
        field="external_daily_fee",
        kind=Kind.AMOUNT,
        default="600",
        minimum=0,
        help="For each working day of an external expert.",
    ),
    SettingRow(
        name="Never deployed idle days",
        field="never_deployed_idle_days",
        kind=Kind.WHOLE,
        default="1825",
        minimum=0,
        help="Idle days of an expert with no past mission and no date of a qualification.",
    ),
    SettingRow(
        name="Currency",
        field="currency",
        kind=Kind.TEXT,
        default="EUR",
        help="The currency of all amounts.",
    ),
    SettingRow(
        name="Directors",
        field="directors",
        kind=Kind.TEXT,
        help="Who signs letters: a code or category of the expertise list, a colon, the name, a "
        "comma, the Directorate; the next one behind a semicolon; * for all others. For example "
        "TOA: Ms A, Compliance and Facilitation; *: Mr B, Capacity Building.",
    ),
    SettingRow(
        name="Date order",
        field="date_order",
        kind=Kind.CHOICE,
        choices=("day first", "month first"),
        help="How dates such as 04/05/2027 are read that are text. Blank: as other dates of the "
        "column prove.",
    ),
    SettingRow(
        name="Several sheets",
        field="several_sheets",
        kind=Kind.YES_NO,
        default="no",
        help="yes: sheets such as Missions and Missions MENA are read together.",
    ),
    SettingRow(
        name="Committed includes completed",
        field="committed_includes_completed",
        kind=Kind.YES_NO,
        default="no",
        help="yes: Committed of the funds holds what completed and running missions have cost.",
    ),
    SettingRow(
        name="Objectives",
        field="objectives",
        kind=Kind.LIST,
        default="; ".join(LEVEL_GROUPS),
        help="The goals in order of importance; delivery comes first.",
    ),
)

CHANGES = (
    ChangeKind(
        name="fund amount",
        target="a fund ID or *",
        value="-20%, +50000 or 300000",
        help="Cuts, raises or sets the amount of a fund, or of all funds.",
    ),
    ChangeKind(name="fund withdrawn", target="a fund ID", help="The fund pays nothing."),
    ChangeKind(name="fund confirmed", target="a fund ID", help="A pending fund is confirmed."),
    ChangeKind(
        name="fund from",
        target="a fund ID",
        value="a date",
        help="The fund is valid from this date on.",
    ),
    ChangeKind(
        name="fund split",
        target="a fund ID",
        value="50000 to CCF-B, or 20% to CCF-B",
        help="Moves an amount from one fund to another.",
    ),
    ChangeKind(name="mission cancelled", target="a mission ID", help="The mission is left out."),
    ChangeKind(
        name="mission priority",
        target="a mission ID",
        value="1 to 9",
        help="The mission gets another priority.",
    ),
    ChangeKind(
        name="mission window",
        target="a mission ID",
        value="2027-03-01..2027-05-31",
        help="Another earliest start and latest end.",
    ),
    ChangeKind(name="expert withdrawn", target="an expert ID", help="The expert is not used."),
    ChangeKind(
        name="expert unavailable",
        target="an expert ID",
        value="2027-03-01..2027-05-31",
        help="The expert cannot come on these days.",
    ),
    ChangeKind(
        name="administration withdrawn",
        target="a country",
        help="None of the administration's experts is used.",
    ),
    ChangeKind(
        name="release cap",
        target="an expert ID or *",
        value="weeks",
        help="Another release cap for one expert, or for all.",
    ),
    ChangeKind(
        name="setting",
        target="the name of a setting",
        value="its value",
        help="Another value for a setting.",
    ),
)

SCENARIOS = Sheet(
    name="Scenarios",
    purpose="What-if questions: each scenario is this workbook with the changes of its rows.",
    columns=(
        Column(
            header="Scenario",
            field="scenario",
            required=True,
            help="The scenario's name; rows of one name belong together.",
        ),
        Column(
            header="Change",
            field="change",
            kind=Kind.CHOICE,
            required=True,
            choices=tuple(change.name for change in CHANGES),
        ),
        Column(
            header="Target",
            field="target",
            kind=Kind.ANY,
            help="The fund, mission, expert, country or setting that changes; * is all.",
        ),
        Column(
            header="Value",
            field="value",
            kind=Kind.ANY,
            help="The new value: -20%, a date, 2027-03-01..2027-05-31, for example.",
        ),
    ),
)
