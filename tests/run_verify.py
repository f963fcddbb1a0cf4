#!/usr/bin/python3
"""mend verify: the table for people against JSON, names, and exit statuses."""
import json
import re
import subprocess

from runs import PROGRAM, check, finish, scratch

KEYS = ["group", "what", "expected", "observed", "tolerance", "why", "pass"]


def call(*arguments):
    with scratch() as folder:
        done = subprocess.run([PROGRAM, "verify", *arguments], capture_output=True, text=True, cwd=folder)
        left = subprocess.run(["ls", "-A", folder], capture_output=True, text=True).stdout
    check(left == "", f"verify {arguments} leaves no files: {left}")
    return done


def listed():
    done = call("--list")
    check(done.returncode == 0 and done.stderr == "", "--list succeeds")
    return [line.split(None, 2) for line in done.stdout.splitlines()]


def rows_of(*arguments):
    done = call("--json", *arguments)
    check(done.returncode == 0, f"verify --json {arguments}: exit status {done.returncode}: {done.stderr}")
    data = json.loads(done.stdout)
    check(all(list(row) == KEYS for row in data["rows"]), f"each row has {KEYS}")
    for row in data["rows"]:
        good = abs(row["observed"] - row["expected"]) <= row["tolerance"]
        check(good == row["pass"], f"{row['what']}: passes if it is within its tolerance")
    check(data["pass"] == all(row["pass"] for row in data["rows"]), "pass stands for all rows")
    return data["rows"]


def words(text):
    """Text without the breaks of its lines."""
    return re.sub(r"\s+", " ", text)


def table_is_json(group):
    rows, text = rows_of(group), call(group).stdout
    check(len(rows) > 0 and all(row["group"] == group for row in rows), f"{group}: rows of that group")
    body, notes = text.split("why the tolerance\n")
    why = dict(re.findall(r"^  \[(\d+)\] (.*)$", notes, re.M))
    begins = list(re.finditer(r"^  (pass|FAIL) +(\S+) +(\S+) +(\S+) +\[(\d+)\] +", body, re.M))
    check(len(begins) == len(rows), f"{group}: {len(begins)} rows of text, {len(rows)} of JSON")
    ends = [found.start() for found in begins[1:]] + [len(body)]
    for found, end, row in zip(begins, ends, rows):
        shown = [float(found[i]) for i in (2, 3, 4)]
        exact = [float(f"{row[key]:.6g}") for key in ("expected", "observed", "tolerance")]
        check(shown == exact, f"{row['what']}: {shown} in the text, {exact} in JSON")
        check((found[1] == "pass") == row["pass"] and why[found[5]] == row["why"], f"{row['what']}: verdict and reason")
        check(words(body[found.end():end]).strip() == words(row["what"]), f"{row['what']}: {body[found.end():end]}")
    check(f"{len(rows)} of {len(rows)} pass" in notes, notes)


def main():
    checks = listed()
    groups = list(dict.fromkeys(group for group, *_ in checks))
    check(len(checks) > 10 and len(groups) > 3, f"--list shows checks and groups: {checks}")
    for group in ("exact", "needles"):
        table_is_json(group)
    one = rows_of("line_source")
    check(0 < len(one) < len(rows_of("exact")), "a check is some rows of its group")
    check([row["group"] for row in rows_of("needles", "line_source")] == ["exact"] * len(one) + ["needles"] * 5,
          "several names run in the order of the list")
    check(rows_of("line_source", "line_source") == one, "the same numbers again, and no row twice")
    for name, hint in (("line_sorce", "line_source"), ("exakt", "exact")):
        done = call(name)
        check(done.returncode == 2 and name in done.stderr and f"did you mean '{hint}'?" in done.stderr, done.stderr)
        check(done.stdout == "", "an unknown name runs nothing")
    done = call("line_source", "nonsense")
    check(done.returncode == 2 and "--list" in done.stderr and done.stdout == "", done.stderr)
    done = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True)
    check("verify [NAME...]" in done.stdout, "mend --help names the command")
    finish()


main()
