# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""What a program cost, and rows that set two costs side by side."""

import dataclasses
import os
import statistics
import subprocess
import tempfile
import threading
import time


def say(text):
    print(text, flush=True)


@dataclasses.dataclass
class Cost:
    """One run of one program."""

    cpu: float
    wall: float
    memory: int  # MB, at most
    threads: int  # at most
    output: str


def run(command, stdin=None, timeout=240, environment=None, accepts=(0,)):
    """Runs `command` and returns what it cost; raises if it fails or takes too long."""
    command = [str(word) for word in command]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=stdin or subprocess.DEVNULL, stdout=output, stderr=errors,
            env={**os.environ, **(environment or {})})
        threads, memory = 1, 0

        def watch():
            nonlocal threads, memory
            while process.returncode is None:
                if time.monotonic() - start > timeout:
                    process.kill()
                    return
                try:
                    with open(f"/proc/{process.pid}/status") as status:
                        for line in status:
                            if line.startswith("Threads:"):
                                threads = max(threads, int(line.split()[1]))
                            elif line.startswith("VmHWM:"):
                                # Not ru_maxrss: that begins with what this interpreter takes.
                                memory = max(memory, int(line.split()[1]))
                except OSError:
                    return
                time.sleep(0.02)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.join()
        output.seek(0)
        errors.seek(0)
        if process.returncode not in accepts:
            what = errors.read()[-300:].decode(errors="replace").strip()
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {what}")
        return Cost(
            usage.ru_utime + usage.ru_stime, wall, memory // 1024, threads,
            output.read().decode(errors="replace"))


class Watched:
    """A running program whose processor time and memory are looked at on the way."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            text=True, **options)

    def cpu(self):
        """Seconds so far, user and system."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """MB that are resident now."""
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)

    def at_lines(self, wanted):
        """Processor time and memory when so many lines were printed, by number of lines."""
        seen, wanted = {}, set(wanted)
        for number, _ in enumerate(self.process.stdout, 1):
            if number in wanted:
                seen[number] = self.cpu(), self.memory()
        if self.process.wait() not in (0, 1):
            raise RuntimeError(f"it ended with {self.process.returncode}")
        return seen


def alternating(rounds, *programs):
    """Runs each of `programs` in turn, `rounds` times; a list of costs for each."""
    results = [[] for _ in programs]
    for _ in range(rounds):
        for program, result in zip(programs, results):
            result.append(program())
    return results


class Figure:
    """A figure that was taken several times: its median, least and most."""

    def __init__(self, values):
        self.values = list(values)
        self.median = statistics.median(self.values)

    def text(self, unit=""):
        def short(value):
            return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

        if len(self.values) == 1:
            return f"{short(self.median)}{unit}"
        return f"{short(self.median)}{unit} ({short(min(self.values))}–{short(max(self.values))})"


def per_thousand(costs, count):
    return Figure(cost.cpu * 1000 / count for cost in costs)


@dataclasses.dataclass
class Row:
    """One goal: what we cost, what the peer cost, and whether the ratio is as it must be."""

    work: str
    ours: Figure | None = None
    peer: str = ""
    theirs: Figure | None = None
    goal: float = 0
    is_at_least: bool = False
    unit: str = ""
    skipped: str = ""

    @property
    def ratio(self):
        if self.skipped:
            return None
        return self.ours.median / self.theirs.median if self.theirs else self.ours.median

    @property
    def is_met(self):
        if self.skipped:
            return None
        return self.ratio >= self.goal if self.is_at_least else self.ratio <= self.goal

    def cells(self):
        if self.skipped:
            return [self.work, "–", "–", "–", "–", f"not run: {self.skipped}"]
        sign = "≥" if self.is_at_least else "≤"
        times = " ×" if self.theirs else self.unit
        return [
            self.work, self.ours.text(self.unit),
            f"{self.peer} {self.theirs.text(self.unit)}" if self.theirs else "–",
            f"{self.ratio:.3g} ×" if self.theirs else "–",
            f"{sign} {self.goal:,.4g}{times}", "yes" if self.is_met else "**no**",
        ]

    def line(self):
        return " | ".join(self.cells())


def markdown(rows):
    head = ["work", "ours", "peer", "ratio", "goal", "met"]
    lines = [head, ["---"] * len(head)] + [row.cells() for row in rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"
