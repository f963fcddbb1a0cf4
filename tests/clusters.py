"""A real Slurm of one node for the tests, and what it says of its jobs. Skips with a sentence where there is none."""
import contextlib
import os
import shutil
import subprocess
import sys
import time

from runs import PROGRAM, SOURCE, check

SKIPPED = 77
queued = {}  # since when jobs have been waiting
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


def hasten(job):
    """Have a job that was queued again begin after some seconds instead of two minutes. At once would be too early: what ends its
    first process could then meet the second."""
    if of_job(job, "JobState") != "PENDING":
        queued.pop(job, None)
    elif time.time() - queued.setdefault(job, time.time()) > 5:
        subprocess.run(["scontrol", "update", f"jobid={job}", "StartTime=now"], capture_output=True)


@contextlib.contextmanager
def cluster(root):
    """Slurm with its files in root/slurm, as long as the context lasts."""
    os.environ.update(SLURM_CONF=f"{root}/slurm/slurm.conf", MEND=PROGRAM, PATH=f"{os.environ['PATH']}:/usr/sbin")
    started = subprocess.run([SOURCE / "tests/slurm/start", root / "slurm"], capture_output=True, text=True)
    if started.returncode:
        sys.exit(f"Slurm does not start: {started.stderr}")
    try:
        yield
    finally:
        subprocess.run([SOURCE / "tests/slurm/stop", root / "slurm"], check=False)
