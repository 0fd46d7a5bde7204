# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""A certificate-transparency log as files: static-ct tiles, and the answers of `get-entries`.

The certificates are openssl's, of the size that public ones have: RSA-2048, with timestamps. A few
hundred of them stand in many entries, each with another time.
"""

import base64
import gzip
import hashlib
import json
import pathlib
import random
import subprocess

EARLY = 1_790_000_000_000


def openssl(*arguments, data=None):
    return subprocess.run(
        ["openssl", *map(str, arguments)], input=data, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, check=True).stdout


def field(data, width):
    return len(data).to_bytes(width, "big") + data


def certificates(folder, hosts, count):
    """Certificates in DER, each for three or four of the hosts."""
    key = folder / "ca.pem"
    openssl("genrsa", "-out", key, 2048)
    chance = random.Random(1)

    def stamp():
        return field(
            bytes([0]) + chance.randbytes(32) + EARLY.to_bytes(8, "big") + b"\0\0\4\3"
            + field(chance.randbytes(71), 2), 2)

    made = []
    for number in range(count):
        # Two timestamps, as a certificate of a public issuer has.
        stamps = field(stamp() + stamp(), 2)
        wrapped = bytes([4, 0x81, len(stamps)]) + stamps
        names = [hosts[(number * 3 + place) % len(hosts)] for place in range(3)]
        if number % 2:
            names.append("*." + names[0])
        made.append(openssl(
            "req", "-x509", "-key", key, "-days", 90, "-outform", "DER", "-subj",
            "/C=US/O=Test Issuer/CN=" + names[0][:60],
            "-addext", "subjectAltName=" + ",".join("DNS:" + name for name in names),
            "-addext", "extendedKeyUsage=serverAuth,clientAuth",
            "-addext", "authorityInfoAccess=OCSP;URI:http://o.issuer.example,caIssuers;"
            "URI:http://i.issuer.example/",
            "-addext", "certificatePolicies=2.23.140.1.2.1",
            "-addext", "1.3.6.1.4.1.11129.2.4.2=DER:" + wrapped.hex()))
    return made


def part(der):
    """The part of a certificate that is signed."""
    length = int.from_bytes(der[6:8], "big")
    return der[4:8 + length]


def leaf_hash(entry):
    return hashlib.sha256(b"\0\0\0" + entry).digest()


def root(hashes):
    while len(hashes) > 1:
        paired = [
            hashlib.sha256(b"\1" + hashes[at] + hashes[at + 1]).digest()
            for at in range(0, len(hashes) - 1, 2)]
        hashes = paired + ([hashes[-1]] if len(hashes) % 2 else [])
    return hashes[0]


def tile_path(level, index):
    groups = []
    while True:
        groups.insert(0, f"{index % 1000:03d}")
        index //= 1000
        if not index:
            break
    return f"tile/{level}/" + "/".join("x" + group for group in groups[:-1]) + (
        "/" if len(groups) > 1 else "") + groups[-1]


def write(folder, hosts, tiles, origin, kinds=300):
    """Writes a log of so many full tiles below `folder`; returns its list of logs as JSON."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = certificates(folder, hosts, kinds)
    chain = made[0]
    hashes = []
    for tile in range(tiles):
        data, answer = [], []
        for place in range(256):
            number = tile * 256 + place
            der = made[number % kinds]
            is_early = number % 2
            time = (EARLY + number).to_bytes(8, "big")
            body = (
                b"\0\1" + bytes(32) + field(part(der), 3) if is_early
                else b"\0\0" + field(der, 3))
            entry = time + body + b"\0\0"
            early = field(der, 3) if is_early else b""
            hashes.append(leaf_hash(entry))
            data.append(entry + early + field(bytes(64), 2))
            answer.append({
                "leaf_input": base64.b64encode(b"\0\0" + entry).decode(),
                "extra_data": base64.b64encode(early + field(field(chain, 3), 3)).decode()})
        path = folder / tile_path("data", tile)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(data))
        path = folder / "gzip" / f"{tile:06d}.gz"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(b"".join(data), 6))
        path = folder / "answers" / f"{tile:06d}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"entries": answer}))
    level, row = 0, hashes
    while row:
        for start in range(0, len(row), 256):
            width = min(256, len(row) - start)
            path = tile_path(level, start // 256) + ("" if width == 256 else f".p/{width}")
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(b"".join(row[start:start + width]))
        row = [root(row[at:at + 256]) for at in range(0, len(row) - 255, 256)]
        level += 1
    return sign(folder, origin, hashes)


def sign(folder, origin, hashes):
    key = folder / "log.pem"
    openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", key)
    public = openssl("pkey", "-in", key, "-pubout", "-outform", "DER")
    log_id = hashlib.sha256(public).digest()
    time = (EARLY + len(hashes)).to_bytes(8, "big")
    top = root(hashes)
    signed = openssl(
        "dgst", "-sha256", "-sign", key,
        data=b"\0\1" + time + len(hashes).to_bytes(8, "big") + top)
    key_id = hashlib.sha256(origin.encode() + b"\n\5" + log_id).digest()[:4]
    line = base64.b64encode(key_id + time + b"\4\3" + field(signed, 2)).decode()
    (folder / "checkpoint").write_text(
        f"{origin}\n{len(hashes)}\n{base64.b64encode(top).decode()}\n\n— {origin} {line}\n")
    address = f"http://{origin}/"
    return json.dumps({"operators": [{"name": "Bench", "tiled_logs": [{
        "description": "Bench log", "log_id": base64.b64encode(log_id).decode(),
        "key": base64.b64encode(public).decode(), "mmd": 60, "submission_url": address,
        "monitoring_url": address}]}]})
