"""Questions about a draft: the process that answers is given the draft before them."""

import threading
from concurrent.futures import Future
from typing import Any

from web.session.draft import Draft
from web.work.crew import Worker


class Questions:
    """Asks the answering process, which holds one draft at a time, from several threads at once."""

    def __init__(self, answers: Worker) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        # The draft that the process holds, and by which of its starts.
        self._held: tuple[int, str] | None = None
        self._holding: Future[Any] | None = None

    def ask(self, draft: Draft, name: str, *arguments: object, topic: str = "") -> Any:
        """The answer to a question about a draft.

        The draft is sent first, where another one is held; nothing can come between the two.

        Raises
        ------
        WorkError, DroppedError
            There is no answer.
        """
        with self._lock:
            holding = self._hold(draft)
            answer = self._answers.call(name, draft.key, *arguments, topic=topic)[1]
        holding.result()
        return answer.result()

    def _hold(self, draft: Draft) -> "Future[Any]":
        self._answers.start()
        wanted = self._answers.generation, draft.key
        failed = self._holding is not None and self._holding.done() and self._holding.exception()
        if self._holding is None or self._held != wanted or failed:
            now = draft.now
            task = self._answers.call("hold", draft.key, now.year, now.plan, draft.best)
            self._held, self._holding = wanted, task[1]
        return self._holding
