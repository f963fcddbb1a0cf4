#!/usr/bin/python3
"""Each rule of scripts/lint accepts a small sound house, and finds the one mistake that is planted in it."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("MEND_SOURCE_DIR", pathlib.Path(__file__).resolve().parent.parent))
LINT = ROOT / "scripts" / "lint"

SOUND = {
    "CMakeLists.txt": "add_subdirectory(sim)\n",
    "CMakePresets.json": '{"workflowPresets": [{"name": "release"}]}\n',
    "README.md": "Run `scripts/test`, or `cmake --workflow --preset release`.\n\n```sh\nscripts/test\n```\n"
                 "```c sim/base/error.h\nint error_set(void);\n```\n",
    "scripts/test": "#!/bin/sh\n",
    "sim/CMakeLists.txt": "add_library(mend_sim base/error.c grid/grid.c)\n",
    "sim/model.h": "struct model;\n",
    "sim/base/error.h": "int error_set(void);\n",
    "sim/base/error.c": '#include "base/error.h"\n\nint error_set(void) { return 0; }\n',
    "sim/grid/axis.h": "/* verwer1999 */\n",
    "sim/grid/grid.h": "int grid_size(void);\nextern const int grid_names[];\n",
    "sim/grid/grid.c": '#include "grid/grid.h"\n\n#include "base/error.h"\n#include "model.h"\n\n'
                       "const int grid_names[] = {1};\nint grid_size(void) { return error_set(); }\n",
    "sim/references.bib": "@article{verwer1999,\n  title = {ROS2},\n  doi = {10.1137/S1064827597326651},\n}\n",
    "models/CMakeLists.txt": "add_library(mend_models tiny/tiny.c)\n",
    "models/references.bib": "@article{fisher1937,\n  doi = {10.1111/j.1469-1809.1937.tb02153.x}\n}\n",
    "models/tiny/tiny.h": "int tiny(void);\n",
    "models/tiny/tiny.c": '/* fisher1937 */\n#include "tiny.h"\n\n#include "model.h"\n\nint tiny(void) { return 0; }\n',
    "tests/CMakeLists.txt": "set(tests test_grid)\n",
    "tests/test_grid.c": "int main(void) { return 0; }\n",
}

# Rule, file, text that takes the place of the sound one, words of the complaint.
PLANTED = (
    ("floors", "sim/base/error.c", '#include "grid/grid.h"\n', "not below base"),
    ("floors", "sim/grid/grid.c", '#include "models/tiny/tiny.h"\n', "no file of the engine"),
    ("floors", "sim/attic/box.c", "int box;\n#include \"model.h\"\n", "no floor"),
    ("floors", "models/tiny/tiny.c", '#include "grid/grid.h"\n', "its own folder only"),
    ("floors", "sim/grid/grid.c", '#include "grid/gird.h"\n', "does not exist"),
    ("names", "sim/grid/grid.c", "int size(void);\nint size(void) { return 0; }\n", "declared in no header"),
    ("names", "sim/grid/grid.c", '#include "grid/grid.h"\nint grid_size(void) { return grid_names[0]; }\n'
                                 "const int grid_names[] = {1};\nint grid_count = 1;\n", "can write to"),
    ("names", "sim/grid/grid.h", "int grid_size(void);\nextern const int grid_names[];\nint error_two(void);\n",
     "base and grid"),
    ("sizes", "sim/grid/grid.c", "\n" * 501, "too long"),
    ("sources", "models/tiny/tiny.c", "/* fisher1937 turing1952 */\n", "turing1952 is not in"),
    ("sources", "models/tiny/tiny.c", "\n", "fisher1937 is cited nowhere"),
    ("sources", "models/references.bib", "@article{fisher1937,\n  title = {Wave}\n}\n", "has no doi and no pmid"),
    ("sources", "models/references.bib", "@article{fisher1937,\n  doi = {https://doi.org/10.1111/x}\n}\n", "has no doi"),
    ("sources", "models/references.bib", "@article{fisher1937,\n  pmid = {PMC1234}\n}\n", "has no doi"),
    ("sources", "models/references.bib", "@article{fisher1937,\n  doi = {10.1111/x}\n}\n@misc{fisher1937,\n}\n",
     "given twice"),
    ("sources", "models/references.bib", "@article{fisher1937,\n  doi = {10.1137/S1064827597326651}\n}\n", "has the same"),
    ("sources", "sim/grid/grid.c", "/* fisher1937 */\n", "fisher1937 is not in sim"),
    ("sources", "sim/references.bib", "@article{verwer1999,\n  pmid = {1}\n}\n@misc{turing1952,\n  pmid = {2}\n}\n",
     "turing1952 is cited nowhere"),
    ("listed", "sim/grid/axis.c", "int axis;\n", "built by nothing"),
    ("listed", "tests/test_axis.c", "int axis;\n", "built by nothing"),
    ("listed", "sim/CMakeLists.txt", "add_library(mend_sim base/error.c grid/grid.c grid/gone.c)\n", "does not exist"),
    ("readme", "README.md", "Run `scripts/gone`.\n", "scripts/gone does not exist"),
    ("readme", "README.md", "scripts/test, cmake --workflow --preset gone\n", "gone is not a preset"),
    ("readme", "README.md", "scripts/test\n```c sim/base/error.h\nint  error_set(void);\n```\n", "does not stand in"),
    ("readme", "README.md", "scripts/test\n```c sim/base/error.h\nerror_set(void);\n```\n", "does not stand in"),
    ("readme", "README.md", "scripts/test\n```cmake sim/CMakeLists.txt\nadd_library()\n```\n", "does not stand in"),
    ("readme", "README.md", "scripts/test\n```c sim/base/gone.h\nint error_set(void);\n```\n", "is no file"),
    ("readme", "README.md", "scripts/test\n```c\nint error_set(void);\n```\n", "names no file"),
    ("format", "sim/grid/grid.c", "int  grid_size(void)\n{ return 0; }\n", "is not formatted"),
)


def build(root):
    """The engine of the small house as a library; a second owner of a name has a body too."""
    objects = []
    for path in sorted((root / "sim").rglob("*.c")):
        text = path.read_text()
        if path.name == "grid.c" and "error_two" in (path.parent / "grid.h").read_text():
            path.write_text(text + "int error_two(void) { return 0; }\n")
        objects.append(str(root / f"{path.name}.o"))
        subprocess.run(["cc", "-w", "-I", str(root / "sim"), "-c", str(path), "-o", objects[-1]], check=True)
    subprocess.run(["ar", "rcs", str(root / "libmend_sim.a"), *objects], check=True)


def lint(rule, root):
    """Exit status and words of one rule on one house."""
    command = [str(LINT / rule), str(root)]
    if rule == "names":
        build(root)
        command.insert(1, str(root / "libmend_sim.a"))
    if rule != "format":
        command.insert(0, sys.executable)
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def house(folder, name=None, text=None):
    root = pathlib.Path(folder)
    for path, content in {**SOUND, **({name: text} if name else {})}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    (root / "scripts" / "test").chmod(0o755)
    shutil.copy(ROOT / ".clang-format", root)
    return root


def main():
    rules = sorted({planted[0] for planted in PLANTED})
    if not shutil.which("clang-format-14"):
        print("clang-format-14 is missing: the rule format is not tried")
        rules.remove("format")
    if unplanted := sorted({path.name for path in LINT.iterdir()} - {planted[0] for planted in PLANTED}):
        print(f"nothing is planted for {', '.join(unplanted)}")
        return 1
    wrong = 0
    for rule in rules:
        with tempfile.TemporaryDirectory() as folder:
            status, words = lint(rule, house(folder))
            if status != 0:
                print(f"{rule} refuses the sound house: {words}")
                wrong += 1
    for rule, name, text, expected in PLANTED:
        if rule not in rules:
            continue
        with tempfile.TemporaryDirectory() as folder:
            status, words = lint(rule, house(folder, name, text))
            if status != 1 or expected not in words or "Traceback" in words:
                print(f"{rule} does not find '{expected}' in {name}: status {status}, {words}")
                wrong += 1
    print(f"{len(rules)} rules, {len(PLANTED)} mistakes, {wrong} wrong")
    return 1 if wrong else 0


sys.exit(main())
