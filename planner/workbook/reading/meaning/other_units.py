"""Units that a header or the format of a cell names, and that are not those of the column."""

import re

from planner.workbook.schema.columns import Column, Kind

_PARTS = re.compile(r"%|\bper ?cent|\bpct\b|\bpour ?cent", re.IGNORECASE)
_MULTIPLES = re.compile(
    r"(?<![^\W\d_])(?:[km](?:eur|usd|chf|gbp|jpy|€|\$|£)?|thousands?|millions?|milliers?|mille|mio|mln|"
    r"miles|millones|000s?)(?![^\W_])",
    re.IGNORECASE,
)
_TIMES = {
    "days": r"\bdays?\b|\bjours?\b|\bd[ií]as?\b",
    "weeks": r"\bweek(?:s|ly)?\b|\bsemaines?\b|\bsemanas?\b",
    "months": r"\bmonth(?:s|ly)?\b|\bmois\b|\bmes(?:es)?\b",
    "years": r"\byears?\b|\bannées?\b|\baños?\b|\banos?\b",
    "hours": r"\bhours?\b|\bheures?\b|\bhoras?\b",
    "calendar days": r"\bcalendar\b|\bcalendaires?\b",
}
_OWN = {"days": r"days|daily", "weeks": r"weeks|weekly", "years": r"years"}


def other_unit(column: Column, words: str) -> str:
    """The unit that words name and a column does not take, in words; "" where there is none."""
    if column.kind is Kind.AMOUNT:
        if _PARTS.search(words):
            return "a percentage"
        if _MULTIPLES.search(words):
            return "thousands or millions"
    own = own_unit(column)
    if own:
        named = [unit for unit, pattern in _TIMES.items() if re.search(pattern, words, re.I)]
        if (named and own not in named) or "calendar days" in named:
            return named[-1]
    return ""


def own_unit(column: Column) -> str:
    """Days, weeks or years, where the column's own header names them."""
    header = column.header.casefold()
    return next((unit for unit, pattern in _OWN.items() if re.search(pattern, header)), "")


def wanted(column: Column) -> str:
    """What a column takes, in words."""
    if column.kind is Kind.AMOUNT:
        return "whole units of the plan's currency"
    return own_unit(column)


def beside(header: str, text: str) -> str:
    """What a text says besides the name of a column; of other words for it, what is in brackets."""
    rest = re.sub(re.escape(header), " ", text, flags=re.IGNORECASE)
    return rest if rest != text else "".join(re.findall(r"[(\[].*", text))
