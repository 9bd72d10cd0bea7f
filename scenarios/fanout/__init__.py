"""Independent tasks side by side: in this process, in several, or on a Dask cluster.

The results come in the order of the tasks and do not depend on where they were worked out.
"""

from collections.abc import Sequence
from typing import Protocol

from scenarios.fanout.desk import (
    Following,
    Harvest,
    Result,
    Shared,
    Task,
    TaskDesk,
    Work,
    announced,
)
from scenarios.fanout.here import Here, cores
from scenarios.fanout.processes import Processes

__all__ = (
    "Crew",
    "Following",
    "Harvest",
    "Here",
    "Processes",
    "TaskDesk",
    "Work",
    "announced",
    "cores",
    "crew",
    "fan_out",
)


class Crew(Protocol):
    """Somewhere to work."""

    def run(
        self,
        work: Work[Shared, Task, Result],
        shared: Shared,
        tasks: Sequence[Task],
        following: Following[Result],
    ) -> Harvest[Result]:
        """Do all tasks, or those that get done before the end is asked for."""


def crew(jobs: int | None = None, cluster: str | None = None) -> Crew:
    """Who works: the cluster where one is named, else processes of this machine.

    Parameters
    ----------
    jobs : int, optional
        How many processes; as many as there are cores where it is not given.
    cluster : str, optional
        The address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``.
    """
    if cluster is not None:
        from scenarios.fanout.cluster import Cluster  # noqa: PLC0415, an optional library

        return Cluster(cluster)
    number = jobs or cores()
    return Here() if number == 1 else Processes(number)


def fan_out(
    work: Work[Shared, Task, Result],
    shared: Shared,
    tasks: Sequence[Task],
    by: Crew,
    following: Following[Result] | None = None,
) -> Harvest[Result]:
    """Do independent tasks.

    Parameters
    ----------
    work : callable
        ``work(shared, task, desk)``, a function of a module (it is sent by its name).
    shared : object
        What all tasks need; it goes to each worker once.
    tasks : sequence
        Small arguments, one for each task.
    by : Crew
        Who works; see `crew`.
    following : Following, optional
        Who is told how far the tasks are, and when they end.

    Returns
    -------
    Harvest
        The results in the order of the tasks; None for those that the end left unfinished.

    Raises
    ------
    WorkerFailed
        A task failed, or its worker was lost again and again; everything is stopped then.
    """
    return by.run(work, shared, tasks, following or Following())
