"""The version of this program, installed or run from its folder."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NAME = "mission-planner"
_PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def program_version() -> str:
    """The version, as pyproject.toml has it."""
    try:
        return version(NAME)
    except PackageNotFoundError:
        project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
        return str(project["version"])
