#!/usr/bin/python3
"""Nothing that a configuration says makes mend write outside the result folder, run a program, or wait for ever. What a
configuration can name are two files to read: treatment.device.file and skin.parameters_from."""
import hashlib
import os
import pathlib
import subprocess

from runs import PROGRAM, check, finish, scratch

PUNCTURES = "x [mm],y [mm],depth [mm],radius [um]\n0.05,0.05,0.4,40\n"
PARAMETERS = "fibroblast_taxis_speed: 210 um/day\n"
COMMANDS = ["| touch touched", "touch touched |", "$(touch touched)", "`touch touched`", "; touch touched", "&& touch touched",
            "file:touched", "> touched", "data://touched", "%n%n%s%s", "~/touched", "touched\\0.csv", "x" * 5000, "../" * 100]
SPECIAL = ["pipe", "/dev/zero", "/dev/stdin", "/proc/self/fd/0", "/dev/tty", ".", "/"]
KEYS = ["output: {folder: ../kept/new}", "output: {path: /tmp/new}", "output: {file: ../kept/punctures.csv}",
        "output: {frames: {at: [../kept/new]}}", "run: {end: 1 h, output: ../kept}", "run: {end: 1 h, name: ../../kept/new}",
        "output: !!python/object/apply:os.system ['touch touched']", "output: !include ../kept/scar.yaml",
        "treatment: {sessions: [{name: ../kept/new, at: 0 day}]}", "skin: {model: ../kept/new, layers: {dermis: 1 mm}}",
        "skin: {layers: {../kept/new: 1 mm}}", "skin: {layers: {dermis: 1 mm}, modules: [../kept/new.so]}"]
# All ways there are to start a program; execv is how mend starts itself anew with another environment.
STARTERS = {"system", "popen", "execl", "execle", "execlp", "execv", "execve", "execvp", "execvpe", "execveat", "fexecve",
            "posix_spawn", "posix_spawnp", "wordexp", "dlopen", "dlmopen"}


def sections(**other):
    """A configuration with sections replaced."""
    base = {"skin": "skin: {layers: {epidermis: 0.1 mm, dermis: 0.5 mm}}", "grid": "grid: {width: [0.1 mm, 0.1 mm], spacing: 25 um}",
            "treatment": "treatment: {device: {type: random, density: 10000 /cm^2, channel_depth: 0.4 mm, channel_radius: 40 um}, "
                         "sessions: [0 h]}", "run": "run: {end: 1 h}"}
    return "\n".join((base | other).values()) + "\n"


def with_file(name):
    return sections(treatment=f'treatment: {{device: {{type: file, file: "{name}"}}, sessions: [0 h]}}')


def with_parameters(name):
    return sections(skin=f'skin: {{layers: {{epidermis: 0.1 mm, dermis: 0.5 mm}}, parameters_from: "{name}"}}')


def listing(root, but):
    """Everything below a folder: kind and mode, size, time of the last change, content; without one folder and what is in it."""
    found = {}
    for path in [root, *sorted(root.rglob("*"))]:
        if path == but or but in path.parents:
            continue
        status = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[path.relative_to(root)] = (status.st_mode, status.st_size, status.st_mtime_ns, content)
    return found


def make_scene(root):
    """A folder to keep, one of configurations, a home, and one for results, all but the last not to be written to."""
    for name in ("kept", "home", "here", "results"):
        (root / name).mkdir()
    (root / "kept/punctures.csv").write_text(PUNCTURES)
    (root / "kept/scar.yaml").write_text(PARAMETERS)
    os.mkfifo(root / "here/pipe")


def attempt(root, text, status, sentence):
    """Run a configuration, and see that nothing but its result is new; a result only where the status is 0."""
    config = root / "here/config.yaml"
    config.chmod(0o644) if config.exists() else None
    config.write_text(text)
    for name in ("kept", "home", "here", "."):
        (root / name).chmod(0o555)
    output = root / "results/result"
    before = listing(root, root / "results")
    environment = os.environ | {"HOME": str(root / "home"), "TMPDIR": str(root / "home"), "OMP_WAIT_POLICY": "passive"}
    reader, writer = os.pipe()  # an input that never comes
    try:
        done = subprocess.run([PROGRAM, "run", "config.yaml", "-o", str(output), "--force", "--keep-frames"], cwd=root / "here", env=environment,
                              stdin=reader, capture_output=True, text=True, errors="replace", timeout=60)
        check(done.returncode == status, f"{sentence}: exit status {done.returncode}: {done.stderr[-600:]}")
    except subprocess.TimeoutExpired:
        check(False, f"{sentence}: it waits for ever")
    finally:
        os.close(reader)
        os.close(writer)
    after = listing(root, root / "results")
    changed = sorted(str(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    check(not changed, f"{sentence}: changed are {changed}")
    beside = [path.name for path in (root / "results").iterdir()]
    check(beside in ([], ["result"]), f"{sentence}: {beside} stand where the result should")
    if status == 0:
        names = {path.relative_to(output).as_posix().split("_")[0] for path in output.rglob("*")}
        check(names == {"frames", "frames/frame", "run.vtkhdf", "run.xdmf"}, f"{sentence}: the result holds {names}")
    for name in ("kept", "home", "here", "."):
        (root / name).chmod(0o755)


def starters():
    """Names of functions that start programs among those that mend calls from its libraries."""
    done = subprocess.run(["nm", "-D", "--undefined-only", PROGRAM], capture_output=True, text=True, check=True)
    called = {line.split()[-1].split("@")[0] for line in done.stdout.splitlines()}
    check("fopen" in called, "nm lists what mend calls")
    return called & STARTERS


with scratch() as scratched:
    scene = pathlib.Path(scratched)
    make_scene(scene)
    attempt(scene, with_file("../kept/punctures.csv"), 0, "a file of punctures elsewhere is read")
    attempt(scene, with_file(scene / "kept/punctures.csv"), 0, "and by its whole path")
    attempt(scene, with_parameters("../kept/scar.yaml"), 0, "parameters elsewhere are read")
    for name in COMMANDS + SPECIAL:
        attempt(scene, with_file(name), 2, f"file: {name[:40]}")
        attempt(scene, with_parameters(name), 2, f"parameters_from: {name[:40]}")
    for line in KEYS:
        attempt(scene, sections(**{line.split(":")[0]: line}), 2, line)
    # The sanitizers bring their own.
    if not os.environ.get("MEND_SANITIZE"):
        check(starters() <= {"execv"}, f"mend can start programs by {starters()}")
finish()
