"""Where a Chromium is on this computer, and what to say where there is none."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "No Chromium is installed, so the page was not tested in a browser. On Debian and Ubuntu: "
    "sudo apt install chromium"
)


def found() -> str | None:
    """The program to start, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)
