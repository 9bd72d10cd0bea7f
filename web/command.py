"""The command `open`."""

from pathlib import Path

import click

from planner.terminal.click_options import FILE, Command


@click.command("open", cls=Command, examples=("open", "open plan.xlsx"))
@click.argument("plan", type=FILE, required=False)
@click.option(
    "--no-browser", is_flag=True, help="Print the link instead of opening a browser; it works once."
)
@click.option(
    "--port",
    metavar="NUMBER",
    type=click.IntRange(0, 65535),
    default=0,
    help="Where to listen on this computer.  [default: any free port]",
)
def open_command(plan: Path | None, no_browser: bool, port: int) -> None:
    """Open the planner in the browser, with the workbook PLAN where one is given.

    The page is served on this computer alone and needs no network. Closing the window in which
    this runs ends it; edits that are not saved are there again at the next start.
    """
    from web.server.entry import open_page

    open_page(plan, not no_browser, port, click.echo)
