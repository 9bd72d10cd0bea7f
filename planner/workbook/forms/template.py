"""An empty input workbook to fill in."""

from pathlib import Path

from models.facts.settings import Settings
from planner.domain.members.reference import EXPERTISE
from planner.workbook.forms.input_book import InputBook
from planner.workbook.openxml.saving import save_whole

_TITLE = "Mission planner: the year's missions and experts"
_NOTE = "An empty workbook to fill in. Save it under a name of your own."


def write_template(target: Path) -> None:
    """Write a workbook with every input sheet and column, and no rows but the settings.

    Parameters
    ----------
    target : Path
        The file to write, whole or not at all; the same bytes every time.

    Raises
    ------
    WorkbookError
        Where the file cannot be written.
    """
    save_whole(target, InputBook(_defaults(), {}, EXPERTISE).to_bytes(_TITLE, _NOTE))


def _defaults() -> dict[str, object]:
    """The settings' defaults; the two dates of the plan have none."""
    fields = Settings.model_fields
    return {
        name: None if field.is_required() else field.get_default() for name, field in fields.items()
    }
