"""Missions and experts of the board in words: what they are found by, and what labels say."""

from collections.abc import Callable
from datetime import date, timedelta

from models.facts.instance import Year
from planner.domain.country_names import country_name as country
from web.shown.board import Bar, Row
from web.shown.names import Names
from web.shown.texts import Texts


class SearchWords:
    """The words by which missions and experts are found."""

    def __init__(self, t: Texts, year: Year, names: Names) -> None:
        self._t, self._year, self._names = t, year, names

    def of(self, bar: Bar, known_as: Callable[[str], str]) -> str:
        """All that a mission is found by; `known_as` are the words of one of its experts."""
        return " ".join((self.about(bar), *(known_as(row.expert_id) for row in bar.rows)))

    def about(self, bar: Bar) -> str:
        """The words of a mission without those of its experts."""
        mission = bar.mission
        host = f"{country(mission.host)} {self._t.country(mission.host)}"
        return f"{mission.id} {mission.title} {host} {bar.fund}"

    def called(self, expert_id: str) -> str:
        """ID and name."""
        return f"{expert_id} {self._names.of(expert_id)}"

    def is_known_as(self, expert_id: str) -> str:
        """ID, name, country and expertise: the rows of experts are found by all of them."""
        code = self._year.expert_by_id[expert_id].administration
        held = self._year.qualifications_by_expert.get(expert_id, ())
        skills = " ".join(row.expertise for row in held)
        return f"{self.called(expert_id)} {country(code)} {self._t.country(code)} {skills}"


def row_label(t: Texts, start: date, row: Row) -> str:
    """All that the row of an expert shows besides missions, for those who do not see it."""
    several = len(row.weeks) > 1
    parts = [row.key]
    for period, left in row.weeks:
        weeks = t.count("board.weeks", left)
        parts.append(t("board.until", what=weeks, day=t.day(period.end)) if several else weeks)
    parts += [t("experts.left")] if row.expert and row.expert.left else []
    for key, places in (("board.under_way", row.under_way), ("board.closed", row.closed)):
        for first, days in places:
            begin, end = (start + timedelta(day) for day in (first, first + days - 1))
            parts.append(t(key, start=t.short_day(begin), end=t.short_day(end)))
    return ", ".join(parts)


def bar_label(t: Texts, bar: Bar, hangs: bool = False) -> str:
    """All that a bar shows, as a sentence for those who do not see it."""
    mission = bar.mission
    parts = [
        f"{mission.id} {t.country(mission.host)}",
        t("bar.dates", start=t.day_before(bar.run.start, bar.run.end), end=t.day(bar.run.end)),
        ", ".join(row.expert_id for row in bar.rows),
        t("bar.fund", fund=bar.fund) if bar.fund else "",
        t("bar.priority", n=mission.priority),
        t(f"status.{bar.status.value.lower()}"),
        t("legend.external") if bar.external else "",
        t("legend.broken") if bar.broken else "",
        t("legend.hanging") if hangs else "",
    ]
    return ", ".join(part for part in parts if part)
