"""Chooses the subjects that are held out, a fifth of every Norwood grade: python3 training/global_split.py --heads DIR > training/global-held-out.txt"""
import argparse
import csv
import hashlib
from collections import defaultdict
from pathlib import Path

HELD_OUT_SHARE = 0.2


def main():
    """Prints the list; the order within a grade is that of a hash of the name, so it does not depend on the file's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heads", type=Path, required=True)
    grades = defaultdict(set)
    with open(parser.parse_args().heads / "heads.csv", newline="") as lines:
        for row in csv.DictReader(lines):
            grades[row["norwood"]].add(row["subject"])
    print("# Subjects of the heads that were not trained on; every figure of models/global.md is of them.")
    for grade in sorted(grades):
        ordered = sorted(grades[grade], key=lambda name: hashlib.sha256(f"held out {name}".encode()).hexdigest())
        print("\n".join(ordered[:round(HELD_OUT_SHARE * len(ordered))]))


if __name__ == "__main__":
    main()
