"""The list of hard rules and levels: words, no logic.

Ids and sentences are those of RULES.md sections 4 and 5; `source` is the paragraph of the policy
that each comes from. Reports, messages, the docs and the sheet Compliance take their words here.
"""

from enum import Enum

from models.base import Frozen

POLICY = "HC0150Ea, Management and Mobilization of WCO Experts"
MEETING = "Meeting with Member Donor Administrations, 26 November 2009"
WORKSHOP = "Accreditation Workshop for TOAs on IPR, October 2023"


class Paragraph(Frozen):
    """A paragraph of a source, quoted to the letter."""

    document: str
    heading: str
    quote: str


STEPS = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="The assignment of experts for mission delivery follows a number of necessary steps, "
    "such as confirmation of the availability of funding to sponsor the activity, an indication "
    "of possible dates for delivery, consultations with the relevant administration to release "
    "the expert, and processing the mission request for logistics preparations.",
)
PLAN = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="The CBD has the responsibility to develop the Annual Capacity Building Delivery Plan "
    "based on the annual needs assessments of Members and funding. This plan can be used to "
    "identify and prioritize (in line with agreed criteria) suitable experts to support "
    "activities.",
)
SKILLS = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="When matching suitable experts to planned missions, the Secretariat should first "
    "ensure that the expert has the relevant skills and knowledge for the mission.",
)
LANGUAGES = Paragraph(
    document=WORKSHOP,
    heading="Profile of ideal candidate, Language Skills",
    quote="Proficient English is required. Additional languages are an advantage.",
)
PRIORITY = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="Second, priority should be given to experts who are pre-accredited in order to "
    "provide an opportunity to achieve full accreditation.",
)
LAST_RESORT = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="In the first instance, Accredited Experts or Recognized Experts should always be "
    "considered and used. External Experts should only ever be deployed as a last resort.",
)
IN_REGION = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="When possible, experts should be deployed within their own region and consideration "
    "should also be given to those with the longest time period since their last WCO mission.",
)
RELEASE = Paragraph(
    document=POLICY,
    heading="WCO Accreditation Process",
    quote="Member administrations commit to release officials for a maximum of twelve weeks over "
    "an initial three-year period following their successful formal accreditation.",
)
EVALUATION = Paragraph(
    document=POLICY,
    heading="WCO Accreditation Process",
    quote="(iii) Evaluation during a mission with a WCO Staff Member or another WCO Accredited "
    "Expert.",
)
CONTACT = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="Prior to writing to a WCO Member administration to invite one or more of their experts "
    "to assist on a mission, the WCO Lead Official should make informal contact with the National "
    "Contact Point (NCP) designated by each Member administration.",
)
LETTER = Paragraph(
    document=POLICY,
    heading="Mobilization Process",
    quote="Once an expert's availability is confirmed, a letter signed by the WCO Director with "
    "responsibility for the subject-matter, should be sent seeking formal release of the expert "
    "to either the administration's Director-General or the NCP.",
)
FORMER = Paragraph(
    document=POLICY,
    heading="External Experts / Expert Consultants",
    quote="When considering the deployment of an External Expert or an Expert Consultant who is a "
    "former Customs official, the WCO responsible official must first contact the former Customs "
    "administration to determine the circumstances surrounding the termination of that previous "
    "employment.",
)
PAIRING = Paragraph(
    document=MEETING,
    heading="Please call us Capacity Builders",
    quote="For missions requiring two experts from the global pool, attempting to match experts "
    "from different countries will occur.",
)
BENEFICIARY = Paragraph(
    document=MEETING,
    heading="Please call us Capacity Builders",
    quote="Participants confirmed that WCO and/or Member assistance should only be in response to "
    "a Member request for modernization assistance.",
)
COMMITMENT = Paragraph(
    document=WORKSHOP,
    heading="Availability",
    quote="set aside a maximum period of 12 (non-consecutive) weeks during the three years "
    "following the date of accreditation to provide training or conduct technical assistance "
    "activities.",
)


class Rule(Frozen):
    """A hard rule: its id, what it asks, and the unit in which a violation is measured."""

    id: str
    sentence: str
    unit: str
    source: Paragraph


class Direction(Enum):
    """Which way a level is better."""

    MORE = "more is better"
    FEWER = "fewer is better"


class Level(Frozen):
    """A level of the objective; `delivery` stands for the levels it is spread into."""

    id: str
    sentence: str
    unit: str
    direction: Direction
    source: Paragraph


def _rule(id: str, unit: str, source: Paragraph, sentence: str) -> Rule:
    return Rule(id=id, sentence=sentence, unit=unit, source=source)


RULES = (
    _rule("dates", "missions", STEPS, "A delivered mission starts on one of its allowed starts."),
    _rule(
        "whole-team",
        "positions",
        PLAN,
        "A mission is delivered with every position filled or not at all; an expert fills at most "
        "one position of a mission.",
    ),
    _rule(
        "qualified",
        "positions",
        SKILLS,
        "The expert holds a qualification for the position's expertise.",
    ),
    _rule(
        "language",
        "positions",
        LANGUAGES,
        "The expert speaks at least one of the mission's languages.",
    ),
    _rule(
        "available",
        "days",
        CONTACT,
        "The busy period meets no Unavailability row of the expert or, for serving experts, of "
        "the expert's administration.",
    ),
    _rule(
        "one-at-a-time",
        "days",
        STEPS,
        "The busy periods of one expert's missions do not overlap.",
    ),
    _rule(
        "release-cap",
        "weeks",
        RELEASE,
        "In every release period of a serving expert in which the plan charges weeks, weeks "
        "already used plus weeks charged stay within the cap.",
    ),
    _rule(
        "administration-capacity",
        "experts or weeks",
        LETTER,
        "At no day are more of an administration's serving experts on missions than Max experts "
        "away, and their weeks charged in the plan stay within Max weeks.",
    ),
    _rule(
        "host-capacity",
        "missions",
        BENEFICIARY,
        "At no day does a host receive more missions than Max missions hosted.",
    ),
    _rule(
        "different-administrations",
        "experts",
        PAIRING,
        "The experts of a mission come from different countries, unless the mission allows the "
        "same administration.",
    ),
    _rule(
        "not-own-administration",
        "positions",
        PAIRING,
        "No expert is sent to the own country.",
    ),
    _rule(
        "evaluation-lead",
        "missions",
        EVALUATION,
        "Where a position is filled with a Pre-accredited qualification, the mission has a staff "
        "lead or another position filled with an Accredited qualification.",
    ),
    _rule(
        "cleared",
        "positions",
        FORMER,
        "An external expert whose clearance is refused is not used.",
    ),
    _rule(
        "not-excluded",
        "positions",
        CONTACT,
        "No Exclusions row and no Declined assignment joins the expert and the mission (or its "
        "host).",
    ),
    _rule(
        "funded",
        "currency units or missions",
        STEPS,
        "Where there is a Funds sheet, one fund whose terms fit pays the whole mission, and the "
        "missions that a fund pays cost no more than its Amount less what is committed.",
    ),
    _rule(
        "pinned",
        "rows",
        LETTER,
        "What is Completed, Confirmed or Invited stays: the expert, the start and the fund.",
    ),
)

LEVELS = (
    Level(
        id="delivery",
        sentence="Missions delivered: first those with a pinned expert, then by priority.",
        unit="missions",
        direction=Direction.MORE,
        source=PLAN,
    ),
    Level(
        id="stability",
        sentence="Proposed and Contacted rows that the plan does not keep.",
        unit="rows",
        direction=Direction.FEWER,
        source=CONTACT,
    ),
    Level(
        id="pre-accredited",
        sentence="Candidates, each a pair of an expert and an expertise, who get a mission in "
        "which their accreditation can be completed.",
        unit="candidates",
        direction=Direction.MORE,
        source=PRIORITY,
    ),
    Level(
        id="externals",
        sentence="Positions filled by external experts.",
        unit="positions",
        direction=Direction.FEWER,
        source=LAST_RESORT,
    ),
    Level(
        id="region",
        sentence="Positions filled by an expert of another region than the mission's.",
        unit="positions",
        direction=Direction.FEWER,
        source=IN_REGION,
    ),
    Level(
        id="idle",
        sentence="Days since the last mission, summed over the serving experts who get one.",
        unit="days",
        direction=Direction.MORE,
        source=IN_REGION,
    ),
    Level(
        id="cost",
        sentence="The cost of the delivered missions.",
        unit="currency units",
        direction=Direction.FEWER,
        source=STEPS,
    ),
)

RULE_IDS = tuple(rule.id for rule in RULES)
RULE_BY_ID = {rule.id: rule for rule in RULES}
LEVEL_BY_ID = {level.id: level for level in LEVELS}


def level_of(name: str) -> Level:
    """The level that a name such as ``delivery-3`` belongs to."""
    return LEVEL_BY_ID["delivery" if name.startswith("delivery-") else name]
