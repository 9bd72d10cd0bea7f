"""The paragraphs of the policy that the rules and levels come from, quoted to the letter."""

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
