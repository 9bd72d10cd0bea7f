"""The sheets of the comparison workbook and their columns, declared once."""

from planner.workbook.schema.columns import Column, Kind, Sheet

COMPARISON = "Comparison"
MISSIONS = "Missions"


def written(header: str, field: str, kind: Kind = Kind.TEXT, help: str = "") -> Column:
    """A column that is written and never read."""
    return Column(header=header, field=field, kind=kind, written_only=True, help=help)


# The columns of the comparison; those of the levels follow.
OVERVIEW_COLUMNS = (
    written("Scenario", "heading"),
    written(
        "Answer",
        "answer",
        help="Re-optimised: the best plan under the scenario. Repaired: "
        "the base plan, kept as far as no mission is lost for it.",
    ),
    written("Delivered", "delivered", Kind.WHOLE, "Missions in the plan."),
    written("Lost", "lost", Kind.WHOLE, "Missions of the base plan that are not in this one."),
    written("Gained", "gained", Kind.WHOLE, "Missions in this plan that the base plan lacks."),
    written("Moved", "moved", Kind.WHOLE, "Missions that start on another day."),
    written("Other experts", "others", Kind.WHOLE, "Missions with another team."),
    written("Cost", "cost", Kind.AMOUNT),
    written("Weeks", "weeks", Kind.WHOLE, "Weeks that the plan charges to its experts."),
    written("Externals", "externals", Kind.WHOLE, "Positions filled by external experts."),
    written("Fund use", "fund_use", Kind.PERCENT, "Of the money in all funds, the share planned."),
    written("Proven", "proven", Kind.YES_NO, "yes: under the scenario no plan is better."),
)
LAST_COLUMNS = (
    written("Not proven", "unproven", Kind.LIST, "The levels for which a better value may exist."),
    written("Missions lost", "lost_ids", Kind.IDS),
    written("What the scenario changes", "changes"),
)

WHAT_CHANGED = Sheet(
    name="What changed",
    purpose="How the plan of each scenario differs from the base plan, in sentences.",
    columns=(
        written("Scenario", "scenario"),
        written("Mission ID", "mission_id", Kind.ID),
        written("Title", "title"),
        written("Priority", "priority", Kind.WHOLE),
        written("What", "kind"),
        written("In words", "sentence"),
    ),
)
