# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0

"""Lets the formats' own checkers read packets: each is started once for all of them.

    python3 check_packets.py PACKET...

Each PACKET is a folder. What it holds is found by the names of its files. A fault is a line
'PACKET: CHECKER: what'; the last line counts what each checker read. Ends with 1 if there was a
fault, or if a checker had nothing to read.
"""

import collections
import contextlib
import csv
import io
import json
import os
import sys
import unicodedata
import xml.etree.ElementTree
import zipfile

faults = []
counts = collections.Counter()


def files(packet, suffix):
    for folder, _, names in sorted(os.walk(packet)):
        for name in sorted(names):
            if name.endswith(suffix):
                yield os.path.join(folder, name)


def check(name, packet, path, body):
    """Runs one checker over one file; an exception, False or a text is a fault."""
    counts[name] += 1
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            found = body(path)
    except (Exception, SystemExit) as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None and found is not True:
        faults.append(f"{packet}: {name}: {os.path.relpath(path, packet)}: {found} "
                      + printed.getvalue()[-600:])


def bag(path):
    import bagit
    bagit.Bag(path).validate()


def warc(path):
    # As `warcio check` does, which is silent about records without a digest.
    from warcio.archiveiterator import ArchiveIterator
    with open(path, "rb") as stream:
        count = 0
        for record in ArchiveIterator(stream, check_digests=True):
            record.raw_stream.read()
            if not record.digest_checker.passed:
                return f"{record.digest_checker.problems}"
            if record.rec_headers["WARC-Block-Digest"] is None:
                return "a record without a digest"
            count += 1
    return None if count > 1 else "no records"


def wacz(path):
    from wacz.main import main
    return f"code {code}" if (code := main(["validate", "-f", path])) else None


def wacz_index(path):
    # What that checker leaves out: each line of the index leads to a whole record.
    from warcio.archiveiterator import ArchiveIterator
    with zipfile.ZipFile(path) as bundle:
        lines = bundle.read("indexes/index.cdx").decode().splitlines()
        if lines != sorted(lines):
            return "its index is not sorted"
        archives = {}
        for line in lines:
            entry = json.loads(line.split(" ", 2)[2])
            name = "archive/" + entry["filename"]
            if name not in archives:
                archives[name] = bundle.read(name)
            start = int(entry["offset"])
            piece = archives[name][start:start + int(entry["length"])]
            record = next(iter(ArchiveIterator(io.BytesIO(piece))))
            if record.rec_headers["WARC-Target-URI"] != entry["url"]:
                return f"its index leads elsewhere: {entry}"
            if record.http_headers.get_statuscode() != entry["status"]:
                return f"another status: {entry}"
        return None if lines else "its index is empty"


def stix(path):
    from stix2validator import ValidationOptions, validate_file
    result = validate_file(path, ValidationOptions(version="2.1"))
    return None if result.is_valid else str(result.errors)


def misp(path):
    import pymisp
    event = pymisp.MISPEvent()
    event.load_file(path, validate=True)
    with open(path, encoding="utf-8") as stream:
        given = json.load(stream)["Event"]["Attribute"]
    return len(event.attributes) == len(given) and any(a.type == "url" for a in event.attributes)


def xarf(path):
    from xarf.schema_validator import SchemaValidator
    with open(path, encoding="utf-8") as stream:
        return str(errors) if (errors := SchemaValidator().validate(json.load(stream))) else None


def is_shown(text):
    """Whether a reader sees all of it: no control, no change of direction, no line end."""
    return all(unicodedata.category(c) not in ("Cc", "Cf") for c in text)


def table(path):
    with open(path, "rb") as stream:
        data = stream.read()
    if not data.startswith(b"\xef\xbb\xbf"):
        return "no mark of UTF-8"
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    if len({len(row) for row in rows}) != 1:
        return "rows of different lengths"
    if data.count(b"\r\n") != len(rows) or data.count(b"\n") != len(rows):
        return "a field holds a line end"
    for row in rows:
        for field in row:
            number = field.replace(".", "", 1).removeprefix("-").isdigit()
            if not field or not is_shown(field):
                return f"not shown: {field!r}"
            if field.lstrip()[0] in "=+-@＝＋－＠" and not number:
                return f"a formula: {field!r}"


def workbook(path):
    import openpyxl
    # Both ways: the first keeps formulas, the second reads values only.
    for book in openpyxl.load_workbook(path), openpyxl.load_workbook(path, read_only=True):
        for sheet in book.worksheets:
            width = None
            for row in sheet.iter_rows():
                width = width or len(row)
                if len(row) != width:
                    return "rows of different lengths"
                for cell in row:
                    if cell.value is None or cell.data_type not in ("s", "n", "inlineStr"):
                        return f"{cell.coordinate} is {cell.data_type}: {cell.value!r}"
                    if isinstance(cell.value, str) and not is_shown(cell.value):
                        return f"not shown: {cell.value!r}"
                    if getattr(cell, "hyperlink", None):
                        return f"{cell.coordinate} is a link"
        book.close()
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            xml.etree.ElementTree.fromstring(parts.read(name))
            if name.endswith(".xml") and b"<f>" in parts.read(name):
                return f"a formula in {name}"


def case_graphs(paths):
    """All at once: to read the ontology takes longer than to check a graph."""
    from case_utils.case_validate import validate
    result = validate(paths, inference="none")
    return None if result.conforms else result.text


def main(packets):
    graphs = []
    for packet in packets:
        check("bagit", packet, packet, bag)
        for name, suffix, body in [
            ("warcio", ".warc.gz", warc), ("wacz", ".wacz", wacz), ("index", ".wacz", wacz_index),
            ("stix2_validator", "stix.json", stix), ("pymisp", "misp.json", misp),
            ("xarf", "xarf.json", xarf), ("csv", ".csv", table), ("openpyxl", ".xlsx", workbook),
        ]:
            for path in files(packet, suffix):
                check(name, packet, path, body)
        graphs += files(packet, "case.jsonld")
    if graphs:
        check("case_validate", packets[0], graphs[0], lambda _: case_graphs(graphs))
        counts["case_validate"] = len(graphs)
    wanted = ["bagit", "warcio", "wacz", "index", "stix2_validator", "pymisp", "xarf", "csv",
              "openpyxl", "case_validate"]
    faults.extend(f"{name}: nothing to read" for name in wanted if not counts[name])
    for fault in faults:
        print(fault)
    print(" ".join(f"{name}={counts[name]}" for name in wanted))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
