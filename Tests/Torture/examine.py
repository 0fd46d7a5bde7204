# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Looks at a casebook with none of Jianwei's code: SQLite, gzip and SHA-256 of Python alone."""

import gzip
import hashlib
import io
import json
import sqlite3
import zlib


def sha256(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


class Book:
    """A casebook on disk, read only."""

    def __init__(self, folder):
        self.folder = folder
        self.db = sqlite3.connect(f"file:{folder}/casebook.sqlite?mode=ro", uri=True, timeout=30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.db.close()

    def rows(self, sql):
        return self.db.execute(sql).fetchall()

    def one(self, sql):
        return self.rows(sql)[0][0]

    def left(self):
        """How many jobs of the last run are not done; `None` before its list was taken over."""
        try:
            rows = self.rows(
                "select waiting + working, filled_at from runs order by number desc limit 1")
        except sqlite3.OperationalError:
            return None
        return rows[0][0] if rows and rows[0][1] else None

    def has_run(self):
        return bool(self.rows("select 1 from runs limit 1"))

    def names(self):
        """The state of each name that was found in use, and whether it counts as a change."""
        return dict(self.rows(
            "select host, state || case when changed_in is null then '' else ', changed' end "
            "from known_names"))

    def cases(self):
        """What each case says, by address."""
        return {
            address: rest for address, *rest in self.rows(
                "select address, state, level, score, categories, why, failure from leads")}

    def captures(self):
        """What each visit found, by address and persona: verdict, exchanges and pages."""
        pages = {}
        for lead, persona, attempt, page in self.rows(
                "select lead, persona, attempt, page from pages order by position"):
            pages.setdefault((lead, persona, attempt), []).append(page)
        found = {}
        for lead, address, persona, attempt, capture, verdict in self.rows(
                "select lead, address, persona, attempt, capture, verdict "
                "from captures join leads on leads.number = captures.lead order by attempt"):
            exchanges = [
                [visit.get("purpose"), visit.get("status"), visit.get("bodySHA256"),
                 json.dumps(visit.get("failure"))]
                for visit in json.loads(capture)["visits"]]
            found.setdefault((address, persona), []).append(
                (attempt, verdict, exchanges, pages.get((lead, persona, attempt), [])))
        return found

    # What must hold of each casebook by itself

    def problems(self):
        """Everything that is wrong with it."""
        yield from self.custody_problems()
        yield from self.archive_problems()
        for name, is_bad in (
                ("runs that are not finished", "finished_at is null"),
                ("runs with jobs left", "waiting <> 0 or working <> 0")):
            count = self.one(f"select count(*) from runs where filled_at is not null and ({is_bad})")
            if count:
                yield f"{count} {name}"
        if self.one("pragma integrity_check") != "ok":
            yield "SQLite finds damage"

    def custody_problems(self):
        """Follows the chain, and compares each line with what it names."""
        previous, expected = "0" * 64, 1
        records = {
            name: {"captured": sha256(capture), "judged": sha256(verdict or "")}
            for name, capture, verdict in self.rows("select name, capture, verdict from captures")}
        named = {"captured": set(), "judged": set()}
        for sequence, at, actor, action, lead, subject, digest, before, own in self.rows(
                "select sequence, at, actor, action, lead, subject, sha256, previous, hash "
                "from custody order by sequence"):
            fields = [
                str(sequence), at, actor, action, "-" if lead is None else str(lead), subject,
                digest or "-", before]
            canonical = "".join(
                field.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") + "\n"
                for field in fields)
            if sequence != expected or before != previous or sha256(canonical) != own:
                yield f"the custody chain breaks at line {sequence}"
                return
            if action in named:
                if subject in named[action]:
                    yield f"{subject} is {action} twice"
                named[action].add(subject)
                if records.get(subject, {}).get(action) != digest:
                    yield f"{subject} is not what custody line {sequence} says"
            previous, expected = own, sequence + 1
        if self.rows("select sequence, hash from custody_head") != [(expected - 1, previous)]:
            yield "the head of the custody chain is not its last line"
        missing = set(records) - named["captured"]
        if missing:
            yield f"no custody line for {len(missing)} captures, such as {min(missing)}"

    def archive_problems(self):
        """Reads each stored record that a capture names, and checks its digest."""
        segments = {}
        for name, capture in self.rows("select name, capture from captures"):
            places = json.loads(capture)["archive"]
            if not places:
                yield f"{name} has no place in the archive"
            stored = set()
            for place in places:
                file = segments.get(place["segment"])
                if file is None:
                    file = segments[place["segment"]] = open(
                        f"{self.folder}/archive/{place['segment']}", "rb")
                file.seek(place["offset"])
                packed = file.read(place["length"])
                try:
                    for head, block in warc_records(gzip.decompress(packed)):
                        algorithm, _, digest = head["WARC-Block-Digest"].partition(":")
                        if algorithm != "sha256" or digest.lower() != sha256(block):
                            yield f"{name}: the digest of a record is wrong"
                        if head["WARC-Type"] == "response":
                            stored.add(sha256(block.partition(b"\r\n\r\n")[2]))
                except (OSError, EOFError, KeyError, ValueError, zlib.error) as problem:
                    yield f"{name}: {place} cannot be read: {problem}"
            for visit in json.loads(capture)["visits"]:
                body = visit.get("bodySHA256")
                if body and body not in stored:
                    yield f"{name}: the body of an answer is not in the archive"
        for file in segments.values():
            file.close()


def warc_records(data):
    """The records in `data`: header fields and block."""
    stream = io.BytesIO(data)
    while True:
        line = stream.readline()
        if not line:
            return
        if line != b"WARC/1.1\r\n":
            raise ValueError(f"no WARC record begins with {line!r}")
        head = {}
        while (line := stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            head[name] = value.strip()
        block = stream.read(int(head["Content-Length"]))
        if stream.read(4) != b"\r\n\r\n":
            raise ValueError("a record does not end")
        yield head, block


def differences(calm, other):
    """How two casebooks of the same sites differ."""
    for what, ours, theirs in (
            ("name", calm.names(), other.names()),
            ("case", calm.cases(), other.cases()),
            ("visit", calm.captures(), other.captures())):
        for key in sorted(set(ours) | set(theirs)):
            if ours.get(key) != theirs.get(key):
                yield f"{what} {key}: {ours.get(key)} undisturbed, but {theirs.get(key)}"
    for key, found in other.captures().items():
        if len(found) != 1:
            yield f"{key} shows {len(found)} visits"
