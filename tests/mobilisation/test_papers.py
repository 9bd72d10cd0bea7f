"""Papers: what they say, in which language, and that they name nobody who was not asked for."""

import os
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document

from models.answers.not_delivered import NotDelivered
from models.answers.plan import Plan
from models.facts.administration import Administration
from models.facts.assignment import AssignmentStatus as Status
from models.facts.expert import Clearance, Decision, QualificationStatus
from models.facts.fund import FundStatus
from models.facts.instance import Year
from planner.app.letters import letter_filling
from planner.app.letters.letter_filling import fill_in_all
from planner.app.load import load
from planner.app.on_paper import papers as writing
from planner.app.on_paper.more_or_less import effects
from planner.app.on_paper.papers import TEMPLATE, PaperOptions, write_papers
from planner.domain.errors import BadInput, NoPlan
from planner.domain.tongue import Tongue
from planner.mobilisation.actions import action_lines
from planner.mobilisation.papers.administrations import administration_pages
from planner.mobilisation.papers.donors import MOST_MISSIONS, MoneyEffect, donor_pages
from planner.mobilisation.papers.last_resort import dossiers
from planner.mobilisation.papers.paper import Paper, PaperDesk
from planner.mobilisation.papers.report import MOST_LEFT_OUT, Answers, report
from planner.reasons.one_mission import Probe
from planner.reasons.substitution.dossier import Dossier
from planner.report.drawing import plain
from planner.solver.deadline import Deadline
from tests.builders import agreed, expert, fund, mission, placement, plan, qualification, year
from tests.commands import run, small_year, year_file
from tests.mobilisation.answers import view_of

TODAY = date(2026, 11, 2)
WHEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
EXTERNAL, PRE = QualificationStatus.EXTERNAL, QualificationStatus.PRE_ACCREDITED
JUNE = date(2027, 6, 7)
PLAN = plan(
    placement(fund_id="F1"),
    placement("M2", "E2", JUNE, fund_id="F2"),
    placement("M3", "X", fund_id="F1", expertise="CMA"),
)
NAMES = ("Ada", "Bea", "Eve")


def facts(language: str | None = None, **changes: object) -> Year:
    """E1 to M1 (asked), E2 to M2 (pending fund), X external to M3; M4 is not delivered."""
    window = {"earliest_start": JUNE, "latest_end": date(2027, 6, 11)}
    parts = {
        "missions": (
            mission(host="FR"),
            mission("M2", host="KE", region="ESA", **window),
            mission("M3", host="NL", expertise="CMA"),
            mission("M4", host="NL", priority=2, languages=("ar",)),
        ),
        "experts": (
            expert(administration="ES", name="Ada"),
            expert("E2", "FR", name="Bea", languages=("en", "fr")),
            expert("X", "CH", name="Eve", clearance=Clearance.CLEARED),
        ),
        "qualifications": (
            qualification(),
            qualification("E2", PRE),
            qualification("E2", expertise="CMA"),
            qualification("X", EXTERNAL, "CMA"),
        ),
        "funds": (
            fund("F1", 20_000, name="Donor one", committed=1_000, valid_to=date(2027, 12, 31)),
            fund("F2", 9_000, status=FundStatus.PENDING),
        ),
        "assignments": (agreed("M1", "E1", Status.CONTACTED),),
        "administrations": (Administration(country="FR", language=language),),
    }
    return year(**parts | changes)


def desk(language: str | None = None, *, names: bool = False, answer: Plan = PLAN) -> PaperDesk:
    view = view_of(facts(language), answer)
    return PaperDesk(view, Tongue(language), names, TODAY, "plan.xlsx")


def said(paper: Paper) -> str:
    """All words of a paper."""
    words = [paper.file, paper.title, paper.subtitle, paper.note]
    for block in paper.blocks:
        words += [block.text, *(cell.text for cell in block.headers)]
        words += [" | ".join(cell.text for cell in row) for row in block.rows]
    return "\n".join(word for word in words if word)


def answers(found: PaperDesk, **changes: object) -> Answers:
    left = (NotDelivered(mission_id="M4", rules=("language",)),)
    lines = action_lines(found.view, Dossier(found.view.context))
    return Answers(actions=lines, reasons=left, proven=True)._replace(**changes)  # type: ignore[arg-type]


def every_paper(found: PaperDesk) -> list[Paper]:
    effect = {"F1": MoneyEffect(20, 3, 4, 0), "F2": MoneyEffect(20, 3, 3, 2)}
    return [
        report(found, answers(found)),
        *donor_pages(found, effect),
        *administration_pages(found),
        *dossiers(found, Dossier(found.view.context)),
    ]


def test_the_report_says_what_a_director_asks() -> None:
    text = said(report(desk(), answers(desk())))
    for part in (
        "Mission plan 2027",
        "3 of 4 missions can be delivered; 1 cannot.",
        "It is proven",
        "Money available (EUR) | 19,000 | in confirmed funds",
        "Candidates evaluated | 1 | of 1 who wait for it",
        "Positions of external experts | 1 | each needs a decision",
        "East and Southern Africa (ESA) | 1 | 0 | ",
        "F1, Donor one | 19,000 | ",
        "F2 (pending) | 9,000 | ",
        "M4, Mission M4 | Netherlands | 2 | Too few experts speak its language",
        "Confirm F2, which the plan uses although it is pending | M2",
        "Deploy an external expert, because no serving one can go | M3",
        "No earlier plan was named",
    ):
        assert part in text, part


def test_the_report_compares_with_an_earlier_plan() -> None:
    before = facts(
        assignments=(
            agreed("M1", "E1", Status.PROPOSED),
            agreed("M2", "E1", Status.PROPOSED, start=JUNE),
            agreed("M4", "E2", Status.PROPOSED),
        )
    )
    text = said(report(desk(), answers(desk(), before=before, before_name="old.xlsx")))
    for part in (
        "What changed since old.xlsx",
        "One mission as before",
        "One mission with other experts: M2.",
        "One mission that was not in that plan: M3.",
        "One mission no longer in the plan: M4.",
    ):
        assert part in text, part


def test_long_lists_end_with_how_many_more_there_are() -> None:
    many = tuple(NotDelivered(mission_id="M4", rules=()) for _ in range(MOST_LEFT_OUT + 2))
    text = said(report(desk(), answers(desk(), reasons=many, proven=False)))
    assert "2 more are on the sheet Not delivered" in text
    assert "It is not proven" in text
    assert "Not examined" in text
    assert "Every mission can be delivered." in said(report(desk(), answers(desk(), reasons=())))


def test_a_donor_sees_what_the_money_does() -> None:
    first, second = donor_pages(
        desk(), {"F1": MoneyEffect(20, 3, 4, 0), "F2": MoneyEffect(20, 3, 3, 2)}
    )
    text = said(first)
    for part in (
        "Fund F1, Donor one",
        "EUR of 19,000 EUR pay for 2 missions in 2 countries.",
        "Committed before (EUR) | 1,000",
        "Valid | until 31 December 2027",
        "M1, Mission M1 | France | 1–5 Mar 2027 | ",
        "With 20 per cent more: 4 missions of the year in place of 3.",
        "With 20 per cent less: not enough for what is agreed.",
    ):
        assert part in text, part
    assert "The fund is not confirmed yet." in said(second)
    assert "With 20 per cent more: as many missions as now." in said(second)
    unsettled = said(next(donor_pages(desk(), {"F1": MoneyEffect(20, None, None, None)})))
    assert "was not settled in the time given" in unsettled
    assert MOST_MISSIONS > 10


def test_a_fund_that_pays_nothing() -> None:
    pages = list(donor_pages(desk(answer=plan(placement(fund_id="F1"))), {}))
    assert "No mission of the plan is paid from this fund." in said(pages[1])


def test_an_administration_sees_its_experts_and_its_missions() -> None:
    pages = {paper.title: said(paper) for paper in administration_pages(desk())}
    assert list(pages) == ["France", "Kenya", "Netherlands", "Spain"]
    assert "M1, Mission M1 | France | 1 to 5 March 2027 | 1 | asked informally" in pages["Spain"]
    assert "1 expert for 1 mission." in pages["Spain"]
    assert "No mission to your administration" in pages["Spain"]
    assert "1 of 2 missions can take place." in pages["Netherlands"]
    assert "No expert of your administration" in pages["Netherlands"]


def test_the_dossier_has_the_reasons_the_decision_and_the_line_to_sign() -> None:
    [paper] = dossiers(desk(), Dossier(desk().view.context))
    text = said(paper)
    assert paper.file == "last resort M3-1"
    for part in (
        "External expert | X\n",
        "Former administration | has cleared the expert",
        "E2 | France | Accredited | ",
        "☐ approved    ☐ refused",
        "Name\nDate\nSignature",
    ):
        assert part in text, part


def test_a_decision_that_is_taken_is_said() -> None:
    people = facts().experts
    decided = {"decision": Decision.APPROVED, "decided_on": TODAY}
    known = facts(experts=(*people[:2], people[2].model_copy(update=decided)))
    found = desk()._replace(view=view_of(known, PLAN))
    text = said(next(dossiers(found, Dossier(found.view.context))))
    assert "approved, 2 November 2026" in text
    assert "☐" not in text


def test_nobody_holds_the_expertise() -> None:
    rows = [q for q in facts().qualifications if (q.expert_id, q.expertise) != ("E2", "CMA")]
    found = desk()._replace(view=view_of(facts(qualifications=tuple(rows)), PLAN))
    text = said(next(dossiers(found, Dossier(found.view.context))))
    assert "No serving expert holds the expertise." in text


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "fr",
            (
                "Plan des missions 2027",
                "Réalisables : 3 sur 4 missions ; non réalisables : 1.",
                "Pays-Bas | 2 | Trop peu d'experts parlent sa langue",
                "Dernier recours",
                "Fonds F1, Donor one",
                "jusqu'au 31 décembre 2027",
                "1er au 5 mars 2027",
                "Réalisables : 1 sur 1 mission.",
            ),
        ),
        (
            "es",
            (
                "Plan de misiones 2027",
                "Países Bajos | 2 | Muy pocos expertos hablan su idioma",
                "Último recurso",
                "Fondo F1, Donor one",
                "hasta el 31 de diciembre de 2027",
                "1 al 5 de marzo de 2027",
            ),
        ),
    ],
)
def test_papers_are_in_three_languages(language: str, parts: tuple[str, ...]) -> None:
    found = every_paper(desk(language))
    others = ("administration ES", "administration KE", "administration NL")
    text = "\n".join(said(paper) for paper in found if not paper.file.startswith(others))
    for part in parts:
        assert part in text, part
    for word in ("Planned", "What stands", "per cent", "of the", "asked informally", "can take"):
        assert word not in text, word


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_paper_names_an_expert_unless_asked_for(language: str) -> None:
    silent = "\n".join(map(said, every_paper(desk(language))))
    assert not [name for name in NAMES if name in silent]
    open_ = "\n".join(map(said, every_paper(desk(language, names=True))))
    assert all(name in open_ for name in NAMES)


def test_only_dossiers_have_ids_of_experts() -> None:
    for paper in every_paper(desk()):
        found = [expert_id for expert_id in ("E1", "E2") if expert_id in said(paper)]
        assert not found or paper.file.startswith("last resort"), paper.file


# Files


def text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers about a solved year whose experts have names that nothing else has."""
    place = tmp_path_factory.mktemp("papers")
    source = small_year(place)
    assert run("solve", source, "-o", place / "done.xlsx", "--quiet").code == 0
    written = write_papers(load(place / "done.xlsx"), place / "papers", WHEN)
    assert len(written) == len({path.name for path in written})
    return place


def test_the_files_hold_tables_pictures_and_no_name(folder: Path) -> None:
    known = load(folder / "done.xlsx").year
    assert known is not None
    names = {person.name for person in known.experts}
    paths = sorted((folder / "papers").iterdir())
    assert {p.name for p in paths} >= {"report.docx", "fund F1.docx", "fund F2.docx"}
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name, content in parts.items():
            assert not [n for n in names if n.encode() in content], (path.name, name)
        assert "{" not in text_of(path)
    with zipfile.ZipFile(folder / "papers" / "report.docx") as archive:
        assert sum(name.startswith("word/media/") for name in archive.namelist()) == 2
    assert len(Document(str(folder / "papers" / "report.docx")).tables) >= 3


def test_what_more_or_less_money_would_do_is_planned_again(folder: Path) -> None:
    book = load(folder / "done.xlsx")
    view = writing._view(book, WHEN)
    found = effects(view, Deadline(), best=True)
    planned = len(view.teams)
    assert found["F1"].now == planned
    assert found["F1"].more is not None
    assert found["F1"].more >= planned
    ended = Deadline()
    ended.end()
    assert effects(view, ended, best=False)["F1"] == MoneyEffect(20, None, None, None)


def test_the_folder_is_written_again_only_where_nobody_changed_it(folder: Path) -> None:
    paths = [folder / "papers" / "report.docx"]
    before = paths[0].read_bytes()
    pieces = ["papers", folder / "done.xlsx", folder / "papers"]
    os.environ["SOURCE_DATE_EPOCH"] = str(int(WHEN.timestamp()))
    try:
        assert run(*pieces).code == 0
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    assert paths[0].read_bytes() == before
    changed = Document(str(paths[0]))
    changed.add_paragraph("By hand.")
    changed.save(str(paths[0]))
    ran = run(*pieces)
    assert ran.code == 2
    assert "report.docx" in ran.err


def test_a_template_of_the_office(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    assert run("papers", "--write-template", own).code == 0
    assert own.read_bytes() == TEMPLATE.read_bytes()
    document = Document()
    document.add_paragraph("Our letterhead: {{ title }} ({{ language }})")
    document.save(str(own))
    options = PaperOptions(template=own, language="es")
    paths = write_papers(
        load(folder / "done.xlsx"), tmp_path / "P", WHEN, options, deadline=Deadline(0.01)
    )
    assert text_of(paths[0]) == "Our letterhead: Plan de misiones 2027 (es)"
    document.add_paragraph("{{ unknown }}")
    document.save(str(own))
    with pytest.raises(BadInput, match=r"own\.docx cannot be filled in"):
        fill_in_all(own, [{"title": "x", "language": "en"}])


def test_reasons_have_most_of_the_limit_and_some_time_in_any_case(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[float] = []

    def asked(probe: Probe) -> tuple[NotDelivered, ...]:
        limits.append(probe.engine.deadline.seconds_left)
        return ()

    monkeypatch.setattr(writing, "reasons", asked)
    view = writing._view(load(folder / "done.xlsx"), WHEN)
    for seconds in (0.01, 100_000.0, None):
        writing._reasons(view, Deadline(seconds))
    assert 0.0 < limits[0] <= 2.5
    assert 70_000.0 < limits[1] <= 80_000.0
    assert limits[2] == float("inf")


def test_no_small_limit_leaves_a_mission_without_its_reasons(folder: Path, tmp_path: Path) -> None:
    ended, paths = Deadline(), []
    for name, deadline in (("short", Deadline(0.01)), ("ended", ended)):
        paths.append(
            write_papers(load(folder / "done.xlsx"), tmp_path / name, WHEN, deadline=deadline)
        )
        ended.end()
    short, given_up = (text_of(next(p for p in found if p.stem == "report")) for found in paths)
    assert "not examined" not in short.lower()
    assert "not examined" in given_up.lower()


def test_a_limit_that_is_too_short_for_the_documents_is_answered_at_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_SECONDS_A_PAPER", 1_000.0)
    monkeypatch.setattr(writing, "reasons", lambda *_: 1 / 0)
    said = r"^The time limit of 500 s is too short: to make \d+ papers takes about \d+ seconds"
    with pytest.raises(BadInput, match=said):
        write_papers(load(folder / "done.xlsx"), tmp_path / "P", WHEN, deadline=Deadline(500.0))
    assert not (tmp_path / "P").exists()


def test_the_time_to_make_the_documents_is_kept_free() -> None:
    writing._refuse_too_short(Deadline(1_000.0), 10, 900.0)
    writing._refuse_too_short(Deadline(), 10, 100_000.0)
    assert 90.0 < writing._before(Deadline(1_000.0), 900.0) <= 103.0
    assert 990.0 < writing._before(Deadline(1_000.0), 1.0) <= 1_000.0
    assert writing._before(Deadline(0.01), 1.0) <= 0.01
    assert writing._before(Deadline(), 900.0) == float("inf")


def test_who_ends_the_run_waits_for_few_documents(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = Deadline()
    over.end()
    monkeypatch.setattr(letter_filling, "MOST_AFTER_END", 3)
    with pytest.raises(NoPlan, match="documents were made; nothing was written") as told:
        write_papers(load(folder / "done.xlsx"), tmp_path / "P", WHEN, deadline=over)
    assert told.value.interrupted
    assert not (tmp_path / "P").exists()


def test_a_plan_that_breaks_rules_gets_no_papers(tmp_path: Path) -> None:
    broken = facts(assignments=(agreed("M4", "E1", Status.PROPOSED),))
    year_file(tmp_path / "plan.xlsx", broken)
    ran = run("papers", tmp_path / "plan.xlsx", tmp_path / "P")
    assert ran.code == 2
    assert not (tmp_path / "P").exists()


def test_texts_in_pictures_are_no_formulas() -> None:
    assert plain("a $x$") == r"a \$x\$"


def test_decisions_that_differ_in_nothing_are_one_line() -> None:
    """Two positions of one mission for external experts: no paper for the Director names them."""
    two = mission("M1", experts=2, expertise="CMA")
    known = facts(
        missions=(two,),
        experts=(expert("X", "CH", clearance=Clearance.CLEARED), expert("Y", "AT")),
        qualifications=(qualification("X", EXTERNAL, "CMA"), qualification("Y", EXTERNAL, "CMA")),
        funds=(),
        assignments=(),
    )
    answer = plan(
        placement("M1", "X", expertise="CMA"), placement("M1", "Y", position=2, expertise="CMA")
    )
    view = view_of(known, answer)
    lines = action_lines(view, Dossier(view.context))
    found = said(report(desk()._replace(view=view), Answers(lines, (), True)))
    assert "Deploy 2 external experts, because no serving ones can go" in found
    assert "Deploy an external expert" not in found
