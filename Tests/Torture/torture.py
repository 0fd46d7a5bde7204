#!/usr/bin/env python3
# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Kills a sweep again and again, and shows that --resume ends as if nobody had.

One sweep is left alone; another, of the same sites, is killed at random moments and resumed. Then
verdicts, pages, exchanges and captures of both are compared, the custody chain is followed, each
stored record is read and its digest checked, and the packets of two cases are verified.

With --names the sites are found by asking a name server for many names, and kills fall there too.

Ends with 1 and says what differs, if anything does.
"""

import argparse
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the sources stay as they are

from examine import Book, differences, sha256
from sites import Sites

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def say(text):
    print(text, flush=True)


class Torture:
    def __init__(self, options, folder, sites):
        self.options, self.folder, self.sites = options, folder, sites
        self.random = random.Random(options.seed)
        self.list, hosts = sites.write_lists(folder)
        where = ["--hosts", hosts]
        if options.names:
            self.list, where = sites.write_names(folder), ["--names"]
        self.settings = [
            *where, "--allow-range", "127.90.0.0/16", "--resolver", sites.resolver,
            "--no-registries", "--delay", "0.02", "--timeout", "20", "--connect-timeout", "10",
            "--in-flight", options.in_flight, "--max-pages", "4", "--data", ROOT]

    def command(self, *words):
        return [str(word) for word in (self.options.program, *words)]

    def first_sweep(self, book):
        return self.command("sweep", self.list, "--casebook", book, *self.settings)

    def resume(self, book):
        return self.command("sweep", "--resume", "--casebook", book, "--data", ROOT)

    def run(self, command):
        return subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)

    def undisturbed(self):
        """Sweeps once without a kill; returns the casebook and the jobs done in a second."""
        book = self.folder / "calm"
        start = time.monotonic()
        done = self.run(self.first_sweep(book))
        took = time.monotonic() - start
        if done.returncode not in (0, 1):
            sys.exit(f"the undisturbed sweep ended with {done.returncode}: {done.stderr}")
        with Book(book) as calm:
            jobs = calm.one("select count(*) from jobs")
        say(f"undisturbed: {jobs} jobs in {took:.1f} s")
        self.seconds = took
        start = time.monotonic()
        self.run(self.resume(book))
        self.start_seconds = time.monotonic() - start
        return book, jobs / max(0.1, took - self.start_seconds)

    def disturbed(self, rate):
        """Sweeps with kills."""
        book = self.folder / "killed"
        self.visits_before = dict(self.sites.visits)
        kills = cut_off = 0
        jobs = 2 * self.options.sites
        while kills < self.options.kills:
            left = self.left(book)
            command = self.resume(book) if self.can_resume(book) else self.first_sweep(book)
            # So that the work lasts for all the kills, and they fall everywhere in it.
            share = (jobs if left is None else left) / rate / (self.options.kills - kills)
            if self.options.names:
                # Some fall among the questions, some among the visits.
                share = self.seconds / self.random.choice((3, 12, 12))
            moment = self.random.random() * (self.start_seconds + 1.6 * share)
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            try:
                _, errors = process.communicate(timeout=moment)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
                if kills % max(1, self.options.kills // 10) == 0:
                    say(f"  {kills} kills, {self.left(book)} jobs left")
                continue
            if process.returncode == 75 and self.left(book) is None:
                cut_off += 1  # killed while it handed its list over
                continue
            if process.returncode not in (0, 1):
                sys.exit(f"after {kills} kills it ended with {process.returncode}: {errors}")
            say(f"  done after {kills} kills: the last were not needed")
            break
        end = self.run(self.resume(book))
        if end.returncode not in (0, 1):
            sys.exit(f"the last --resume ended with {end.returncode}: {end.stderr}")
        if self.left(book) is None:
            self.run(self.first_sweep(book))
        return book, kills

    def can_resume(self, book):
        """A list is handed over again if that was cut off; a sweep of names goes on from there."""
        if not self.options.names:
            return self.left(book) is not None
        try:
            with Book(book) as opened:
                return opened.has_run()
        except Exception:  # not even made yet
            return False

    @staticmethod
    def left(book):
        try:
            with Book(book) as opened:
                return opened.left()
        except Exception:  # not even made yet
            return None

    def problems(self, calm_book, killed_book):
        with Book(calm_book) as calm, Book(killed_book) as killed:
            yield from differences(calm, killed)
            for name, book in (("undisturbed", calm), ("killed", killed)):
                for problem in book.problems():
                    yield f"{name}: {problem}"
            packets = [number for number, in killed.rows(
                "select number from leads where level is not null "
                "order by level desc, score desc, number limit 2")]
        again = self.run(self.resume(killed_book))
        if again.returncode != 0 or "nothing to resume" not in again.stderr:
            yield f"after all, --resume says: {again.returncode} {again.stderr}"
        doctor = self.run(
            self.command("doctor", "--casebook", killed_book, "--data", ROOT)).stdout
        if "✗ casebook" in doctor or "✓ casebook" not in doctor:
            yield f"doctor says: {doctor}"
        for number in packets:
            yield from self.packet_problems(killed_book, number)

    def packet_problems(self, book, number):
        packet = self.folder / f"JW-{number}"
        made = self.run(self.command(
            "packet", "export", f"JW-{number}", "--to", packet, "--casebook", book))
        verified = self.run(self.command("packet", "verify", packet))
        if made.returncode or verified.returncode:
            yield f"packet JW-{number}: {made.stderr} {verified.stdout} {verified.stderr}"
            return
        for line in (packet / "manifest-sha256.txt").read_text().splitlines():
            digest, name = line.split(maxsplit=1)
            if sha256((packet / name).read_bytes()) != digest:
                yield f"packet JW-{number}: {name} is not what the manifest says"

    def visited_twice(self):
        return sum(
            count - self.visits_before.get(key, 0) > 1 for key, count in self.sites.visits.items())


def parser(arguments):
    """Adds the options to `arguments`."""
    arguments.add_argument("--program", default=ROOT / ".build/release/jianwei", type=pathlib.Path)
    arguments.add_argument("--sites", default=2000, type=int)
    arguments.add_argument(
        "--names", default=0, type=int, help="finds the sites among so many names; needs port 80")
    arguments.add_argument("--kills", default=100, type=int)
    arguments.add_argument("--seed", type=int, help="repeats the moments and the sites")
    arguments.add_argument("--in-flight", default=64, type=int)
    arguments.add_argument("--keep", action="store_true", help="leaves the casebooks")
    return arguments


def main():
    options = parser(argparse.ArgumentParser(
        description=__doc__.split("\n", maxsplit=1)[0])).parse_args()
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    say(f"{options.sites} sites, {options.kills} kills, SEED={options.seed}")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jianwei-torture-"))
    problems = []
    try:
        port = 80 if options.names else 0
        with Sites(options.sites, options.seed, port, options.names) as sites:
            torture = Torture(options, folder, sites)
            calm, rate = torture.undisturbed()
            killed, kills = torture.disturbed(rate)
            say(f"killed {kills} times; {torture.visited_twice()} visits were made more than once")
            for problem in torture.problems(calm, killed):
                problems.append(problem)
                if len(problems) <= 20:
                    say("✗ " + problem[:2000])
    finally:
        if options.keep or problems:
            say(f"kept: {folder}")
        else:
            shutil.rmtree(folder)
    if problems:
        say(f"✗ {len(problems)} differences; again: make torture SEED={options.seed}")
        sys.exit(1)
    say("✓ verdicts, captures, archive, custody chain and packets are those of an undisturbed run")


if __name__ == "__main__":
    main()
