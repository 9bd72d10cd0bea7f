"""With which status an expert fills a position (RULES.md section 2, facts that follow)."""

from collections.abc import Iterable

from models.facts.expert import Qualification, QualificationStatus
from models.facts.instance import Year

# Best first; External stands alone, because an external expert has no other status.
BEST_FIRST = (
    QualificationStatus.ACCREDITED,
    QualificationStatus.RECOGNISED,
    QualificationStatus.PRE_ACCREDITED,
    QualificationStatus.EXTERNAL,
)


def standing(year: Year, expert_id: str, code: str) -> QualificationStatus | None:
    """The status that an expert has for an expertise, None where the expert has none.

    A row that lists the code itself decides alone; failing that, the best status among the
    rows whose expertise also covers the code, in one step.
    """
    rows = year.qualifications_by_expert.get(expert_id, ())
    return _best(r for r in rows if r.expertise == code) or _best(
        r for r in rows if _covers(year, r.expertise, code)
    )


def _best(rows: Iterable[Qualification]) -> QualificationStatus | None:
    return min((row.status for row in rows), key=BEST_FIRST.index, default=None)


def _covers(year: Year, held: str, code: str) -> bool:
    entry = year.expertise_by_code.get(held)
    return entry is not None and code in entry.also_covers
