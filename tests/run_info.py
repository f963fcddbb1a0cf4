#!/usr/bin/python3
"""mend info against h5py, mend run of a result, and mend run --refine."""
import csv
import json
import math
import pathlib
import shutil
import subprocess

import h5py
import numpy as np

from runs import PROGRAM, SOURCE, check, differences, finish, mend, result, scratch

SHORT = ["grid.width=[0.2 mm, 0.2 mm]", "treatment.device.density=2500 /cm^2", "treatment.sessions=[0 h, 1 h]",
         "run.end=2 h", "output={frames: {every: 1 h}, measures: {every: 30 min}}"]


def call(*arguments, cwd=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=cwd)


def info(*arguments):
    done = call("info", *arguments)
    check(done.returncode == 0, f"info {arguments}: exit status {done.returncode}: {done.stderr}")
    return done.stdout


def rows_of(text):
    """Rows of a CSV by the names of its first line."""
    return list(csv.DictReader(text.splitlines()))


def cell(text):
    return math.nan if text == "" else float(text)


def same(got, expected):
    """The same bits, any NaN as good as another."""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    return got.shape == expected.shape and np.array_equal(got, expected, equal_nan=True)


def text(value):
    return value.decode()


def heading(data):
    return f"{pathlib.PurePath(data.name).name} [{text(data.attrs['units'])}]"


def numbers(values):
    """Lists of JSON with null for what is no number."""
    return np.array(values, float)


def differ(first, second):
    found = differences(f"{first}/run.vtkhdf", f"{second}/run.vtkhdf")
    return bool(found), found


def refused(status, words, *arguments, cwd=None):
    done = call(*arguments, cwd=cwd)
    good = done.returncode == status and all(word in done.stderr for word in words) and "HDF5-DIAG" not in done.stderr
    check(good, f"{arguments} gives exit status {status} and {words}: {done.returncode} {done.stderr}")


def shows_measures(folder, run):
    measures = run["measures"]
    done = call("info", folder, "--measures", "--format", "csv")
    series = [name for name in measures if measures[name].ndim == 1 and name not in ("time", "z")]
    profiles = [name for name in measures if measures[name].ndim == 2]
    table = rows_of(done.stdout)
    expected = ["time [day]"] + [heading(measures[name]) for name in series]
    check(list(table[0]) == expected and len(series) > 20, "CSV of measures: the names and units of all series")
    check(done.stderr == f"note: {len(profiles)} profiles over depth left out; --name NAME shows one\n", done.stderr)
    for name in ["time", *series]:
        check(same([cell(row[heading(measures[name])]) for row in table], measures[name][()]), f"CSV: {name} to the bit")
    missing = [row[heading(measures["alarm_near_channel"])] for row in table][0]
    check(np.isnan(measures["alarm_near_channel"][0]) and missing == "", "CSV: NaN is an empty cell")

    chosen = rows_of(info(folder, "--measures", "--name", profiles[0], "--name", "alarm_mean", "--format", "csv"))
    shape = measures[profiles[0]].shape
    check(list(chosen[0]) == ["time [day]", "z [mm]", heading(measures[profiles[0]]), "alarm_mean [1]"], "a profile by name")
    check(same(np.reshape([cell(row[heading(measures[profiles[0]])]) for row in chosen], shape),
               measures[profiles[0]][()]), "CSV of a profile: a row per time and depth")
    check(same([cell(row["z [mm]"]) for row in chosen[:shape[1]]], measures["z"][()]), "CSV of a profile: depths")
    check(same([cell(row["alarm_mean [1]"]) for row in chosen][::shape[1]], measures["alarm_mean"][()]),
          "CSV of a profile: a series beside it")

    tree = json.loads(info(folder, "--measures", "--format", "json"))["measures"]
    check(set(tree) == set(measures), "JSON of measures: all columns, profiles too")
    for name in measures:
        check(same(numbers(tree[name]["values"]), measures[name][()]), f"JSON: {name} to the bit")
        check(tree[name]["unit"] == text(measures[name].attrs["units"]), f"JSON: unit of {name}")
    refused(2, ["no measure 'alarm_maen'", "did you mean 'alarm_mean'?"], "info", folder, "--measures", "--name", "alarm_maen")


def shows_outcomes(folder, run):
    outcomes = run["outcomes"]
    table = rows_of(info(folder, "--outcomes", "--format", "csv"))
    check([row["name"] for row in table] == list(outcomes) and len(table) > 20, "CSV of outcomes: all of them")
    for row in table:
        data = outcomes[row["name"]]
        check(same(cell(row["value"]), data[()]), f"CSV: {row['name']} to the bit")
        check([row["unit"], row["description"]] == [text(data.attrs[k]) for k in ("units", "description")],
              f"CSV: unit and description of {row['name']}")
    shown = info(folder, "--outcomes", "--name", "alarm_mean_peak").splitlines()
    check(len(shown) == 2 and shown[1].split()[1] == f"{outcomes['alarm_mean_peak'][()]:.6g}", f"one outcome: {shown}")
    refused(2, ["no outcome 'alarm_mean_paek'", "'alarm_mean_peak'"], "info", folder, "--outcomes", "--name", "alarm_mean_paek")


def shows_punctures(folder, run):
    table = rows_of(info(folder, "--punctures", "--format", "csv"))
    sessions = [run["treatment"][name] for name in run["treatment"]]
    check([int(row["session [1]"]) for row in table] == [s + 1 for s, group in enumerate(sessions) for _ in group["x"]],
          "CSV of punctures: their sessions")
    for name in "x", "y", "depth", "radius", "taper":
        unit = text(sessions[0][name].attrs["units"])
        check(same([cell(row[f"{name} [{unit}]"]) for row in table], np.concatenate([group[name][()] for group in sessions])),
              f"CSV of punctures: {name} to the bit")
    tilt = np.radians([float(row["tilt [deg]"]) for row in table])
    azimuth = np.radians([float(row["azimuth [deg]"]) for row in table])
    for name, shear in ("shear_x", np.tan(tilt) * np.cos(azimuth)), ("shear_y", np.tan(tilt) * np.sin(azimuth)):
        check(np.allclose(shear, np.concatenate([group[name][()] for group in sessions]), rtol=1e-13, atol=1e-16),
              f"CSV of punctures: tilt and azimuth make {name}")


def shows_page(folder, run):
    page = info(folder)
    configuration = text(run["provenance/configuration"][()])
    for line in ("complete      yes", "model         skin", "standing      not calibrated", "geometry      cartesian",
                 "spacing       0.025 x 0.025 x 0.025 mm", "layers        epidermis 0 to 0.1 mm, dermis 0.1 to 1.3 mm",
                 "frames        0, 0.0416667, 0.0833333 day", "parameters    alarm_half: 0.35 (default 0.3)"):
        check(line + "\n" in page, f"the page says '{line}':\n{page}")
    for word in ("density: 2500 1/cm^2", text(run["collagen1"].attrs["description"]), "Xdmf3ReaderS", "reepithelialisation_t80", "loop gains"):
        check(word in page, f"the page says '{word}'")
    wide = [line for line in page.splitlines() if len(line) > 100 and str(folder) not in line and "warning: " not in line]
    check(not wide, f"the page but for warnings and paths fits a terminal of 100 columns: {wide}")
    wrapped = " ".join(page.split())
    described = text(run["outcomes/myofibroblast_persistence"].attrs["description"])
    for word in described.split():
        check(word in wrapped, f"a sentence over several lines keeps its words: '{word}'")
    table = page[page.index("sessions, and the injured share"):].splitlines()
    session = run["treatment/session_0002"]
    shown = dict(zip(table[1].replace(" [", "[").replace("per cm^2", "density").split(), table[3].split()))
    true = {"session": 2, "time[day]": 1 / 24, "punctures": session["punctures"][()], "density": 100 * session["density"][()],
            "overlap[%]": 100 * session["overlap"][()], "surface[%]": 100 * session["injured_area"][()],
            "epidermis[%]": 100 * session["injured_volume_epidermis"][()],
            "dermis[%]": 100 * session["injured_volume_dermis"][()]}
    check(shown.keys() == true.keys() and all(math.isclose(float(shown[key]), true[key], rel_tol=1e-5) for key in true),
          f"the sessions for people: {shown}, {true}")
    tree = json.loads(info(folder, "--format", "json"))
    check(tree["complete"] is True and tree["cells"]["values"] == [8, 8, 52], "JSON of the page: facts")
    check(same(tree["frames"]["values"], run["time"][()]) and tree["frames"]["unit"] == "day", "JSON of the page: frames")
    check(tree["configuration"] == configuration, "JSON of the page: the configuration")
    fields = {name for name in run if isinstance(run[name], h5py.Dataset) and run[name].ndim == 4}
    check(set(tree["fields"]["name"]["values"]) == fields and len(fields) == 19, "JSON of the page: the fields")
    check(same(numbers(tree["outcomes"]["value"]["values"]), [run["outcomes"][name][()] for name in run["outcomes"]]),
          "JSON of the page: all outcomes")
    check(same(numbers(tree["sessions"]["density"]["values"]), [run[f"treatment/session_000{s}/density"][()] for s in (1, 2)])
          and tree["sessions"]["density"]["unit"] == "1/mm^2", "JSON of the page: the sessions")
    check(set(tree["measures"]) == set(run["measures"]) and len(tree["punctures"]["x"]["values"]) == 2, "JSON: tables")
    check(info(folder, "--configuration") == configuration, "--configuration is the configuration as it stands")
    for word in "outcomes", "measures", "punctures":
        check(info(folder, f"--{word}").count("\n") > 2, f"--{word} as text")
    for path in f"{folder}/run.vtkhdf", f"{folder}/run.xdmf":
        check(info(path, "--configuration") == configuration, f"{path} means its result")


def compares(one, other):
    with h5py.File(f"{one}/run.vtkhdf", "r") as a, h5py.File(f"{other}/run.vtkhdf", "r") as b:
        table = rows_of(info(one, other, "--format", "csv"))
        check([row["name"] for row in table] == list(a["outcomes"]), "two results: a row per outcome")
        for row in table:
            first, second = a["outcomes"][row["name"]][()], b["outcomes"][row["name"]][()]
            relative = 100 * (second - first) / abs(first) if first else math.nan
            check(same([cell(row[name]) for name in ("first", "second", "difference", "relative_difference [%]")],
                       [first, second, second - first, relative]), f"two results: {row}")
    keys = {row["key"]: (row["first"], row["second"]) for row in rows_of(info(one, other, "--configuration", "--format", "csv"))}
    expected = {"skin.parameters.alarm_half": ("0.35", "0.3"), "run.end": ("2 h", "1 h"), "run.seed": ("1", "7")}
    check(keys == expected, f"two results: the keys that differ: {keys}")
    tree = json.loads(info(one, other, "--format", "json"))
    check(tree["configuration"]["key"]["values"] == list(keys), "two results: the keys in JSON")
    check(len(tree["outcomes"]["difference"]["values"]) == len(table), "two results: the outcomes in JSON")
    page = info(one, other)
    check("alarm_mean_peak" in page and "run.seed" in page and "relative_difference [%]" in page, "two results as text")
    check("no key differs" in info(one, one), "a result has its own configuration")
    refused(2, ["--measures shows one result"], "info", one, other, "--measures")
    refused(2, ["at most two"], "info", one, other, one)


def refuses(folder, good):
    refused(1, ["nowhere", "No such file"], "info", f"{folder}/nowhere")
    refused(1, ["holds no result"], "info", folder)
    refused(1, ["quick.yaml", "no HDF5 file"], "info", SOURCE / "configs/quick.yaml")
    refused(1, ["no format_version"], "info", f"{good}/frames/frame_000000.vtkhdf")
    refused(2, ["which RUN?"], "info")
    refused(2, ["is no table"], "info", good, "--format", "csv")
    refused(2, ["text, csv or json"], "info", good, "--format", "xml")
    refused(2, ["one part at a time"], "info", good, "--measures", "--outcomes")
    refused(2, ["--name goes with"], "info", good, "--name", "alarm_mean")
    spoilt = pathlib.Path(folder) / "spoilt"
    shutil.copytree(good, spoilt)
    with h5py.File(spoilt / "run.vtkhdf", "r+", locking=False) as run:
        run["execution/complete"][()] = b"no"
    (spoilt / "frames/frame_000001.vtkhdf").unlink()
    page = info(spoilt)
    check("complete      no: its run was cut short, or is still at work\n" in page, "a result that is not complete is told")
    check("1 of 3: their files are not there" in page, "frames that are gone are told")
    check(json.loads(info(spoilt, "--format", "json"))["complete"] is False, "JSON tells it too")
    check("spoilt/run.vtkhdf (not complete)" in info(good, spoilt), "a comparison tells it too")
    check("is not complete" in call("info", spoilt, "--outcomes", "--format", "csv").stderr, "a part tells it on stderr")
    master = (spoilt / "run.vtkhdf").read_bytes()
    (spoilt / "run.vtkhdf").write_bytes(master[:len(master) // 2])
    refused(1, ["spoilt/run.vtkhdf", "truncated"], "info", spoilt)
    refused(2, ["spoilt/run.vtkhdf", "truncated"], "run", spoilt, "-o", f"{folder}/none")
    refused(2, ["holds no result"], "run", folder, "-o", f"{folder}/none")
    check(not pathlib.Path(f"{folder}/none").exists(), "what cannot be read writes nothing")


def reruns(folder, good):
    done = call("run", good, "--quiet", "--keep-frames", cwd=folder)
    check(done.returncode == 0 and not done.stderr, f"a result is run again: {done.stderr}")
    different, how = differ(good, f"{folder}/good_rerun")
    check(not different, f"a rerun has the same bits: {how}")
    refused(1, ["good_rerun/run.vtkhdf is there already"], "run", "run.vtkhdf", "-o", f"{folder}/good_rerun", cwd=good)
    done = call("run", f"{good}/run.vtkhdf", "-o", f"{folder}/longer", "--set", "run.end=3 h")
    check(done.returncode == 0, f"--set works on a result: {done.stderr}")
    with h5py.File(f"{folder}/longer/run.vtkhdf", "r") as run:
        check(run["time"][-1] == 0.125, "--set changes what is run again")
    refused(2, [f"--set run.ednd: is not a known key", f"1 mistake in {good}: configuration"],
            "run", good, "--set", "run.ednd=3 h")
    other = pathlib.Path(folder) / "other"
    shutil.copytree(good, other)
    for old, new in (b"  model: skin", b"  model: skim"), (b"mend 0.", b"mend 9."):
        name = "configuration" if b"model" in old else "program"
        with h5py.File(other / "run.vtkhdf", "r+", locking=False) as run:
            run[f"provenance/{name}"][()] = run[f"provenance/{name}"][()].replace(old, new)
    refused(2, ["was made by mend 9.", "other: configuration:2:", "'skim' is not a known model", "did you mean 'skin'?"],
            "run", other, "-o", f"{folder}/none")
    checked = call("check", good)
    check(checked.returncode == 0 and "no mistakes" in checked.stdout, f"check takes a result: {checked.stderr}")


def reruns_punctures(folder):
    """Tilted channels from a CSV: shown, read again from what is shown, and run again."""
    source, shown = pathlib.Path(folder) / "source", pathlib.Path(folder) / "shown"
    short = ["run.end=1 h", "treatment.sessions=[0 h, 1 h]", "grid.spacing=50 um", "output={}"]
    for place in source, shown:
        place.mkdir()
        shutil.copy(SOURCE / "configs/punctures.yaml", place)
    shutil.copy(SOURCE / "configs/punctures.csv", source)
    with result(source / "punctures.yaml", f"{folder}/tilted", *short) as run:
        shows_punctures(f"{folder}/tilted", run)
        (shown / "punctures.csv").write_text(info(f"{folder}/tilted", "--punctures", "--format", "csv"))
        with result(shown / "punctures.yaml", f"{folder}/shown_result", *short) as second:
            for session in run["treatment"]:
                for name in "x", "y", "depth", "radius", "shear_x", "shear_y", "taper":
                    one, other = run[f"treatment/{session}/{name}"][()], second[f"treatment/{session}/{name}"][()]
                    check(one.shape == other.shape and np.allclose(one, other, rtol=1e-13, atol=1e-16),
                          f"the device 'file' reads what --punctures shows: {session} {name}")
        check(text(run["provenance/punctures_file"][()]) == (SOURCE / "configs/punctures.csv").read_text(encoding="utf-8"),
              "a result holds the CSV it was made from")
        (source / "punctures.csv").unlink()
        done = call("run", f"{folder}/tilted", "-o", f"{folder}/tilted_again", "--quiet")
        check(done.returncode == 0, f"a result is run again without its CSV: {done.stderr}")
        different, how = differ(f"{folder}/tilted", f"{folder}/tilted_again")
        check(not different, f"with the same bits: {how}")
        refused(2, ["shown/punctures.csv is another file than the one meant"], "run", f"{folder}/tilted", "-o", f"{folder}/none",
                "--set", f"treatment.device.file={shown}/punctures.csv")
        done = call("run", f"{folder}/tilted", "-o", f"{folder}/tilted_other", "--set",
                    f"treatment.device={{type: file, file: {source}/other.csv}}")
        check(done.returncode == 2 and "other.csv cannot be read" in done.stderr, f"--set names another CSV: {done.stderr}")
        check(abs(run["treatment/session_0001/shear_y"][2] - math.tan(math.radians(10))) < 1e-12, "the channels are tilted")


def refines(folder):
    config, out = SOURCE / "configs/reference_epithelium.yaml", f"{folder}/coarse"
    short = ["--set", "run.end=6 h", "--set", "run.tolerance=2e-2", "--set", "grid.spacing=[20 um, 1 mm]"]
    done = call("run", config, "-o", out, "--refine", *short)
    check(done.returncode == 0 and "2 times as many" in done.stderr and "will take about" in done.stderr,
          f"--refine runs twice and says what it will cost: {done.stderr}")
    with h5py.File(f"{out}/run.vtkhdf", "r") as coarse, h5py.File(f"{out}_refined/run.vtkhdf", "r") as fine:
        check(coarse["VTKHDF"].attrs["WholeExtent"][1] == 18 and fine["VTKHDF"].attrs["WholeExtent"][1] == 36, "twice the cells")
        check(fine["VTKHDF"].attrs["WholeExtent"][5] == 1, "an axis of one cell keeps it")
        stored = text(fine["provenance/configuration"][()])
        check("spacing: [9.91666666667 um, 1000 um]" in stored and "tolerance: 0.002\n" in stored, "the refined numbers")
        check("spacing: [20 um, 1000 um]" in text(coarse["provenance/configuration"][()]), "the first run as it was asked for")
        check(same(fine["treatment/session_0001/depth"][()], coarse["treatment/session_0001/depth"][()]), "the same punctures")
        table = rows_of(pathlib.Path(f"{out}/refinement.csv").read_text())
        check([row["name"] for row in table] == list(coarse["outcomes"]), "refinement.csv has a row per outcome")
        for row in table:
            value, refined = coarse["outcomes"][row["name"]][()], fine["outcomes"][row["name"]][()]
            relative = 100 * (refined - value) / abs(value) if value else math.nan
            check(same([cell(row[name]) for name in ("value", "refined", "difference", "relative_difference [%]")],
                       [value, refined, refined - value, relative]), f"refinement.csv: {row}")
            if row["name"] == "reepithelialisation_t80":
                check(0 < abs(relative) < 5 and f"{refined - value:.6g}" in done.stderr, "the table stands in the summary")
    check(call("run", f"{out}_refined", "-o", f"{folder}/again").returncode == 0, "the refined result can be run again")
    different, how = differ(f"{out}_refined", f"{folder}/again")
    check(not different, f"its rerun has the same bits: {how}")

    refused(1, ["coarse/run.vtkhdf is there already"], "run", config, "-o", out, "--refine", *short)
    shutil.rmtree(out)
    refused(1, ["coarse_refined/run.vtkhdf is there already"], "run", config, "-o", out, "--refine", *short)
    check(not pathlib.Path(out).exists(), "--refine looks at both folders before it runs")
    quiet = call("run", config, "-o", out, "--refine", "--force", "--quiet", *short)
    check(quiet.returncode == 0 and not quiet.stderr and pathlib.Path(f"{out}/refinement.csv").exists(), "--refine is quiet")
    refused(1, ["is there already"], "run", config, "-o", out, *short)
    check(call("run", config, "-o", out, "--force", *short).returncode == 0, "--force replaces a refined run")
    check(not pathlib.Path(f"{out}/refinement.csv").exists(), "an old refinement.csv does not survive a new run")
    refused(2, ["--set run.tolerance", "out of range", "--refine: 1 mistake"], "run", config, "-o", f"{folder}/none", "--refine",
            "--set", "run.tolerance=2e-8")
    check(not pathlib.Path(f"{folder}/none").exists(), "refined numbers are refused before anything runs")


with scratch() as folder:
    good, other = f"{folder}/good", f"{folder}/shorter"
    with result("quick.yaml", good, *SHORT, "skin.parameters={alarm_half: 0.35}", options=["--keep-frames"]) as run:
        shows_page(good, run)
        shows_measures(good, run)
        shows_outcomes(good, run)
        shows_punctures(good, run)
    done = mend("quick.yaml", other, *SHORT, "run.end=1 h", "run.seed=7")
    check(done.returncode == 0, done.stderr)
    compares(good, other)
    refuses(folder, good)
    reruns(folder, good)
    reruns_punctures(folder)
    refines(folder)
finish()
