#!/usr/bin/env python3
# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Shows that what torture.py looks for is found: spoils a casebook in each way, and looks."""

import argparse
import pathlib
import shutil
import sqlite3
import sys
import tempfile

sys.dont_write_bytecode = True  # the sources stay as they are

from examine import Book, differences
from sites import Sites
from torture import Torture, parser

SPOILS = {
    "a verdict changed": "update captures set verdict = replace(verdict, '\"weight\":', '\"weight\":1')",
    "a score changed": "update leads set score = score + 1 where number = 1",
    "a visit missing": "delete from captures where name = 'JW-000001-desktop-1'",
    "a visit shown twice":
        "insert into captures select lead, persona, 2, 'JW-000001-desktop-2', run, started_at, "
        "capture, verdict, level, score, dossier, failure from captures "
        "where name = 'JW-000001-desktop-1'",
    "a page missing": "delete from pages where lead = 1 and position = 1",
    "a lead missing": "delete from leads where number = 3",
    "a custody line changed": "update custody set at = '2026-01-01T00:00:00.000Z' where sequence = 4",
    "a custody line missing": "delete from custody where sequence = 4",
    "custody cut off": "delete from custody where sequence > 4",
    "a job left": "update runs set waiting = 1",
}


def spoil_archive(folder):
    """Changes one byte in the middle of a segment."""
    segment = max((folder / "archive").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)


def main():
    options = parser(argparse.ArgumentParser()).parse_args()
    options.sites, options.seed = 10, 1
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jianwei-torture-"))
    failures = []
    try:
        with Sites(options.sites, options.seed) as sites:
            calm_book, _ = Torture(options, folder, sites).undisturbed()
        with Book(calm_book) as calm:
            levels = {level for (level,) in calm.rows("select level from leads")}
            if not {0, 3} <= levels:
                failures.append(f"the sites are all alike: {levels}")
            failures += list(calm.problems()) + list(differences(calm, calm))
            for what, sql in [*SPOILS.items(), ("a stored byte changed", None)]:
                shutil.copytree(calm_book, folder / "spoilt")
                if sql:
                    spoilt = sqlite3.connect(folder / "spoilt" / "casebook.sqlite")
                    spoilt.execute(sql)
                    spoilt.commit()
                    spoilt.close()
                else:
                    spoil_archive(folder / "spoilt")
                with Book(folder / "spoilt") as book:
                    if not [*differences(calm, book), *book.problems()]:
                        failures.append(f"not found: {what}")
                shutil.rmtree(folder / "spoilt")
    finally:
        shutil.rmtree(folder)
    for failure in failures:
        print("✗ " + failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
