from __future__ import annotations

import pytest

from detente.reading import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="session")
def shallow() -> Coder:
    return Coder(pipeline=None)
