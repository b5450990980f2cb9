from __future__ import annotations

import pytest

from bot.server import listen
from bot.server.listen import address_of, free_socket


def test_a_taken_port_gives_the_next_free_one() -> None:
    with free_socket("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with free_socket("127.0.0.1", taken) as second:
            assert taken < second.getsockname()[1] < taken + listen.PORTS_TRIED


def test_when_every_port_is_taken_the_error_names_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "PORTS_TRIED", 1)
    with free_socket("127.0.0.1", 0) as first, pytest.raises(OSError, match="name a free one with --port"):
        free_socket("127.0.0.1", first.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_cannot_be_is_refused_with_its_value(port: int) -> None:
    with pytest.raises(ValueError, match=f"--port must be 0 to 65535, got {port}"):
        free_socket("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_refused_with_a_remedy() -> None:
    with pytest.raises(
        OSError, match=r"cannot listen on 192\.0\.2\.1:7860: .*choose another --host or --port"
    ):
        free_socket("192.0.2.1", 7860)


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
)
def test_the_address_can_be_typed_into_a_browser(host: str, shown: str) -> None:
    with free_socket("127.0.0.1", 0) as opened:
        assert address_of(opened, host) == f"http://{shown}:{opened.getsockname()[1]}"
