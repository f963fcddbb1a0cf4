#!/usr/bin/python3
"""read_a_result.py [RUN]: what can be done with a result in Python; RUN is results/quick where none is given.

A script of your own finds the reader with `export PYTHONPATH=scripts`, or by the two lines below.
"""
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import mend  # noqa: E402

with mend.open(sys.argv[1] if len(sys.argv) > 1 else "results/quick") as run:
    # What the result holds. The fields are an xarray dataset: axes and variables carry units and descriptions, and no
    # value is read from the file before it is used.
    print(run)
    print(run.fields)

    # Times and positions are asked for in days and mm, not by index.
    layer = run.fields["collagen1"].sel(time=7, z=0.4, method="nearest")
    print(f"\ncollagen I on day {float(layer.time):.4g}, {float(layer.z):.3f} mm deep: {float(layer.min()):.1f} to "
          f"{float(layer.max()):.1f} {layer.attrs['units']}")

    # The program measures more often than it keeps fields, and weighs cells by their volume. NaN: not defined there,
    # since there is no collagen in the epidermis.
    change = run.measures["collagen_change_by_depth"].isel(time=-1)
    print(f"\n{change.attrs['description']}, on day {float(change.time):.4g}:")
    for z, percent in zip(change.z.values, change.values):
        if percent == percent:
            print(f"  {z:6.3f} mm  {percent:+7.2f} {change.attrs['units']}")

    ratio = run.measures["collagen_ratio_mean"]
    day = float(ratio.time[int(ratio.argmax())])
    print(f"\n{ratio.attrs['description']}: {float(ratio.max()):.4f} at its largest, on day {day:.4g}")

    # Outcomes are what a paper would report. NaN means: not within the run.
    print("\noutcomes:")
    for name, outcome in run.outcomes.items():
        print(f"  {name:45}{outcome.item():12.4g}  {outcome.attrs['units']:15}{outcome.attrs['description']}")

    # Sessions and their punctures; to_dataframe() makes a pandas table of any of these datasets.
    for number in run.sessions["session"].values if run.sessions else ():
        session = run.sessions.sel(session=number)
        print(f"\nsession {number} on day {float(session.time):.4g}: {float(session.density):.4g} punctures per mm^2, "
              f"{float(session.injured_area):.1%} of the surface injured")
        punctures = run.punctures.isel(puncture=run.punctures["session"].values == number)
        print(punctures[["x", "y", "depth", "radius", "tilt"]].to_dataframe().to_string(float_format="{:.3f}".format))

    # The whole configuration, every default filled in: enough to run it again.
    print("\n" + "\n".join(run.configuration.splitlines()[:4]))

    # And a picture: labels and units come with the data. It goes into a file, so that no screen is needed.
    picture = run.folder / "profile.png"
    change.plot.line(y="z", yincrease=False, marker=".")[0].figure.savefig(picture, bbox_inches="tight")
    print(f"\n{picture}")
