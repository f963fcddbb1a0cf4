#!/usr/bin/python3
"""A run that is stopped or killed goes on with --resume, and ends with the bits of one that was not."""
import pathlib
import signal
import subprocess
import sys
import time

import h5py

from runs import PROGRAM, SOURCE, check, differences, finish, mend, scratch

SMALL = ["grid.spacing=[50 um, 50 um, 50 um]", "run.end=14 day"]
OFTEN = ["--checkpoint-every", "0.02 s"]


def start(folder, *options, assignments=SMALL):
    command = [PROGRAM, "run", str(SOURCE / "configs/quick.yaml"), "-o", str(folder), "--quiet", *options]
    for assignment in assignments:
        command += ["--set", assignment]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def wait_for(folder, frames, run):
    """Until the run has so many frames on disk."""
    deadline = time.time() + 60
    while len(list(folder.glob("frames/frame_*"))) < frames and run.poll() is None and time.time() < deadline:
        time.sleep(0.002)


def stopped(folder, how, frames=2, options=()):
    """Start, send a signal after some frames; the exit status and what was said."""
    with start(folder, *OFTEN, *options) as run:
        wait_for(folder, frames, run)
        run.send_signal(how)
        words = run.stderr.read()
        return run.wait(), words


def resumed(folder, *assignments, options=(), threads=None):
    return mend("quick.yaml", folder, *SMALL, *assignments, options=["--resume", "--quiet", *options], threads=threads)


def same(folder, whole, what):
    found = differences(whole / "run.vtkhdf", folder / "run.vtkhdf")
    check(not found, f"{what}: the same bits: {found[:300]}")
    check(not list(folder.glob("checkpoint_*")), f"{what}: the checkpoints are gone at the end")


with scratch() as scratch_folder:
    root = pathlib.Path(scratch_folder)
    whole = root / "whole"
    check(mend("quick.yaml", whole, *SMALL, options=["--quiet"]).returncode == 0, "the run that is left alone ends")

    for how in (signal.SIGTERM, signal.SIGUSR1, signal.SIGINT):
        folder = root / how.name
        status, words = stopped(folder, how)
        check(status == 85, f"{how.name} ends with exit status 85: {status}")
        check(f"stopped by {how.name}" in words and "--resume" in words, f"what to do is said: {words}")
        with h5py.File(folder / "run.vtkhdf", "r") as master:
            check(master["execution/complete"][()] == b"no", "a stopped run is published, and not complete")
        done = resumed(folder, threads=1 if how == signal.SIGTERM else 2)
        check(done.returncode == 0, f"after {how.name} the run goes on to its end: {done.stderr}")
        with h5py.File(folder / "run.vtkhdf", "r") as master:
            check(master["execution/resumes"][()] == b"1", "how often it was taken up is kept")
        same(folder, whole, how.name)

    folder = root / "killed"
    status, _ = stopped(folder, signal.SIGKILL, frames=3)
    check(status == -9 and (folder / ".mend.lock").exists(), "a killed run leaves its lock")
    for most in ("0.1 s", "0.2 s"):
        done = resumed(folder, options=["--max-wall", most])
        check(done.returncode == 85 and "stopped by --max-wall" in done.stderr, f"--max-wall stops: {done.stderr}")
    done = resumed(folder)
    check(done.returncode == 0, f"a resume of a resume of a killed run ends: {done.stderr}")
    same(folder, whole, "killed")
    before = (folder / "run.vtkhdf").stat().st_mtime_ns
    done = mend("quick.yaml", folder, *SMALL, options=["--resume"])
    check(done.returncode == 0 and "is finished" in done.stderr, f"a finished result is left as it is: {done.stderr}")
    check((folder / "run.vtkhdf").stat().st_mtime_ns == before, "nothing is written to it")
    done = resumed(folder, "run.end=15 day")
    check(done.returncode == 2 and "--keep-checkpoint" in done.stderr, f"it cannot be prolonged without: {done.stderr}")

    folder = root / "fault"
    with start(folder, *OFTEN) as run:
        wait_for(folder, 2, run)
        (folder / "frames").rename(root / "frames")
        words = run.stderr.read()
    check(run.returncode == 1 and f"cannot write {folder}/frames" in words, f"frames without a folder are a fault: {words}")
    check("; the last checkpoint, of day " in words and f" is in {folder}\n" in words, f"what is left is said: {words}")
    (root / "frames").rename(folder / "frames")
    check(resumed(folder).returncode == 0, "it goes on from there")
    same(folder, whole, "fault")

    folder = root / "changed"
    stopped(folder, signal.SIGTERM)
    done = resumed(folder, "run.seed=2", "skin.parameters.alarm_half=0.4")
    check(done.returncode == 2, f"another configuration is refused: {done.returncode}")
    for line in ("run.seed: was 1, is 2", "skin.parameters.alarm_half: was 0.3, is 0.4", "run.end, output.frames"):
        check(line in done.stderr, f"'{line}' is said: {done.stderr}")
    done = resumed(folder, "output.measures={every: 5 min}")
    check(done.returncode == 2 and "only what is still to come" in done.stderr, f"the past cannot change: {done.stderr}")
    with open(folder / "checkpoint_0", "r+b") as first, open(folder / "checkpoint_1", "r+b") as second:
        first.write(b"x")
        second.write(b"x")
    done = mend("quick.yaml", folder, *SMALL, options=["--resume"])
    check(done.returncode == 0 and "starts afresh" in done.stderr, f"without a checkpoint it starts afresh: {done.stderr}")
    same(folder, whole, "afresh")

    folder = root / "longer"
    done = mend("quick.yaml", folder, *SMALL, options=["--keep-checkpoint", "--quiet"])
    done = resumed(folder, "run.end=15 day", "output.frames={every: 7 day, at: [6 h, 1 day, 3 day, 14.5 day]}")
    check(done.returncode == 0, f"a finished run is prolonged: {done.stderr}")
    with h5py.File(folder / "run.vtkhdf", "r") as master:
        check(master["time"][-1] == 15 and 14.5 in master["time"][()], "to its new end, with a new frame")
        check(master["execution/complete"][()] == b"yes", "and is complete")
        rows = list(master["measures/time"][()])
        check(rows == sorted(set(rows)) and rows[-1] == 15, "its tables have no seam")

    folder = root / "stale"
    stopped(folder, signal.SIGTERM)
    check(mend("quick.yaml", folder, *SMALL, options=["--quiet"]).returncode == 1, "a checkpoint is not overwritten by mistake")
    check(mend("quick.yaml", folder, *SMALL, options=["--force", "--quiet"]).returncode == 0, "but by --force")
    same(folder, whole, "force")
    for pair in (["--resume", "--force"], ["--resume", "--refine"]):
        check(mend("quick.yaml", folder, options=pair).returncode == 2, f"{pair} exclude each other")

    campaign = SOURCE / "tests/campaigns/kills"
    done = subprocess.run([sys.executable, str(campaign), PROGRAM, "3"], capture_output=True, text=True)
    check(done.returncode == 0, f"a short campaign of kills: {done.stdout}{done.stderr}")
finish()
