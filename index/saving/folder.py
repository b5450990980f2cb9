"""A folder that holds one set of files at a time, whole or not at all, each proven by its hash.

Every save writes a new generation, `generation-<16 hex digits>/`, with a manifest of the files' sizes and
SHA-256s, and then replaces `CURRENT`, which names the generation and its manifest's hash. A process that
is killed at any moment leaves the old set or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

POINTER = "CURRENT"
MANIFEST = "manifest.json"
LOCK = "LOCK"
GENERATION = re.compile(r"generation-[0-9a-f]{16}")
POINTER_LINE = re.compile(rf"({GENERATION.pattern}) ([0-9a-f]{{64}})\n")
LARGEST_MANIFEST = 16 << 20  # bytes; a longer file is no manifest, and is not read
TRIES = 5  # a reader may find its generation swept by a writer so many times


class UnusableIndexError(ValueError):
    """A folder whose index cannot be used; the message says why and what to do."""


def write_files(folder: Path, files: Mapping[str, bytes], about: Mapping[str, Any]) -> None:
    """Replace what the folder holds by `files` and a manifest; ValueError in a folder of something else."""
    folder.mkdir(parents=True, exist_ok=True)
    _refuse_foreign(folder)
    with _lock(folder):
        generation = folder / f"generation-{secrets.token_hex(8)}"
        generation.mkdir()
        listed = {name: {"bytes": len(data), "sha256": _sha256(data)} for name, data in files.items()}
        manifest = json.dumps({**about, "files": listed}, indent=2).encode("ascii")
        for name, data in {**files, MANIFEST: manifest}.items():
            _write(generation / name, data)
        _settle(generation)
        _settle(folder)  # the generation's own entry, before anything points to it
        following = folder / f"{POINTER}.next"
        _write(following, f"{generation.name} {_sha256(manifest)}\n".encode("ascii"))
        following.replace(folder / POINTER)
        _settle(folder)
        for other in folder.iterdir():
            if GENERATION.fullmatch(other.name) and other.name != generation.name:
                shutil.rmtree(other, ignore_errors=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest alone; UnusableIndexError if there is none or it is damaged."""
    return _manifest(folder)[1]


def read_files(folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the manifest and the files it names; UnusableIndexError unless every hash is right."""
    for attempt in range(TRIES):
        generation, manifest = _manifest(folder)
        try:
            files = {
                name: _read(generation / name, sha256=known["sha256"], size=known["bytes"])
                for name, known in manifest["files"].items()
            }
        except UnusableIndexError:
            # A writer may have replaced the generation, and swept it away, since the pointer was read.
            if attempt + 1 < TRIES and _manifest(folder)[0] != generation:
                continue
            raise
        return manifest, files
    raise AssertionError("unreachable")


def _manifest(folder: Path) -> tuple[Path, dict[str, Any]]:
    for attempt in range(TRIES):
        if not folder.is_dir() or not (folder / POINTER).exists():
            raise UnusableIndexError(f"there is no index in {folder}; build one there first")
        pointer = _read(folder / POINTER)
        named = POINTER_LINE.fullmatch(pointer.decode("ascii", "replace"))
        if not named:
            raise _damaged(folder / POINTER, "it names no generation")
        generation = folder / named[1]
        try:
            data = _read(generation / MANIFEST, sha256=named[2])
        except UnusableIndexError:
            if attempt + 1 < TRIES and _read(folder / POINTER) != pointer:
                continue
            raise
        return generation, dict(json.loads(data))
    raise AssertionError("unreachable")


def _read(path: Path, *, sha256: str | None = None, size: int | None = None) -> bytes:
    """Return a regular file's bytes; UnusableIndexError unless size and hash are the expected ones."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a named pipe would wait for ever
            raise _damaged(path, "it is no regular file")
        if size is None and status.st_size > LARGEST_MANIFEST:
            raise _damaged(path, f"it has {status.st_size} bytes, at most {LARGEST_MANIFEST} were expected")
        if size is not None and status.st_size != size:
            raise _damaged(path, f"it has {status.st_size} bytes, {size} were written")
        data = path.read_bytes()
    except OSError as error:
        raise _damaged(path, str(error)) from error
    if sha256 is not None and _sha256(data) != sha256:
        raise _damaged(path, "its SHA-256 is not the one that was written")
    return data


def _damaged(path: Path, reason: str) -> UnusableIndexError:
    return UnusableIndexError(f"the index is damaged: {path}: {reason}; build it again from its sources")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make a folder's entries survive a power cut, where the system can."""
    with suppress(OSError, AttributeError):  # Windows opens no folders, and has no O_DIRECTORY
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: of two writers one waits, so that none sweeps away what the other writes."""
    try:
        import fcntl
    except ImportError:  # Windows: two writers at once may fail there, and leave the index as it was
        yield
        return
    with (folder / LOCK).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # freed by the system when the process ends, however it ends
        yield


def _refuse_foreign(folder: Path) -> None:
    ours = {POINTER, LOCK, f"{POINTER}.next"}
    foreign = sorted(
        p.name for p in folder.iterdir() if p.name not in ours and not GENERATION.fullmatch(p.name)
    )
    if foreign and not (folder / POINTER).exists():
        raise ValueError(
            f"{folder} holds other files ({', '.join(foreign[:3])}); name an empty or a new folder"
        )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
