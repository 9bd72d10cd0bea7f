"""Answers out of a few words: yes or no, and choices such as a status, with or without a remark."""

import re

from planner.domain.spelling import fold
from planner.workbook.reading.meaning.meant import Manner, Meant
from planner.workbook.reading.values import cell_values, text_lists
from planner.workbook.reading.values.cell_values import shown
from planner.workbook.reading.values.word_lists import CHOICES, CONDITIONS, NO, YES
from planner.workbook.schema.columns import Column


def yes_no_meant(value: object, column: Column, manner: Manner) -> Meant | None:
    """Yes or no in the words of many languages, with a remark that takes nothing back."""
    text = shown(value).casefold()
    first, *remark = re.split(r"[,;:(–—]|\s-\s", text, maxsplit=1)
    if remark and not _is_remark(remark[0]):
        return None
    word = first.strip(" .!")
    if word in YES or word in NO:
        return Meant(word in YES, "yes" if word in YES else "no")
    return None


def choice_meant(value: object, column: Column, manner: Manner) -> Meant | None:
    """The one of the column's choices that a text means, with who did it or until when."""
    whole = cell_values.text_of(value)
    text = text_lists.without_brackets(whole)
    by_key = {fold(choice): str(choice) for choice in column.choices}

    def choices(word: str) -> set[str]:
        words = (fold(word), *CHOICES.get(fold(word), ()))
        return {by_key[word] for word in words if word in by_key}

    first, *rest = re.split(r"[,;:–]|\s-\s|\s(?=\d)", text)
    if any(choices(word) for part in rest for word in (part, *part.split())):
        return None  # "Confirmed, pending signature" says two things
    for word in (whole, text, first.strip(), _before_remark(text)):
        found = choices(word)
        if len(found) == 1 and (_words(whole) - _words(word)).isdisjoint(CONDITIONS):
            choice = found.pop()
            return Meant(choice, choice)
    return None


def _is_remark(text: str) -> bool:
    """Whether what follows an answer adds to it, and does not take it back: "no (see mail)"."""
    words = _words(text)
    return words.isdisjoint(CONDITIONS) and words.isdisjoint(map(fold, YES | NO))


def _words(text: str) -> set[str]:
    return {fold(word) for word in re.findall(r"[^\W_]+", text)}


def _before_remark(text: str) -> str:
    """What stands before who did it or until when: "Cancelled by the host"."""
    first, *remark = re.split(
        r"\s(?:by|to|until|till|par|por|pelo|jusqu\S*|hasta)\s", text, maxsplit=1
    )
    return first if remark and _is_remark(remark[0]) else text
