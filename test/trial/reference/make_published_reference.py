"""Writes published-reference.json: what follows from fixtures/trials.csv, worked out anew.

    python3 test/trial/reference/make_published_reference.py
"""
import csv
import json
import math
import pathlib

here = pathlib.Path(__file__).parent
# A circle of 25.4 mm across, a square of 25.4 mm, and areas that papers give in cm².
areas = {"1-inch circle": math.pi * (25.4 / 2 / 10) ** 2, "1 square inch": (25.4 / 10) ** 2, "1 cm2": 1.0, "2.85 cm2": 2.85}


def score(before, after):
    """Bands 10/25/50 % on the log scale, with differences of at least 10/20/40 hairs per cm²."""
    size, gap = abs(math.log(after / before)), abs(after - before)
    steps = sum(size >= math.log(cut) and gap >= least for cut, least in ((1.10, 10), (1.25, 20), (1.50, 40)))
    return int(math.copysign(steps, after - before)) if steps else 0


out = []
for row in csv.DictReader(open(here / "../../../fixtures/trials.csv", encoding="utf-8")):
    area = areas.get(row["count_area"])
    baseline = float(row["baseline_count"]) / area if row["baseline_count"] else None
    change = float(row["mean_change_count"]) / area if row["mean_change_count"] else None
    both = baseline is not None and change is not None
    out.append({"id": row["id"], "baselinePerCm2": baseline, "changePerCm2": change,
                "changePercent": 100 * change / baseline if both else None,
                "nominalScoreOfMean": score(baseline, baseline + change) if both else None})
(here / "published-reference.json").write_text(json.dumps(out, indent=1) + "\n")
