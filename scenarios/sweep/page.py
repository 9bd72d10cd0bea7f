"""The sweep as a web page in one file: the picture, its steps and its points, for a donor."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from models.result import Manifest
from planner.domain.wording import counted, day
from scenarios.sweep.curve import Curve
from scenarios.sweep.picture import explanation, footnote, heading, png, subtitle
from scenarios.sweep.words import distance

_STYLE = """
body { font-family: "Segoe UI", Calibri, Arial, sans-serif; color: #262626; margin: 2rem auto;
       max-width: 72rem; padding: 0 1rem; line-height: 1.45; }
h1, h2 { color: #1F3864; line-height: 1.2; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .35rem .8rem; border-bottom: 1px solid #D9D9D9; text-align: right; }
th:last-child, td:last-child { text-align: left; }
th { background: #1F3864; color: white; }
tr.today td { font-weight: bold; background: #FBE9DD; }
footer { color: #595959; font-size: .85rem; margin-top: 2rem; }
"""


def html(curve: Curve, manifest: Manifest) -> bytes:
    """The page, in UTF-8; it needs no other file and no network."""
    picture = b64encode(png(curve)).decode("ascii")
    parts = (
        f"<h1>{escape(heading(curve))}</h1>",
        f"<p>{escape(subtitle(curve))}</p>",
        f'<p><img alt="{escape(_in_short(curve))}" src="data:image/png;base64,{picture}"></p>',
        *_steps(curve),
        *_points(curve),
        f"<footer>{escape(footnote(curve))} {escape(_origin(manifest))}</footer>",
    )
    body = "\n".join(parts)
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(heading(curve))}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


def _in_short(curve: Curve) -> str:
    """What the picture shows, for those who do not see it."""
    return f"{heading(curve)} The steps are listed below."


def _steps(curve: Curve) -> Iterable[str]:
    changes = (*reversed(curve.downs), *curve.ups)
    if changes:
        yield "<h2>Every step</h2>"
        yield _table(
            ("Amount", "What changes"),
            [(_shown(curve, c.value), explanation(curve, c)) for c in changes],
            [False] * len(changes),
        )


def _points(curve: Curve) -> Iterable[str]:
    yield "<h2>At a glance</h2>"
    points = [point for point in curve.points if point.delivery.counts is not None]
    total = counted(len(curve.study.year.missions), "mission")
    currency = curve.study.year.settings.currency
    yield _table(
        ("Amount", f"Delivered, of {total}", f"Cost of the plan ({currency})", "Against today"),
        [
            (
                _shown(curve, point.value),
                str(point.missions),
                f"{point.cost:,}",
                distance(curve, point.value),
            )
            for point in points
        ],
        [point is curve.today for point in points],
    )


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]], marked: Sequence[bool]) -> str:
    head = "".join(f"<th>{escape(header)}</th>" for header in headers)
    lines = [f"<table>\n<tr>{head}</tr>"]
    for row, mark in zip(rows, marked, strict=True):
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row)
        lines.append(f'<tr class="today">{cells}</tr>' if mark else f"<tr>{cells}</tr>")
    return "\n".join((*lines, "</table>"))


def _origin(manifest: Manifest) -> str:
    return f"Worked out on {day(manifest.started.date())} by mission-planner."


def _shown(curve: Curve, value: int) -> str:
    return curve.study.knob.shown(curve.study.year, value)
