#!/usr/bin/env python3
# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Writes Sources/Judgement/FoldTable+Data.swift: which character reads as which.

Each character is folded by NFKC and case (Unicode's own tables, from Python), then from traditional
to simplified by ICU's transliterator (`uconv`, package icu-devtools). Only what becomes one
character is kept; full-width ASCII and capital letters are left out, because they are a sum.

Run from the project's root: python3 Tools/generate-fold-table.py
"""
import subprocess
import unicodedata

RANGES = [(0x00A0, 0xD800), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x1F100, 0x1F190),
          (0x2F800, 0x2FA20)]
TARGET = "Sources/Judgement/FoldTable+Data.swift"


def is_target(character):
    """Whether a fold to `character` helps to read Chinese: ASCII or Han."""
    code = ord(character)
    return 0x21 <= code < 0x7F or 0x3400 <= code < 0xA000 or 0x20000 <= code < 0x30000


def folded(character):
    once = unicodedata.normalize("NFKC", character).casefold()
    return unicodedata.normalize("NFKC", once)


characters = [chr(c) for low, high in RANGES for c in range(low, high)
              if not 0xFF01 <= c <= 0xFF5E and unicodedata.category(chr(c)) != "Cn"]
candidates = [(c, f) for c in characters for f in [folded(c)] if len(f) == 1 and is_target(f)]
answer = subprocess.run(
    ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Traditional-Simplified"],
    input="\n".join(f for _, f in candidates).encode(), stdout=subprocess.PIPE, check=True)
simplified = answer.stdout.decode().split("\n")
assert len(simplified) == len(candidates)
pairs = [(c, s) for (c, _), s in zip(candidates, simplified)
         if len(s) == 1 and s != c and is_target(s)]


def literal(name, text):
    lines = [text[i:i + 44] for i in range(0, len(text), 44)]
    # A backslash or a quote cannot stand in a plain literal line.
    lines = [l.replace("\\", "\\\\").replace('"', '\\"') for l in lines]
    body = "\\\n".join("        " + l for l in lines)
    return f'    static let {name} = """\n{body}\n        """\n'


with open(TARGET, "w", encoding="utf-8") as file:
    file.write(f"""// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// Written by Tools/generate-fold-table.py from Unicode {unicodedata.unidata_version} and ICU; not by hand.

/// {len(pairs)} characters and, at the same place, what each reads as.
enum FoldTableData {{
""")
    file.write(literal("written", "".join(c for c, _ in pairs)))
    file.write("\n")
    file.write(literal("read", "".join(s for _, s in pairs)))
    file.write("}\n")
print(len(pairs))
