#!/usr/bin/python3
"""Every file in configs/ runs, shortened to two hours, with its own sessions and channels, and leaves a result that opens."""
from runs import SOURCE, check, finish, result, scratch

SMALL = ["grid.width=[0.25 mm, 0.25 mm]", "treatment.device.density=3000 /cm^2"]
COURSE = ["grid.width=[1 mm, 1 mm]", "grid.spacing=100 um", "treatment.sessions.interval=30 min"]
SHORTENED = {  # configuration: what makes it small, and the sessions it must have had
    "quick.yaml": (SMALL, 1), "session.yaml": (SMALL, 1),
    "course.yaml": ([*SMALL, "treatment.sessions.interval=30 min"], 4),
    "pen.yaml": (COURSE, 4), "pen_overtreated.yaml": (COURSE, 4),
    "roller.yaml": ([*COURSE, "treatment.device.passes=60"], 4), "stamp.yaml": ([*COURSE, "treatment.device.passes=20"], 4),
    "punctures.yaml": (["treatment.sessions=[0 h, 1 h]"], 2),
    "fisher.yaml": (SMALL, 1), "adler.yaml": (["treatment.sessions=[0 h]"], 1), "sherratt_murray.yaml": ([], 1),
    "disc_diffusion.yaml": ([], 1), "burn.yaml": ([], 1), "buganza.yaml": ([], 1),
    "untreated.yaml": (["grid.width=[0.25 mm, 0.25 mm]"], 0),
    "cell.yaml": ([], 1), "reference.yaml": ([], 1), "reference_epithelium.yaml": ([], 1)}

names = {path.name for path in (SOURCE / "configs").glob("*.yaml")}
check(names == set(SHORTENED), f"every configuration is run: {names ^ set(SHORTENED)}")
for name, (assignments, sessions) in SHORTENED.items():
    with scratch() as folder, result(name, folder, "run.end=2 h", "output.frames={every: 1 h}", *assignments) as run:
        print(f"  {name} runs")
        check(run["time"].shape == (3,), f"{name}: frames at 0, 1 and 2 h were asked for, found {run['time'].shape}")
        check(len(run["outcomes"]) > 0, f"{name}: no outcomes")
        done = list(run["treatment"].values())
        check(len(done) == sessions, f"{name}: {len(done)} sessions, expected {sessions}")
        check(all(session["punctures_pierced"][()] > 0 for session in done), f"{name}: a session without a channel")
finish()
