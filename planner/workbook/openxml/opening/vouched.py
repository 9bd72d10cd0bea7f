"""Workbooks that the planner has just made here, of sound ones: they need no look at all."""

from collections import deque
from hashlib import sha256

# The last ones, by what tells them from all others.
_VOUCHED: deque[bytes] = deque(maxlen=2)


def vouch(content: bytes) -> None:
    """Take a workbook for sound that was made here, of one that was looked through."""
    _VOUCHED.append(sha256(content).digest())


def is_vouched(content: bytes) -> bool:
    """Whether these very bytes were made here."""
    return bool(_VOUCHED) and sha256(content).digest() in _VOUCHED
