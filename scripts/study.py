"""The table of a sweep. `import mend; study = mend.open_study("STUDY")` gives a Study:

    study.table       every point, an xarray Dataset over `point`; units, descriptions and roles are attributes
    study.parameters  the keys that differ between points
    study.outcomes    what the points come to; NaN where a point failed, is not done, or never came to it
    study.done        the table of the finished points alone
    study.bands()     medians and 5 to 95 % over replicates and samples of uncertain keys, for each setting
    study.unit        where each setting of the design lies in the unit cube

The same without this module: `xarray.open_dataset("STUDY/table.h5", engine="h5netcdf")` and
`pandas.read_csv("STUDY/table.csv")`, whose columns carry their units in brackets.
"""
import difflib
import functools
import pathlib

import h5py
import numpy
import xarray

from mend import FORMAT, Error, described, text

QUANTILES = (0.05, 0.5, 0.95)
DONE, FAILED = "done", "failed"


def find(path):
    """The table of a study in a folder, or the table itself; None where the path is neither."""
    path = pathlib.Path(path)
    if path.is_dir():
        return path / "table.h5" if (path / "table.h5").exists() or (path / "plan.h5").exists() else None
    return path if path.suffix == ".h5" else None


def read(path):
    """Read a table whole: it is small, and `collect` may write it anew at any time."""
    if not path.is_file():
        raise Error(f"{path} does not exist: 'mend sweep collect {path.parent}' makes it")
    try:
        with h5py.File(path, "r") as file:
            if "design" not in file.attrs or "status" not in file:
                raise Error(f"{path} is no table of a sweep")
            if file.attrs.get("format_version") != FORMAT:
                raise Error(f"{path} has format {file.attrs.get('format_version')}; this reader knows format {FORMAT}")
            table = xarray.Dataset({name: variable(data) for name, data in file.items()
                                    if isinstance(data, h5py.Dataset)}, attrs=described(file.attrs))
            design = file.get("design")
            keys = text(design["keys"][()]).splitlines() if design else []
            unit = design["unit"][()] if design else numpy.empty((table.sizes["point"], 0))
    except OSError as error:
        raise Error(f"{path} cannot be read: {error}") from error
    return table, xarray.DataArray(unit, {"setting": numpy.arange(len(unit)), "key": keys}, ("setting", "key"), "unit")


def variable(data):
    values = data[()] if numeric(data) else decoded(data[()])
    hidden = ("CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "_Netcdf4Dimid")
    return "point", values, described({name: value for name, value in data.attrs.items() if name not in hidden})


def numeric(values):
    """Whether a variable holds numbers, not words."""
    return values.dtype.kind in "fiu"


def decoded(values):
    return numpy.array([text(value) for value in values.tolist()], object)


class Study:
    """A sweep's table. See the module's first lines for what it holds."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.folder = self.path.parent
        self.table, self.unit = read(self.path)

    def __repr__(self):
        failed = int((self.table["status"] == FAILED).sum())
        return (f"<mend.Study {self.path}{'' if self.complete else ', not complete'}>\n"
                f"design     {self.design}\n"
                f"points     {self.table.sizes['point']}, {self.done.sizes['point']} done, {failed} failed\n"
                f"parameters {', '.join(self.parameters)}\n"
                f"outcomes   {len(self.outcomes)}")

    def of_role(self, role):
        """Names of the variables of a role: parameter, outcome, status, design, timing."""
        return [name for name, values in self.table.items() if values.attrs.get("role") == role]

    @property
    def title(self):
        """As the sweep file gives it; may be ""."""
        return str(self.table.attrs.get("title", ""))

    @property
    def design(self):
        """How points were chosen: grid, list, latin hypercube, sobol, morris."""
        return str(self.table.attrs["design"])

    @property
    def complete(self):
        """Whether every point was done or had failed when the table was made."""
        return str(self.table.attrs.get("complete")) == "yes"

    @functools.cached_property
    def parameters(self):
        """Dataset of the keys that differ between points, as the sweep file has them; words, or numbers in `units`."""
        names, first = self.of_role("parameter"), list(self.unit["key"].values)
        return self.table[sorted(names, key=lambda name: first.index(name) if name in first else len(first))]

    @functools.cached_property
    def outcomes(self):
        """Dataset of the numbers that points come to."""
        return self.table[self.of_role("outcome")]

    @functools.cached_property
    def done(self):
        """The table of the finished points alone."""
        return self.table.isel(point=self.table["status"].values == DONE)

    @functools.cached_property
    def varied(self):
        """Names of the parameters that differ between settings: all but the uncertain ones."""
        return [name for name, values in self.parameters.items() if not values.attrs.get("uncertain", 0)]

    def outcome(self, name):
        """The variable of an outcome. Raises mend.Error with the nearest name."""
        return self._named(name, self.outcomes, "outcome")

    def key(self, name):
        """The variable of a varied key; the end of its name will do where no other key ends so. Raises mend.Error."""
        ends = [key for key in self.varied if key.endswith(f".{name}")]
        return self._named(ends[0] if len(ends) == 1 else name, self.parameters[self.varied], "varied key")

    def _named(self, name, table, what):
        if name in table:
            return table[name]
        known = {**{whole.rpartition(".")[2]: whole for whole in table}, **{whole: whole for whole in table}}
        near = difflib.get_close_matches(name, known, 1, 0.6)
        others = f"did you mean '{known[near[0]]}'?" if near else f"there are {', '.join(table) or 'none'}"
        raise Error(f"{self.path} has no {what} '{name}'; {others}")

    def bands(self, names=None, quantiles=QUANTILES):
        """Dataset over setting and quantile: what lies between the points of a setting, which differ in replicate and
        uncertain keys alone. Coordinates are the varied keys; `count` over setting and outcome says how many points had a
        number, `points` how many there are."""
        names = list(names or self.outcomes)
        settings, first, place = numpy.unique(self.table["setting"].values, return_index=True, return_inverse=True)
        members = [numpy.flatnonzero(place == index) for index in range(len(settings))]
        bands = xarray.Dataset(coords={"setting": settings, "quantile": list(quantiles), "outcome": names})
        for name in self.varied:
            key = self.parameters[name]
            bands.coords[name] = "setting", key.values[first], key.attrs
        for name in names:
            values = self.outcome(name)
            bands[name] = ("setting", "quantile"), [band(values.values[who], quantiles) for who in members], values.attrs
        bands["count"] = ("setting", "outcome"), [[numpy.isfinite(self.outcomes[name].values[who]).sum() for name in names]
                                                  for who in members]
        bands["points"] = "setting", [len(who) for who in members]
        return bands


def band(values, quantiles=QUANTILES):
    """Quantiles of the numbers among values; NaN where there is none."""
    there = values[numpy.isfinite(values)]
    return numpy.quantile(there, quantiles) if there.size else numpy.full(len(quantiles), numpy.nan)
