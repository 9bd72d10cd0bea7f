"""Where a Chromium is on this computer, and what to say where there is none."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# The same without windows, as browsers are tested: two fifths less processor time.
WITHOUT_WINDOWS = ("chromium-headless-shell", "chrome-headless-shell")
MISSING = (
    "No Chromium is installed, so the page was not tested in a browser. On Debian and Ubuntu: "
    "sudo apt install chromium"
)


def found() -> str | None:
    """The program that people use, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def found_for_tests() -> str | None:
    """The program to test in: one without windows, where there is one."""
    return next(filter(None, map(shutil.which, WITHOUT_WINDOWS)), None) or found()
