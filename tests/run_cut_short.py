#!/usr/bin/python3
"""A run that is killed leaves a result that opens, with what it had published, and says that it is not complete."""
import pathlib
import subprocess
import time

import h5py

from runs import PROGRAM, SOURCE, check, finish, result, scratch


def published(path):
    """Sessions and rows of measures in the master, or None while there is none."""
    try:
        with h5py.File(path, "r") as run:
            return len(run["treatment"]), run["measures/time"].shape[0]
    except OSError:
        return None


def published_frames(path):
    """Frames in the master of the run at work; 0 while there is none."""
    try:
        with h5py.File(path, "r") as run:
            return run["collagen1"].shape[0] if run["execution/complete"][()] == b"no" else 0
    except OSError:
        return 0


with scratch() as folder:
    master = pathlib.Path(folder) / "cut" / "run.vtkhdf"
    command = [PROGRAM, "run", str(SOURCE / "configs/quick.yaml"), "-o", str(master.parent), "--set", "output.frames={}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        deadline = time.time() + 60
        while (published(master) or (0, 0))[0] < 1 and time.time() < deadline and run.poll() is None:
            time.sleep(0.01)
        check(run.poll() is None, "the run is still at work when its session is published")
        run.kill()
    sessions, rows = published(master) or (0, 0)
    check(sessions == 1 and rows >= 1, f"a killed run keeps its session and its rows: {sessions} sessions, {rows} rows")
    with h5py.File(master, "r") as cut:
        check(cut["execution/complete"][()] == b"no", "a killed run says that it is not complete")
        check(cut["treatment/session_0001/punctures_pierced"][()] == 4, "the session's punctures are there")
        check(cut["collagen1"].shape[0] == 1, "the frame of the start is there")
    command[-1] = "output={frames: {at: [1 min]}, measures: {every: 0 day}}"
    with subprocess.Popen([*command, "--force"], stderr=subprocess.DEVNULL) as run:
        deadline, frames = time.time() + 60, 0
        while frames < 2 and time.time() < deadline and run.poll() is None:
            time.sleep(0.01)
            frames = published_frames(master)
        check(run.poll() is None, "a frame just after another is in the master long before the next event")
        run.kill()
    with result("quick.yaml", master.parent, "run.end=1 h", "output={}", options=["--force"]) as whole:
        check(whole["execution/complete"][()] == b"yes", "the lock of the dead run is no obstacle, and a whole run says so")

    early = ["treatment.sessions=[0 h, 2 h]", "run.end=3 h"]
    with result("reference_epithelium.yaml", f"{folder}/early", *early) as run:
        notes = run["provenance/notes"][()].decode()
        check("warning: session 2 on day 0.0833333: the epithelium" in notes, f"a session too early is warned of: {notes}")
    with result("reference_epithelium.yaml", f"{folder}/late", "treatment.sessions=[0 h, 60 h]") as run:
        check("epithelium" not in run["provenance/notes"][()].decode(), "a session after closure is not")
finish()
