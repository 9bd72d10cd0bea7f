"""Whom to ask and to write to in an administration: never an expert."""

from models.facts.administration import Addressee
from models.facts.instance import Year
from planner.mobilisation.steps import DIRECTOR_GENERAL, NCP


def ncp(year: Year, code: str) -> str:
    """The National Contact Point of an administration, as far as it is known."""
    row = year.administration_by_country.get(code)
    known = [part for part in (row.ncp_name, row.ncp_email) if part] if row else []
    title = [] if known and known[0].startswith(NCP) else [NCP]
    return ", ".join((*title, *known))


def addressee(year: Year, code: str) -> str:
    """Who gets the formal letter: never an expert; the Director-General where nothing is said."""
    row = year.administration_by_country.get(code)
    if row is not None and row.addressee is Addressee.NCP:
        return ncp(year, code)
    return DIRECTOR_GENERAL
