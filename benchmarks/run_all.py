"""Run every benchmark that needs no data of its own; the others take --data, see docs/benchmarks.md."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
RUNS = (
    ("changepoints.py", "--simulate", "100", "--speed"),
    ("zoo.py", "--runs", "10"),
    ("dyads.py",),
    ("calibration.py",),
    ("regimes.py", "--runs", "20"),
    ("aggregation.py",),
    ("linkage.py", "--runs", "100"),
    ("importing.py", "--rows", "1000000"),
    ("fuzz_importing.py",),
    ("reading_speed.py",),
    ("commitments.py", "--scale"),
)

if __name__ == "__main__":
    failed = []
    for name, *options in RUNS:
        print(f"== {name} {' '.join(options)}", flush=True)
        if subprocess.run([sys.executable, HERE / name, *options], check=False).returncode:
            failed.append(name)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)
