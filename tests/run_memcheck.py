#!/usr/bin/python3
"""A small run, stopped and taken up again, under valgrind: no memory is used that was not set, and none is lost. Skips with a sentence
where there is no valgrind."""
import os
import pathlib
import shutil
import subprocess
import sys

from runs import PROGRAM, SOURCE, check, finish, scratch

SKIPPED = 77
if not shutil.which("valgrind"):
    print("skipped: valgrind is not installed")
    sys.exit(SKIPPED)
# The program would start itself anew to set this, and valgrind would lose sight of it.
os.environ.update(OMP_WAIT_POLICY="passive", OMP_NUM_THREADS="2")


def under_valgrind(folder, *options):
    return subprocess.run(["valgrind", "--quiet", "--error-exitcode=9", "--leak-check=full", "--show-leak-kinds=definite",
                           "--errors-for-leak-kinds=definite", PROGRAM, "run", SOURCE / "configs/quick.yaml", "-o", folder, "--quiet",
                           "--set", "grid.spacing=[50 um, 50 um, 50 um]", "--set", "run.end=20 min", *options],
                          capture_output=True, text=True)


with scratch() as scratch_folder:
    folder = pathlib.Path(scratch_folder) / "run"
    done = under_valgrind(folder, "--max-wall", "0.01 s")
    check(done.returncode == 85 and "==" not in done.stderr, f"a run that is stopped: {done.returncode} {done.stderr[:2000]}")
    done = under_valgrind(folder, "--resume", "--keep-checkpoint")
    check(done.returncode == 0 and "==" not in done.stderr, f"a run that goes on: {done.returncode} {done.stderr[:2000]}")
    check((folder / "checkpoint_0").exists(), "it kept its checkpoint")
finish()
