"""The sweep as a web page in one file: the picture, its steps and its points, for a donor."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from models.answers.result import Manifest
from planner.domain.country_names import country_name
from planner.domain.wording import counted, day, upper_first
from scenarios.sweep.curve import Curve
from scenarios.sweep.effects import LEVEL_WORDS, besides, effect_of, needing, why_cost
from scenarios.sweep.knobs import FundAmount
from scenarios.sweep.picture import explanation, footnote, heading, png, subtitle
from scenarios.sweep.rows import other_levels
from scenarios.sweep.study import Point
from scenarios.sweep.words import distance, thanks_to_fund

_STYLE = """
body { font-family: "Segoe UI", Calibri, Arial, sans-serif; color: #262626; margin: 2rem auto;
       max-width: 72rem; padding: 0 1rem; line-height: 1.45; }
h1, h2 { color: #1F3864; line-height: 1.2; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .35rem .8rem; border-bottom: 1px solid #D9D9D9; text-align: right;
         vertical-align: top; }
td { white-space: nowrap; }
td.words, th.words { text-align: left; white-space: normal; }
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
        *_thanks(curve),
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
            (_Head("Amount"), _Head("What changes", words=True)),
            [(curve.shown(c.value), explanation(curve, c)) for c in changes],
            [False] * len(changes),
        )


def _points(curve: Curve) -> Iterable[str]:
    yield "<h2>At a glance</h2>"
    points = [point for point in curve.points if point.delivery.counts is not None]
    total = counted(len(curve.study.year.missions), "mission")
    levels = other_levels(curve.study)
    yield _table(
        (
            _Head("Amount"),
            _Head("Against today"),
            _Head(f"Delivered, of {total}"),
            *(_Head(_heading_of(curve, level)) for level in levels),
        ),
        [
            (
                curve.shown(point.value),
                distance(curve, point.value),
                str(point.missions),
                *(f"{point.figure(level):,}" for level in levels),
            )
            for point in points
        ],
        [point is curve.today for point in points],
    )
    yield from _differences(curve, points)


def _heading_of(curve: Curve, level: str) -> str:
    words = LEVEL_WORDS[level]
    unit = f" ({curve.study.year.settings.currency})" if level == "cost" else ""
    return f"{upper_first(words)}{unit}"


def _differences(curve: Curve, points: Sequence[Point]) -> Iterable[str]:
    """What no count of missions shows: at which amounts something else changes, and the cost."""
    rows = [row for point in points if any((row := _difference(curve, point))[1:])]
    if rows:
        yield "<h2>What else changes, against today</h2>"
        heads = ("What else changes", "Why the cost moves")
        columns = (_Head("Amount"), *(_Head(head, words=True) for head in heads))
        yield _table(columns, rows, [False] * len(rows))


def _difference(curve: Curve, point: Point) -> tuple[str, str, str]:
    effect = effect_of(curve.study, curve.today, point) if curve.today else None
    shown = curve.shown(point.value)
    if effect is None:
        return shown, "", ""
    return shown, besides(effect), why_cost(curve.study, effect)


def _thanks(curve: Curve) -> Iterable[str]:
    """The missions that the fund makes possible, apart from those that others could pay for."""
    knob, without, today = curve.study.knob, curve.without, curve.today
    if without is None or today is None or not isinstance(knob, FundAmount):
        return
    paid = needing(curve.study, today.plan, knob.fund_id)
    alone = [m for m in paid if m in (without.lost or ())]
    yield "<h2>What this fund makes possible</h2>"
    yield from (f"<p>{escape(sentence)}</p>" for sentence in thanks_to_fund(curve, by_id=False))
    yield from _mission_table(curve, "Not delivered without this fund", without.lost or ())
    others = [m for m in paid if m not in alone]
    yield from _mission_table(
        curve, "Paid by this fund where others pay what they can, and possible without it", others
    )


def _mission_table(curve: Curve, title: str, missions: Sequence[str]) -> Iterable[str]:
    if missions:
        yield f"<h3>{escape(title)}</h3>"
        columns = (_Head("Mission", words=True), _Head("Host", words=True), _Head("Working days"))
        rows = [_mission_row(curve, mission_id) for mission_id in missions]
        yield _table(columns, rows, [False] * len(rows))


def _mission_row(curve: Curve, mission_id: str) -> tuple[str, str, str]:
    mission = curve.study.year.mission_by_id[mission_id]
    return mission.title or mission.id, country_name(mission.host), str(mission.working_days)


class _Head(NamedTuple):
    """The header of a column; `words` stand on the left, numbers on the right."""

    text: str
    words: bool = False


def _table(headers: Sequence[_Head], rows: Sequence[Sequence[str]], marked: Sequence[bool]) -> str:
    head = "".join(_cell("th", header.text, header.words) for header in headers)
    lines = [f"<table>\n<tr>{head}</tr>"]
    for row, mark in zip(rows, marked, strict=True):
        pairs = zip(headers, row, strict=True)
        cells = "".join(_cell("td", text, header.words) for header, text in pairs)
        lines.append(f'<tr class="today">{cells}</tr>' if mark else f"<tr>{cells}</tr>")
    return "\n".join((*lines, "</table>"))


def _cell(tag: str, text: str, words: bool) -> str:
    kind = ' class="words"' if words else ""
    return f"<{tag}{kind}>{escape(text)}</{tag}>"


def _origin(manifest: Manifest) -> str:
    return f"Worked out on {day(manifest.started.date())} by mission-planner."
