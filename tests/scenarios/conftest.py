"""One Dask cluster on loopback for all tests that need one: a scheduler and two workers."""

from collections.abc import Iterator

import pytest

from tests.scenarios.cluster import LocalCluster, cluster


@pytest.fixture(scope="package")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """From the first test that asks for it to the last of this folder.

    Who kills a worker hires another one.
    """
    pytest.importorskip("distributed")
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started
