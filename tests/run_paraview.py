#!/usr/bin/python3
"""ParaView shows any result as a state, and the points of a study side by side; skipped where there is no ParaView."""
import pathlib
import shutil
import subprocess
import sys

import h5py
import numpy

import study_table
from runs import SOURCE, check, finish, mend as run_mend, scratch

SCRIPTS = SOURCE / "scripts"
SMALL = ["grid.spacing=100 um", "run.end=2 day", "output.frames={at: [1 day]}", "treatment.device.channel_depth=0.5 mm"]
DENSITY, DEPTH = "treatment.device.density", "treatment.device.channel_depth"
LOAD = """
import sys
from paraview import simple
simple.LoadState(sys.argv[1])
sources = {name: source for (name, _), source in simple.GetSources().items()}
with open(sys.argv[2], "w") as file:
    for name in ("section", "contour", "channels", "time"):
        sources[name].UpdatePipeline(2)
        print(name, sources[name].GetDataInformation().GetNumberOfPoints(), file=file)
print("drawn it")
"""


def made(folder, config, *assignments):
    done = run_mend(config, folder, *assignments)
    if done.returncode:
        sys.exit(f"mend run {config}: {done.stderr}")
    return folder


def called(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


def size_of(path):
    head = path.read_bytes()[:24] if path.is_file() else bytes(24)
    return [int.from_bytes(head[at:at + 4], "big") for at in (16, 20)]


def states(skin, flat, scrap):
    """A state that is saved finds its parts again: points of channels are 32 around and 40 down."""
    state = scrap / "run.pvsm"
    done = called(SCRIPTS / "figures/offscreen", SCRIPTS / "paraview/run_state.py", skin, "--save", state)
    check(done.returncode == 0 and state.is_file(), f"a state of skin: {done.stderr}")
    (scrap / "load.py").write_text(LOAD)
    found = scrap / "points"
    done = called(SCRIPTS / "figures/offscreen", scrap / "load.py", state, found)
    points = dict(line.split() for line in found.read_text().splitlines()) if found.is_file() else {}
    with h5py.File(skin / "run.vtkhdf") as file:
        holes = int((file["treatment/session_0001/depth"][()] > 0).sum())
    check(done.returncode == 0 and holes > 0 and points.get("channels") == str(32 * 40 * holes),
          f"the state has {points}, {holes} channels: {done.stderr[-500:]}")
    check(int(points.get("section", 0)) > 0 and int(points.get("contour", 0)) > 0, f"a section and a contour: {points}")
    picture = scrap / "flat.png"
    done = called(SCRIPTS / "figures/offscreen", SCRIPTS / "paraview/run_state.py", flat, "--picture", picture)
    check(done.returncode == 0 and min(size_of(picture)) > 100, f"a state of another model: {done.stderr}")
    done = called(SCRIPTS / "figures/offscreen", SCRIPTS / "paraview/run_state.py", scrap / "nowhere")
    check(done.returncode == 1 and "run.xdmf does not exist" in done.stderr, f"no result: {done.stderr}")


def study(runs, scrap):
    """Two densities and two depths, of which one point failed and one kept no frames."""
    density, depth = numpy.array([500.0, 500, 1000, 1000]), numpy.array([0.4, 0.5, 0.4, 0.5])
    keys = {DENSITY: (density, "1/cm^2", "log", 0), DEPTH: (depth, "mm", "linear", 0)}
    folder = study_table.write(scrap / "study", "grid", keys, {"gain": (depth, "%")}, ["failed", "done", "done", "done"])
    with h5py.File(folder / "table.h5") as file:
        identities = [word.decode() for word in file["identity"][()]]
    for identity, run in zip((identities[1], identities[3]), runs):
        shutil.copytree(run, folder / "points" / identity[:2] / identity)
    done = called(SCRIPTS / "render_study", folder)
    check(done.returncode == 0 and min(size_of(folder / "plots/render.png")) > 400, f"render_study: {done.stderr}")
    return folder


def refusals(folder, scrap):
    done = called(SCRIPTS / "render_study", folder, "--time", "1.5")
    check(done.returncode == 1 and "day 1.5; days of all: 0, 1, 2" in done.stderr, f"a time without frames: {done.stderr}")
    done = called(SCRIPTS / "render_study", folder, "--keys", "densiti")
    check(done.returncode == 2 and f"did you mean '{DENSITY}'?" in done.stderr, f"a key that is not there: {done.stderr}")
    shutil.rmtree(folder / "points")
    done = called(SCRIPTS / "render_study", folder)
    check(done.returncode == 1 and "frames: yes" in done.stderr, f"no frames: {done.stderr}")


def tiles(folder):
    """What stands in each place is what became of the point."""
    sys.path.insert(0, str(SCRIPTS))
    import mend
    from figures import tiles as laid
    opened = mend.open_study(folder)
    grid = laid.chosen(opened, [opened.key("density"), opened.key("channel_depth")])
    words = [[tile.get("words", "drawn") for tile in row] for row in grid]
    check(words == [["failed", "kept no frames"], ["drawn", "drawn"]], f"tiles {words}")
    check([[tile["point"] for tile in row] for row in grid] == [[0, 2], [1, 3]], "densities to the right, depths upwards")
    check(laid.some(11, 5).tolist() == [0, 2, 5, 8, 10], "of many values some are shown, with the first and the last")


if not shutil.which("pvpython") or not shutil.which("xvfb-run"):
    print("skipped: there is no pvpython or no xvfb-run; scripts/install-deps --paraview brings them")
    sys.exit(77)
with scratch() as place:
    scrap = pathlib.Path(place)
    runs = [made(scrap / f"run_{density}", "quick.yaml", *SMALL, f"{DENSITY}={density} /cm^2") for density in (500, 1000)]
    flat = made(scrap / "flat", "fisher.yaml", "grid.spacing=100 um", "run.end=1 day")
    states(runs[0], flat, scrap)
    folder = study(runs, scrap)
    tiles(folder)
    refusals(folder, scrap)
finish()
