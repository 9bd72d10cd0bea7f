"""What a run tells the page meanwhile, in the words of `web.session.jobs.Job.take`."""

from models.events import (
    Event,
    Examined,
    LevelFinished,
    LevelImproved,
    LevelStarted,
    Listener,
    NeighbourhoodSearched,
)
from web.work.worker import Work


def teller(work: Work) -> Listener:
    """A listener that passes on how far levels and other steps are."""

    def tell(event: Event) -> None:
        if isinstance(event, LevelStarted):
            work.tell(("level", (event.level, "working", None, None, False)))
        elif isinstance(event, LevelImproved):
            work.tell(("level", (event.level, "working", event.value, event.bound, False)))
        elif isinstance(event, LevelFinished):
            found = event.result
            said = (found.level, "done", found.value, found.bound, found.proven)
            work.tell(("level", said))
        elif isinstance(event, NeighbourhoodSearched | Examined):
            work.tell((event.kind, (event.done, event.total)))

    return tell
