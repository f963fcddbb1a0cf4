"""Runs of the built program for the tests, and what they check."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py

PROGRAM, SOURCE = os.environ["MEND_PROGRAM"], pathlib.Path(os.environ["MEND_SOURCE_DIR"])
checks = {"done": 0, "failed": 0}


def mend(config, folder, *assignments, threads=None, options=()):
    """Run a configuration of configs/ into a folder; returns the completed process."""
    path = pathlib.Path(config)
    command = [PROGRAM, "run", str(path if path.is_absolute() else SOURCE / "configs" / path), "-o", str(folder), *options]
    for assignment in assignments:
        command += ["--set", assignment]
    if threads:
        command += ["--threads", str(threads)]
    return subprocess.run(command, capture_output=True, text=True)


def result(config, folder, *assignments, **more):
    """Run and open the master of the result."""
    done = mend(config, folder, *assignments, **more)
    if done.returncode != 0:
        sys.exit(f"mend run {config} {assignments}: exit status {done.returncode}: {done.stderr.strip()}")
    return h5py.File(pathlib.Path(folder) / "run.vtkhdf", "r")


def differences(one, other, *but):
    """What h5diff finds outside /execution (and the groups `but`), as a text; empty: the same bits. Of data that have other shapes it says that they are
    not comparable, and exits with 0."""
    excluded = [f"--exclude-path=/{name}" for name in ("execution", *but)]
    done = subprocess.run(["h5diff", *excluded, one, other], capture_output=True, text=True)
    return done.stdout + done.stderr or (f"exit status {done.returncode}" if done.returncode else "")


def check(good, sentence):
    """Count a check; a failed one is printed."""
    checks["done"] += 1
    if not good:
        checks["failed"] += 1
        print("FAILED:", sentence)


def near(value, expected, share, sentence):
    """Check that a value is within a share of the expected one."""
    off = abs(value - expected) / abs(expected)
    print(f"  {sentence}: {value:.5g}, expected {expected:.5g}, off by {100 * off:.2f} %")
    check(off <= share, f"{sentence} is {value}, expected {expected} within {100 * share} %")


def scratch():
    """A folder that goes away."""
    return tempfile.TemporaryDirectory(prefix="mend-")


def finish():
    """Say how many checks there were and leave with the exit status."""
    print(f"{checks['done'] - checks['failed']} passed, {checks['failed']} failed")
    sys.exit(1 if checks["failed"] or not checks["done"] else 0)
