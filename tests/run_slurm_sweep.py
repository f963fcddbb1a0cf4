#!/usr/bin/python3
"""run_slurm_sweep.py [SWEEP]: under a real Slurm a study is run by an array of jobs, two at a time; jobs that are killed or signalled
are queued again, and the table at the end is that of one machine. Skips with a sentence where there is no Slurm."""
import pathlib
import subprocess
import sys

import pandas

from clusters import cluster, hasten, of_job, slurm, wait_until
from runs import PROGRAM, SOURCE, check, finish, scratch

SWEEP = f"""base: {SOURCE}/configs/quick.yaml
set: {{grid.spacing: 50 um, run.end: 14 day, output.frames: {{every: 0 day}}}}
vary:
  treatment.device.channel_depth: {{from: 200 um, to: 1 mm, n: 4}}
  treatment.device.density: {{from: 200 /cm^2, to: 800 /cm^2, n: 3}}
"""
TIMES = ["wall_time [s]"]


def mend(*words):
    done = subprocess.run([PROGRAM, "sweep", *map(str, words)], capture_output=True, text=True)
    check(done.returncode == 0, f"mend sweep {words}: exit status {done.returncode}: {done.stderr}")
    return done.stdout


def finished(study):
    return {path.name: path.stat().st_mtime_ns for path in study.glob("points/*/*.h5")}


def hurt(study, array, task, number, how):
    """Signal a job of the array that is in the middle of its points, and have it begin again at once."""
    job = f"{array}_{task}"
    check(wait_until(lambda: of_job(job, "JobState") == "RUNNING" and len(finished(study)) >= number, 60), f"{job} runs")
    before = finished(study)
    how(job)
    wait_until(lambda: of_job(job, "JobState") != "RUNNING", 60)
    check(wait_until(lambda: of_job(job, "Restarts") not in (None, "0"), 60), f"{job} is queued again")
    return before


def collected(array, collect):
    """Whether the table of all jobs is made; jobs that are queued again begin at once instead of after two minutes."""
    jobs = (f"{array}_1", f"{array}_2", f"{array}_3", collect)
    for job in jobs:
        if of_job(job, "Restarts") != "0":
            hasten(job)
    return {of_job(job, "JobState") for job in jobs} == {"COMPLETED"}


with scratch() as folder:
    root = pathlib.Path(folder)
    (root / "sweep.yaml").write_text(SWEEP)
    file = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else root / "sweep.yaml"
    for name in ("whole", "study"):
        mend("plan", file, "-o", root / name)
    mend("run", root / "whole", "--quiet")
    mend("collect", root / "whole")
    with cluster(root):
        study = root / "study"
        said = mend("slurm", study, "--tasks", 3, "--at-a-time", 2)
        check("3 jobs of 1 processor" in said and "slurm/submit" in said, f"what is queued is said: {said}")
        words = slurm(study / "slurm/submit").replace(",", "").replace(";", "").split()
        array, collect = words[1], words[4]
        begun = hurt(study, array, 1, 1, lambda job: slurm("scancel", "--signal=USR1", "--batch", job))
        begun |= hurt(study, array, 2, len(begun) + 1, lambda job: slurm("scontrol", "requeue", job))
        check(wait_until(lambda: collected(array, collect), 1200 if len(sys.argv) > 1 else 180), "the table is collected after all jobs")
        logs = "".join(log.read_text() for log in sorted((study / "slurm").glob("*.log")))
        print(logs)
        check(f"{len(finished(study))} done" in logs, f"all points are done:\n{logs}")
        check("goes on" in logs, "the job that was signalled said so")
        for name, when in begun.items():
            check(finished(study)[name] == when, f"the point {name}, finished before, is not computed again")
    ours, theirs = (pandas.read_csv(root / name / "table.csv").drop(columns=TIMES) for name in ("study", "whole"))
    check(ours.equals(theirs), "the table has the same numbers as on one machine")
finish()
