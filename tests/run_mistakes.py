#!/usr/bin/python3
"""Every mistake is answered: tests/data/mistakes.txt holds configurations with mistakes and what mend says of each, word by word.

A block begins with "# " and a sentence. Up to "---" stand the lines of the mistaken configuration: a line of a section replaces
that section of BASE, the others stay. Lines that begin with "> NAME: " are put into a file of that name beside it, "$ " adds
arguments of the command line, "- NAME" takes a section away. Then comes the answer; <number> stands for any number."""
import pathlib
import re
import subprocess

from runs import PROGRAM, SOURCE, check, finish, scratch

BASE = {"skin": "skin: {layers: {epidermis: 0.1 mm, dermis: 1.5 mm}}",
        "grid": "grid: {width: [2 mm, 2 mm], spacing: 25 um}",
        "treatment": "treatment: {device: {type: random, density: 250 /cm^2, length: 1.5 mm, needle_diameter: 0.25 mm}, sessions: [0 day]}",
        "run": "run: {end: 4 week}"}
LEAST = 30


def blocks(text):
    """Triples (sentence, lines of the mistake, answer)."""
    for block in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        sentence, rest = block.split("\n", 1)
        mistake, answer = rest.split("---\n", 1)
        yield sentence, mistake.splitlines(), answer.rstrip("\n")


def answer_to(mistake, folder):
    """Write the configuration and its files, call mend, and return the finished process."""
    sections, arguments = dict(BASE), []
    for line in mistake:
        if line.startswith("> "):
            name, text = line[2:].split(": ", 1)
            with open(folder / name, "a", encoding="ascii") as file:
                file.write(text + "\n")
        elif line.startswith("$ "):
            arguments.append(line[2:])
        elif line.startswith("- "):
            del sections[line[2:]]
        else:
            name = re.match(r"\w*", line)[0]
            sections[name] = sections[name] + "\n" + line if name in sections and name not in BASE else line
    (folder / "mistaken.yaml").write_text("\n".join(sections.values()) + "\n", encoding="utf-8")
    return subprocess.run([PROGRAM, "run", "mistaken.yaml", "-o", "result", *arguments], capture_output=True, text=True,
                          cwd=folder)


def same(answer, expected):
    pattern = re.escape(expected).replace("<number>", r"[\d.e+]+")
    return re.fullmatch(pattern, answer)


count = 0
for sentence, mistake, expected in blocks((SOURCE / "tests/data/mistakes.txt").read_text(encoding="utf-8")):
    with scratch() as scratched:
        folder = pathlib.Path(scratched)
        done = answer_to(mistake, folder)
        answer = done.stderr.rstrip("\n")
        check(done.returncode == 2, f"{sentence}: exit status {done.returncode}")
        check(same(answer, expected), f"{sentence}: the answer is\n{answer}\ninstead of\n{expected}\n")
        check(not done.stdout and not (folder / "result").exists(), f"{sentence}: something was said or written beside it")
    count += 1
check(count >= LEAST, f"there are {count} mistakes, at least {LEAST} are wanted")
finish()
