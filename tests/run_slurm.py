#!/usr/bin/python3
"""Under a real Slurm a job that is signalled stops with a checkpoint, is queued again, and ends with the same bits; so does an
array. Skips with a sentence where there is no Slurm."""
import os
import pathlib
import shutil
import subprocess
import sys
import time

from runs import PROGRAM, SOURCE, check, differences, finish, mend, scratch

SMALL = ["--set", "grid.spacing=[50 um, 50 um, 50 um]", "--set", "run.end=14 day", "--checkpoint-every", "0.05 s"]
SKIPPED = 77
for program in ("slurmctld", "slurmd", "sbatch", "munged"):
    if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"):
        print(f"skipped: {program} is not installed (packages slurm-wlm and munge)")
        sys.exit(SKIPPED)
if os.geteuid() != 0:
    print("skipped: only root can start a Slurm")
    sys.exit(SKIPPED)


def slurm(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    check(done.returncode == 0, f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout.strip()


def submit(*command):
    return slurm("sbatch", "--parsable", "--cpus-per-task=1", "--time=10", *command).split(";")[0]


def of_job(job, key):
    """A value that scontrol shows of a job, or None."""
    for word in slurm("scontrol", "show", "job", job).split():
        if word.startswith(f"{key}="):
            return word[len(key) + 1:]
    return None


def wait_until(condition, seconds):
    deadline = time.time() + seconds
    while not condition() and time.time() < deadline:
        time.sleep(0.05)
    return condition()


def signal_and_see(job, folder, log):
    """Signal the script of a job that has a frame, and see it through to its end."""
    check(wait_until(lambda: (folder / "frames/frame_000001.vtkhdf").exists(), 60), f"job {job} runs")
    slurm("scancel", "--signal=USR1", "--batch", job)
    check(wait_until(lambda: of_job(job, "Restarts") == "1", 60), f"job {job} is queued again")
    slurm("scontrol", "update", f"jobid={job}", "StartTime=now")  # or it would wait two minutes
    check(wait_until(lambda: of_job(job, "JobState") == "COMPLETED", 120), f"job {job} ends: {of_job(job, 'JobState')}")
    words = log.read_text()
    check("stopped by SIGUSR1" in words and "goes on at day" in words, f"job {job} stopped and went on:\n{words}")
    print(words)


def same(folder, whole):
    check(not differences(folder / "run.vtkhdf", whole / "run.vtkhdf"), f"{folder.name} has the same bits")


with scratch() as folder:
    root = pathlib.Path(folder)
    os.environ.update(SLURM_CONF=f"{root}/slurm/slurm.conf", MEND=PROGRAM, PATH=f"{os.environ['PATH']}:/usr/sbin")
    started = subprocess.run([SOURCE / "tests/slurm/start", root / "slurm"], capture_output=True, text=True)
    try:
        check(started.returncode == 0, f"Slurm starts: {started.stderr}")
        script, config = SOURCE / "scripts/slurm/mend.sbatch", SOURCE / "configs/quick.yaml"
        for seed in ("", "1", "2"):
            options = [*SMALL, *(["--set", f"run.seed={seed}"] if seed else []), "--quiet"]
            check(mend(config, root / f"whole_{seed}", options=options).returncode == 0, "a run that is left alone")
        job = submit("-o", f"{root}/job.log", script, config, root / "job", *SMALL)
        signal_and_see(job, root / "job", root / "job.log")
        same(root / "job", root / "whole_")
        array = submit("--array=1-2", "-o", f"{root}/array_%a.log", script, config, root / "array", *SMALL)
        signal_and_see(f"{array}_1", root / "array_1", root / "array_1.log")
        check(wait_until(lambda: of_job(f"{array}_2", "JobState") == "COMPLETED", 120), "the other task ends")
        check(of_job(f"{array}_2", "Restarts") == "0", "only the task that was signalled is queued again")
        for seed in "12":
            same(root / f"array_{seed}", root / f"whole_{seed}")
    finally:
        subprocess.run([SOURCE / "tests/slurm/stop", root / "slurm"], check=False)
finish()
