from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.saving import folder as folder_module
from index.saving.folder import UnusableIndexError, read_files, write_files

OLD = {"a.json": b"[1, 2, 3]", "vectors.npy": bytes(range(256)) * 8}
NEW = {"a.json": b"[4, 5, 6, 7]", "vectors.npy": bytes(range(255, -1, -1)) * 9}


def saved(path: Path) -> Path:
    write_files(path, OLD, {"format": 1})
    return path


def current(path: Path) -> Path:
    return path / (path / "CURRENT").read_text().split()[0]


def files_of(path: Path) -> dict[str, Path]:
    generation = current(path)
    return {"CURRENT": path / "CURRENT"} | {file.name: file for file in generation.iterdir()}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    manifest, files = read_files(saved(tmp_path / "index"))
    assert files == OLD
    assert manifest["format"] == 1


def test_only_the_newest_generation_is_kept(tmp_path: Path) -> None:
    path = saved(tmp_path)
    write_files(path, NEW, {"format": 1})
    assert read_files(path)[1] == NEW
    assert sorted(p.name for p in path.iterdir()) == ["CURRENT", "LOCK", current(path).name]


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", "a.json", "vectors.npy"])
def test_a_flipped_bit_is_noticed_wherever_it_lies(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path)
    victim = files_of(path)[name]
    whole = victim.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << (place % 8)
        victim.write_bytes(damaged)
        with pytest.raises(UnusableIndexError, match="damaged"):
            read_files(path)
    victim.write_bytes(whole)
    assert read_files(path)[1] == OLD


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", "a.json", "vectors.npy"])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.999])
def test_a_truncated_file_is_noticed_however_short_it_is(tmp_path: Path, name: str, share: float) -> None:
    path = saved(tmp_path)
    victim = files_of(path)[name]
    whole = victim.read_bytes()
    victim.write_bytes(whole[: min(int(len(whole) * share), len(whole) - 1)])
    with pytest.raises(UnusableIndexError, match="damaged"):
        read_files(path)


def vanish(victim: Path) -> None:
    victim.unlink()


def become_a_folder(victim: Path) -> None:
    victim.unlink()
    victim.mkdir()


def become_a_pipe(victim: Path) -> None:
    victim.unlink()
    os.mkfifo(victim)


def grow(victim: Path) -> None:
    victim.write_bytes(victim.read_bytes() + b"\0")


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", "a.json", "vectors.npy"])
@pytest.mark.parametrize("harm", [vanish, become_a_folder, become_a_pipe, grow])
def test_a_file_that_is_no_longer_that_file_is_noticed(
    tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    path = saved(tmp_path)
    harm(files_of(path)[name])
    with pytest.raises(UnusableIndexError, match=r"damaged|there is no index"):
        read_files(path)


def test_a_file_of_another_index_is_noticed(tmp_path: Path) -> None:
    one, other = saved(tmp_path / "one"), tmp_path / "other"
    write_files(other, {**OLD, "vectors.npy": OLD["vectors.npy"][::-1]}, {"format": 1})
    files_of(one)["vectors.npy"].write_bytes(files_of(other)["vectors.npy"].read_bytes())
    with pytest.raises(UnusableIndexError, match=r"vectors\.npy: its SHA-256"):
        read_files(one)


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(UnusableIndexError, match=f"there is no index in {path}"):
            read_files(path)


def test_a_folder_of_other_things_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "taxes.ods").write_text("mine")
    with pytest.raises(ValueError, match=r"holds other files \(taxes\.ods\)"):
        write_files(tmp_path, OLD, {})
    assert [p.name for p in tmp_path.iterdir()] == ["taxes.ods"]


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("mine")
    with pytest.raises(OSError, match="index"):
        write_files(tmp_path / "index", OLD, {})
    assert (tmp_path / "index").read_text() == "mine"


@pytest.mark.parametrize("step", ["_write", "_settle"])
@pytest.mark.parametrize("call", range(5))
def test_a_full_disk_at_any_step_leaves_the_old_files_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, call: int
) -> None:
    path = saved(tmp_path)
    calls, real = iter(range(100)), getattr(folder_module, step)

    def fail(*arguments: object) -> None:
        if next(calls) == call:
            raise OSError(28, "No space left on device")
        real(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(folder_module, step, fail)
        try:
            write_files(path, NEW, {"format": 1})
        except OSError as error:
            assert error.errno == 28
    assert read_files(path)[1] in (OLD, NEW)
    write_files(path, NEW, {"format": 1})
    assert read_files(path)[1] == NEW
    assert len([p for p in path.iterdir() if p.is_dir()]) == 1


KILLING = """
import json, os, random, signal, sys, time
from pathlib import Path
from index.saving.folder import read_files, write_files
path, chance = Path(sys.argv[1]), random.Random(1)

def files(number):
    return {name: f"{number} ".encode() * size for name, size in (("a", 5), ("b", 40000), ("c", 200000))}

began = time.perf_counter()
write_files(path, files(0), {"number": 0})
took = time.perf_counter() - began
found = []
for trial in range(int(sys.argv[2])):
    child = os.fork()
    if child == 0:
        for number in range(trial * 1000 + 1, trial * 1000 + 1000):
            write_files(path, files(number), {"number": number})
        os._exit(0)
    time.sleep(chance.random() * 3 * took)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    manifest, read = read_files(path)
    assert read == files(manifest["number"]), manifest
    found.append(manifest["number"])
assert found == sorted(found)
write_files(path, files(-1), {"number": -1})
print(json.dumps({"kept": len(found), "different": len(set(found)), "left": len(list(path.glob("gen*")))}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_writer_killed_at_any_moment_leaves_the_old_files_or_the_new(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", KILLING, str(tmp_path / "index"), "40"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["kept"] == 40
    assert counts["different"] > 3  # some writers did get somewhere
    assert counts["left"] == 1


def test_readers_never_fail_while_a_writer_replaces_the_files(tmp_path: Path) -> None:
    path, done, seen = saved(tmp_path), threading.Event(), set()
    failures: list[Exception] = []

    def read() -> None:
        while not done.is_set():
            try:
                seen.add(read_files(path)[1]["a.json"])
            except Exception as error:
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(8):
        write_files(path, NEW, {})
        write_files(path, OLD, {})
    done.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert seen <= {OLD["a.json"], NEW["a.json"]}


def test_two_writers_at_once_leave_one_whole_index(tmp_path: Path) -> None:
    def write(files: dict[str, bytes]) -> None:
        for _ in range(10):
            write_files(tmp_path / "index", files, {})

    writers = [threading.Thread(target=write, args=(files,)) for files in (OLD, NEW)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert read_files(tmp_path / "index")[1] in (OLD, NEW)
    assert len(list((tmp_path / "index").glob("generation-*"))) == 1
