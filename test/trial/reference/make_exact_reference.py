"""Writes exact-reference.json: rank tests of trials small or large whose p-value is the share of all ways to deal, in whole numbers and fractions.

    python3 test/trial/reference/make_exact_reference.py

Debian: python3-scipy
"""
import bisect
import collections
import itertools
import json
import math
import pathlib
from fractions import Fraction

import numpy as np
import scipy
from scipy import optimize, special, stats

HERE = pathlib.Path(__file__).parent


def doubled_ranks(values):
    return [round(2 * float(rank)) for rank in stats.rankdata(values)]


def every_way(ranks, chosen):
    """By rank sum: in how many ways so many are chosen; each way by itself where these are few."""
    if math.comb(len(ranks), chosen) <= 20000:
        return dict(collections.Counter(sum(way) for way in itertools.combinations(ranks, chosen)))
    ways = [collections.Counter() for _ in range(chosen + 1)]
    ways[0][0] = 1
    for rank in ranks:
        for taken in range(chosen, 0, -1):
            for so_far, count in ways[taken - 1].items():
                ways[taken][so_far + rank] += count
    return ways[chosen]


def exact_rank_test(rows):
    """Van Elteren by permutation within strata: how many of all ways lie as far from the mean as the one seen, or farther. Whole numbers only."""
    strata = [[r for r in rows if r["stratum"] == stratum] for stratum in sorted({r["stratum"] for r in rows})]
    strata = [own for own in strata if len({r["arm"] for r in own}) == 2]
    divisor, seen, together = math.lcm(*[len(own) + 1 for own in strata]), 0, {0: 1}
    for at, own in enumerate(strata):
        ranks, n, m = doubled_ranks([r["value"] for r in own]), len(own), sum(r["arm"] == "drug" for r in own)
        mean, weight = m * (n + 1), divisor // (n + 1)
        seen += weight * (sum(rank for rank, r in zip(ranks, own) if r["arm"] == "drug") - mean)
        ways = [(weight * (rank_sum - mean), count) for rank_sum, count in sorted(every_way(ranks, m).items())]
        if at < len(strata) - 1:
            wider = collections.Counter()
            for so_far, count in together.items():
                for value, more in ways:
                    wider[so_far + value] += count * more
            together = wider
    values, up_to = [value for value, _ in ways], [0, *itertools.accumulate(count for _, count in ways)]
    # Of the last stratum: those below the lower limit, and those not below the upper one.
    far = sum(count * (up_to[bisect.bisect_right(values, -abs(seen) - value)] + up_to[-1] - up_to[bisect.bisect_left(values, abs(seen) - value)]) for value, count in together.items()) if seen != 0 else None
    p = 1.0 if far is None else float(Fraction(far, sum(together.values()) * up_to[-1]))
    if len(strata) == 1 and len({r["value"] for r in rows}) == len(rows):
        groups = [[r["value"] for r in rows if r["arm"] == arm] for arm in ("drug", "placebo")]
        assert abs(p - stats.mannwhitneyu(*groups, method="exact").pvalue) < 1e-12
    return p


def exact_signed_rank(changes):
    """Wilcoxon's signed rank of the changes that are not 0: how many of all patterns of signs lie as far from the middle."""
    moved = [change for change in changes if change != 0]
    ranks, ways = doubled_ranks([abs(change) for change in moved]), {0: 1}
    for rank in ranks:
        further = dict(ways)
        for so_far, count in ways.items():
            further[so_far + rank] = further.get(so_far + rank, 0) + count
        ways = further
    middle, statistic = Fraction(sum(ranks), 2), sum(rank for rank, change in zip(ranks, moved) if change > 0)
    p = float(Fraction(sum(count for value, count in ways.items() if abs(value - middle) >= abs(statistic - middle)), 2 ** len(moved)))
    if len(set(ranks)) == len(ranks):
        assert abs(p - stats.wilcoxon(moved, mode="exact").pvalue) < 1e-12
    return {"changes": changes, "statistic": statistic / 2, "pValue": p}


def dealt(seed, sizes, levels, rare=None):
    """@param sizes  Of each stratum: in the arm, in the reference. @param rare  Chance of any score but 0."""
    random = np.random.default_rng(seed)
    draw = lambda arm: int(random.integers(0, levels)) + (arm == "drug") if rare is None else int(random.random() < rare[arm])
    rows = [{"arm": arm, "stratum": f"stratum {at}", "value": draw(arm)} for at, (m, k) in enumerate(sizes) for arm, n in (("drug", m), ("placebo", k)) for _ in range(n)]
    return {"rows": rows, "pValue": exact_rank_test(rows)}


def increased(m, of_arm, k, of_reference):
    """So many of one arm increased by one step, so many of the other, nobody else changed."""
    rows = [{"arm": arm, "stratum": "all", "value": int(at < count)} for arm, n, count in (("drug", of_arm, m), ("placebo", of_reference, k)) for at in range(n)]
    p = exact_rank_test(rows)
    # With two values the ways are those of a table of four fields; scipy counts as far those that are as unlikely, which in equal arms are the same.
    if of_arm == of_reference:
        assert abs(p - stats.fisher_exact([[m, of_arm - m], [k, of_reference - k]])[1]) < 1e-12
    return {"rows": rows, "pValue": p}


def held_slopes(values, baselines):
    """What each subject adds to the slope of the likelihood of the proportional-odds model in an arm's direction, where no arm has an effect and all else fits best."""
    levels, x = sorted(set(values)), np.array(baselines, float)
    y, cuts, adjusted = np.array([levels.index(v) for v in values]), len(levels) - 1, np.std(baselines) > 1e-9
    x = (x - x.mean()) / (np.std(x) if adjusted else 1)

    def parts(theta):
        ends = np.concatenate([[-np.inf], np.cumsum(np.concatenate([theta[:1], np.exp(theta[1:cuts])])), [np.inf]])
        shift = theta[cuts] * x if adjusted else 0 * x
        return special.expit(ends[y + 1] - shift), special.expit(ends[y] - shift)

    def negative(theta):
        above, below = parts(theta)
        return -np.sum(np.log(above - below))

    theta = np.zeros(cuts + adjusted)
    for _ in range(3):
        theta = optimize.minimize(negative, theta, method="BFGS", options={"gtol": 1e-10}).x
    theta = optimize.minimize(negative, theta, method="Nelder-Mead", options={"xatol": 1e-11, "fatol": 1e-15, "maxiter": 20000}).x
    above, below = parts(theta)
    return 1 - above - below


def exact_score_test(seed, in_arm, in_reference, increased=None):
    """Proportional odds, two arms: how many of all draws of the arm lie as far."""
    random, n = np.random.default_rng(seed), in_arm + in_reference
    baselines = [100.0] * n if increased is not None else [round(float(random.normal(150, 30)), 1) for _ in range(n)]
    values = [int(at < increased) for at in range(n)] if increased is not None else [int(np.clip(np.rint(random.normal(0.4, 0.9) + 0.6 * (at < in_arm)), -1, 2)) for at in range(n)]
    slopes = held_slopes(values, baselines)
    sums = [abs(sum(way)) for way in itertools.combinations(slopes - slopes.mean(), in_arm)]
    seen = abs(sum((slopes - slopes.mean())[:in_arm]))
    return {"rows": [{"arm": "drug" if at < in_arm else "placebo", "baseline": b, "value": v} for at, (b, v) in enumerate(zip(baselines, values))], "pValue": float(np.mean([each >= seen - 1e-7 for each in sums]))}


if __name__ == "__main__":
    models = json.loads((HERE / "models-reference.json").read_text())
    random = np.random.default_rng(3)
    rename = lambda rows: [{**row, "arm": "drug" if row["arm"] == min(r["arm"] for r in rows) else "placebo"} for row in rows]
    out = {"versions": {"scipy": scipy.__version__, "numpy": np.__version__},
           "rankTests": [dealt(*one) for one in ((1, [(3, 3)], 1), (2, [(4, 4)], 200), (3, [(2, 2), (2, 2)], 3), (4, [(2, 3), (1, 4), (2, 2)], 4), (5, [(5, 9)], 5), (6, [(1, 1)], 3),
                                                 (7, [(12, 11)], 4), (8, [(6, 6), (7, 5), (5, 8)], 4), (9, [(30, 30)], 1000), (10, [(3, 2), (4, 4), (2, 5), (1, 1), (6, 3), (0, 4)], 3))]
           + [increased(4, 6, 0, 6), increased(3, 50, 0, 50), increased(5, 40, 1, 20)] + [dealt(11, [(30, 31), (29, 30), (33, 30)], 2, {"drug": 0.06, "placebo": 0.01})],
           "rankTestsOfModels": [exact_rank_test(rename(each["rows"])) for each in models["vanElteren"]],
           "scoreTests": [exact_score_test(*one) for one in ((1, 8, 8), (2, 3, 9), (3, 1, 8, 1), (4, 9, 9), (5, 6, 9), (6, 10, 6), (7, 4, 16))],
           "signedRanks": [exact_signed_rank(changes) for changes in ([1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 0, 0], [2, 1, 0, -1, 1, 1], [5, -2, 3, 0, 0, 3, -3, 8, 1, 1], [0.1, -0.2, -0.2, 0.05], [float(np.round(x)) for x in random.normal(0.6, 2, 48)], [3.5, 1.25, -0.5, 2, 7])]}
    (HERE / "exact-reference.json").write_text(json.dumps(out) + "\n")
