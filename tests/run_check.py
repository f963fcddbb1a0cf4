#!/usr/bin/python3
"""mend check against the truth: what it says before a run is what the run then takes, within a factor of 1.5."""
import os
import pathlib
import re
import resource
import subprocess

import h5py

from runs import PROGRAM, SOURCE, check, finish, scratch

FACTOR = 1.5
SMALL = ["grid.width=[0.4 mm, 0.4 mm]", "treatment.device.density=1250 /cm^2"]
CASES = {  # configuration: what makes it quick
    "quick.yaml": [*SMALL, "output.frames={every: 2 day}", "run.end=2 week"],
    "punctures.yaml": ["treatment.sessions=[0 h, 12 h]", "run.end=2 day"],
    "reference.yaml": [],
    "untreated.yaml": []}
SCALE = {"kB": 1e3, "MB": 1e6, "GB": 1e9}


def called(command, config, assignments, *more):
    """Call the program; returns what it said and the largest memory of any child so far [byte]."""
    arguments = [PROGRAM, command, str(SOURCE / "configs" / config), *more]
    for assignment in assignments:
        arguments += ["--set", assignment]
    done = subprocess.run(arguments, capture_output=True, text=True)
    check(done.returncode == 0, f"{command} {config}: exit status {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr, 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def amount(pattern, text):
    """The number that a pattern finds, in bytes where a unit follows."""
    found = re.search(pattern, text)
    check(found, f"'{pattern}' is said:\n{text}")
    return float(found[1]) * SCALE.get(found[2] if found.re.groups > 1 else "", 1) if found else float("nan")


def within(said, true, sentence):
    print(f"  {sentence}: {said:.4g} said, {true:.4g} true")
    check(true / FACTOR <= said <= true * FACTOR, f"{sentence}: {said:.4g} was said, {true:.4g} is true")


largest = 0
for config, assignments in CASES.items():
    with scratch() as folder:
        said, _ = called("check", config, assignments)
        truth, memory = called("run", config, assignments, "-o", folder + "/result")
        steps, rejected = map(int, re.search(r"(\d+) steps, (\d+) rejected", truth).groups())
        within(amount(r"steps +about (\d+)", said), steps + rejected, f"{config}: steps")
        files = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
        within(amount(r"disk +about ([\d.]+) (kB|MB|GB)", said), sum(path.stat().st_size for path in files),
               f"{config}: disk")
        if memory > largest and not os.environ.get("MEND_SANITIZE"):
            within(amount(r"memory +([\d.]+) (kB|MB|GB)", said), memory, f"{config}: memory")
        largest = max(largest, memory)
        with h5py.File(folder + "/result/run.vtkhdf") as run:
            for number, session in enumerate(run["treatment"].values(), 1):
                row = re.search(rf"^ +{number} +[\d.]+ +(\d+) +([\d.e+]+) +([\d.]+) % +([\d.]+) %", said, re.MULTILINE)
                check(row, f"{config}: session {number} has a row:\n{said}")
                true = (session["punctures"][()], 100 * session["density"][()], 100 * session["overlap"][()],
                        100 * session["injured_area"][()])
                for one, other in zip(map(float, row.groups()), true):
                    check(abs(one - other) <= 6e-3 * abs(other), f"{config}: session {number}: {row[0]} against {true}")

said, _ = called("check", "quick.yaml", ["treatment.sessions=[0 h, 6 h]"])
check("warning: session 2 on day 0.25: the epithelium" in said, f"a session before the wound has closed is told:\n{said}")
check("R_F = 0.667" in said, f"the loop gains are told:\n{said}")
check("400 punctures per cm^2" in said and "channels   4 a session" in said, f"the channels in the box are told:\n{said}")
said, _ = called("check", "quick.yaml", ["treatment.device.channel_radius=0.25 mm", "grid.spacing=50 um"])
check("warning: channels of 0.25 mm radius" in said and "warning: a spacing of 50 um" in said,
      f"where the model is known to fail is told:\n{said}")
said, _ = called("check", "session.yaml", ["grid.spacing=2 um"])
check("mend run will refuse" in said or amount(r"memory +([\d.]+) (kB|MB|GB)", said) < 1e12,
      f"a grid beyond the memory is checked all the same:\n{said}")
done = subprocess.run([PROGRAM, "check", str(SOURCE / "configs/quick.yaml"), "--set", "run.ednd=1 day"],
                      capture_output=True, text=True)
check(done.returncode == 2 and "run.ednd" in done.stderr and not done.stdout, f"mistakes are told as by run: {done.stderr}")
finish()
