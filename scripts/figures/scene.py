"""pvpython scene.py RUN PNG (both absolute): channels as surfaces, new collagen as contours and on two faces, depth down.

Read through run.xdmf, the only door that ParaView 5.11 has; the punctures and the resting collagen come from run.vtkhdf.
"""
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import numpy  # noqa: E402
from paraview import simple, vtk  # noqa: E402
from vtkmodules.util import numpy_support  # noqa: E402
from vtkmodules.vtkFiltersGeometry import vtkDataSetSurfaceFilter  # noqa: E402

import mend  # noqa: E402
from mend import COLUMNS, edges  # noqa: E402

GREY, DARK = [0.35, 0.35, 0.35], [0.1, 0.1, 0.1]
AROUND, DOWN = 32, 40
NOWHERE = -1e9


def channel(puncture):
    """Points, shape [DOWN][AROUND][3], of the wall of one channel: a sheared surface of revolution."""
    x, y, depth, radius, taper, shear_x, shear_y = (float(puncture[name]) for name in COLUMNS)
    z = depth * numpy.sin(numpy.linspace(0, numpy.pi / 2, DOWN))
    wall = radius * numpy.maximum(0, 1 - z / depth) ** taper
    angle = numpy.linspace(0, 2 * numpy.pi, AROUND)
    across = x + shear_x * z[:, None] + wall[:, None] * numpy.cos(angle)
    along = y + shear_y * z[:, None] + wall[:, None] * numpy.sin(angle)
    return numpy.stack([across, along, numpy.broadcast_to(z[:, None], across.shape)], axis=-1)


def channels(run):
    """All channels of all sessions as one surface, or None."""
    append = vtk.vtkAppendPolyData()
    for i in numpy.flatnonzero(run.punctures["depth"].values > 0) if run.punctures else ():
        grid, points = vtk.vtkStructuredGrid(), vtk.vtkPoints()
        points.SetData(numpy_support.numpy_to_vtk(channel(run.punctures.isel(puncture=i)).reshape(-1, 3), deep=True))
        grid.SetDimensions(AROUND, DOWN, 1)
        grid.SetPoints(points)
        surface = vtkDataSetSurfaceFilter()
        surface.SetInputData(grid)
        surface.Update()
        append.AddInputData(surface.GetOutput())
    if not append.GetNumberOfInputConnections(0):
        return None
    append.Update()
    producer = simple.TrivialProducer()
    producer.GetClientSideObject().SetOutput(append.GetOutput())
    return producer


def new_collagen(run, reader, index=-1):
    """A frame's change of total collagen in percent of rest, and the size of the gain."""
    names = [field for field in ("collagen1", "collagen3") if field in run.fields]
    if not names:
        raise mend.Error(f"{run.path} has no collagen")
    first, last = (sum(run.fields[name].isel(time=at).values.astype(float) for name in names) for at in (0, index))
    rest = float(numpy.nanmean(first))
    change = 100 * (last / rest - 1)
    gains = change[numpy.isfinite(change) & (change > 0)]
    top = float(numpy.percentile(gains, 99)) if gains.size else 0.0
    # Cells without collagen hold NaN, of which the calculator makes a value that no change can have; the threshold drops
    # them before cells are averaged to points.
    calculator = simple.Calculator(Input=reader, AttributeType="Cell Data", ResultArrayName="change",
                                   ReplaceInvalidResults=1, ReplacementValue=NOWHERE,
                                   Function=f"100*(({'+'.join(names)})/{rest!r}-1)")
    dermis = simple.Threshold(Input=calculator, Scalars=["CELLS", "change"], ThresholdMethod="Between",
                              LowerThreshold=-101, UpperThreshold=-NOWHERE)
    return simple.CellDatatoPointData(Input=dermis), top


def size(run):
    """Edges of the block along x (or the radius), y and z [mm]."""
    return [edges(run.fields[axis].values)[-1] for axis in ("r" if "r" in run.fields.sizes else "x", "y", "z")]


def show_collagen(view, points, top, run):
    """Show the change on faces and as contours, in colours up to the gain `top`; returns the last face and the colours."""
    width, back, depth = size(run)
    flat = run.fields.sizes["y"] == 1
    faces = ([(0.0, 0.5 * back, 0.0), (0, 1, 0)],) if flat else (
        [(0.0, back * 1e-4, 0.0), (0, 1, 0)], [(width * (1 - 1e-4), 0.0, 0.0), (1, 0, 0)],
        [(0.0, 0.0, depth * (1 - 1e-4)), (0, 0, 1)])
    for origin, normal in faces:
        cut = simple.Slice(Input=points, SliceType="Plane")
        cut.SliceType.Origin, cut.SliceType.Normal = origin, normal
        face = simple.Show(cut, view)
        simple.ColorBy(face, ("POINTS", "change"))
        face.Ambient, face.Diffuse = 1.0, 0.0
    if top > 1e-6 and not flat:
        for share, opacity in ((0.4, 0.12), (0.8, 0.35)):
            contour = simple.Contour(Input=points, ContourBy=["POINTS", "change"], Isosurfaces=[share * top])
            shell = simple.Show(contour, view)
            simple.ColorBy(shell, ("POINTS", "change"))
            shell.Opacity = opacity
    # Last, since every showing stretches the colours to its own data.
    colours = simple.GetColorTransferFunction("change")
    colours.AutomaticRescaleRangeMode = "Never"
    colours.ApplyPreset("Cool to Warm", True)
    limit = top if top > 1e-6 else 1.0
    colours.RescaleTransferFunction(-limit, limit)
    return face, colours


def show_bar(view, face, colours):
    bar = simple.GetScalarBar(colours, view)
    bar.Title, bar.ComponentTitle = "Collagen, change from rest (%)", ""
    bar.TitleColor = bar.LabelColor = DARK
    bar.TitleFontSize, bar.LabelFontSize = 22, 20
    bar.WindowLocation, bar.ScalarBarLength = "Lower Right Corner", 0.4
    bar.LabelFormat = bar.RangeLabelFormat = "%-#.2g"
    bar.AutomaticLabelFormat = 0
    face.SetScalarBarVisibility(view, True)


def show_frame(view, reader):
    """Outline of the whole block."""
    outline = simple.Show(reader, view)
    outline.SetRepresentationType("Outline")
    outline.AmbientColor = outline.DiffuseColor = DARK


def show_rulers(view, run):
    axes = view.AxesGrid
    axes.Visibility = 1
    axes.XTitle, axes.YTitle, axes.ZTitle = "r (mm)" if "r" in run.fields.sizes else "x (mm)", "y (mm)", "depth (mm)"
    for axis in "XYZ":
        setattr(axes, f"{axis}TitleColor", DARK)
        setattr(axes, f"{axis}LabelColor", DARK)
        setattr(axes, f"{axis}TitleFontSize", 18)
        setattr(axes, f"{axis}LabelFontSize", 15)
    axes.GridColor = GREY
    axes.AxesToLabel = 7


def show_text(view, words):
    text = simple.Show(simple.Text(Text=words), view)
    text.WindowLocation, text.FontSize, text.Color = "Upper Left Corner", 22, DARK


def look(view, run):
    """From above and beyond y; up is towards the surface, so that depth runs downwards and x to the right."""
    centre = numpy.array(size(run)) / 2
    direction = numpy.array([0.0, 1.0, 0.0] if run.fields.sizes["y"] == 1 else [-0.6, 1.0, -0.5])
    view.CameraFocalPoint = centre.tolist()
    view.CameraPosition = (centre + direction * 2.5 * max(size(run))).tolist()
    view.CameraViewUp = [0.0, 0.0, -1.0]
    view.CameraParallelProjection = 1
    simple.ResetCamera(view)


def opened(folder, index=-1):
    """A run, its reader at a frame, and what new_collagen makes of that."""
    run = mend.open(folder)
    reader = simple.Xdmf3ReaderS(FileName=[str(pathlib.Path(folder) / "run.xdmf")])
    time = float(run.fields["time"][index])
    reader.UpdatePipeline(time)
    points, top = new_collagen(run, reader, index)
    points.UpdatePipeline(time)
    return run, reader, points, top


def white_view(size, time):
    view = simple.CreateView("RenderView")
    view.ViewSize, view.Background, view.UseColorPaletteForBackground = size, [1, 1, 1], 0
    view.OrientationAxesVisibility = 0
    view.ViewTime = time
    return view


def show_channels(view, run):
    holes = channels(run)
    if holes is not None:
        wall = simple.Show(holes, view)
        wall.AmbientColor = wall.DiffuseColor = [0.84, 0.37, 0.0]
        wall.Opacity = 0.55


def main(folder, png):
    run, reader, points, top = opened(folder)
    time = float(run.fields["time"][-1])
    view = white_view([1600, 1200], time)
    show_frame(view, reader)
    show_rulers(view, run)
    show_bar(view, *show_collagen(view, points, top, run))
    show_channels(view, run)
    count = run.sessions.sizes.get("session", 0)
    show_text(view, f"day {time:.4g}, {count} session{'' if count == 1 else 's'}")
    look(view, run)
    simple.SaveScreenshot(png, view, ImageResolution=[1600, 1200])
    print("drawn", png)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except mend.Error as error:
        sys.exit(f"render: {error}")
