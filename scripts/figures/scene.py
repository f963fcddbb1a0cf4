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

from figures.result import Missing, Result, edges  # noqa: E402

GREY, DARK = [0.35, 0.35, 0.35], [0.1, 0.1, 0.1]
AROUND, DOWN = 32, 40
NOWHERE = -1e9


def channel(columns, i):
    """Points, shape [DOWN][AROUND][3], of the wall of one channel: a sheared surface of revolution."""
    depth = columns["depth"][i]
    z = depth * numpy.sin(numpy.linspace(0, numpy.pi / 2, DOWN))
    radius = columns["radius"][i] * numpy.maximum(0, 1 - z / depth) ** columns["taper"][i]
    angle = numpy.linspace(0, 2 * numpy.pi, AROUND)
    x = columns["x"][i] + columns["shear_x"][i] * z[:, None] + radius[:, None] * numpy.cos(angle)
    y = columns["y"][i] + columns["shear_y"][i] * z[:, None] + radius[:, None] * numpy.sin(angle)
    return numpy.stack([x, y, numpy.broadcast_to(z[:, None], x.shape)], axis=-1)


def channels(result):
    """All channels of all sessions as one surface, or None."""
    append = vtk.vtkAppendPolyData()
    for session in result.sessions:
        for i in numpy.flatnonzero(session.columns["depth"] > 0):
            grid, points = vtk.vtkStructuredGrid(), vtk.vtkPoints()
            points.SetData(numpy_support.numpy_to_vtk(channel(session.columns, i).reshape(-1, 3), deep=True))
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


def new_collagen(result, reader):
    """The last frame's change of total collagen in percent of rest, and the size of the gain."""
    fields = [field for field in ("collagen1", "collagen3") if result.has(field)]
    if not fields:
        raise Missing(f"{result.path} has no collagen")
    last = len(result.time) - 1
    rest = float(numpy.nanmean(sum(result.frame(field, 0) for field in fields)))
    change = 100 * (sum(result.frame(field, last) for field in fields) / rest - 1)
    gains = change[numpy.isfinite(change) & (change > 0)]
    top = float(numpy.percentile(gains, 99)) if gains.size else 0.0
    # Cells without collagen hold NaN, of which the calculator makes a value that no change can have; the threshold drops
    # them before cells are averaged to points.
    calculator = simple.Calculator(Input=reader, AttributeType="Cell Data", ResultArrayName="change",
                                   ReplaceInvalidResults=1, ReplacementValue=NOWHERE,
                                   Function=f"100*(({'+'.join(fields)})/{rest!r}-1)")
    dermis = simple.Threshold(Input=calculator, Scalars=["CELLS", "change"], ThresholdMethod="Between",
                              LowerThreshold=-101, UpperThreshold=-NOWHERE)
    return simple.CellDatatoPointData(Input=dermis), top


def show_collagen(view, points, top, result):
    width, depth = edges(result.x)[-1], edges(result.z)[-1]
    back = edges(result.y)[-1]
    faces = ([(0.0, 0.5 * back, 0.0), (0, 1, 0)],) if len(result.y) == 1 else (
        [(0.0, back * 1e-4, 0.0), (0, 1, 0)], [(width * (1 - 1e-4), 0.0, 0.0), (1, 0, 0)],
        [(0.0, 0.0, depth * (1 - 1e-4)), (0, 0, 1)])
    for origin, normal in faces:
        cut = simple.Slice(Input=points, SliceType="Plane")
        cut.SliceType.Origin, cut.SliceType.Normal = origin, normal
        face = simple.Show(cut, view)
        simple.ColorBy(face, ("POINTS", "change"))
        face.Ambient, face.Diffuse = 1.0, 0.0
    if top > 1e-6 and len(result.y) > 1:
        for share, opacity in ((0.4, 0.12), (0.8, 0.35)):
            contour = simple.Contour(Input=points, ContourBy=["POINTS", "change"], Isosurfaces=[share * top])
            shell = simple.Show(contour, view)
            simple.ColorBy(shell, ("POINTS", "change"))
            shell.Opacity = opacity
    # Last, since every showing stretches the colours to its own data.
    colours = simple.GetColorTransferFunction("change")
    colours.AutomaticRescaleRangeMode = "Never"
    colours.ApplyPreset("Cool to Warm", True)
    size = top if top > 1e-6 else 1.0
    colours.RescaleTransferFunction(-size, size)
    bar = simple.GetScalarBar(colours, view)
    bar.Title, bar.ComponentTitle = "Collagen, change from rest (%)", ""
    bar.TitleColor = bar.LabelColor = DARK
    bar.TitleFontSize, bar.LabelFontSize = 22, 20
    bar.WindowLocation, bar.ScalarBarLength = "Lower Right Corner", 0.4
    bar.LabelFormat = bar.RangeLabelFormat = "%-#.2g"
    bar.AutomaticLabelFormat = 0
    face.SetScalarBarVisibility(view, True)


def show_frame(view, reader, result):
    """Outline and ruled axes of the whole block."""
    outline = simple.Show(reader, view)
    outline.SetRepresentationType("Outline")
    outline.AmbientColor = outline.DiffuseColor = DARK
    axes = view.AxesGrid
    axes.Visibility = 1
    axes.XTitle, axes.YTitle, axes.ZTitle = "r (mm)" if result.radial else "x (mm)", "y (mm)", "depth (mm)"
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


def look(view, result):
    """From above and beyond y; up is towards the surface, so that depth runs downwards and x to the right."""
    x, y, z = (edges(axis)[-1] for axis in (result.x, result.y, result.z))
    centre = numpy.array([x, y, z]) / 2
    direction = numpy.array([0.0, 1.0, 0.0] if len(result.y) == 1 else [-0.6, 1.0, -0.5])
    view.CameraFocalPoint = centre.tolist()
    view.CameraPosition = (centre + direction * 2.5 * max(x, y, z)).tolist()
    view.CameraViewUp = [0.0, 0.0, -1.0]
    view.CameraParallelProjection = 1
    simple.ResetCamera(view)


def main(run, png):
    result = Result(run)
    reader = simple.Xdmf3ReaderS(FileName=[str(pathlib.Path(run) / "run.xdmf")])
    time = float(result.time[-1])
    view = simple.CreateView("RenderView")
    view.ViewSize, view.Background, view.UseColorPaletteForBackground = [1600, 1200], [1, 1, 1], 0
    view.OrientationAxesVisibility = 0
    view.ViewTime = time
    reader.UpdatePipeline(time)
    points, top = new_collagen(result, reader)
    points.UpdatePipeline(time)
    show_frame(view, reader, result)
    show_collagen(view, points, top, result)
    holes = channels(result)
    if holes is not None:
        wall = simple.Show(holes, view)
        wall.AmbientColor = wall.DiffuseColor = [0.84, 0.37, 0.0]
        wall.Opacity = 0.55
    count = len(result.sessions)
    show_text(view, f"day {time:.4g}, {count} session{'' if count == 1 else 's'}")
    look(view, result)
    simple.SaveScreenshot(png, view, ImageResolution=[1600, 1200])
    print("drawn", png)


try:
    main(*sys.argv[1:3])
except Missing as error:
    sys.exit(f"render: {error}")
