"""Listening: the first free port, the server on it, the browser before it."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable
from typing import Any

PORTS_TRIED = 100  # as Gradio does
LAST_PORT = 65_535
FAREWELL = 3  # seconds an open page may hold the server up once it is told to stop
MOST_CONNECTIONS = 400  # each open page holds one or two


def free_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `port`, or the next free one; OSError or ValueError says what to do."""
    if not 0 <= port <= LAST_PORT:
        raise ValueError(f"--port must be 0 to {LAST_PORT}, got {port}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + PORTS_TRIED, LAST_PORT + 1)) if port else (0,):
        try:
            return _listening(family, host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                why = f"cannot listen on {host}:{candidate}: {error.strerror or error}"
                raise OSError(f"{why}; choose another --host or --port") from error
    raise OSError(f"port {port} and the {PORTS_TRIED - 1} after it are taken; name a free one with --port")


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere this option lets two programs share a port
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(128)
    except OSError:
        opened.close()
        raise
    return opened


def address_of(listening: socket.socket, host: str) -> str:
    """Return the address to type into a browser on this machine."""
    port = listening.getsockname()[1]
    name = "127.0.0.1" if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def serve(app: Any, listening: socket.socket, *, before: Callable[[], None], open_page: str | None) -> None:
    """Serve until told to stop; `before` runs first, and `open_page` is then opened in the browser."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_graceful_shutdown=FAREWELL,
        timeout_keep_alive=5,
        limit_concurrency=MOST_CONNECTIONS,
    )
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: None)  # uvicorn raises it once more after its own orderly end
    before()
    if open_page:
        threading.Thread(target=webbrowser.open, args=(open_page,), daemon=True).start()
    uvicorn.Server(config).run(sockets=[listening])
