#!/usr/bin/python3
"""mend fit: parameters come back from what a run with others measured, fit.yaml can be named by skin.parameters_from, every mistake
of the fit file and the observations is told with its place, and nothing is written then."""
import csv
import json
import os
import pathlib
import re
import signal
import subprocess
import time

from fit_cases import fisher_fit, fisher_truth, noisy
from runs import PROGRAM, SOURCE, check, finish, scratch

GROWTH, DIFFUSIVITY, UNIT = 1.6, 0.2, "cells/mm^3"


def fit(path, out, *options):
    return subprocess.run([PROGRAM, "fit", str(path), "-o", str(out), *options], capture_output=True, text=True)


def good(path, out, *options):
    done = fit(path, out, *options)
    check(done.returncode == 0, f"exit status {done.returncode}: {done.stderr}")
    return json.loads((out / "fit.json").read_text()), done.stdout


def parameters_come_back(folder, csv_text):
    path = fisher_fit(folder, csv_text, starts=4)
    found, said = good(path, folder / "out", "--processes", "2")
    check([one["name"] for one in found["parameters"]] == ["growth_rate", "diffusivity"], f"{found['parameters']}")
    for one, truth in zip(found["parameters"], (GROWTH, DIFFUSIVITY)):
        print(f"  {one['name']}: {one['value']:.4g}, {one['low']:.4g} to {one['high']:.4g}; made with {truth}")
        check(one["low"] < truth < one["high"], f"{one['name']} is not in its interval, as with this noise it should be")
        check(one["high"] / one["low"] < 1.5, f"the interval of {one['name']} is wide")
        check(one["from"] < one["low"] and one["high"] < one["to"], f"the interval of {one['name']} leaves its range")
    check(len(found["starts"]) == 4 and all(start["same"] for start in found["starts"]), f"starts: {found['starts']}")
    check(found["degrees_of_freedom"] == 9, f"degrees of freedom: {found['degrees_of_freedom']}")
    check(abs(sum(row["residual"] ** 2 for row in found["observations"]) / found["chi2"] - 1) < 1e-9, "chi2 is no sum")
    check("growth_rate" in said and "4 of 4 came to this misfit" in said, said)
    one_by_one, _ = good(path, folder / "alone", "--processes", "1")
    for key in ("parameters", "starts", "observations", "covariance"):
        check(found[key] == one_by_one[key], f"{key}: other numbers with one process")
    return found


def files_are_whole(folder, found):
    with open(folder / "out/residuals.csv") as file:
        rows = list(csv.DictReader(file))
    check(len(rows) == 11, f"{len(rows)} residuals")
    for row, one in zip(rows, found["observations"]):
        check(row["outcome"] == one["outcome"] and float(row["predicted"]) == one["predicted"], f"{row} is not {one}")
    fragment = (folder / "out/fit.yaml").read_text()
    for word in ("fitted by mend", "seen.csv, hash", "chi2", "fit file"):
        check(word in fragment, f"'{word}' is not in fit.yaml:\n{fragment}")


def fragment_can_be_named(folder, found):
    config = folder / "again.yaml"
    config.write_text("skin: {model: fisher, layers: {tissue: 0.8 mm}, parameters_from: out/fit.yaml}\n"
                      "grid: {geometry: axisymmetric, radius: 0.18 mm, spacing: [12 um, 0.8 mm]}\nrun: {end: 1 h}\n")
    done = subprocess.run([PROGRAM, "run", str(config), "-o", str(folder / "again")], capture_output=True, text=True)
    check(done.returncode == 0, done.stderr)
    told = subprocess.run([PROGRAM, "info", "--configuration", str(folder / "again")], capture_output=True, text=True).stdout
    for one in found["parameters"]:
        kept = float(re.search(rf"{one['name']}: (\S+)", told)[1])
        check(abs(kept / one["value"] - 1) < 1e-11, f"{one['name']} was {one['value']}, is {kept}")


def an_existing_fit_stays(folder):
    before = (folder / "out/fit.json").read_bytes()
    done = fit(folder / "fit.yaml", folder / "out")
    check(done.returncode == 1 and "--force" in done.stderr, f"{done.returncode}: {done.stderr}")
    check((folder / "out/fit.json").read_bytes() == before, "an existing fit was touched")
    check(fit(folder / "fit.yaml", folder / "out", "--force").returncode == 0, "--force does not replace it")


def figures_are_drawn(folder):
    done = subprocess.run([SOURCE / "scripts/plot", folder / "out"], capture_output=True, text=True)
    check(done.returncode == 0, f"scripts/plot: {done.stderr}")
    drawn = sorted(path.name for path in (folder / "out/plots").glob("*.png"))
    check(drawn == ["fit.png", "fit_parameters.png", "fit_residuals.png"], f"{drawn} were drawn")
    check(all((folder / "out/plots" / name).stat().st_size > 5000 for name in drawn), "a figure is empty")


def what_is_held_out_is_foretold(folder, rows):
    text = noisy(rows, 1, UNIT).splitlines()
    text = [text[0] + ",use"] + [line + (",keep" if i == 3 else ",fit" if i else ",") for i, line in enumerate(text[1:])]
    kept, said = good(fisher_fit(folder, "\n".join(text)), folder / "kept")
    wild = [line if not line.endswith("keep") else re.sub(r",1\.5,[\d.]+,", ",1.5,123,", line) for line in text]
    check(wild != text, "the held-out row was not changed")
    other, _ = good(fisher_fit(folder, "\n".join(wild)), folder / "wild")
    check(kept["held_out"] == 1 and kept["used"] == 10 and "held out" in said, said)
    check(kept["parameters"] == other["parameters"], "a held-out observation changed the fit")
    check(other["held_out_chi2"] > 100 * kept["held_out_chi2"], f"{kept['held_out_chi2']}, {other['held_out_chi2']}")


def units_and_treatments_are_understood(folder, rows):
    """The same numbers in other units, as a column, and of a treatment, which here is the base in other words."""
    plain, _ = good(fisher_fit(folder, noisy(rows, 1, UNIT)), folder / "plain")
    lines = ["time [h],outcome,value,deviation,unit,treatment"]
    for line in noisy(rows, 1, UNIT).splitlines()[1:]:
        name, day, value, deviation = line.split(",")
        lines.append(f"{float(day) * 24:.10g},{name},{float(value) * 1e3:.10g},{float(deviation) * 1e3:.10g},cells/cm^3,hurt")
    other, _ = good(fisher_fit(folder, "\n".join(lines), more="treatments: {hurt: {treatment.sessions: [0 day]}}\n"),
                    folder / "other")
    for one, two in zip(plain["parameters"], other["parameters"]):
        check(abs(one["value"] / two["value"] - 1) < 1e-8, f"{one['name']}: {one['value']} and {two['value']}")
    relative, _ = good(fisher_fit(folder, noisy(rows, 1, UNIT), more="deviations: relative\n"), folder / "relative")
    scale = (plain["chi2"] / plain["degrees_of_freedom"]) ** 0.5
    for one, two in zip(plain["parameters"], relative["parameters"]):
        check(abs(two["deviation"] / one["deviation"] / scale - 1) < 1e-3, f"{one['name']}: deviation is not scaled")


MISTAKES = [  # what to replace in the fit file or the CSV, by what, and what must be said
    ("starts: 1", "starts: 0", ["fit.yaml:", "starts", "out of range"]),
    ("starts: 1", "strats: 1", ["strats", "did you mean 'starts'?"]),
    ("growth_rate", "growth_rte", ["growth_rte", "did you mean 'growth_rate'?"]),
    ("skin.parameters.growth_rate", "grid.spacing", ["only numbers of the model"]),
    ("plausible", "likely", ["diffusivity", "the word plausible"]),
    ("plausible", "{from: 0.1 um^2/s}", ["wants both ends"]),
    ("plausible", "{from: 0.3 um^2/s, to: 0.1 um^2/s}", ["must begin below its end"]),
    ("plausible", "{from: 1 day, to: 2 um^2/s}", ["dimension"]),
    ("plausible", "{from: 0 um^2/s, to: 1 um^2/s, log: yes}", ["above 0"]),
    ("base: ", "base: /nowhere", ["base", "cannot be read"]),
    ("observations: seen", "observations: unseen", ["observations", "unseen.csv", "cannot be read"]),
    ("density_mean,1,", "density_men,1,", ["seen.csv:4:1", "density_men", "did you mean 'density_mean'?"]),
    ("density_mean,1,", "density_mean,,", ["seen.csv:4", "a measure: its time must be given"]),
    ("density_mean,1,", "closure_time,1,", ["seen.csv:4", "an outcome, which has no time"]),
    ("density_mean,1,", "density_mean,9,", ["seen.csv:4", "after the end of the run"]),
    ("density_mean,1,", "density_mean,soon,", ["seen.csv:4", "'soon' is not a number"]),
    (",8\n", ",0\n", ["seen.csv:2", "must be above 0"]),
    (",8\n", ",8,8\n", ["5 fields stand under 4 columns"]),
    ("deviation [", "deviatoin [", ["deviatoin", "did you mean 'deviation'?"]),
    (f"value [{UNIT}]", "value [mm]", ["seen.csv:2", "dimension length"]),
    (f"value [{UNIT}]", "value", ["has no unit"]),
    ("outcome,", "outcame,", ["outcame", "did you mean 'outcome'?"]),
]


def mistakes_are_told(folder, csv_text):
    for old, new, words in MISTAKES:
        path = fisher_fit(folder, csv_text)
        for file in (path, folder / "seen.csv"):
            file.write_text(file.read_text().replace(old, new, 1))
        check(new in path.read_text() + (folder / "seen.csv").read_text(), f"{old} was not replaced by {new}")
        done = fit(path, folder / "refused")
        check(done.returncode == 2, f"{new}: exit status {done.returncode}: {done.stderr}")
        check(not (folder / "refused").exists() and not done.stdout, f"{new}: something was written")
        check("1 mistake in" in done.stderr, f"{new}: one mistake is told as several:\n{done.stderr}")
        for word in words:
            check(word in done.stderr, f"{new}: '{word}' is not in\n{done.stderr}")
    path = fisher_fit(folder, csv_text.replace("density_mean,1,", "density_men,1,").replace(",8\n", ",-8\n", 1), more="seeds: 1\n")
    told = fit(path, folder / "refused").stderr
    check("seeds" in told and "density_men" in told and "above 0" in told and "3 mistakes" in told, f"not all at once:\n{told}")


def too_few_observations_are_refused(folder, csv_text):
    done = fit(fisher_fit(folder, "\n".join(csv_text.splitlines()[:2])), folder / "few")
    check(done.returncode == 2 and "too few for 2 parameters" in done.stderr, f"{done.returncode}: {done.stderr}")


def it_stops_when_asked_to(folder, csv_text):
    path = fisher_fit(folder, csv_text, starts=500)
    with subprocess.Popen([PROGRAM, "fit", str(path), "-o", str(folder / "stopped")], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    check(process.returncode == 1 and "stopped by SIGINT" in told, f"{process.returncode}: {told}")
    check(not (folder / "stopped").exists(), "a stopped fit left something")


def shipped_fits_run(folder):
    paths = sorted((SOURCE / "configs/fits").glob("*.yaml"))
    check(len(paths) == 2, f"{len(paths)} fits")
    for path in paths:
        if path.stem == "skin_synthetic" and os.environ.get("MEND_SANITIZE"):
            continue  # a hundred runs of skin would take minutes
        text = path.read_text()
        text = re.sub(r"(base|observations): ", rf"\1: {path.parent}/", text)
        (folder / path.name).write_text(re.sub(r"starts: \d+", "starts: 1", text))
        found, _ = good(folder / path.name, folder / path.stem)
        truths = [float(number) for number in re.findall(r"(?:rate|diffusivity|ment|activation|gain) ([\d.]+)",
                                                         (path.parent / f"{path.stem}.csv").read_text())]
        check(len(truths) == len(found["parameters"]), f"{path.name}: {truths}")
        for one, truth in zip(found["parameters"], truths):
            check(one["low"] < truth < one["high"], f"{path.name}: {one['name']} was {truth}, found {one}")


with scratch() as scratched:
    work = pathlib.Path(scratched)
    truth = fisher_truth(work / "truth", GROWTH, DIFFUSIVITY)
    seen = noisy(truth, 1, UNIT)
    result = parameters_come_back(work, seen)
    files_are_whole(work, result)
    fragment_can_be_named(work, result)
    an_existing_fit_stays(work)
    figures_are_drawn(work)
    what_is_held_out_is_foretold(work, truth)
    units_and_treatments_are_understood(work, truth)
    mistakes_are_told(work, seen)
    too_few_observations_are_refused(work, seen)
    it_stops_when_asked_to(work, seen)
    shipped_fits_run(work)
finish()
