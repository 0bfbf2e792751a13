"""Writes panel-reference.json: trials scored by a blinded panel, and what scipy says of the panel's score.

    python3 test/trial/reference/make_panel_reference.py

Debian: python3-scipy
"""
import json
import pathlib
import statistics

import numpy as np
import scipy
from scipy import optimize, stats

from make_exact_reference import exact_rank_test

Z = stats.norm.ppf(0.975)


def final_score(scores, adjudicated):
    """The panel's rule, written anew: adjudicated where two differ by 2 or more or only some could judge, else the median towards 0."""
    given = [s for s in scores if s is not None]
    if (len(given) > 1 and max(given) - min(given) >= 2) or (given and len(given) < len(scores)):
        return adjudicated
    return int(np.trunc(statistics.median(given))) if given else None


def spread(values):
    mean, sd = float(np.mean(values)), float(np.std(values, ddof=1))
    reach = stats.t.ppf(0.975, len(values) - 1) * sd / np.sqrt(len(values))
    return {"mean": mean, "standardDeviation": sd, "interval95": [mean - reach, mean + reach]}


def differences(arms, order, score, baseline):
    """Least squares of the score on arm and, where it is known, baseline."""
    columns = [np.ones(len(arms)), *[[float(a == n) for a in arms] for n in order[1:]]] + ([] if baseline is None else [baseline])
    design = np.column_stack(columns)
    inverse = np.linalg.inv(design.T @ design)
    effects = inverse @ design.T @ score
    freedom = len(arms) - design.shape[1]
    variance = np.sum((score - design @ effects) ** 2) / freedom
    rows = []
    for at, name in enumerate(order[1:], start=1):
        error = float(np.sqrt(variance * inverse[at, at]))
        reach = float(stats.t.ppf(0.975, freedom) * error)
        rows.append({"arm": name, "estimate": float(effects[at]), "standardError": error, "freedom": freedom, "interval95": [float(effects[at]) - reach, float(effects[at]) + reach],
                     "pValue": float(2 * stats.t.sf(abs(effects[at] / error), freedom))})
    return rows


def rank_test(arm, reference, arms, score, strata):
    """Van Elteren: the moments of each stratum's rank sum under permutation, weighted by 1 / (n + 1)."""
    statistic = variance = higher = pairs = 0.0
    rows = [{"arm": "drug" if a == arm else "placebo", "stratum": t, "value": s} for a, s, t in zip(arms, score, strata) if a in (arm, reference)]
    for stratum in sorted(set(strata)):
        own = [(a, s) for a, s, t in zip(arms, score, strata) if t == stratum and a in (arm, reference)]
        if len({a for a, _ in own}) < 2:
            continue
        ranks, n = stats.rankdata([s for _, s in own]), len(own)
        is_arm = np.array([a == arm for a, _ in own])
        m, k = int(is_arm.sum()), int((~is_arm).sum())
        weight = 1 / (n + 1)
        statistic += weight * (ranks[is_arm].sum() - m * (n + 1) / 2)
        variance += weight ** 2 * m * k * np.var(ranks, ddof=1) / n
        won = sum((x > y) + (x == y) / 2 for (a, x) in own if a == arm for (b, y) in own if b == reference)
        higher += weight * won
        pairs += weight * m * k
    z = statistic / np.sqrt(variance)
    return {"arm": arm, "z": float(z), "pValue": exact_rank_test(rows), "probabilityHigher": float(higher / pairs)}


def wilson(count, n):
    share = count / n
    centre, reach = (share + Z * Z / (2 * n)) / (1 + Z * Z / n), Z / (1 + Z * Z / n) * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return float(centre - reach), float(centre + reach)


def newcombe(a, n, b, m):
    p, q, (l1, u1), (l2, u2) = a / n, b / m, wilson(a, n), wilson(b, m)
    return {"difference": p - q, "interval95": [float(p - q - np.hypot(p - l1, u2 - q)), float(p - q + np.hypot(u1 - p, q - l2))]}


def odds(arms, order, score, baseline):
    """Proportional odds by maximum likelihood, thresholds as a first one and logarithms of steps."""
    levels = sorted(set(score))
    design = np.column_stack([[float(a == n) for a in arms] for n in order[1:]] + ([] if baseline is None else [(np.array(baseline) - np.mean(baseline)) / np.std(baseline)]))
    places = np.array([levels.index(s) for s in score])

    def negative(theta):
        cuts = np.concatenate([[-np.inf], np.cumsum(np.concatenate([[theta[0]], np.exp(theta[1:len(levels) - 1])])), [np.inf]])
        eta = design @ theta[len(levels) - 1:]
        chance = scipy.special.expit(cuts[places + 1] - eta) - scipy.special.expit(cuts[places] - eta)
        return -np.sum(np.log(np.maximum(chance, 1e-300)))

    theta = np.zeros(len(levels) - 1 + design.shape[1])
    theta[0] = -2
    for _ in range(4):
        theta = optimize.minimize(negative, theta, method="BFGS", options={"gtol": 1e-9}).x
    theta = optimize.minimize(negative, theta, method="Nelder-Mead", options={"xatol": 1e-12, "fatol": 1e-15, "maxiter": 40000, "maxfev": 40000}).x
    return [{"arm": name, "logOddsRatio": float(theta[len(levels) - 1 + at])} for at, name in enumerate(order[1:])]


def agreement(first, second):
    x, y = np.array(first, float), np.array(second, float)
    n = len(x)
    kappa = 1 - np.sum((x - y) ** 2) / np.mean([np.sum((x - np.roll(y, k)) ** 2) for k in range(n)])
    grand, table = np.mean([x, y]), np.column_stack([x, y])
    rows, columns = 2 * np.sum((table.mean(1) - grand) ** 2) / (n - 1), n * np.sum((table.mean(0) - grand) ** 2)
    error = np.sum((table - table.mean(1, keepdims=True) - table.mean(0) + grand) ** 2) / (n - 1)
    return {"n": n, "kappa": float(kappa), "identical": float(np.mean(x == y)), "withinOne": float(np.mean(abs(x - y) <= 1)), "icc": float((rows - error) / (rows + error + 2 * (columns - error) / n)),
            "bias": float(np.mean(x - y)), "lower": float(np.mean(x - y) - Z_LIMITS * np.std(x - y, ddof=1))}


Z_LIMITS = 1.96


def case(seed, sizes, effects, readers, known_baseline, spread_of_readers):
    random = np.random.default_rng(seed)
    order, rows = list(sizes), []
    for arm, n in sizes.items():
        for at in range(n):
            seen = effects[arm] + random.normal(0, 1)
            scores = [None if random.random() < 0.04 else int(np.clip(np.rint(seen + random.normal(0, spread_of_readers)), -3, 3)) for _ in range(readers)]
            adjudicated = None if random.random() < 0.2 else int(np.clip(np.rint(seen), -3, 3))
            final = final_score(scores, adjudicated)
            given = [s for s in scores if s is not None]
            needed = (len(given) > 1 and max(given) - min(given) >= 2) or (given and len(given) < len(scores))
            rows.append({"subject": f"{arm}-{at:03d}", "arm": arm, "site": f"site {1 + at % 3}", "before": round(float(random.normal(150, 30)), 2) if known_baseline or at > 0 else None,
                         "computed": int(np.clip(np.rint(seen + random.normal(0, 0.6)), -3, 3)), "readers": scores,
                         "difference": max(given) - min(given) if len(given) > 1 else None, "adjudicated": adjudicated if needed else None, "final": final})
    scored = [r for r in rows if r["final"] is not None]
    arms, score = [r["arm"] for r in scored], np.array([r["final"] for r in scored], float)
    baseline = np.array([r["before"] for r in scored]) if known_baseline else None
    both = [r for r in scored if r["before"] is not None]
    per_arm = [{"arm": a, "expected": sizes[a], "scored": arms.count(a), **spread([s for b, s in zip(arms, score) if b == a])} for a in order]
    count = lambda arm, least: sum(b == arm and s >= least for b, s in zip(arms, score))
    return {"rows": rows, "order": order, "expected": {
        "arms": per_arm, "differences": differences(arms, order, score, baseline), "vanElteren": [rank_test(a, order[0], arms, score, [r["site"] for r in scored]) for a in order[1:]],
        "responders": [{"arm": a, "scored": newcombe(count(a, 1), arms.count(a), count(order[0], 1), arms.count(order[0])), "everybody": newcombe(count(a, 1), sizes[a], count(order[0], 1), sizes[order[0]])} for a in order[1:]],
        "odds": odds(arms, order, score, baseline), "agreement": agreement([r["computed"] for r in both], [r["final"] for r in both])}}


out = {"versions": {"scipy": scipy.__version__, "numpy": np.__version__}, "cases": [
    case(11, {"placebo": 40, "drug": 42}, {"placebo": 0.1, "drug": 0.9}, 3, True, 0.5),
    case(12, {"placebo": 21, "high": 24, "low": 18}, {"placebo": 0, "low": 0.4, "high": 1.3}, 2, True, 0.8),
    case(13, {"placebo": 17, "drug": 15}, {"placebo": 0, "drug": 0.8}, 5, False, 0.4),
]}
pathlib.Path(__file__).with_name("panel-reference.json").write_text(json.dumps(out) + "\n")
