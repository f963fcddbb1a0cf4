#!/usr/bin/python3
"""mend describe: the reference is complete and agrees with the tables, whose rows are counted and read here from the sources."""
import concurrent.futures
import json
import os
import re
import subprocess

from runs import PROGRAM, SOURCE, check, finish

SKIN = SOURCE / "models" / "skin"
NUMBER = r"[-+.\deE]+"
PARAMETER = re.compile(rf'X\((\w+), "(\w+)", "([^"]+)", ({NUMBER}), ({NUMBER}), ({NUMBER}), (\w+), (\w+), "(\w*)", (\w+), '
                       r'\\?\s*"([^"]+)"\)')
FIELD = re.compile(r'X\((\w+), "(\w+)", "([^"]+)", (\w+), ([\w()]+), (\w+), ([\d.]+), (\w+), \\?\s*"([^"]+)"\)')
ALLOWED = {"POSITIVE": [1e-9, None], "NOT_NEGATIVE": [0, None], "FRACTION": [0, 1], "AT_LEAST_1": [1, None]}
TOPICS = ["models", "layers", "modules", "fields", "parts", "parameters", "taxis", "deposits", "measures", "outcomes", "cases",
          "devices", "configuration", "sweeps", "sources"]


def describe(*words):
    """The completed process of mend describe."""
    return subprocess.run([PROGRAM, "describe", *words], capture_output=True, text=True)


def once(pairs):
    """An object of JSON, none of whose members is given twice."""
    check(len(pairs) == len(dict(pairs)), f"no member is given twice: {[key for key, _ in pairs]}")
    return dict(pairs)


def page(*words):
    """A page as JSON."""
    done = describe(*words, "--format", "json")
    check(done.returncode == 0 and not done.stderr, f"describe {words}: {done.stderr}")
    return json.loads(done.stdout, object_pairs_hook=once)


def source(name):
    """A source file, its comments and line continuations kept."""
    return (SKIN / name).read_text(encoding="utf-8")


def rows(text, array):
    """First words of the rows of a constant array, in its text."""
    body = text[text.index(array):]
    return re.findall(r'^(?:  ){1,2}(?:\[\w+\] = )?\{"(\w+)",', body[:body.index("\n};")], re.M)


def check_parameters(found):
    table = PARAMETER.findall(source("parameters.h"))
    check(len(table) == source("parameters.h").count("\n  X(") > 0, "the expression reads every row of parameters.h")
    check(len(found) == len(table), f"{len(table)} parameters are described, found {len(found)}")
    for row, (key, symbol, unit, value, low, high, allowed, basis, key_of_source, module, sentence) in zip(found, table):
        expected = {"name": key, "symbol": symbol, "type": "number", "unit": unit, "default": float(value),
                    "plausible": [float(low), float(high)], "allowed": ALLOWED[allowed], "choices": None,
                    "basis": basis.lower(), "source": key_of_source or None,
                    "module": None if module == "CORE" else module.lower(), "sentence": sentence}
        check(row == expected, f"parameter {key} agrees with its row:\n  {row}\n  {expected}")


def check_fields(found, parameters):
    table = FIELD.findall(source("skin.h"))
    default = {row["name"]: (row["default"], row["unit"]) for row in parameters}
    check(len(table) == source("skin.h").count("\n  X(") > 0, "the expression reads every row of skin.h")
    check(len(found) == len(table), f"{len(table)} fields are described, found {len(found)}")
    for row, (name, symbol, unit, layers, diffusivity, module, scale, _, sentence) in zip(found, table):
        moves = re.fullmatch(r"DIFFUSES\((\w+)\)", diffusivity)
        value, value_unit = default[moves[1]] if moves else (0, "um^2/s")
        check(value_unit == "um^2/s" and abs(row["diffusivity"] - 0.0864 * value) < 1e-12 and
              row["diffusivity_unit"] == "mm^2/day", f"{name} has the diffusivity of its parameter: {row}")
        expected = {"symbol": symbol, "unit": unit, "scale": float(scale), "sentence": sentence,
                    "module": None if module == "CORE" else module.lower(),
                    "layers": {"IN_BOTH": ["epidermis", "dermis"], "IN_DERMIS": ["dermis"],
                               "IN_EPIDERMIS": ["epidermis"]}[layers]}
        check(row["name"] == name and all(row[key] == value for key, value in expected.items()),
              f"field {name} agrees with its row: {row}")
    rest = {row["name"]: row["rest"] for row in found}
    check(rest["fibroblasts"] == 2000 and rest["collagenolysis"] == 1 and rest["fibrin"] == 0, f"fields rest: {rest}")
    return [(name, course) for name, _, _, _, _, _, _, course, _ in table]


def check_counts(everything, fields):
    measures, outcomes = source("measures.c"), source("outcomes.c")
    names = [name + end for name, _ in fields for end in ("_mean", "_near_channel")]
    names += rows(measures, "skin_measures[]") + rows(measures, "skin_combines[]")
    check([row["name"] for row in everything["measures"]] == names, "the measures are those of the tables, in their order")
    ends = {"PULSE": ["_near_channel_peak", "_near_channel_peak_time"], "STORE": ["_mean_change"], "NEITHER": []}
    names = rows(outcomes, "skin_outcomes[]") + [name + end for name, course in fields for end in ends[course]]
    names += re.findall(r'\{"(\w+)",\n', outcomes[outcomes.index("skin_concludes[]"):])
    check([row["name"] for row in everything["outcomes"]] == names and len(names) > 50,
          f"the outcomes are those of the tables: {set(names) ^ {row['name'] for row in everything['outcomes']}}")
    headlines = outcomes[outcomes.index("skin_headlines[]"):]
    check({row["name"] for row in everything["outcomes"] if row["headline"]} == set(re.findall(r'"(\w+)"', headlines)) - {
        "skin.h counts the headlines"}, "headlines are marked")
    tables = source("skin.c")
    for topic, expected in (("layers", rows(tables, "layers[N_LAYERS]")), ("parts", rows(tables, "parts[]")),
                            ("modules", rows(tables, "modules[N_MODULES]")),
                            ("deposits", rows(source("injury.c"), "skin_deposits[")),
                            ("taxis", re.findall(r"^    TAXIS\((\w+), ", tables, re.M))):
        name = "mover" if topic == "taxis" else "name"
        check([row[name] for row in everything[topic]] == expected and expected, f"{topic} are {expected}")


def check_engine(everything):
    text = (SOURCE / "sim" / "config" / "sections.c").read_text(encoding="utf-8")
    keys = re.findall(r'^\s+(?:PLAIN|WORD|NAMED|NAMES|ENTRIES|COUNTED)\("(\w+)"|^\s+\{"(\w+)", "",', text, re.M)
    check(sorted(row["name"].split(".")[-1] for row in everything["configuration"]) == sorted(a or b for a, b in keys) and keys,
          "the configuration has the keys of all sections")
    keys = {row["name"]: row for row in everything["configuration"]}
    check(keys["run.tolerance"]["default"] == 0.01 and keys["treatment.device.density"]["unit"] == "1/cm^2" and
          keys["grid.geometry"]["choices"] == ["cartesian", "axisymmetric"] and
          keys["grid.geometry"]["default"] == "cartesian" and keys["grid.width"]["default"] is None,
          "keys have units, defaults and choices")
    devices = {row["name"]: row for row in everything["devices"]}
    text = (SOURCE / "sim" / "config" / "devices.h").read_text(encoding="utf-8")
    check(list(devices) == re.findall(r'^  ROW\(\w+, "(\w+)"', text, re.M) == keys["treatment.device.type"]["choices"],
          "devices are those that treatment.device.type names")
    check("drum_width" in devices["roller"]["keys"] and "drum_width" not in devices["pen"]["keys"] and
          devices["pen"]["required"] == ["type", "needles", "speed", "cartridge"], "devices know their keys")
    found = {row["name"]: row for row in page("stamp")["found"]}["stamp"]["configuration"]
    check([row["name"].split(".")[-1] for row in found] == devices["stamp"]["keys"], "a device's page lists its keys")


def check_sources(everything):
    known, tables = set(), [page("all", "--model", model["name"]) for model in everything["models"]]
    for library in ("sim/references.bib", "models/references.bib"):
        known |= set(re.findall(r"(?m)^@\w+\{(\w+),", (SOURCE / library).read_text(encoding="utf-8")))
    check({row["name"] for row in everything["sources"]} == known and known, f"the sources are {known}")
    for row in everything["sources"]:
        check(row["link"] == (f"https://doi.org/{row['doi']}" if row["doi"] else
                              f"https://pubmed.ncbi.nlm.nih.gov/{row['pmid']}"), f"{row['name']} has a link")
        check(row["authors"] and row["year"], f"{row['name']} has authors and a year")
        cited = set(row["cited_by"] or [])
        expected = {other["name"] for topic in ("parameters", "configuration") for table in tables for other in table[topic]
                    if other["source"] == row["name"] or row["name"] in other["sentence"]}
        expected |= {case["name"] for table in tables for case in table["cases"] if case["source"] == row["name"]}
        check(cited - {"run.scheme"} == expected, f"{row['name']} is cited by {expected}, found {cited}")


def check_cases():
    text = (SOURCE / "models" / "adler" / "adler.c").read_text(encoding="utf-8")
    found = page("cases", "--model", "adler")["cases"]
    names = re.findall(r'(?:HOT|HEALED)\("(\w+)"|^ +\{"(\w+)", .*\n +ONCE', text, re.M)
    check([row["name"] for row in found] == [a or b for a, b in names] and len(names) > 5, f"the cases are those of the table: {names}")
    row = next(row for row in found if row["name"] == "prolonged_injury_macrophages")
    check(row["outcome"] == "macrophages_final" and row["unit"] == "cells/mL" and row["expected"] == 639488.3 and
          row["source"] == "adler2020" and "model: adler" in row["configuration"], f"a case has all of its row: {row}")
    found = page("prolonged_injury_macrophages", "--model", "adler")["found"][0]
    check([row["name"] for row in found["sources"]] == ["adler2020"], "a case's page has its source")


def check_pages():
    found = page("hyaluronan")["found"]
    check([record["kind"] for record in found] == ["module", "field"], "a name may stand for two things")
    check([row["name"] for row in found[0]["fields"]] == ["hyaluronan"] and len(found[0]["parameters"]) == 3,
          "a module's page has its fields and parameters")
    found = page("keratinocyte_cover")["found"][0]
    check([row["name"] for row in found["parameters"]] == ["keratinocyte_diffusivity", "keratinocyte_growth"],
          f"parameters name a field by word or symbol, and K_T is no D_K: {found['parameters']}")
    names = {row["name"] for row in page("inflammatory_macrophages")["found"][0]["parameters"]}
    check("inflammatory_macrophage_loss" in names and "repair_macrophage_loss" not in names, f"M1 is not M2: {names}")
    check("cover_minimum" in {row["name"] for row in found["measures"]} and
          "reepithelialisation_t80" in {row["name"] for row in found["outcomes"]}, "a field's page has its measures and outcomes")
    check([row["name"] for row in page("collagen3_mean")["found"][0]["measures"]] == ["collagen_ratio_mean"],
          "a measure's page has what follows from it")
    found = page("robins2003")["found"][0]
    check([row["name"] for row in found["parameters"]] == ["collagen3_replacement"] and
          found["link"] == "https://pubmed.ncbi.nlm.nih.gov/12880417", "a source's page has the rows that cite it")
    found = page("collagen3_replacement")["found"][0]
    check([row["name"] for row in found["sources"]] == ["robins2003"], "a parameter's page has its source")
    check(page("skin.parameters.taxis_length")["found"] == page("taxis_length")["found"] == page("l")["found"],
          "a parameter is found by name, full name and symbol")
    check(page("treatment.device.length")["found"] == page("length")["found"], "a key is found by its last word")
    outcome = page("myofibroblast_persistence")["found"][0]
    check(outcome["functional"] == "last time above 1 % of the largest value so far" and outcome["level"] == 0.01 and
          outcome["clock"] == "since the last session", f"a functional in words and numbers: {outcome}")
    measure = page("collagen_change_reticular")["found"][0]
    check(measure["region"] == "dermis, deeper than 0.4 mm" and measure["depth"] == [0.4, None], f"a region: {measure}")
    overview = page()
    check([row["name"] for row in overview["topics"]] == TOPICS, "the overview has all topics")


def check_answers(everything):
    formats = ("text", "markdown", "json")
    names = sorted({row["mover" if topic == "taxis" else "name"] for topic in TOPICS for row in everything[topic]})
    # Each topic and one of its names in every format; the other names in one of them, in turn, to be quick.
    calls = [(name, kind) for name in ["all", *TOPICS] for kind in formats]
    calls += [(everything[topic][-1]["name"], kind) for topic in TOPICS
              if topic != "taxis" and everything[topic] for kind in formats]
    calls += [(name, formats[i % len(formats)]) for i, name in enumerate(names)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (name, kind), done in zip(calls, pool.map(lambda call: describe(call[0], "--format", call[1]), calls)):
            check(done.returncode == 0 and name.split(".")[-1] in done.stdout and not done.stderr, f"{name} as {kind}: {done}")
            if kind == "text":
                wide = [line for line in done.stdout.splitlines() if len(line) > 100 and " " in line.strip()]
                check(not wide, f"{name} fits 100 columns: {wide[:1]}")
            elif kind == "markdown":
                tables = re.split(r"\n(?!\|)", done.stdout)
                check(all(len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines() if line.startswith("|")}) <= 1
                          for table in tables), f"{name}: the tables of its Markdown are rectangular")
            else:
                json.loads(done.stdout, object_pairs_hook=once)


def check_mistakes():
    for word, nearest in (("fibroblats", "fibroblasts"), ("feilds", "fields"), ("treatment.device.lenght", "length"),
                          ("jin2001", "jin2011"), ("reepithelialisation_t8", "reepithelialisation_t80"), ("rollr", "roller")):
        done = describe(word)
        check(done.returncode == 2 and not done.stdout and f"did you mean '{nearest}'?" in done.stderr.replace(
            "treatment.device.", ""), f"{word} is not known, {nearest} is: {done.stderr}")
    for words in (["--format", "jsn"], ["--model", "skn"], ["fields", "parts"], ["xyzzy"], [""]):
        done = describe(*words)
        check(done.returncode == 2 and not done.stdout and done.stderr, f"{words} is refused: {done}")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([PROGRAM, "describe", "all"], stdout=full, stderr=subprocess.PIPE, check=False)
        check(done.returncode == 1, "a page that cannot be written is a failure")


reference = page("all")
check_parameters(reference["parameters"])
check_counts(reference, check_fields(reference["fields"], reference["parameters"]))
check_engine(reference)
check_sources(reference)
check_cases()
check_pages()
check_answers(reference)
check_mistakes()
finish()
