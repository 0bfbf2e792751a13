"""Writes margin-reference.json: differences of arms by covariance analysis, held against margins with scipy's t.

    python3 test/trial/reference/make_margin_reference.py

Debian: python3-scipy
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import stats


def analyse(arms, baseline, change, margin):
    """Least squares of change on arm and baseline, the first arm the reference."""
    names = list(dict.fromkeys(arms))
    design = np.column_stack([np.ones(len(arms)), *[[float(a == n) for a in arms] for n in names[1:]], baseline])
    inverse = np.linalg.inv(design.T @ design)
    effects = inverse @ design.T @ change
    freedom = len(arms) - design.shape[1]
    variance = float(np.sum((change - design @ effects) ** 2) / freedom)
    rows = []
    for at, name in enumerate(names[1:], start=1):
        error = float(np.sqrt(variance * inverse[at, at]))
        above = float(stats.t.sf((effects[at] + margin) / error, freedom))
        below = float(stats.t.sf((margin - effects[at]) / error, freedom))
        rows.append({"arm": name, "estimate": float(effects[at]), "standardError": error, "freedom": freedom,
                     "lower": float(effects[at] - stats.t.ppf(0.975, freedom) * error), "upper": float(effects[at] + stats.t.ppf(0.975, freedom) * error),
                     "nonInferiority": above, "equivalence": max(above, below)})
    return rows


def case(seed, sizes, effects, sd, margin):
    random = np.random.default_rng(seed)
    arms = [name for name, n in sizes.items() for _ in range(n)]
    baseline = np.round(random.normal(160, 25, len(arms)), 2)
    change = np.round(np.array([effects[a] for a in arms]) - 0.1 * (baseline - 160) + random.normal(0, sd, len(arms)), 2)
    return {"rows": [{"arm": a, "baseline": float(b), "change": float(c)} for a, b, c in zip(arms, baseline, change)], "margin": margin,
            "expected": analyse(arms, baseline, change, margin)}


out = {
    "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
    "cases": [
        case(1, {"standard": 40, "new": 42}, {"standard": 15, "new": 13}, 12, 8),
        case(2, {"standard": 12, "low": 9, "high": 14}, {"standard": 10, "low": 2, "high": 11}, 9, 6),
        case(3, {"standard": 150, "new": 148}, {"standard": 12, "new": 12.5}, 10, 4),
        case(4, {"standard": 5, "new": 4}, {"standard": 12, "new": -20}, 3, 2.5),
    ],
}
pathlib.Path(__file__).with_name("margin-reference.json").write_text(json.dumps(out) + "\n")
