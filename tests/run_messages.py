#!/usr/bin/python3
"""What the program says: every mistake at once and nothing written, existing results untouched, warnings that stay, exit codes."""
import hashlib
import pathlib
import subprocess

from runs import PROGRAM, check, finish, mend, scratch

SHORT = ["grid.width=[0.2 mm, 0.2 mm]", "treatment.device.density=2500 /cm^2", "run.end=2 h", "output={frames: {every: 1 h}}"]

MISTAKEN = """\
skin:
  layers: {epidermis: 0.1 mm, dermiss: 1.5 mm}
  modules: [vesels]
  parameters: {fibroblast_taxis_sped: 200 um/day, alarm_diffusivity: 3 um/s}
grid: {width: [2 mm, 2], spacing: 25 um, spacing: 20 um}
treatment:
  device: {type: random, density: 250 /cm^2, length: 1.5 mm, channel_depth: 1 mm, needle_diameter: 0.25 mm}
  sessions: {first: 0 day, count: 2, interval: 1 month}
run: {end: nan, tolerance: 2}
outptu: {}
"""
PLACES = ["2:31: skin.layers.dermiss: ", "did you mean 'dermis'?", "3:13: skin.modules: 'vesels'", "did you mean 'vessels'?",
          "4:16: skin.parameters.fibroblast_taxis_sped: ", "did you mean 'fibroblast_taxis_speed'?",
          "4:70: skin.parameters.alarm_diffusivity: ", "length^2/time", "5:22: grid.width: '2' lacks its unit",
          "5:42: grid.spacing: is given twice, first at", "8:48: treatment.sessions.interval: 'month'",
          "9:12: run.end: 'nan'", "9:28: run.tolerance: '2' is out of range; allowed: 1e-08 to 0.5",
          "10:1: outptu: is not a known key; did you mean 'output'?", "channel_depth: contradicts length at"]


def digest(folder):
    """All bytes of a folder."""
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
    return [(str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]


with scratch() as folder:
    config = pathlib.Path(folder) / "mistaken.yaml"
    config.write_text(MISTAKEN, encoding="ascii")
    done = mend(config, f"{folder}/none")
    check(done.returncode == 2, f"a mistaken configuration gives exit status 2, found {done.returncode}")
    for place in PLACES:
        check(place in done.stderr, f"a mistaken configuration is told '{place}':\n{done.stderr}")
    check("11 mistakes in" in done.stderr, "the mistakes are counted:\n" + done.stderr.splitlines()[-1])
    check(not pathlib.Path(f"{folder}/none").exists(), "a mistaken configuration writes nothing")

    done = mend("quick.yaml", f"{folder}/refused", *SHORT, "skin.parameters={collagen_max: 150 mg/mL}")
    check(done.returncode == 2 and "must be above" in done.stderr, "parameters that break the rest state are refused")
    check(not pathlib.Path(f"{folder}/refused").exists(), "refused parameters write nothing")

    done = mend("quick.yaml", f"{folder}/typo", "run.ednd=2 h")
    check(done.returncode == 2 and "--set run.ednd" in done.stderr and "'end'" in done.stderr, "--set has the same door")

    good = mend("quick.yaml", f"{folder}/good", *SHORT)
    check(good.returncode == 0, f"a good configuration runs: {good.stderr}")
    lines = good.stderr.splitlines()
    check(lines[-1].startswith(f"wrote {folder}/good: 3 frames, "), f"the last line says what was written: {lines[-1]}")
    check("model skin, not calibrated:" in lines, "the summary says how far the numbers may be trusted")
    check(sum(line.startswith("warning: run.end") for line in lines) == 2, "warnings stand at the start and in the summary")
    check(not good.stdout and "\r" not in good.stderr, "no progress line is rewritten where there is no terminal")
    before = digest(f"{folder}/good")
    again = mend("quick.yaml", f"{folder}/good", *SHORT, "run.seed=5")
    check(again.returncode == 1 and "--force" in again.stderr, f"an existing result is refused: {again.stderr}")
    check(digest(f"{folder}/good") == before and len(before) == 2, "a refused run leaves the existing result untouched")
    check(mend("quick.yaml", f"{folder}/good", *SHORT, options=["--force"]).returncode == 0, "--force replaces a result")

    quiet = mend("quick.yaml", f"{folder}/quiet", *SHORT, options=["--quiet"])
    check(quiet.returncode == 0 and not quiet.stderr and not quiet.stdout, f"--quiet says nothing: {quiet.stderr}")

    blocked = mend("quick.yaml", f"{config}/below_a_file", *SHORT)
    check(blocked.returncode == 1 and "mistaken.yaml" in blocked.stderr, f"a folder that cannot be: {blocked.stderr}")
    for arguments in ([], ["rn"], ["run"], ["run", "--threads", "0", str(config)], ["run", "--colour", str(config)]):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
        check(done.returncode == 2 and done.stderr, f"wrong usage {arguments} gives exit status 2 and a sentence")
    done = subprocess.run([PROGRAM, "run", f"{folder}/absent.yaml"], capture_output=True, text=True, cwd=folder)
    check(done.returncode == 2 and "absent.yaml" in done.stderr, "a file that is not there is named")
finish()
