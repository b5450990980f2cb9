from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.served import Served, served, two_articles


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """One server, on an ordinary and a hostile article, for every test of the page and the endpoints."""
    with served(two_articles()) as running:
        running.service.chatbot()
        yield running
