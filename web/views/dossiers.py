"""Last-resort dossiers: why an external expert goes, to read on the page and to write."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from planner.app.on_paper.last_resorts import documents, last_resorts, write_last_resorts
from planner.domain.errors import PlannerError
from planner.mobilisation.papers.paper import Paper
from web.shown.as_sheets import view_of
from web.shown.documents import pieces_of
from web.shown.next_steps import dossier_of
from web.shown.render import page, texts_of
from web.views.answers import Form, RefusedError, acting, reading, told
from web.views.plan import draft_of
from web.views.workbook import opened_of


def _papers(request: Request) -> tuple[Paper, ...]:
    """The dossiers of the plan; nobody signs one beside a plan that breaks rules."""
    draft, t = draft_of(request), texts_of(request)
    if draft.now.violations:
        raise RefusedError(t("mission.mend_first"))
    view = view_of(draft, True)
    name = opened_of(request).path.name
    found = last_resorts(view, dossier_of(view), t.language, date.today(), name)
    if not found:
        raise RefusedError(t("dossiers.none"))
    return found


@reading
def dossier(request: Request) -> Response:
    """One dossier as it would be written, to read before."""
    papers, t = _papers(request), texts_of(request)
    place = request.path_params["place"]
    found = [paper for paper in papers if paper.file.endswith(f" {place}")]
    if not found:
        raise RefusedError(t("dossiers.none"))
    shown = pieces_of(documents(found[:1], t.language)[0])
    return page(request, "letter.html", place=f"dossier-{place}", pieces=shown, tongue=t.language)


@acting
def write(request: Request, form: Form) -> Response:
    """Write all dossiers into a folder beside the workbook."""
    papers, t = _papers(request), texts_of(request)
    path = opened_of(request).path
    folder = path.with_name(t("dossiers.folder", name=path.stem))
    try:
        written = write_last_resorts(folder, papers, t.language)
    except PlannerError as error:
        raise RefusedError(str(error)) from None
    said = t.count("dossiers.written", len(written), folder=folder.name)
    return told(request, said, 200)
