"""Tables of sweeps as `mend sweep collect` writes them, made from numbers given by a test."""
import csv
import hashlib

import h5py
import numpy

WORDS = ("status", "identity", "reason")


def texts(words):
    return numpy.array([word.encode() for word in words]).astype("S")


def write(folder, design, keys, outcomes, status=None, replicate=None, sample=None, block=1, unit=None, complete="yes"):
    """Write table.h5 and table.csv. `keys` maps a name to (values, unit, scale, uncertain), `outcomes` to (values, unit);
    points that differ in replicate, sample and uncertain keys alone get one setting. Failed points lose their numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    n = len(next(iter(keys.values()))[0])
    status = list(status if status is not None else ["done"] * n)
    zero = numpy.zeros(n, int)
    replicate, sample = (zero if one is None else numpy.asarray(one) for one in (replicate, sample))
    varied = [values for values, _, _, uncertain in keys.values() if not uncertain]
    rows = [tuple(values[point] for values in varied) for point in range(n)]
    setting = numpy.array([list(dict.fromkeys(rows)).index(row) for row in rows])
    alive = numpy.array([word == "done" for word in status])
    columns = {name: (values, {"units": units, "description": f"the key {name}", "role": "parameter", "scale": scale,
                               "uncertain": int(uncertain)}) for name, (values, units, scale, uncertain) in keys.items()}
    for name, (values, units) in outcomes.items():
        columns[name] = numpy.where(alive, values, numpy.nan), {
            "units": units, "description": f"the outcome {name}", "role": "outcome"}
    columns["status"] = status, {"role": "status"}
    columns["identity"] = [hashlib.sha1(repr((row, r, s)).encode()).hexdigest()[:16]
                           for row, r, s in zip(rows, replicate, sample)], {"role": "status"}
    columns["reason"] = ["it broke" if word == "failed" else "" for word in status], {"role": "status"}
    for name, values in ("setting", setting), ("replicate", replicate), ("sample", sample):
        columns[name] = values, {"role": "design"}
    columns["wall_time"] = numpy.where(alive, 2.0, numpy.nan), {"units": "s", "role": "timing"}
    columns["steps"] = numpy.where(alive, 400.0, numpy.nan), {"units": "1", "role": "timing"}
    write_table(folder / "table.h5", columns, {"title": "made by a test", "design": design, "complete": complete}, block,
                unit or {name: numpy.full(n, numpy.nan) for name in keys if not keys[name][3]})
    write_text(folder / "table.csv", columns, list(keys), list(outcomes))
    return folder


def write_table(path, columns, words, block, unit):
    with h5py.File(path, "w") as file:
        for name, word in words.items():
            file.attrs[name] = numpy.bytes_(word)
        file.attrs["format_version"], file.attrs["block"] = 1, block
        n = len(columns["status"][0])
        file["point"] = numpy.arange(n)
        file["point"].make_scale("point")
        for name, (values, attributes) in columns.items():
            file[name] = texts(values) if isinstance(values[0], str) else numpy.asarray(values)
            file[name].dims[0].attach_scale(file["point"])
            for key, value in attributes.items():
                file[name].attrs[key] = numpy.bytes_(value) if isinstance(value, str) else value
        group = file.create_group("design")
        group["keys"] = numpy.bytes_("\n".join(unit))
        group["unit"] = numpy.array(list(unit.values())).T


def write_text(path, columns, keys, outcomes):
    def head(name):
        units = columns[name][1].get("units", "")
        return f"{name} [{units}]" if units else name

    order = ["identity", "status", "setting", "replicate", "sample", *keys, *outcomes, "wall_time", "steps", "reason"]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["point", *(name if name == "steps" else head(name) for name in order)])
        for point in range(len(columns["status"][0])):
            writer.writerow([point, *(columns[name][0][point] for name in order)])
