"""The sheets about the past, limits, funds and lists that the planner reads (RULES.md 2)."""

from models.facts.administration import Addressee
from models.facts.expert import AppliesTo
from models.facts.fund import FundStatus
from planner.workbook.schema.columns import Column, Kind, Sheet

HISTORY = Sheet(
    name="History",
    purpose="Missions that began before the plan starts: they count for release caps and rest.",
    columns=(
        Column(header="Expert ID", field="expert_id", kind=Kind.ID, required=True),
        Column(header="Start", field="start", kind=Kind.DATE, required=True),
        Column(
            header="End",
            field="end",
            kind=Kind.DATE,
            required=True,
            help="A mission that is still under way when the plan starts keeps the expert busy.",
        ),
        Column(header="Mission", field="mission", help="What it was; any text."),
        Column(
            header="Weeks",
            field="weeks",
            kind=Kind.WHOLE,
            minimum=0,
            help="Weeks charged. Blank: started calendar weeks from start to end.",
        ),
    ),
)

UNAVAILABILITY = Sheet(
    name="Unavailability",
    purpose="Days on which an expert, an administration or a host cannot take part.",
    columns=(
        Column(
            header="Applies to",
            field="applies_to",
            kind=Kind.CHOICE,
            required=True,
            choices=tuple(AppliesTo),
        ),
        Column(
            header="Who",
            field="who",
            kind=Kind.ANY,
            required=True,
            help="An expert ID or, for administrations and hosts, a country.",
        ),
        Column(
            header="From",
            field="start",
            kind=Kind.DATE,
            required=True,
            may_be_blank=True,
            help="Included. Blank: since ever.",
        ),
        Column(header="To", field="end", kind=Kind.DATE, help="Included. Blank: no end."),
        Column(header="Reason", field="reason", help="A note; the planner does not read it."),
    ),
)

EXCLUSIONS = Sheet(
    name="Exclusions",
    purpose="Experts who do not go to a mission or to a host.",
    columns=(
        Column(header="Expert ID", field="expert_id", kind=Kind.ID, required=True),
        Column(
            header="Mission ID",
            field="mission_id",
            kind=Kind.ID,
            help="Give the mission or the host, not both.",
        ),
        Column(header="Host", field="host", kind=Kind.COUNTRY),
        Column(header="Reason", field="reason", help="A note; the planner does not read it."),
    ),
)

ADMINISTRATIONS = Sheet(
    name="Administrations",
    purpose="Limits of administrations as senders and as hosts, and whom to write to.",
    columns=(
        Column(
            header="Administration",
            field="country",
            kind=Kind.COUNTRY,
            required=True,
            help="A country, once only.",
        ),
        Column(
            header="Max experts away",
            field="max_experts_away",
            kind=Kind.WHOLE,
            minimum=0,
            help="How many of its experts may be on missions on the same day. Blank: no limit.",
        ),
        Column(
            header="Max weeks",
            field="max_weeks",
            kind=Kind.WHOLE,
            minimum=0,
            help="Weeks of all its experts together in the plan. Blank: no limit.",
        ),
        Column(
            header="Max missions hosted",
            field="max_missions_hosted",
            kind=Kind.WHOLE,
            minimum=0,
            help="How many missions it can receive on the same day. Blank: no limit.",
        ),
        Column(
            header="Decline rate",
            field="decline_percent",
            kind=Kind.PERCENT,
            minimum=0,
            maximum=100,
            help="For the stress test alone: how many of a hundred releases it declines, 20% for "
            "example. Blank: the rate that the command is given.",
        ),
        Column(header="NCP name", field="ncp_name", help="The National Contact Point."),
        Column(header="NCP e-mail", field="ncp_email"),
        Column(
            header="Addressee",
            field="addressee",
            kind=Kind.CHOICE,
            choices=tuple(Addressee),
            help="To whom the formal letter goes.",
        ),
        Column(
            header="Language",
            field="language",
            kind=Kind.LANGUAGE,
            help="The language of letters and mails to it. Blank: English.",
        ),
        Column(
            header="Weekend",
            field="weekend",
            kind=Kind.WEEKDAYS,
            help="The days of the country's weekend, separated by ;. Blank: the built-in calendar.",
        ),
    ),
)

FUNDS = Sheet(
    name="Funds",
    purpose="Donors' funds and their terms. With no rows here the plan knows no budgets.",
    columns=(
        Column(header="Fund ID", field="id", kind=Kind.ID, required=True, help="Once only."),
        Column(header="Name", field="name"),
        Column(
            header="Amount",
            field="amount",
            kind=Kind.AMOUNT,
            required=True,
            minimum=0,
            help="In the plan's currency; rounded to whole units.",
        ),
        Column(
            header="Committed",
            field="committed",
            kind=Kind.AMOUNT,
            default="0",
            minimum=0,
            help="What is already promised elsewhere. Blank: 0.",
        ),
        Column(header="Valid from", field="valid_from", kind=Kind.DATE, help="Blank: always."),
        Column(header="Valid to", field="valid_to", kind=Kind.DATE, help="Included."),
        Column(
            header="Regions",
            field="regions",
            kind=Kind.REGIONS,
            help="WCO regions it pays for, separated by ;. Blank: all.",
        ),
        Column(
            header="Expertise",
            field="expertise",
            kind=Kind.CODES,
            help="Codes it pays for, separated by ;. Blank: all.",
        ),
        Column(
            header="Hosts",
            field="hosts",
            kind=Kind.COUNTRIES,
            help="Countries it pays for, separated by ;. Blank: all.",
        ),
        Column(
            header="Status",
            field="status",
            kind=Kind.CHOICE,
            default=FundStatus.CONFIRMED.value,
            choices=tuple(FundStatus),
            help="Pending funds pay only where the settings allow it. Blank: Confirmed.",
        ),
    ),
)

RATES = Sheet(
    name="Rates",
    purpose="Daily allowances by host or by region.",
    columns=(
        Column(
            header="Host",
            field="place",
            kind=Kind.PLACE,
            required=True,
            help="A country, or the code of a WCO region; once only.",
        ),
        Column(
            header="Daily allowance",
            field="daily_allowance",
            kind=Kind.AMOUNT,
            required=True,
            minimum=0,
        ),
    ),
)

HOLIDAYS = Sheet(
    name="Holidays",
    purpose="Public holidays beyond the built-in calendars, and built-in ones that are worked.",
    columns=(
        Column(header="Host", field="host", kind=Kind.COUNTRY, required=True),
        Column(header="Date", field="day", kind=Kind.DATE, required=True),
        Column(
            header="Working",
            field="working",
            kind=Kind.YES_NO,
            default="no",
            help="yes: people work on this day, whatever the built-in calendar says. Blank: no.",
        ),
    ),
)

SHARES = Sheet(
    name="Shares",
    purpose="Missions that several funds pay together (tripartite agreements).",
    columns=(
        Column(
            header="Mission ID",
            field="mission_id",
            kind=Kind.ID,
            required=True,
            help="Leave the mission's own Funds blank.",
        ),
        Column(header="Fund", field="fund_id", kind=Kind.ID, required=True),
        Column(
            header="Share",
            field="percent",
            kind=Kind.PERCENT,
            required=True,
            minimum=0,
            maximum=100,
            help="What this fund pays of the mission's cost; the shares of a mission add up to "
            "100%.",
        ),
    ),
)

EXPERTISE = Sheet(
    name="Expertise",
    purpose="Codes beyond the built-in expertise list; a repeated code replaces the built-in one.",
    columns=(
        Column(header="Code", field="code", kind=Kind.ID, required=True, help="Once only."),
        Column(header="Title", field="title", required=True),
        Column(
            header="Also covers",
            field="also_covers",
            kind=Kind.CODES,
            help="Codes for which a qualification in this one counts too, separated by ;.",
        ),
    ),
)
