from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from detente.case.starting import start_case

settings.register_profile("house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).parents[1]


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A fresh copy of the starter case."""
    return start_case(tmp_path / "starter")
