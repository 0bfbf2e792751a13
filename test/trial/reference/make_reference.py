"""Writes distributions-reference.json with scipy and statsmodels.

    python3 test/trial/reference/make_reference.py

Debian: python3-scipy python3-statsmodels
"""
import json
import pathlib

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

random = np.random.default_rng(20261121)


def kappa_case(n, noise, seed):
    rng = np.random.default_rng(seed)
    truth = rng.normal(0.6, 1.3, n)
    first, second = (np.clip(np.round(truth + rng.normal(0, noise, n)), -3, 3).astype(int) for _ in range(2))
    table = np.zeros((7, 7))
    for a, b in zip(first, second):
        table[a + 3, b + 3] += 1
    result = cohens_kappa(table, wt="quadratic")
    return {"first": first.tolist(), "second": second.tolist(), "kappa": result.kappa, "standardError": result.std_kappa,
            "shareIdentical": float(np.mean(first == second))}


def newcombe(a, n, b, m):
    low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    return {"count": a, "n": n, "referenceCount": b, "referenceN": m, "lower": low, "upper": high,
            "wilson": list(proportion_confint(a, n, method="wilson"))}


out = {
    "versions": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "chiSquared": [[x, f, float(stats.chi2.sf(x, f))] for x, f in [(0.1, 1), (3.84, 1), (30, 2), (2, 7), (7.3, 7), (45, 20.5), (300, 250), (0.001, 3)]],
    "studentTwoSided": [[t, f, float(2 * stats.t.sf(abs(t), f))] for t, f in [(0.2, 3), (2.1, 17.4), (-4.4, 90), (12, 6), (1.97, 2000), (1e-6, 5)]],
    "normalQuantile": [[p, float(stats.norm.ppf(p))] for p in [1e-9, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999999]],
    "noncentralT": [[t, f, d, float(stats.nct.sf(t, f, d))] for t, f, d in [(2.0, 10, 1.5), (1.98, 118, 2.8), (2.776, 4, 0.7), (1.96, 1000, 3.3), (3.18, 3, -0.4)]],
    "kappa": [kappa_case(60, 0.5, 1), kappa_case(25, 1.0, 2), kappa_case(400, 0.8, 3)],
    "newcombe": [newcombe(*c) for c in [(56, 70, 48, 80), (9, 10, 3, 10), (40, 50, 0, 44), (10, 10, 0, 20), (10, 10, 0, 10), (5, 56, 0, 29), (17, 31, 16, 30)]],
}
target = pathlib.Path(__file__).with_name("distributions-reference.json")
target.write_text(json.dumps(out) + "\n")
