"""A result in ParaView: a section through its middle, channels, a contour of new collagen, the time.

    MEND_RUN=results/quick paraview --script=scripts/paraview/run_state.py
    pvpython scripts/paraview/run_state.py results/quick [--save STATE.pvsm | --picture PNG]

All stands in the pipeline browser, to be changed there; File > Save State keeps it. It needs ParaView 5.11 or newer,
and h5py in ParaView's own Python for the channels."""
import os
import pathlib
import sys

from paraview import simple

COLLAGEN = ("collagen1", "collagen3")
NOWHERE = -1e9
LEAST = 1e-6  # of a number that is shown
DARK = [0.1, 0.1, 0.1]

# Runs inside ParaView each time that the pipeline is made, so that a state that was saved finds its channels again.
CHANNELS = '''
import h5py, numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray
AROUND, DOWN = 32, 40
points, strips = vtkPoints(), vtkCellArray()
angle = numpy.linspace(0, 2 * numpy.pi, AROUND)
with h5py.File(run, "r") as file:
    sessions = [file["treatment"][name] for name in file.get("treatment", ()) if name.startswith("session_")]
    holes = [dict(zip(NAMES, hole)) for group in sessions
             for hole in zip(*(numpy.atleast_1d(group[name][()]) for name in NAMES))]
for hole in holes:
    if not hole["depth"] > 0:
        continue
    first = points.GetNumberOfPoints()
    for z in hole["depth"] * numpy.sin(numpy.linspace(0, numpy.pi / 2, DOWN)):
        radius = hole["radius"] * numpy.maximum(0, 1 - z / hole["depth"]) ** hole["taper"]
        for a in angle:
            points.InsertNextPoint(hole["x"] + hole["shear_x"] * z + radius * numpy.cos(a),
                                   hole["y"] + hole["shear_y"] * z + radius * numpy.sin(a), z)
    for ring in range(DOWN - 1):
        strips.InsertNextCell(2 * AROUND)
        for a in range(AROUND):
            strips.InsertCellPoint(first + ring * AROUND + a)
            strips.InsertCellPoint(first + (ring + 1) * AROUND + a)
self.GetPolyDataOutput().SetPoints(points)
self.GetPolyDataOutput().SetStrips(strips)
'''
NAMES = ("x", "y", "depth", "radius", "taper", "shear_x", "shear_y")


def opened(folder):
    """The reader of a result's frames. The path must be absolute: the reader ends the program at a bare relative name."""
    folder = pathlib.Path(folder).resolve()
    folder = folder.parent if folder.is_file() else folder
    if not (folder / "run.xdmf").is_file():
        sys.exit(f"run_state: {folder}/run.xdmf does not exist: give the folder of a result")
    reader = simple.Xdmf3ReaderS(registrationName=folder.name, FileName=[str(folder / "run.xdmf")])
    reader.UpdatePipelineInformation()
    return folder, reader


def mean_at_rest(reader, names):
    """Of the sum of these fields in the first frame, the state before any session, which is the same everywhere."""
    reader.UpdatePipeline(reader.TimestepValues[0])
    return sum(reader.CellData[name].GetRange(0)[1] for name in names)


def quantity(reader, fields):
    """What is shown: the change of collagen if there is any, else the first field. Gives points and the array's name.
    NaN, where a field does not live, becomes a value that nothing has, and is cut away before cells become points."""
    names = [name for name in COLLAGEN if name in fields]
    rest = mean_at_rest(reader, names) if names else 0
    name = "collagen change (%)" if rest else fields[0]
    function = f"100*(({'+'.join(names)})/{rest!r}-1)" if rest else f'"{name}"'
    kept = simple.Calculator(registrationName=name, Input=reader, AttributeType="Cell Data", ResultArrayName=name,
                             Function=function, ReplaceInvalidResults=1, ReplacementValue=NOWHERE)
    alive = simple.Threshold(registrationName="where it lives", Input=kept, Scalars=["CELLS", name],
                             ThresholdMethod="Above Upper Threshold", UpperThreshold=NOWHERE / 2)
    return simple.CellDatatoPointData(registrationName="at points", Input=alive), name


def coloured(shown, name):
    simple.ColorBy(shown, ("POINTS", name))
    return shown


def section(points, information, view, name):
    """Through the middle along y; across the axis that has one cell, if there is one."""
    bounds, extent = information.GetBounds(), information.GetExtent()
    flat = [axis for axis in range(3) if extent[2 * axis + 1] - extent[2 * axis] == 1]
    across = flat[-1] if flat else 1
    cut = simple.Slice(registrationName="section", Input=points, SliceType="Plane")
    cut.SliceType.Origin = [0.5 * (bounds[axis] + bounds[axis + 1]) for axis in (0, 2, 4)]
    cut.SliceType.Normal = [float(axis == across) for axis in range(3)]
    shown = coloured(simple.Show(cut, view), name)
    shown.Ambient, shown.Diffuse = 1.0, 0.0
    return shown


def contour(points, view, name, level):
    made = simple.Contour(registrationName="contour", Input=points, ContourBy=["POINTS", name], Isosurfaces=[level])
    coloured(simple.Show(made, view), name).Opacity = 0.35


def channels(folder, view):
    try:
        import h5py  # noqa: F401
    except ImportError:
        print("run_state: ParaView's Python has no h5py: no channels")
        return
    source = simple.ProgrammableSource(registrationName="channels", OutputDataSetType="vtkPolyData")
    source.Script = f"run, NAMES = {str(folder / 'run.vtkhdf')!r}, {NAMES!r}\n{CHANNELS}"
    wall = simple.Show(source, view)
    wall.AmbientColor = wall.DiffuseColor = [0.84, 0.37, 0.0]
    wall.Opacity = 0.55


def colours(view, shown, name, top, centred):
    """From -top to top about 0, or from 0 to top; last, since every showing stretches the colours to its own data."""
    table = simple.GetColorTransferFunction(name)
    table.AutomaticRescaleRangeMode = "Never"
    table.ApplyPreset("Cool to Warm" if centred else "Viridis (matplotlib)", True)
    table.RescaleTransferFunction(-top if centred else 0, top)
    bar = simple.GetScalarBar(table, view)
    bar.LabelFormat = bar.RangeLabelFormat = "%-#.2g"
    bar.Title, bar.ComponentTitle, bar.TitleColor, bar.LabelColor = name, "", DARK, DARK
    shown.SetScalarBarVisibility(view, True)


def looked_at(view, bounds):
    """From beyond y; depth runs downwards, x to the right."""
    centre = [0.5 * (bounds[axis] + bounds[axis + 1]) for axis in (0, 2, 4)]
    size = max(bounds[axis + 1] - bounds[axis] for axis in (0, 2, 4))
    view.CameraFocalPoint = centre
    view.CameraPosition = [centre[0] - 1.5 * size, centre[1] + 2.5 * size, centre[2] - 1.2 * size]
    view.CameraViewUp, view.CameraParallelProjection = [0, 0, -1], 1
    simple.ResetCamera(view)


def build(folder):
    """Make the pipeline and its view at the last time; returns the view."""
    folder, reader = opened(folder)
    view = simple.GetActiveViewOrCreate("RenderView")
    view.UseColorPaletteForBackground, view.Background = 0, [1, 1, 1]
    times = list(reader.TimestepValues)
    reader.UpdatePipeline(times[-1])
    fields = [name for name in reader.CellData.keys() if name != "layer"]
    information = reader.GetDataInformation()
    bounds = information.GetBounds()
    points, name = quantity(reader, fields)
    points.UpdatePipeline(times[-1])
    low, high = points.PointData[name].GetRange(0) if name in points.PointData.keys() else (0, 0)
    # Of the gain where there is any, else of the loss.
    reach = high if high > LEAST else low if low < -LEAST else 1.0
    outline = simple.Show(reader, view)
    outline.SetRepresentationType("Outline")
    outline.AmbientColor = outline.DiffuseColor = DARK
    shown = section(points, information, view, name)
    contour(points, view, name, 0.4 * reach)
    colours(view, shown, name, abs(reach), low < 0)
    label = simple.Show(simple.AnnotateTimeFilter(registrationName="time", Input=reader, Format="day {time:.4g}"), view)
    label.Color, label.WindowLocation = DARK, "Upper Left Corner"
    looked_at(view, bounds)
    # Last, since a source with a script of its own puts arrays' functions in the place of Python's max and min.
    channels(folder, view)
    scene = simple.GetAnimationScene()
    scene.UpdateAnimationUsingDataTimeSteps()
    scene.AnimationTime = times[-1]
    simple.Render(view)
    return view


def main(words):
    run = words[0] if words and not words[0].startswith("--") else os.environ.get("MEND_RUN")
    if not run:
        sys.exit("run_state: which result? Give its folder, or name it by MEND_RUN")
    view = build(run)
    for option, write in (("--save", simple.SaveState), ("--picture", lambda path: simple.SaveScreenshot(path, view))):
        if option in words[:-1]:
            write(str(pathlib.Path(words[words.index(option) + 1]).resolve()))
    print("drawn", run)


main(sys.argv[1:])
