"""Writes agreement-reference.json with numpy and scipy.

    python3 test/statistics/reference/make_agreement_reference.py

The ICC comes from a two-way analysis of variance by least squares (not from the sums that the code under test uses),
its interval by asking at which ICC the observed F ratio would be at the 2.5 % and 97.5 % points.
"""
import json
import pathlib

import numpy as np
from scipy import special, stats


def anova(ratings):
    n, k = ratings.shape
    subject, rater = np.repeat(np.arange(n), k), np.tile(np.arange(k), n)
    y = ratings.ravel()

    def residual(*factors):
        columns = [np.ones(len(y))] + [(f == level).astype(float) for f in factors for level in np.unique(f)[1:]]
        design = np.stack(columns, 1)
        return float(((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2).sum())

    error = residual(subject, rater)
    return (
        (residual(rater) - error) / (n - 1),
        (residual(subject) - error) / (k - 1),
        error / ((n - 1) * (k - 1)),
    )


def icc(ratings):
    ratings = np.asarray(ratings, float)
    n, k = ratings.shape
    msr, msc, mse = anova(ratings)
    value = (msr - mse) / (msr + (k - 1) * mse + k / n * (msc - mse))
    a, b = k * value / (n * (1 - value)), 1 + k * value * (n - 1) / (n * (1 - value))
    v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)))

    def icc_when_ratio_is(f):
        # MSR / f in place of the error estimate that belongs to the bound
        return n * (msr / f - mse) / (k * msc + (k * n - k - n) * mse + n * msr / f)

    return {"value": value, "interval95": [icc_when_ratio_is(stats.f.ppf(0.975, n - 1, v)), icc_when_ratio_is(1 / stats.f.ppf(0.975, v, n - 1))]}


def limits(x, y):
    d = np.subtract(x, y)
    n, s = len(d), d.std(ddof=1)
    t = stats.t.ppf(0.975, n - 1)
    reach = t * s * np.sqrt(1 / n + 1.96**2 / (2 * (n - 1)))
    low, high = d.mean() - 1.96 * s, d.mean() + 1.96 * s
    return {
        "bias": d.mean(),
        "biasInterval95": list(stats.t.interval(0.95, n - 1, d.mean(), stats.sem(d))),
        "standardDeviation": s,
        "lower": low, "lowerInterval95": [low - reach, low + reach],
        "upper": high, "upperInterval95": [high - reach, high + reach],
    }


random = np.random.default_rng(11)
sets = {}
truth = random.poisson(12, 40)
sets["40 photographs counted well"] = (truth + random.integers(-2, 3, 40), truth)
truth = random.poisson(12, 25)
sets["25 photographs counted too low"] = (np.round(truth * 0.7 + random.normal(0, 2, 25)), truth)
truth = random.poisson(30, 9)
sets["9 photographs counted at random"] = (random.poisson(30, 9), truth)

cases = []
for name, (measured, true) in sets.items():
    cases.append({
        "name": name,
        "measured": [float(v) for v in measured],
        "truth": [float(v) for v in true],
        "correlation": float(stats.pearsonr(measured, true)[0]),
        "icc": icc(np.stack([measured, true], 1)),
        "limits": limits(measured, true),
    })

f = [[p, a, b, stats.f.ppf(p, a, b)] for p in (0.025, 0.5, 0.975, 0.999) for a, b in ((1, 5), (3.7, 2.2), (71, 70.4), (5, 400))]
t = [[p, v, stats.t.ppf(p, v)] for p in (0.025, 0.4, 0.975, 0.9995) for v in (1, 2.5, 16, 71, 1000)]
beta = [[x, a, b, special.betainc(a, b, x)] for x in (0.01, 0.3, 0.77, 0.999) for a, b in ((0.5, 0.5), (2, 8), (35, 36.5), (200, 3))]
target = pathlib.Path(__file__).with_name("agreement-reference.json")
target.write_text(json.dumps({"cases": cases, "fQuantiles": f, "tQuantiles": t, "incompleteBeta": beta}, indent=1) + "\n")
