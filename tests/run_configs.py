#!/usr/bin/python3
"""Every file in configs/ runs, shortened to two hours, and leaves a result that opens."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py

PROGRAM, SOURCE = os.environ["MEND_PROGRAM"], pathlib.Path(os.environ["MEND_SOURCE_DIR"])


def mistake(config, folder):
    """What is wrong with one configuration's run, or None."""
    text = config.read_text()
    shorter = ["--set", "run.end=2 h", "--set", "output.frames={every: 1 h}"]
    if "interval:" in text:
        shorter += ["--set", "treatment.sessions.interval=30 min"]
    if "2 week]" in text:
        shorter += ["--set", "treatment.sessions=[0 h, 1 h]"]
    elif "axisymmetric" not in text:
        shorter += ["--set", "grid.width=[0.25 mm, 0.25 mm]"]
        if "density:" in text:
            shorter += ["--set", "treatment.device.density=3000 /cm^2"]
    done = subprocess.run([PROGRAM, "run", str(config), "-o", folder, *shorter], capture_output=True, text=True)
    if done.returncode != 0:
        return f"exit status {done.returncode}: {done.stderr.strip()}"
    with h5py.File(pathlib.Path(folder) / "run.vtkhdf", "r") as result:
        frames = result["time"].shape
        if frames != (3,):
            return f"frames at 0, 1 and 2 h were asked for, the time axis has the shape {frames}"
        if not len(result["outcomes"]):
            return "no outcomes"
        sessions = list(result["treatment"].values())
        if len(sessions) != (4 if "count: 4" in text else 2 if "2 week]" in text else 1 if "device:" in text else 0):
            return f"{len(sessions)} sessions"
        if not all(session["punctures_pierced"][()] > 0 for session in sessions):
            return "a session without a channel"
    return None


def main():
    configs = sorted((SOURCE / "configs").glob("*.yaml"))
    wrong = 0 if configs else 1
    for config in configs:
        with tempfile.TemporaryDirectory() as folder:
            sentence = mistake(config, str(pathlib.Path(folder) / "result"))
        print(f"{config.name}: {sentence or 'runs'}")
        wrong += sentence is not None
    return 1 if wrong else 0


sys.exit(main())
