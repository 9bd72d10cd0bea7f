"""A changed copy of a year knows only its own facts."""

from tests.builders import expert, mission, year


def test_a_copy_forgets_what_was_derived_from_the_old_facts() -> None:
    facts = year()
    assert list(facts.mission_by_id) == ["M1"]
    changed = facts.model_copy(update={"missions": (mission("M2"),)})
    assert list(changed.mission_by_id) == ["M2"]
    assert list(facts.mission_by_id) == ["M1"]


def test_a_copy_keeps_the_fields_that_are_not_changed() -> None:
    facts = year(experts=(expert("E7"),))
    assert list(facts.expert_by_id) == ["E7"]
    changed = facts.model_copy(update={"missions": ()})
    assert changed.experts == facts.experts
    assert changed.model_copy(deep=True) == changed
