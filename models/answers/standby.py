"""Who could take over a position of a plan if its expert cannot go after all."""

from models.base import Frozen


class Standby(Frozen):
    """The replacements for one position, the first to ask first; none where `experts` is empty."""

    mission_id: str
    position: int
    experts: tuple[str, ...] = ()
