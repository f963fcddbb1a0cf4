"""The pictures of a sweep that suit its design."""
from figures import heat_map, indices, paper, pareto, responses, scatter, survey
from mend import Error


def chosen_keys(study, names):
    """The keys of the axes: those named, else the first two varied ones that are numbers."""
    if names:
        keys = [study.key(name) for name in names]
        for key in keys:
            if not survey.numeric(key):
                raise Error(f"{key.name} is a word: an axis needs numbers")
            if len(survey.levels(key)[0]) < 2:
                raise Error(f"{key.name} has one value at all points")
        if len({key.name for key in keys}) < len(keys):
            raise Error("the two keys are the same")
        return keys
    return survey.differing(study)[0][:2]


def figures(study, goals, keys, program):
    """(name, figure) of each picture."""
    if study.design in ("morris", "sobol"):
        yield from indices.figures(study, goals, program)
    if study.design != "grid":
        yield from scatter.figures(study, goals, [key.name for key in keys] if keys else None)
    elif len(keys) == 2:
        yield from heat_map.figures(study, goals, keys)
    elif keys:
        yield "response", responses.lines_figure(study, goals, keys[0])
    elif survey.differing(study)[1]:
        yield "response", responses.words_figure(study, goals)
    else:
        raise Error(f"{study.path}: no key differs between points")


def draw(study, folder, outcomes=None, keys=None, fronts=None, program=None):
    """Write all pictures; with `fronts`, two or three outcomes, that of their front alone. Raises mend.Error."""
    if fronts:
        pareto.draw(study, survey.goals(study, fronts), folder)
        return
    axes = chosen_keys(study, keys) if keys or study.design == "grid" else None
    for name, figure in figures(study, survey.goals(study, outcomes), axes, program):
        paper.save(figure, folder, name)
