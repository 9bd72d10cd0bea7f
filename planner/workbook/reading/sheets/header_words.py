"""Other words that people put above the columns of the sheets, by sheet and field."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from planner.domain.spelling import fold

# The words behind this one count only where none before it is there.
WEAK = ""

_NUMBER = ("No.", "No", "Nr", "N°", "Number", "ID", "Ref", "Ref.", "Reference", "Code", "#")
_FROM = (
    *("From", "Start", "Start date", "Begin", "Beginning", "Date from", "From date", "Starts"),
    *("Date de début", "Fecha de inicio"),
)
_TO = (
    *("To", "End", "End date", "Until", "Till", "Date to", "To date", "Ends", "Up to", "Finish"),
    *("Finish date", "Date de fin", "Fecha de fin"),
)
_COUNTRY = ("Country", "Member", "Pays", "País", "Country name")
_NAME = ("Name", "Full name", "Expert", "Expert name", "Surname", "Last name", "Family name", "Nom")
_EXPERT = ("Expert ID", "Expert No.", "Expert No", "Expert number", "Expert code")
_MISSION = (
    "Mission ID",
    "Mission No.",
    "Mission No",
    "Mission number",
    "Mission code",
    "Mission ref",
)
_CODE = (
    *("Expertise code", "Field", "Field of expertise", "Area", "Area of expertise", "Skill"),
    *("Skills", "Domain", "Subject area", "Competence", "Specialisation", "Code", "Codes"),
    *("Expertise needed", "Expertise required", "Expert profile", "Profile", "Domaine"),
)
_TITLE = (
    *("Activity", "Activity title", "Mission title", "Mission name", "Subject", "Topic", WEAK),
    *(
        "Name",
        "Description",
        "Event",
        "Workshop",
        "Mission",
        "Activité",
        "Titre",
        "Intitulé",
        "Actividad",
    ),
)
_HOST = (
    *("Beneficiary", "Beneficiary country", "Beneficiary Member", "Host country", "Recipient"),
    *("Host Member", "Host administration", "Beneficiary administration", "Requesting Member"),
    *("Destination", "Country of destination", "Pays bénéficiaire", "País beneficiario"),
    *("Bénéficiaire", "Beneficiario", WEAK, *_COUNTRY),
)
_ADMINISTRATION = (
    *("Home country", "Home administration", "Customs administration", "Admin", "Organisation"),
    *("Organization", "Sending administration", "Country of residence", WEAK, *_COUNTRY),
)
_LANGUAGES = ("Language", "Working language", "Working languages", "Langue", "Langues", "Idioma")
_REASON = ("Note", "Notes", "Remark", "Remarks", "Comment", "Comments", "Why")
_STATUS = ("State", "Stage", "Statut", "Estado")
_FUND = (
    *("Fund", "Fund ID", "Donor", "Donors", "Funding", "Funded by", "Funding source", "Sponsor"),
    *("Source of funds", "Financing", "Paid by", "Payer", "Bailleur", "Donante", "Fund code"),
)

# By sheet and field, the words from the most to the least telling.
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Settings": {
            "setting": ("Parameter", "Option", "Item", "Name"),
            "value": ("Values", "Answer"),
        },
        "Missions": {
            "id": (*_MISSION, WEAK, "Mission", *_NUMBER),
            "title": _TITLE,
            "host": _HOST,
            "region": ("WCO region", "Région"),
            "expertise": _CODE,
            "experts": (
                *("Number of experts", "No. of experts", "No of experts", "Nb of experts"),
                *("# experts", "# of experts", "Experts needed", "Experts required", "Team size"),
                *("Nr of experts", "No. experts", "How many experts", "Nombre d'experts", "Pax"),
            ),
            "languages": (*_LANGUAGES, "Languages required", "Language of the mission"),
            "earliest_start": (
                *("Earliest", "Not before", "Window start", "Earliest date", "Window from"),
                *("Earliest start date", "Début", "Desde", *_FROM),
            ),
            "latest_end": (
                *("Latest", "Not after", "Window end", "Latest date", "Latest end date", "Fin"),
                *("Deadline", "Window to", "Hasta", *_TO),
            ),
            "working_days": (
                *("Days", "Duration", "Length", "No. of days", "No of days", "Number of days"),
                *("Workdays", "Mission days", "Duration in days", "Jours", "Días", "Durée"),
                *("Nb of days", "Nb days", "Nbr of days", "Duration (days)", "Nombre de jours"),
            ),
            "priority": ("Prio", "Prio.", "Rank", "Ranking", "Importance", "Priorité"),
            "funds": _FUND,
            "fixed_cost": ("Fixed costs", "Other costs", "Logistics", "Venue and interpreters"),
            "staff_lead": ("WCO staff lead", "WCO lead", "Led by staff", "Led by WCO staff"),
            "same_administration_allowed": ("Same administration", "Same country allowed"),
            "status": ("Mission status", *_STATUS),
            "lead_official": ("Official", "WCO official", "Responsible", "Officer", "Owner"),
            "request": ("Request No.", "Member's request", "Request number", "Request ref"),
        },
        "Teams": {
            "mission_id": (*_MISSION, WEAK, "Mission", *_NUMBER),
            "expertise": _CODE,
            "experts": (
                "Number of experts",
                "No. of experts",
                "Number",
                "Count",
                "Quantity",
                "No.",
            ),
        },
        "Experts": {
            "id": (
                "Expert No.",
                "Expert No",
                "Expert number",
                "Expert code",
                "Expert ref",
                *_NUMBER,
            ),
            "name": _NAME,
            "administration": _ADMINISTRATION,
            "region": ("WCO region", "Région"),
            "languages": (*_LANGUAGES, "Languages spoken", "Speaks"),
            "release_period_start": ("Release start", "Released since", "Release date"),
            "release_cap_weeks": ("Cap weeks", "Release weeks", "Max weeks", "Release cap"),
            "clearance": ("Clearance status", "Cleared"),
            "daily_fee": ("Fee", "Fee per day", "Daily rate"),
            "record_updated": ("Updated", "Last updated", "Last update", "Updated on"),
            "status": _STATUS,
            "most_missions": ("Max missions", "Maximum missions"),
        },
        "Qualifications": {
            "expert_id": (*_EXPERT, WEAK, *_NUMBER[:-2], *_NAME),
            "expertise": _CODE,
            "status": ("Level", "Accreditation", "Accreditation status", "Qualification", *_STATUS),
            "since": ("Date", "Since date", "Accredited on", "Date of accreditation", "Depuis"),
        },
        "History": {
            "expert_id": (*_EXPERT, WEAK, *_NUMBER[:-2], *_NAME),
            "start": _FROM,
            "end": _TO,
            "mission": (*_TITLE, "Mission ID"),
            "weeks": ("Weeks charged", "Number of weeks", "Semaines"),
        },
        "Unavailability": {
            "applies_to": ("Applies", "Type", "Kind", "Category", "Who or what"),
            "who": (
                *_EXPERT,
                WEAK,
                "Expert",
                "Expert / country",
                "Expert or country",
                *_COUNTRY,
                "Whom",
                "Name",
                "ID",
            ),
            "start": (*_FROM, "Unavailable from", "Absent from", "Away from", "Not available from"),
            "end": (*_TO, "Unavailable until", "Back on"),
            "reason": _REASON,
        },
        "Exclusions": {
            "expert_id": (*_EXPERT, WEAK, *_NUMBER[:-2], *_NAME),
            "mission_id": (*_MISSION, "Mission"),
            "host": _HOST,
            "reason": _REASON,
        },
        "Administrations": {
            "country": (*_COUNTRY, "Admin", "Customs administration"),
            "max_experts_away": ("Max experts", "Max away", "Experts away at most"),
            "max_weeks": ("Max weeks away", "Maximum weeks", "Weeks at most"),
            "max_missions_hosted": ("Max missions", "Max hosted", "Maximum missions hosted"),
            "decline_percent": ("Decline", "Declines"),
            "ncp_name": (
                "NCP",
                "National Contact Point",
                "Contact",
                "Contact person",
                "Contact name",
            ),
            "ncp_email": (
                "E-mail",
                "Email",
                "NCP email",
                "Mail",
                "Contact e-mail",
                "E-mail address",
            ),
            "language": _LANGUAGES,
            "weekend": ("Week-end", "Weekend days", "Days off"),
        },
        "Funds": {
            "id": (
                "Fund",
                "Donor",
                "Fund code",
                "Fund No.",
                "Fund name",
                "Donor ID",
                WEAK,
                *_NUMBER,
            ),
            "name": ("Fund name", "Donor", "Donor name", "Title", "Nom"),
            "amount": (
                *(
                    "Total budget",
                    "Budget total",
                    "Budget available",
                    "Available budget",
                    "Montant",
                ),
                *("Budget", "Amount available", "Total amount", "Grant", "Contribution", "Value"),
                *("Montant", "Importe", "Total", "Sum"),
            ),
            "committed": (
                "Already committed",
                "Commitments",
                "Spent",
                "Used",
                "Reserved",
                "Engagé",
            ),
            "valid_from": ("Valid since", "Available from", *_FROM),
            "valid_to": (
                "Valid until",
                "Available until",
                "Expiry",
                "Expiry date",
                "Expires",
                *_TO,
            ),
            "regions": ("Region", "WCO region", "WCO regions"),
            "expertise": tuple(word for word in _CODE if word != "Code"),
            "hosts": ("Host", "Beneficiaries", "Countries", "Members", "Host countries", *_HOST),
            "status": ("Fund status", *_STATUS),
        },
        "Rates": {
            "place": (*_COUNTRY, "Region", "Country or region", "Place"),
            "daily_allowance": ("DSA", "DSA rate", "Per diem", "Allowance", "Rate", "Daily rate"),
        },
        "Holidays": {
            "host": _COUNTRY,
            "day": ("Day", "On", "Holiday date", "Holiday"),
            "working": ("Worked", "Working day"),
        },
        "Shares": {
            "mission_id": (*_MISSION, WEAK, "Mission", *_NUMBER[:-2]),
            "fund_id": _FUND,
            "percent": ("Per cent", "Percent", "Percentage", "%", "Part"),
        },
        "Expertise": {
            "code": ("Expertise code", "Expertise", "ID"),
            "title": ("Name", "Description", "Area"),
            "also_covers": ("Covers", "Includes"),
        },
        "Assignments": {
            "mission_id": (*_MISSION, WEAK, "Mission", *_NUMBER[:-2]),
            "expert_id": ("Expert No.", "Expert No", "Expert number", "Expert code"),
            "start": _FROM,
            "end": _TO,
            "fund_id": _FUND,
            "status": _STATUS,
        },
    }
)

# Facts that a sheet may repeat beside the ID they belong to, where it has no column for them.
BESIDE_EXPERT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"expert": (*_NAME, "Expert's name"), "administration": ("Administration", *_ADMINISTRATION)}
)
BESIDE_MISSION: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"title": ("Title", *_TITLE), "host": ("Host", *_HOST)}
)
FIRST_NAMES = ("First name", "Given name", "Forename", "Prénom", "First names", "Given names")


def key(text: str) -> str:
    """A header as it is looked up: its letters, or its signs where it has none (#, %)."""
    return fold(text) or "".join(text.split())


@lru_cache(maxsize=100)
def fields_of(sheet: str, weak: bool) -> Mapping[str, tuple[str, ...]]:
    """The fields of a sheet that each other word may stand for; the weak words are more."""
    table: dict[str, list[str]] = {}
    for field, words in WORDS.get(sheet, {}).items():
        strong = words[: words.index(WEAK)] if WEAK in words else words
        for word in dict.fromkeys(key(word) for word in (words if weak else strong) if word):
            table.setdefault(word, []).append(field)
    return {word: tuple(fields) for word, fields in table.items()}
