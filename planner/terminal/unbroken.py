"""Streams that may be closed or full without anything being lost but what they would show."""

from typing import Any, TextIO


class Unbroken:
    """A stream that falls silent where it can no longer be written to.

    Parameters
    ----------
    stream : TextIO or None
        Such as `sys.stderr`; None where the process has none.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, unless that failed before."""
        try:
            if self._stream is not None:
                self._stream.write(text)
        except (OSError, ValueError):
            self._stream = None
        return len(text)

    def flush(self) -> None:
        """Flush, unless writing failed before."""
        try:
            if self._stream is not None:
                self._stream.flush()
        except (OSError, ValueError):
            self._stream = None

    def isatty(self) -> bool:
        """Whether somebody watches a terminal."""
        try:
            return self._stream is not None and self._stream.isatty()
        except ValueError:
            return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
