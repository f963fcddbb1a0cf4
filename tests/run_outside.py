#!/usr/bin/python3
"""The installed package can be moved, and a program with a model of its own is built on it and computes that model."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import numpy
import runs
from runs import SOURCE, check, finish, result, scratch

BUILD, CMAKE = pathlib.Path(os.environ["MEND_BUILD_DIR"]), os.environ["MEND_CMAKE"]


def command(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def installed(folder):
    """The package, installed and then moved."""
    command(CMAKE, "--install", BUILD, "--prefix", folder / "before")
    (folder / "before").rename(folder / "prefix")
    return folder / "prefix"


def built(folder, prefix):
    """The example, copied out of the tree, with a model of the tree as it stands beside it."""
    project, build = folder / "project", folder / "build"
    shutil.copytree(SOURCE / "tests" / "outside", project)
    with (project / "CMakeLists.txt").open("a") as lists:
        lists.write(f"add_library(copied STATIC {SOURCE}/models/fisher/fisher.c)\n"
                    "target_link_libraries(copied PRIVATE mend::contract)\n")
    command(CMAKE, "-S", project, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
    command(CMAKE, "--build", build)
    return build


def check_package(prefix, folder):
    files = [path for path in (prefix / "lib").rglob("*.cmake")]
    check(len(files) >= 5, f"the package has its CMake files, found {len(files)}")
    for path in files:
        text = path.read_text()
        for place in (SOURCE, BUILD, folder):
            check(str(place) not in text, f"{path.name} names {place}")
    for name in ("bin/mend", "include/mend/model.h", "include/mend/app.h", "share/mend/configs/fisher.yaml",
                 "share/doc/mend/LICENSE"):
        check((prefix / name).is_file(), f"{name} is installed")
    check(command(prefix / "bin" / "mend", "--version").startswith("mend "), "the installed program runs")


def check_flags(build):
    commands = {pathlib.Path(entry["file"]).name: entry["command"]
                for entry in json.loads((build / "compile_commands.json").read_text())}
    for name in ("gray_scott.c", "fisher.c"):
        check("-ffp-contract=off" in commands[name] and "-fopenmp" in commands[name],
              f"{name} is compiled as the models of the house are: {commands[name]}")


def spots(v):
    """Regions above half of the largest v, which touch along the edges of cells; the sides are periodic."""
    left = {(int(j), int(i)) for j, i in numpy.argwhere(v > v.max() / 2)}
    count = 0
    while left:
        count += 1
        edge = [left.pop()]
        while edge:
            j, i = edge.pop()
            for near in ((j - 1, i), (j + 1, i), (j, i - 1), (j, i + 1)):
                near = near[0] % v.shape[0], near[1] % v.shape[1]
                if near in left:
                    left.remove(near)
                    edge.append(near)
    return count


def pearson(w, h, seconds):
    """u and v after some seconds by the midpoint rule, from the disturbed shares of the cells, straight from the paper."""
    def rates(u, v):
        def lap(a):
            return sum(numpy.roll(a, by, axis) - a for axis in (0, 1) for by in (-1, 1)) / h**2
        return 2e-5 * lap(u) - u * v**2 + 0.03 * (1 - u), 1e-5 * lap(v) + u * v**2 - (0.03 + 0.062) * v
    u, v = 1 - w / 2, w / 4
    for _ in range(2 * seconds):
        du, dv = rates(u, v)
        du, dv = rates(u + du / 4, v + dv / 4)
        u, v = u + du / 2, v + dv / 2
    return u, v


def check_gray_scott(config, folder):
    with result(config, folder / "gray_scott", "run.end=1 h", threads=2) as run:
        seconds = [round(86400 * t) for t in run["time"][:]]
        check(seconds == [0, 300, 600, 1200, 2400, 3600], f"frames at the times asked for, found {seconds}")
        check(run["v"].shape == (6, 1, 125, 125), f"v has the shape {run['v'].shape}")
        u, v = run["u"][:, 0], run["v"][:, 0]
        check(numpy.all(u[0] == 1) and numpy.all(v[0] == 0), "it begins at rest")
        session = run["treatment/session_0001"]
        w = session["injured_fraction"][0].astype(float)
        exact_u, exact_v = pearson(w, 0.01, 300)
        off = max(abs(u[1] - exact_u).max(), abs(v[1] - exact_v).max())
        print(f"  after 300 s at most {off:.2g} from an explicit solution; largest v {exact_v.max():.3g}")
        check(exact_v.max() > 0.2 and off < 5e-3, f"after 300 s u or v is off by {off}")
        counts = [spots(frame) for frame in v[1:]]
        print(f"  spots after 5, 10, 20, 40, 60 min: {counts}, from {session['punctures'][()]} channels")
        check(counts[0] == 3 and counts == sorted(set(counts)) and counts[-1] > 40, f"spots divide: {counts}")
        check(0.3 < v[-1].max() < 0.5 and v[-1].min() < 0.01, "spots stand out")


def check_threads(config, folder):
    frames = []
    for threads in (1, 2):
        with result(config, folder / f"threads_{threads}", "run.end=5 min", threads=threads) as run:
            frames.append(run["v"][-1])
    check(frames[0].max() > 0 and numpy.array_equal(*frames), "a model from outside gives the same bits on 1 and 2 threads")


with scratch() as name:
    place = pathlib.Path(name).resolve()
    package = installed(place)
    check_package(package, place)
    program = built(place, package)
    check_flags(program)
    runs.PROGRAM = str(program / "my_mend")
    check_gray_scott(place / "project" / "gray_scott.yaml", place)
    check_threads(place / "project" / "gray_scott.yaml", place)
    with result(package / "share" / "mend" / "configs" / "fisher.yaml", place / "fisher", "run.end=6 h",
                "grid.spacing=50 um") as closing:
        check(0.3 < closing["measures/cover_minimum"][-1] < 1, "a model of the package runs beside it")
finish()
