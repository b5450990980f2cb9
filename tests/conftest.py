from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.served import Served, served, two_articles

# The same examples every time, however slow or busy the machine is.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """One server, on an ordinary and a hostile article, for every test of the page and the endpoints."""
    with served(two_articles()) as running:
        running.service.chatbot()
        yield running
