"""Une grappe dask à soi."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def grappe(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Un ordonnanceur dask et deux travailleurs, chacun son processus ; l’adresse, et les travailleurs."""
    adresse_lue = tmp_path / "ordonnanceur.json"
    dask = [sys.executable, "-m", "dask"]
    muet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    ordonnanceur = [*dask, "scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard"]
    processus = [subprocess.Popen([*ordonnanceur, "--scheduler-file", str(adresse_lue)], **muet)]
    try:
        for _ in range(300):
            with contextlib.suppress(OSError, ValueError):
                adresse = json.loads(adresse_lue.read_text())["address"]
                break
            time.sleep(0.1)
        # Sans gardien : un travailleur tué ne renaît pas.
        travailleur = [*dask, "worker", adresse, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        local = ["--local-directory", str(tmp_path)]
        processus += [subprocess.Popen([*travailleur, *local], **muet) for _ in range(2)]
        yield adresse, processus[1:]
    finally:
        for un in processus:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(un.pid, signal.SIGKILL)
            un.wait()
