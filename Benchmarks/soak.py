#!/usr/bin/env python3
# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Sweeps new hosts for a long time, and shows that memory, descriptors and threads do not grow.

The list is longer than the time; at the end the sweep is asked to stop, as by Ctrl-C, and must do so.
Ends with 1 if one of the three was larger in the last third than in the middle one, by a tenth.
"""

import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # the sources stay as they are

from measuring import Watched, say
from ranges import BenchRange, SmallRange

ROOT = pathlib.Path(__file__).resolve().parent.parent


def sample(watched):
    process = f"/proc/{watched.process.pid}"
    with open(process + "/status") as status:
        threads = next(int(line.split()[1]) for line in status if line.startswith("Threads:"))
    return watched.memory(), len(os.listdir(process + "/fd")), threads


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--minutes", type=float, default=10)
    options = arguments.parse_args()
    work = ROOT / ".build" / "bench"
    casebook = work / "soak"
    shutil.rmtree(casebook, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    samples = []
    with BenchRange.find(ROOT, work) or SmallRange(work) as place:
        place.write_many(work / "soak.txt", 4_000_000 if options.minutes > 60 else 400_000)
        watched = Watched([
            *place.prefix, ROOT / ".build/release/jianwei", "sweep", work / "soak.txt",
            "--casebook", casebook, "--max-pages", 2, "--delay", 0, "--allow-range", "127.0.0.0/8",
            "--json", "--data", ROOT], stdout=subprocess.DEVNULL)
        # While the list is taken over nothing is visited yet.
        while not list(casebook.glob("archive/*")) and watched.process.poll() is None:
            time.sleep(0.2)
        end = time.monotonic() + options.minutes * 60
        while time.monotonic() < end and watched.process.poll() is None:
            time.sleep(options.minutes * 60 / 120)
            samples.append(sample(watched))
            if len(samples) % 12 == 0:
                say("  %.0f MB, %d descriptors, %d threads" % samples[-1])
        watched.process.send_signal(signal.SIGINT)
        code = watched.process.wait(120)
    shutil.rmtree(casebook, ignore_errors=True)
    failures = [] if code == 75 else [f"it ended with {code} instead of stopping"]
    third = len(samples) // 3
    for index, (what, slack) in enumerate((("MB", 8), ("descriptors", 32), ("threads", 8))):
        middle = max(row[index] for row in samples[third:2 * third])
        last = max(row[index] for row in samples[2 * third:])
        say(f"{what}: at most {middle:.0f} in the middle third, {last:.0f} in the last")
        if last > 1.1 * middle + slack:
            failures.append(f"{what} grow")
    for failure in failures:
        say("✗ " + failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
