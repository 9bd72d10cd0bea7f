"""The workbook part: which sheets there are, in which order, and the names defined for them."""

from planner.workbook.openxml import markup
from planner.workbook.openxml.markup import Element
from planner.workbook.openxml.package import OFFICE_RELATIONS, Package, Relation

PRINT_NAMES = ("_xlnm.Print_Titles", "_xlnm.Print_Area")

# The order of the children of <workbook> that the schema asks for, from the sheets on.
ORDER = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize"),
    *("customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
    *("fileRecoveryPr", "webPublishObjects", "extLst"),
)


class BookPart:
    """The workbook part of a package; `save` puts what was changed back."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main_part()
        self._root = markup.parse(package.parts[self.part])
        self._relations = list(package.relations(self.part))

    @property
    def counts_from_1904(self) -> bool:
        """Whether dates count from 1904, as old workbooks of the Macintosh do."""
        properties = markup.child(self._root, "workbookPr")
        return properties is not None and properties.getAttribute("date1904") in ("1", "true")

    def sheets(self) -> list[tuple[str, str]]:
        """The name and the part of every sheet, in the order of the tabs."""
        return [(s.getAttribute("name"), self._target(s)) for s in self._sheet_elements()]

    def listed(self) -> list[tuple[str, str | None]]:
        """The name and the part of every sheet; None where the list names a part of no use."""
        targets = {r.id: r.target for r in self._relations if not r.external}
        return [
            (s.getAttribute("name"), targets.get(_relation_id(s))) for s in self._sheet_elements()
        ]

    def related(self, kind: str) -> str | None:
        """The part that the workbook relates to as `kind` (styles, calcChain), if there is one."""
        return next((r.target for r in self._relations if r.kind == kind), None)

    def relate(self, kind: str, target: str) -> str:
        """Add a relationship to a part; returns its id."""
        taken = {relation.id for relation in self._relations}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        made = Relation(f"rId{number}", f"{OFFICE_RELATIONS}/{kind}", target)
        self._relations.append(made)
        return made.id

    def forget(self, target: str) -> None:
        """Drop the relationships to a part."""
        self._relations = [r for r in self._relations if r.target != target]
        self.save()

    def remove_sheet(self, name: str) -> str:
        """Take a sheet and the names defined for it alone out; returns its part."""
        elements = self._sheet_elements()
        index = next(i for i, s in enumerate(elements) if s.getAttribute("name") == name)
        part = self._target(elements[index])
        self._relations = [r for r in self._relations if r.id != _relation_id(elements[index])]
        self._sheets().removeChild(elements[index])
        self._renumber({old: old - (old > index) for old in range(len(elements)) if old != index})
        return part

    def insert_sheets(
        self, sheets: list[tuple[str, str]], print_names: dict[str, dict[str, str]]
    ) -> None:
        """Put new sheets (name, part) before all others, with what is said of them in print."""
        elements = self._sheet_elements()
        self._renumber({old: old + len(sheets) for old in range(len(elements))})
        prefix = _relation_prefix(elements[0])
        first, number = elements[0], max(int(s.getAttribute("sheetId")) for s in elements)
        for index, (name, part) in enumerate(sheets):
            attributes = {"name": name, "sheetId": str(number + index + 1)}
            made = markup.append(self._sheets(), "sheet", attributes)
            made.setAttribute(f"xmlns:{prefix}", OFFICE_RELATIONS)
            made.setAttributeNS(OFFICE_RELATIONS, f"{prefix}:id", self.relate("worksheet", part))
            self._sheets().insertBefore(made, first)
            for defined, formula in print_names.get(name, {}).items():
                self._define(defined, index, formula)

    def print_names(self) -> dict[str, dict[str, str]]:
        """By sheet name: the rows that are repeated in print, and the area that is printed."""
        names = [name for name, _ in self.sheets()]
        found: dict[str, dict[str, str]] = {}
        for element in self._defined():
            if (defined := element.getAttribute("name")) in PRINT_NAMES:
                sheet = names[int(element.getAttribute("localSheetId"))]
                found.setdefault(sheet, {})[defined] = _text(element)
        return found

    def defined_names(self) -> frozenset[str]:
        """The names defined in the workbook; tables may not take them."""
        return frozenset(element.getAttribute("name") for element in self._defined())

    def numbers_of_names(self) -> list[str]:
        """The numbers of the sheets that names are defined for, as they are written."""
        given = (element.getAttribute("localSheetId") for element in self._defined())
        return [number for number in given if number]

    def remove_names_of_macros(self, sheets: list[str]) -> None:
        """Take out the names that start a macro, or point at sheets of macros that are gone."""
        for element in self._defined():
            text = _text(element)
            starts = any(element.getAttribute(a) == "1" for a in ("xlm", "vbProcedure", "function"))
            if starts or any(f"{sheet}!" in text or f"{sheet}'!" in text for sheet in sheets):
                assert element.parentNode is not None
                element.parentNode.removeChild(element)

    def show_first_sheet(self) -> None:
        """Open the workbook at its first sheet."""
        views = markup.child(self._root, "bookViews")
        for view in markup.children(views, "workbookView") if views else []:
            view.setAttribute("activeTab", "0")
            view.setAttribute("firstSheet", "0")

    def recalculate_on_load(self) -> None:
        """Have Excel work all formulas out again: the result sheets that they read are new."""
        element = markup.ensure(self._root, "calcPr", ORDER)
        element.setAttribute("fullCalcOnLoad", "1")

    def drop_calculation_chain(self) -> None:
        """Remove the list of formula cells, it names sheets that are gone; Excel makes it anew."""
        if (part := self.related("calcChain")) is not None:
            self._relations = [r for r in self._relations if r.target != part]
            self.package.remove([part])

    def save(self) -> None:
        """Put the workbook part and its relationships back into the package."""
        self.package.parts[self.part] = markup.serialise(self._root)
        self.package.set_relations(self.part, self._relations)

    def _sheets(self) -> Element:
        return markup.ensure(self._root, "sheets", ORDER)

    def _sheet_elements(self) -> list[Element]:
        return markup.children(self._sheets(), "sheet")

    def _target(self, sheet: Element) -> str:
        wanted = _relation_id(sheet)
        return next(r.target for r in self._relations if r.id == wanted)

    def _defined(self) -> list[Element]:
        names = markup.child(self._root, "definedNames")
        return markup.children(names, "definedName") if names else []

    def _define(self, name: str, sheet: int, formula: str) -> None:
        names = markup.ensure(self._root, "definedNames", ORDER)
        made = markup.append(names, "definedName", {"name": name, "localSheetId": str(sheet)})
        made.appendChild(markup.document(made).createTextNode(formula))

    def _renumber(self, new_index: dict[int, int]) -> None:
        for element in self._defined():
            if not element.hasAttribute("localSheetId"):
                continue
            old = int(element.getAttribute("localSheetId"))
            if old in new_index:
                element.setAttribute("localSheetId", str(new_index[old]))
            elif element.parentNode is not None:
                element.parentNode.removeChild(element)


def _relation_id(sheet: Element) -> str:
    return sheet.getAttributeNS(OFFICE_RELATIONS, "id")


def _relation_prefix(sheet: Element) -> str:
    attribute = sheet.getAttributeNodeNS(OFFICE_RELATIONS, "id")
    assert attribute is not None
    return attribute.prefix or "r"


def _text(element: Element) -> str:
    return "".join(getattr(node, "data", "") for node in element.childNodes)
