#!/usr/bin/python3
"""Under a real Slurm a job that is signalled stops with a checkpoint, is queued again, and ends with the same bits; so does an
array. Skips with a sentence where there is no Slurm."""
import pathlib

from clusters import cluster, hasten, of_job, slurm, wait_until
from runs import SOURCE, check, differences, finish, mend, scratch

SMALL = ["--set", "grid.spacing=[50 um, 50 um, 50 um]", "--set", "run.end=14 day", "--checkpoint-every", "0.05 s"]


def submit(*command):
    return slurm("sbatch", "--parsable", "--cpus-per-task=1", "--time=30", *command).split(";")[0]


def signal_and_see(job, folder, log):
    """Signal the script of a job that has a frame, and see it through to its end."""
    check(wait_until(lambda: (folder / "frames/frame_000001.vtkhdf").exists(), 60), f"job {job} runs")
    slurm("scancel", "--signal=USR1", "--batch", job)
    check(wait_until(lambda: of_job(job, "Restarts") not in (None, "0"), 60), f"job {job} is queued again")
    check(wait_until(lambda: ended(job), 120), f"job {job} ends: {of_job(job, 'JobState')}")
    words = log.read_text()
    check("stopped by SIGUSR1" in words and "goes on at day" in words, f"job {job} stopped and went on:\n{words}")
    print(words)


def ended(job):
    """Whether a job has come to its end; it is not kept waiting where it is queued again."""
    hasten(job)
    return of_job(job, "JobState") == "COMPLETED"


def same(folder, whole):
    check(not differences(folder / "run.vtkhdf", whole / "run.vtkhdf"), f"{folder.name} has the same bits")


with scratch() as folder:
    root = pathlib.Path(folder)
    with cluster(root):
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
finish()
