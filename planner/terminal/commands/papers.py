"""The command for reports and pages: papers. `cli` adds it.

What a command needs is imported inside it, so that help and usage errors come at once.
"""

from datetime import date
from pathlib import Path

import click

from planner.terminal.click_options import END, FILE, POOL, START, Command, template, time_limit

LANGUAGES = ("en", "fr", "es")


@click.command(
    cls=Command,
    examples=(
        "papers plan-assigned.xlsx papers",
        "papers plan-2.xlsx papers --since plan-assigned.xlsx --language fr",
        "papers --write-template new-paper.docx",
    ),
)
@click.argument("assigned", type=FILE)
@click.argument("dir", type=FILE)
@click.option("--names", is_flag=True, help="Name the experts; otherwise no paper does.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="Of the papers that go to no administration.",
)
@click.option(
    "--since", type=FILE, metavar="OLD.xlsx", help="The plan that the report compares with."
)
@template("paper")
@time_limit("For reasons and the effects of money; what is not settled by then is left open.")
@POOL
@START
@END
def papers(
    assigned: Path,
    dir: Path,
    names: bool,
    language: str,
    since: Path | None,
    template: Path | None,
    time_limit: float | None,
    pool: Path | None,
    start: date | None,
    end: date | None,
) -> None:
    """Write the papers about the plan in ASSIGNED into the folder DIR.

    Word documents: the Director's report, a page for each donor and each administration, and a
    last-resort dossier for each external expert, with the decision and the line to sign.
    """
    from planner.app.load import load
    from planner.app.on_paper.papers import PaperOptions, write_papers
    from planner.app.outputs.manifest import now
    from planner.domain.wording import counted
    from planner.solver.deadline import Deadline
    from planner.terminal.interrupt import interruptible
    from planner.terminal.screen import Screen

    screen, deadline = Screen(), Deadline(time_limit)
    workbook = load(assigned, pool=pool, start=start, end=end)
    before = None if since is None else load(since, pool=pool, start=start, end=end)
    options = PaperOptions(names=names, language=language, template=template)
    with interruptible(deadline):
        written = write_papers(workbook, dir, now(), options, before=before, deadline=deadline)
    screen.say(f"{counted(len(written), 'paper')}.", "bold")
    screen.written(dir)


COMMANDS: tuple[click.Command, ...] = (papers,)
