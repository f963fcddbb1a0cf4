#!/usr/bin/python3
"""A run that came to its end is one file and run.xdmf; one that could not be packed is what it was; nothing else differs."""
import contextlib
import filecmp
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess

import h5py

from runs import PROGRAM, SOURCE, check, differences, finish, scratch

SHORT = ["grid.width=[0.4 mm, 0.4 mm]", "run.end=6 h", "output.frames={every: 40 min}", "output.precision=float64"]


def run(folder, *options, config=None, **more):
    command = [PROGRAM, "run", str(config or SOURCE / "configs/quick.yaml"), "-o", str(folder), *options]
    if not config:
        command += [word for item in SHORT for word in ("--set", item)]
    # HDF5 cannot give back a file whose closing failed: what it holds then is no leak of ours.
    calm = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
    return subprocess.run(command, capture_output=True, text=True, env=calm, **more)


def page(folder):
    said = subprocess.run([PROGRAM, "info", folder, "--format", "json"], capture_output=True, text=True, check=True)
    tree = json.loads(said.stdout)
    for name in "result", "host", "started", "threads", "wall_time", "costs":
        del tree[name]
    return tree


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def differ(one, other, *but):
    return differences(one / "run.vtkhdf", other / "run.vtkhdf", *but)


def is_unpacked(folder, kept):
    """Whether a result is the one that was not to be packed."""
    frames = [name for name in files(folder) if name.startswith("frames")]
    same = all(filecmp.cmp(folder / name, kept / name, shallow=False) for name in [*frames, "run.xdmf"])
    return same and files(folder) == files(kept) and not differ(kept, folder)


def expect_warning(done, folder, kept, sentence):
    check(done.returncode == 0, f"{sentence}: the run is done, not {done.returncode}: {done.stderr}")
    warnings = [line for line in done.stderr.splitlines() if "not packed" in line]
    check(len(warnings) == 1 and "run.vtkhdf" in warnings[0], f"{sentence}: one line says so: {done.stderr}")
    check("HDF5-DIAG" not in done.stderr, f"{sentence}: HDF5 itself is quiet")
    check(is_unpacked(folder, kept), f"{sentence}: the frames are all that there would have been")


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of some bytes, or None where it cannot be mounted."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    try:
        yield None if mounted.returncode else folder
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", folder], check=True)


def limit_files(size):
    """In the child: no file may grow beyond some bytes, and to try is an error, not a signal."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


with scratch() as scrap:
    scrap = pathlib.Path(scrap)
    kept, packed = scrap / "kept", scrap / "packed"
    done = run(kept, "--keep-frames")
    check(done.returncode == 0, done.stderr)
    check(files(kept) == [*(f"frames/frame_{index:06d}.vtkhdf" for index in range(10)), "run.vtkhdf", "run.xdmf"],
          f"--keep-frames leaves a file for each frame: {files(kept)}")
    done = run(packed)
    check(done.returncode == 0 and "warning: " + str(packed) not in done.stderr, done.stderr)
    check(sorted(os.listdir(packed)) == ["run.vtkhdf", "run.xdmf"], f"a run is packed: {os.listdir(packed)}")
    size = sum((packed / name).stat().st_size for name in files(packed))
    check(f"10 frames, {size / 1e6:.3g} MB" in done.stderr, f"the summary gives {size} bytes: {done.stderr[-200:]}")
    with h5py.File(packed / "run.vtkhdf") as file:
        check(list(file["frames"]) == [f"{index:06d}" for index in range(10)], "the frames are in the file")
        check(file["execution/complete"][()] == b"yes", "and it is complete")
    check(not differ(kept, packed, "frames"), f"all else is the same: {differ(kept, packed, 'frames')[:300]}")
    check(page(kept) == page(packed), "mend info shows the same of both")
    first = scrap / "first"
    shutil.copytree(packed, first)
    check(run(scrap / "again", config=packed).returncode == 0 and not differ(packed, scrap / "again"),
          "a packed result is a configuration, and its run the same again")
    check(not differ(packed, first) and run(packed).returncode == 1, "a packed result is not overwritten")
    check(run(packed, "--force", "--threads", "1").returncode == 0 and not differ(first, packed),
          "packed by one thread after --force it is the same")

    frames = [kept / name for name in files(kept)]
    one, whole = max(path.stat().st_size for path in frames), sum(path.stat().st_size for path in frames)
    limited = scrap / "limited"
    done = run(limited, "--quiet", preexec_fn=lambda: limit_files(int(0.9 * whole)))
    expect_warning(done, limited, kept, "files that may not grow")
    done = run(limited, "--force")
    check(done.returncode == 0 and files(limited) == ["run.vtkhdf", "run.xdmf"], "with room again it is packed")
    with small_disk(scrap / "disk", int(1.6 * whole)) as disk:
        if disk:
            done = run(disk / "full")
            expect_warning(done, disk / "full", kept, "a full disk")
        else:
            print("no file system can be mounted here: a full disk is not tried")
finish()
