"""pvpython study_scene.py FILE: one picture of each run named in a JSON file, in the same colours, from the same side.

The file holds `runs`, a list of {"folder": , "index": of the frame, "png": }, all absolute; it gets `top`, the end of the
colours in percent, and `size`, the edges of each block."""
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from paraview import simple  # noqa: E402

import mend  # noqa: E402
from figures import scene  # noqa: E402

SIZE = [800, 700]


def main(path):
    path = pathlib.Path(path)
    job = json.loads(path.read_text())
    opened = [scene.opened(one["folder"], one["index"]) for one in job["runs"]]
    job["top"] = max(top for _, _, _, top in opened)
    for one, (run, reader, points, _) in zip(job["runs"], opened):
        view = scene.white_view(SIZE, float(run.fields["time"][one["index"]]))
        scene.show_frame(view, reader)
        scene.show_collagen(view, points, job["top"], run)
        scene.show_channels(view, run)
        scene.look(view, run)
        simple.SaveScreenshot(one["png"], view, ImageResolution=SIZE)
        one["size"] = [float(edge) for edge in scene.size(run)]
        simple.Delete(view)
    path.write_text(json.dumps(job))
    print("drawn", len(opened))


try:
    main(sys.argv[1])
except mend.Error as error:
    sys.exit(str(error))
