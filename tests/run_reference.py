#!/usr/bin/python3
"""REF-1 reaches its converged values and follows its converged curves.

The expected numbers are independent of this program: finite volumes of 0.5 um with central taxis, a stiff solver of order 5
at a relative tolerance of 1e-9, cross-checked by a second solver and a second code; the curves stand in data/reference.
A run at default settings must be within 3 %, a fine one within 1 %.
"""
import csv

import numpy

from runs import SOURCE, check, finish, near, result, scratch

PEAKS = {  # outcome: value, day (None: not given)
    "neutrophils_near_channel": (1163.1, 0.596), "inflammatory_macrophages_near_channel": (1519.0, 1.552),
    "repair_macrophages_near_channel": (937.9, 2.927), "tgf_beta1_near_channel": (6.1449, 2.913),
    "tgf_beta3_near_channel": (1.1470, 5.128), "pdgf_near_channel": (4.5121, 3.427), "vegf_near_channel": (2.0746, 3.063),
    "fibroblasts_near_channel": (3010.0, 5.602), "myofibroblasts_near_channel": (1276.6, 10.66),
    "collagenolysis_near_channel": (9.6309, 1.866), "hyaluronan_near_channel": (1.7496, 6.324),
    "capillaries_near_channel": (1.3649, 9.084), "collagen1_formation_near_channel": (0.81550, 6.760),
    "alarm_near_channel": (0.21376, 0.080), "alarm_mean": (0.05989, 0.225)}
CHANGES = {"collagen1_mean_change": 1.776, "collagen3_mean_change": 0.499, "elastin_mean_change": -0.2160}
T80 = {15: 1.37, 25: 2.55, 40: 4.81, 60: 8.41, 100: 16.4}  # radius [um]: [h]
CURVES = {"S": "alarm", "N": "neutrophils", "M1": "inflammatory_macrophages", "M2": "repair_macrophages", "T": "tgf_beta1",
          "T3": "tgf_beta3", "G": "pdgf", "F": "fibroblasts", "Y": "myofibroblasts", "P": "collagenolysis", "Z": "fibrin",
          "C3": "collagen3", "C1": "collagen1", "E": "elastin", "V": "vegf", "B": "capillaries", "H": "hyaluronan",
          "Q": "injury_charge", "synI": "collagen1_formation"}
REST = {"M2": 100, "T": 1, "T3": 0.4, "G": 4.5 / 4.03, "V": 1.6 / 6, "F": 2000, "P": 1, "C3": 40, "C1": 160, "E": 8, "B": 1,
        "H": 0.5, "synI": 1.5e-4 * 200 * 0.8}


def compare_peaks(run, share, day_share):
    for name, (value, day) in PEAKS.items():
        near(run[f"outcomes/{name}_peak"][()].item(), value, share, f"{name}, peak")
        near(run[f"outcomes/{name}_peak_time"][()].item(), day, day_share, f"{name}, day of the peak")
    for name, value in CHANGES.items():
        near(run[f"outcomes/{name}"][()].item(), value, share, name)


def compare_curves(run, share):
    """Largest difference over the largest change from rest of the same column."""
    times = run["measures/time"][:]
    for part, suffix in (("core", "near_channel"), ("cell", "mean")):
        with open(SOURCE / "tests/data/reference" / f"ref1_{part}.csv", encoding="ascii") as file:
            rows = list(csv.DictReader(file))
        days = numpy.array([float(row["time_d"]) for row in rows])
        at = [int(numpy.argmin(abs(times - day))) for day in days]
        check(numpy.allclose(times[at], days, atol=1e-6), "the table holds the times of the curves")
        for symbol, name in CURVES.items():
            curve = numpy.array([float(row[symbol]) for row in rows])
            off = abs(run[f"measures/{name}_{suffix}"][:][at] - curve).max() / abs(curve - REST.get(symbol, 0)).max()
            print(f"  curve {name}_{suffix}: off by {100 * off:.2f} %")
            check(off <= share, f"curve of {name}_{suffix} is off by {100 * off:.2f} %, allowed {100 * share} %")


with scratch() as folder:
    print("REF-1, default settings")
    with result("reference.yaml", f"{folder}/default") as run:
        compare_peaks(run, 0.03, 0.03)
        compare_curves(run, 0.03)
        near(run["outcomes/collagen_ratio_peak_time"][()].item(), 18.8, 0.03, "day of the largest III:I")
        near(run["outcomes/tgf_beta3_ratio_day14"][()].item(), 1.58, 0.03, "TGF-beta3 over rest on day 14")
        lowest = float(run["provenance/steps"][()].decode().split("lowest value ")[1].split()[0])
        check(lowest > -1e-5, f"the lowest value is {lowest} of a scale")
    print("REF-1, 4 um and tolerance 1e-3")
    with result("reference.yaml", f"{folder}/fine", "grid.spacing=[4 um, 1 mm]", "run.tolerance=1e-3") as run:
        compare_peaks(run, 0.01, 0.01)
        compare_curves(run, 0.01)
    print("80 % epithelium on the axis")
    for radius, hours in T80.items():
        spacing = f"grid.spacing=[{min(10, radius / 6):.3f} um, 1 mm]"
        with result("reference_epithelium.yaml", f"{folder}/{radius}", spacing,
                    f"treatment.device.channel_radius={radius} um") as run:
            near(run["outcomes/reepithelialisation_t80"][()].item(), hours, 0.03, f"t80, radius {radius} um")
    print("one channel in a periodic box of the same density")
    box = ["grid={width: [632.456 um, 632.456 um], spacing: [10 um, 10 um, 1 mm], sides: periodic}", "run.end=4 week",
           "output={measures: {every: 1 week}}"]
    with result("reference.yaml", f"{folder}/box", *box) as run:
        for name, (value, _) in PEAKS.items():
            near(run[f"outcomes/{name}_peak"][()].item(), value, 0.03, f"{name}, peak in the box")
finish()
