"""How a sheet of the workbook is declared: its columns, their kinds, and words for the people."""

from enum import Enum

from models.base import Frozen


class Kind(Enum):
    """What a cell of a column holds; each kind has one parser in the reading of cells."""

    TEXT = "text"
    ID = "an ID"
    IDS = "a list of IDs"
    DATE = "a date"
    WHOLE = "a whole number"
    AMOUNT = "an amount in whole units of the plan's currency"
    PERCENT = "a percentage"
    YES_NO = "yes or no"
    CHOICE = "one of a few words"
    COUNTRY = "a country"
    COUNTRIES = "a list of countries"
    REGION = "a WCO region"
    REGIONS = "a list of WCO regions"
    PLACE = "a country or a WCO region"
    LANGUAGE = "a language"
    LANGUAGES = "a list of languages"
    WEEKDAYS = "a list of days of the week"
    CODE = "a code of the expertise list"
    CODES = "a list of codes of the expertise list"
    LIST = "a list of words"
    ANY = "whatever another cell of the row asks for"


class Column(Frozen):
    """One column of a sheet.

    Attributes
    ----------
    header : str
        The header text as the planner writes it; found whatever its case, spaces and place.
    field : str
        The name of the value in the row, as in the type of `models` that the row becomes.
    required : bool
        Whether the sheet must have the column, and a row a value in it.
    may_be_blank : bool
        Whether a cell of a required column may be blank after all (`help` says when).
    default : str
        What a blank cell stands for, as one would type it; "" where there is none or where
        other cells decide (`help` says how).
    minimum, maximum : int or None
        The range of a whole number or an amount.
    choices : tuple of str
        The words of a CHOICE, as the planner writes them; for a drop-down list.
    written_only : bool
        Whether the planner writes the column and never reads it.
    help : str
        A sentence or two for the comment on the header.
    """

    header: str
    field: str
    kind: Kind = Kind.TEXT
    required: bool = False
    may_be_blank: bool = False
    default: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    written_only: bool = False
    help: str = ""

    @property
    def value_needed(self) -> bool:
        """Whether a blank cell of this column is an error."""
        return self.required and not self.may_be_blank


class Sheet(Frozen):
    """One sheet: its name, what it is for, and its columns in the order they are written."""

    name: str
    purpose: str
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, field: str) -> Column:
        """Find the column that holds a field; KeyError where there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(f"{self.name} has no field {field}")

    @property
    def headers(self) -> tuple[str, ...]:
        """The header texts in the order they are written."""
        return tuple(column.header for column in self.columns)


class SettingRow(Frozen):
    """One row of the Settings sheet: `field` is that of `models.facts.settings.Settings`.

    `default` is the text of the default value, "" for the two dates that must be given and for
    what other cells decide.
    """

    name: str
    field: str
    kind: Kind
    default: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    help: str = ""

    @property
    def needed(self) -> bool:
        """Whether a blank cell stands for nothing."""
        return not self.default and self.kind is Kind.DATE

    @property
    def column(self) -> Column:
        """The row as a column of one cell, for the parser of its kind."""
        return Column(
            header=self.name,
            field=self.field,
            kind=self.kind,
            minimum=self.minimum,
            maximum=self.maximum,
            choices=self.choices,
        )


class ChangeKind(Frozen):
    """One kind of change that a row of Scenarios may make: what Target and Value hold.

    `value` is "" where the change needs no value.
    """

    name: str
    target: str
    value: str = ""
    help: str = ""
