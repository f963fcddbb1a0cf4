#!/usr/bin/python3
"""mend info of damaged files: whatever bytes a result holds, it is never mend that dies, and what cannot be read is told in one
sentence. DAMAGES is the number of damaged files to try, SEED that of their places.

About one damage in a thousand makes HDF5 1.10 turn in a circle, over the list of a virtual dataset's sources: no limit of time is
set to that, so that here it is stopped, and counted."""
import os
import pathlib
import random
import re
import signal
import subprocess

from runs import PROGRAM, check, finish, result, scratch

DAMAGES = int(os.environ.get("DAMAGES", "40" if os.environ.get("MEND_SANITIZE") else "300"))
SHORT = ["grid.width=[0.1 mm, 0.1 mm]", "treatment.device.density=10000 /cm^2", "run.end=1 h", "output={}"]
SENTENCE = re.compile(r"^mend: \S.*\S$", re.MULTILINE)
ENDED = re.compile(r"^mend: cannot read (\S+): signal (\d+) \(.+\) ended its reading; it is probably damaged$", re.MULTILINE)
PATIENCE = 5  # [s]; the usual takes some hundredths
seen = {"read": 0, "refused": 0, "ended": 0, "endless": 0}


def damaged(content, choice):
    """Content with one to four bytes changed, half the time near the beginning, where HDF5 keeps what it goes by; or cut."""
    changed = bytearray(content)
    if choice.random() < 0.05:
        return bytes(changed[:choice.randrange(8, len(changed))])
    for _ in range(choice.randint(1, 4)):
        place = choice.randrange(min(4096, len(changed)) if choice.random() < 0.5 else len(changed))
        changed[place] ^= 1 << choice.randrange(8) if choice.random() < 0.5 else choice.randrange(1, 256)
    return bytes(changed)


def judge(done, path, sentence):
    """Read, or refused with a sentence."""
    told = len(SENTENCE.findall(done.stderr))
    check(done.returncode in (0, 1), f"{sentence}: exit status {done.returncode}: {done.stderr}")
    check(told == done.returncode, f"{sentence}: exit status {done.returncode}, {told} sentences: {done.stderr}")
    check("HDF5-DIAG" not in done.stderr, f"{sentence}: HDF5 speaks: {done.stderr}")
    ended = ENDED.search(done.stderr)
    if ended:
        check(ended[1] == str(path), f"{sentence}: {ended[1]} is named")
        print("ended by signal", ended[2], "after", sentence)
    seen["ended" if ended else "refused" if done.returncode else "read"] += 1


def info(*arguments):
    return subprocess.run([PROGRAM, "info", *map(str, arguments)], capture_output=True, text=True, errors="replace",
                          timeout=PATIENCE)


def ends_with_its_reader(*paths):
    """As any program does whose output nobody reads: silently, by SIGPIPE."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([PROGRAM, "info", *paths], stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    check(done.returncode == -signal.SIGPIPE and not done.stderr, f"{len(paths)} unread: {done.returncode} {done.stderr}")


with scratch() as scratched:
    folder = pathlib.Path(scratched)
    result("quick.yaml", folder / "whole", *SHORT, options=["--keep-frames"]).close()
    ends_with_its_reader(folder / "whole")
    ends_with_its_reader(folder / "whole", folder / "whole")
    choice = random.Random(int(os.environ.get("SEED", "7")))
    for name in ("run.vtkhdf", "frames/frame_000001.vtkhdf"):
        content = (folder / "whole" / name).read_bytes()
        path = folder / "damaged.vtkhdf"
        path.write_bytes(content)
        check(info(path).returncode == (0 if name == "run.vtkhdf" else 1), f"{name} itself: a frame alone is no result")
        for number in range(DAMAGES // 2):
            path.write_bytes(damaged(content, choice))
            try:
                judge(info(path), path, f"damage {number} of {name}")
            except subprocess.TimeoutExpired:
                seen["endless"] += 1
print(f"{seen['read']} read, {seen['refused']} refused, {seen['ended']} ended by a signal, {seen['endless']} without an end")
check(seen["endless"] <= DAMAGES / 50, f"few turn in a circle: {seen}")
check(seen["read"] > 0 and seen["refused"] > 0, f"some damage is seen and some is not: {seen}")
finish()
