from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from index import processor


@pytest.fixture
def flags(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "cpuinfo"
    monkeypatch.setattr(processor, "CPU_INFO", path)
    processor.processor_flags.cache_clear()
    yield path
    processor.processor_flags.cache_clear()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("flags\t\t: fpu avx512f avx512_bf16 sse2", torch.bfloat16),
        ("flags\t\t: fpu amx_tile amx_bf16", torch.bfloat16),
        ("flags\t\t: fpu avx2 avx512f avx512_vnni", torch.float32),
        ("Features\t: fp asimd bf16", torch.float32),
    ],
)
def test_bfloat16_is_used_only_where_the_processor_multiplies_it(
    flags: Path, line: str, expected: torch.dtype
) -> None:
    flags.write_text(f"processor\t: 0\n{line}\n")
    assert processor.preferred_dtype() == expected


def test_a_system_that_does_not_tell_gets_float32(flags: Path) -> None:
    assert not flags.exists()
    assert processor.preferred_dtype() == torch.float32
