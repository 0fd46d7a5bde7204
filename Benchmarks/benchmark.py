#!/usr/bin/env python3
# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Measures Jianwei against other programs that do the same work, on loopback.

Every figure is the CPU time (user + system) of the client, from start to end of its process. Ours
and the others run in turn in one run, because only such figures can be compared. The servers are
the bench range: ../shared/bench, or the folder that JIANWEI_BENCH names; without it a smaller range
of our own, which leaves out the rows that need hostile hosts, names or the other crawlers.

Prints the table and writes it into Documentation/Performance.md. Ends with 1 if a goal is missed.
"""

import argparse
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

from measuring import Row, markdown, say
from ranges import BenchRange, SmallRange
from rows import ROWS, Bench

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--rounds", type=int, default=3, help="how often each pair runs (3)")
    arguments.add_argument("--only", default="", help=f"rows: {','.join(ROWS)}")
    arguments.add_argument("--no-write", action="store_true", help="leave Performance.md alone")
    options = arguments.parse_args()
    wanted = [name for name in options.only.split(",") if name] or list(ROWS)

    work = ROOT / ".build" / "bench"
    work.mkdir(parents=True, exist_ok=True)
    place = BenchRange.find(ROOT, work) or SmallRange(work)
    say(f"range: {place.what}")
    rows = []
    with place:
        bench = Bench(ROOT, work, place, max(1, options.rounds))
        for name in wanted:
            say(f"\n{name}: {ROWS[name].__doc__.strip()}")
            try:
                made = ROWS[name](bench)
            except Exception as problem:  # a row that cannot run says why, and the others go on
                made = [Row(name, skipped=str(problem))]
            for row in made:
                say("  " + row.line())
            rows += made
    print("\n" + markdown(rows))
    if not options.no_write and not options.only:
        bench.write_report(ROOT / "Documentation" / "Performance.md", rows)
    shutil.rmtree(work / "casebook", ignore_errors=True)
    sys.exit(1 if any(row.is_met is False for row in rows) else 0)


if __name__ == "__main__":
    main()
