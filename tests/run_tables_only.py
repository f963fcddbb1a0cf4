#!/usr/bin/python3
"""A run for tables alone gives the numbers of one with frames, in one file that the program and the reader for Python open."""
import pathlib
import subprocess
import sys

import h5py
import numpy

from runs import PROGRAM, SOURCE, check, finish, result, scratch

sys.path.insert(0, str(SOURCE / "scripts"))
import mend  # noqa: E402

SHORT = ["grid.spacing=100 um", "run.end=2 day", "output.frames={every: 7 h}"]
TABLES = ["--tables-only"]


def shared(file):
    """Every dataset but the frames, their times and what is made of cells, by path."""
    found = {}
    file.visititems(lambda path, item: found.update({path: item[()]}) if isinstance(item, h5py.Dataset) else None)
    return {path: value for path, value in found.items()
            if path.split("/")[0] in ("measures", "outcomes", "treatment", "provenance", "x", "y", "z", "layer")
            and not path.endswith("injured_fraction")}


def equal(one, other):
    one, other = numpy.asarray(one), numpy.asarray(other)
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()


def texts(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    check(done.returncode == 0, f"{arguments}: {done.stderr}")
    return done.stdout


with scratch() as place:
    folder = pathlib.Path(place)
    with result("quick.yaml", folder / "whole", *SHORT) as whole, \
            result("quick.yaml", folder / "tables", *SHORT, options=TABLES) as tables:
        expected, got = shared(whole), shared(tables)
        check(len(expected) > 50 and set(expected) == set(got), f"the same tables: {set(expected) ^ set(got)}")
        for path in set(expected) & set(got):
            check(equal(expected[path], got[path]), f"{path} has the same bits")
        check("VTKHDF" not in tables and "time" not in tables and "alarm" not in tables, "there are no frames")
    left = sorted(path.name for path in (folder / "tables").iterdir())
    check(left == ["run.vtkhdf"], f"one file is left: {left}")
    alone = (folder / "tables/run.vtkhdf").rename(folder / "point.h5")
    check("none: a result of tables alone" in texts("info", alone), "mend info says so")
    check(texts("info", alone, "--outcomes") == texts("info", folder / "whole", "--outcomes"), "mend info shows the same outcomes")
    check(texts("info", alone, "--format", "json").startswith("{"), "also as JSON")
    with mend.open(alone) as run, mend.open(folder / "whole") as other:
        check(run.complete and list(run.fields) == ["layer"], f"the reader finds no fields: {list(run.fields)}")
        check(run.outcomes.identical(other.outcomes) and run.measures.identical(other.measures), "the reader finds the same tables")
        check(run.punctures.identical(other.punctures) and len(run.punctures.puncture) > 0, "and the same punctures")
        check(run.sessions.identical(other.sessions.drop_vars(["injured_fraction", "x", "y", "z"])), "and sessions")
        check("not complete" not in repr(run), repr(run))
    texts("run", alone, "-o", folder / "again", "--tables-only", "--quiet")
    check(texts("info", folder / "again", "--outcomes") == texts("info", alone, "--outcomes"), "it can be run again")
    texts("run", alone, "-o", folder / "again", "--resume", "--quiet")
    check((folder / "again/run.xdmf").is_file(), "taken up without the option, it has frames")
finish()
