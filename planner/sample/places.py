"""The Members of the sample: who hosts missions, who sends experts, and who speaks what."""

from functools import cache

from planner.domain.members.reference import MEMBERS
from planner.sample.text import words

# Share of the missions by the region of the host, roughly that of the annual delivery plans.
REGION_SHARES = {"WCA": 0.24, "ESA": 0.22, "AP": 0.20, "AC": 0.13, "EU": 0.10, "MENA": 0.11}

# Members that receive no missions in the sample: they support others, or cannot be visited.
_NO_HOSTS = words(
    "AD AE AT AU BE CA CH CY CZ DE DK EE ES FI FR GB GR HK HR HU IE IL IS IT JP KR KW LT LU LV "
    "MO MT NL NO NZ PL PT QA RO SE SG SI SK US "
    "AF BY IR LY MM RU SD SS SY UA YE"
)

# Administrations with many experts; everybody else counts 0.4.
_SENDERS = {
    **{"JP": 8, "KR": 6, "AU": 6, "CN": 6, "IN": 6, "MY": 5, "NZ": 4, "TH": 4, "ID": 4, "HK": 3},
    **{"SG": 3, "PH": 3, "FJ": 2, "VN": 2, "LK": 2, "MV": 1, "MN": 1, "NP": 1, "KH": 1},
    **{"FR": 8, "GB": 6, "DE": 5, "ES": 5, "PT": 5, "NL": 4, "BE": 4, "PL": 3, "IT": 3, "SE": 3},
    **{"FI": 3, "NO": 3, "TR": 3, "CH": 2, "GE": 3, "AZ": 3, "UA": 2, "RS": 2, "MK": 2, "HU": 2},
    **{"KZ": 3, "BY": 2, "UZ": 2, "AM": 2, "MD": 2, "KG": 1, "AL": 1},
    **{"US": 6, "CA": 5, "BR": 6, "MX": 5, "AR": 4, "PE": 4, "CL": 3, "CO": 4, "UY": 3, "CR": 2},
    **{"DO": 3, "GT": 2, "PY": 2, "EC": 2, "JM": 3, "TT": 2, "BB": 1},
    **{"SN": 5, "CI": 5, "CM": 5, "NG": 5, "GH": 5, "BJ": 3, "TG": 3, "BF": 3, "GA": 2, "NE": 2},
    **{"ML": 2, "CD": 2, "CG": 2, "GM": 2, "CV": 2},
    **{"KE": 6, "ZA": 6, "UG": 5, "MU": 4, "ZM": 4, "ZW": 3, "TZ": 4, "RW": 3, "MZ": 3, "BW": 2},
    **{"MW": 2, "MG": 2, "AO": 2, "NA": 1, "ET": 1},
    **{"MA": 6, "TN": 5, "EG": 5, "SA": 5, "AE": 4, "JO": 4, "DZ": 3, "LB": 2, "BH": 2, "QA": 2},
    **{"OM": 1},
}

# Working languages, the first the most usual; Members that are not named work in English.
_SPEAKERS = {
    "fr": "BJ BF BI CF TD CI CD CG DJ FR GA GN HT ML MG NE SN TG BE LU",
    "fr en": "CM CH",
    "en fr": "RW MU SC CA VU",
    "es": "AR BO CL CO CR CU DO EC SV GT HN MX NI PA PY PE UY VE ES",
    "es fr": "GQ",
    "pt": "AO BR CV GW MZ PT ST TL",
    "ar": "IQ LY PS SA SD SY YE KW",
    "ar en": "BH EG JO OM QA AE",
    "ar fr": "DZ MA TN LB MR KM",
    "ru": "KZ KG TJ TM UZ BY RU",
    "ru en": "AM AZ",
    "en ru": "GE MD UA MN LV",
}

# Languages of experts that missions do not ask for; a pool has them all the same.
_OTHER_TONGUES = {
    **{"JP": "ja", "KR": "ko", "CN": "zh", "HK": "zh", "DE": "de", "AT": "de", "CH": "de"},
    **{"NL": "nl", "BE": "nl", "IT": "it", "TR": "tr", "PL": "pl", "SE": "sv", "FI": "fi"},
    **{"NO": "no", "GR": "el", "TH": "th", "ID": "id", "MY": "ms", "VN": "vi", "HU": "hu"},
    **{"KE": "sw", "TZ": "sw"},
}


def region_of(country: str) -> str:
    """The WCO region of a Member, by country code."""
    return MEMBERS[country].region


def name_of(country: str) -> str:
    """The Member's name as the WCO writes it."""
    return MEMBERS[country].name


@cache
def working_languages(country: str) -> tuple[str, ...]:
    """The languages in which a Member works with the WCO, the most usual first."""
    for languages, countries in _SPEAKERS.items():
        if country in countries.split():
            return tuple(languages.split())
    return ("en",)


@cache
def mother_tongues(country: str) -> tuple[str, ...]:
    """The languages that an official of this Member speaks before learning others."""
    other = _OTHER_TONGUES.get(country)
    spoken = working_languages(country)
    if other is None:
        return spoken
    return (other,) if spoken == ("en",) else (*spoken, other)


@cache
def hosts(region: str) -> tuple[str, ...]:
    """The Members of a region that receive missions."""
    return tuple(
        code
        for code, member in MEMBERS.items()
        if member.region == region and code not in _NO_HOSTS
    )


@cache
def senders(language: str | None = None, region: str | None = None) -> dict[str, float]:
    """Weights of the administrations that send experts, by mother tongue and region if given."""
    return {
        code: _SENDERS.get(code, 0.4)
        for code, member in MEMBERS.items()
        if (region is None or member.region == region)
        and (language is None or language in mother_tongues(code))
    }
