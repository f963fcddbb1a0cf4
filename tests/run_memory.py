#!/usr/bin/python3
"""A run that a limit of its process leaves too little memory is refused before it writes or removes anything."""
import pathlib
import re
import resource
import subprocess

from runs import PROGRAM, SOURCE, check, finish, mend, scratch

MEGABYTE = 10**6
# 40 x 40 cells on 52 planes, 48 of them of the dermis: 8 fields on all, 1 in the epidermis, 10 in the dermis, three arrays each
SHORT, LEAST = ["run.end=10 min", "output={}"], 3 * (8 * 52 + 1 * 4 + 10 * 48) * 40 * 40 * 8 / MEGABYTE


def limited(limit, megabytes, folder, *options):
    """A forced run of the first configuration under a limit of the process."""
    command = [PROGRAM, "run", str(SOURCE / "configs/quick.yaml"), "-o", str(folder), "--force", "--quiet", *options]
    command += [word for setting in SHORT for word in ("--set", setting)]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=lambda: resource.setrlimit(
        limit, (megabytes * MEGABYTE, megabytes * MEGABYTE)))


def contents(folder):
    """Every file there with its bytes, and what stands beside the folder."""
    return {path: path.is_file() and path.read_bytes() for path in sorted(folder.parent.rglob("*"))}


with scratch() as parent:
    folder = pathlib.Path(parent) / "result"
    check(mend("quick.yaml", folder, *SHORT).returncode == 0, "the run succeeds without a limit")
    before = contents(folder)
    for name, limit, megabytes, options, cells, least in (
            ("all memory", resource.RLIMIT_AS, 60, [], "40 x 40 x 52", LEAST),
            ("private memory", resource.RLIMIT_DATA, 30, [], "40 x 40 x 52", LEAST),
            ("all memory, for the refined run", resource.RLIMIT_AS, 300, ["--refine"], "80 x 80 x 104", 8 * LEAST)):
        done = limited(limit, megabytes, folder, *options)
        said = re.search(r"gives (.*) cells, which need (\d+(?:\.\d+)?) MB of memory; (\d+(?:\.\d+)?) MB are available",
                         done.stderr)
        check(done.returncode == 2, f"{name}: exit status {done.returncode}, {done.stderr}")
        check(said is not None, f"{name}: the sentence gives need and available: {done.stderr}")
        if said:
            check(said[1] == cells, f"{name}: {said[1]} cells")
            check(float(said[2]) >= least, f"{name}: {said[2]} MB are needed")
            check(float(said[3]) < megabytes, f"{name}: {said[3]} MB of {megabytes} MB are still available")
        check(contents(folder) == before, f"{name}: nothing was written or removed")
    check(limited(resource.RLIMIT_AS, 1000, folder).returncode == 0, "a limit with room is no obstacle")
finish()
