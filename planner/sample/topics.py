"""What missions are about: the real examples, without their places, and a few more."""

import re
from functools import cache
from random import Random
from typing import NamedTuple

from models.facts.expertise import Expertise
from planner.domain.members.reference import EXPERTISE, MISSION_EXAMPLES
from planner.sample.draw import chance

# Areas that the accreditation list does not have; recognised experts cover them. A repeated
# code replaces the built-in one: here Diagnostic Facilitators cover performance measurement too.
OWN_EXPERTISE = (
    Expertise(code="INTEGRITY", title="Integrity and anti-corruption"),
    Expertise(code="GENDER", title="Gender equality and diversity"),
    Expertise(code="PMM", title="Performance Measurement Mechanism"),
    Expertise(code="DF", title="Diagnostic Facilitator", also_covers=("PMM",)),
)
RECOGNISED_AREAS = ("INTEGRITY", "GENDER", "PMM")

_CODE_OF_TOPIC = {
    "AEO": "TOA/AEO",
    "Customs Laboratories": "TOA/LAB",
    "DM": "TOA/DM",
    "E-commerce": "TOA/ECOM",
    "Gender equality and diversity": "GENDER",
    "HS": "ET/HS",
    "Integrity": "INTEGRITY",
    "IPR": "TOA/IPR",
    "IWT": "TOA/IWT",
    "LMD": "LMDA",
    "Organizational development": "CMA",
    "Origin": "ET/ORIGIN",
    "PCA": "TOA/PCA",
    "Performance measurement": "DF",
    "RM": "TOA/RM",
    "STCE": "ET/STCE",
    "Strategic planning": "CMA",
    "SW": "TOA/SW",
    "TRS": "TOA/TRS",
    "TTA Revenue Package (advance rulings)": "TOA/TTA",
    "TTA Revenue Package (HS and advance rulings)": "TOA/TTA",
    "Transit": "TOA/TRANSIT",
    "Valuation": "ET/VAL",
    "WTO TFA / Mercator": "MPA",
}
_SUBJECTS = {
    "CMA": "Organizational Development",
    "DF": "the Customs Diagnostic Framework",
    "ET/CCP": "the Container Control Programme",
    "ET/HS": "the Harmonized System",
    "ET/INAMA": "Controlled Delivery (Inama Project)",
    "ET/ORIGIN": "Rules of Origin",
    "ET/VAL": "Customs Valuation",
    "LMDA": "Leadership and Management Development",
    "MPA": "the Implementation of the WTO TFA",
    "PMM": "the Performance Measurement Mechanism",
    "TOA/CEN": "the CEN Applications",
    "TOA/DM": "the WCO Data Model",
    "TOA/RKC": "the Revised Kyoto Convention",
    "TOA/SW": "the Single Window Environment",
    "TOA/TRS": "the Time Release Study",
    "TOA/TTA": "the Revenue Package",
}
_SUBJECTS_OF_TOPICS = {
    "Strategic planning": "Strategic Planning",
    "TTA Revenue Package (advance rulings)": "Advance Rulings",
    "TTA Revenue Package (HS and advance rulings)": "Tariff Classification and Advance Rulings",
}
_ADVISERS = ("CMA", "DF", "MPA", "PMM")

# The first word that a real title contains says what kind of mission it was.
_FORMS = {
    "accreditation": "Regional Pre-Accreditation Workshop",
    "sub-regional": "Sub-regional Workshop",
    "multi-regional": "Regional Workshop",
    "regional": "Regional Workshop",
    "region": "Regional Workshop",
    "west and central africa": "Regional Workshop",
    "train-the-trainer": "Train-the-Trainers Workshop",
    "diagnostic": "Diagnostic Mission",
    "seminar": "National Seminar",
    "advanced": "Advanced Workshop",
    "training": "Training Course",
    "mission": "Support Mission",
    "design": "Support Mission",
    "supports": "Support Mission",
}
_GENERIC_SHARE = 0.2
_WIDE_POOL, _EXPERTS_A_TOPIC = 80, 5
_SHORTEST, _MOST_EXPERTS = 3, 3


class Topic(NamedTuple):
    """What a mission is about; `days` and `experts` are None where the example does not say."""

    code: str
    form: str
    subject: str
    days: int | None = None
    experts: int | None = None

    @property
    def regional(self) -> bool:
        """Whether several Members of a region take part."""
        return "egional" in self.form

    @property
    def workshop(self) -> str:
        """The title without a place."""
        return f"{self.form} on {self.subject}"


class Programme:
    """What the missions are about: a few topics where the pool of experts is small."""

    def __init__(self, rng: Random, experts: int) -> None:
        self.wide = experts >= _WIDE_POOL
        self._rng = rng
        self._codes = frozenset(all_codes()) if self.wide else _few_codes(rng, experts)

    def topic(self) -> Topic:
        """Draw one of the topics."""
        while True:
            topic = _any_topic(self._rng)
            if topic.code in self._codes:
                return topic


def _few_codes(rng: Random, experts: int) -> frozenset[str]:
    codes: set[str] = set()
    while len(codes) < max(1, experts // _EXPERTS_A_TOPIC):
        codes.add(_any_topic(rng).code)
    return frozenset(codes)


def _any_topic(rng: Random) -> Topic:
    """Draw a real example or, one time in five, any code of the expertise list."""
    if chance(rng, _GENERIC_SHARE):
        return topic_of(rng.choice(all_codes()))
    return rng.choice(_examples())


def topic_of(code: str) -> Topic:
    """A national workshop on an expertise, or a mission of advisers."""
    form = "Support Mission" if code in _ADVISERS else "National Workshop"
    return Topic(code, form, subject_of(code))


@cache
def subject_of(code: str) -> str:
    """What an expertise is called inside a title."""
    titles = {entry.code: entry.title for entry in expertise_list()}
    return _SUBJECTS.get(code, titles[code])


@cache
def expertise_list() -> tuple[Expertise, ...]:
    """The built-in list with the sample's own rows: repeated codes replaced, new ones added."""
    own = {entry.code: entry for entry in OWN_EXPERTISE}
    built_in = tuple(own.pop(entry.code, entry) for entry in EXPERTISE)
    return built_in + tuple(own.values())


@cache
def all_codes() -> tuple[str, ...]:
    """Every code of the sample's expertise list."""
    return tuple(entry.code for entry in expertise_list())


@cache
def _examples() -> tuple[Topic, ...]:
    return tuple(_from_example(example) for example in MISSION_EXAMPLES)


def _from_example(example: dict[str, str]) -> Topic:
    topic, days, experts = example["topic"], example["days"], example["experts"]
    code = _CODE_OF_TOPIC[topic]
    return Topic(
        code=code,
        form=_form_of(example["title"]),
        subject=_SUBJECTS_OF_TOPICS.get(topic) or subject_of(code),
        days=max(_SHORTEST, int(days)) if days else None,
        experts=min(_MOST_EXPERTS, int(experts)) if experts else None,
    )


def _form_of(title: str) -> str:
    words = re.sub(r"\(virtual|virtual\b", "", title.lower())
    for word, form in _FORMS.items():
        if word in words:
            return form
    return "National Workshop"
