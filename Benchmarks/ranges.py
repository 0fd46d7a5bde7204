# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""The sites that are fetched: the bench range in its network namespace, or a smaller one."""

import os
import pathlib
import random
import subprocess
import time


class AnyAddress:
    """What both ranges can: each address from 127.0.0.0 on is a site."""

    def write_many(self, path, count, first=0):
        """Writes a list of `count` sites, each at an address of its own, from the `first` on."""
        pages = sorted(page.name for page in self.pages.iterdir())
        with open(path, "w") as lines:
            for index in range(first, first + count):
                site = f"127.{60 + index // 62500}.{index // 250 % 250}.{index % 250 + 1}"
                lines.write(f"http://{site}:{self.http}/p/{pages[index % len(pages)]}\n")


class BenchRange(AnyAddress):
    """10,000 sites, hostile hosts, names and peers, from the bench folder."""

    what = "the bench range"
    http, https, list_of_new = 18080, 18443, "new2k"

    @classmethod
    def find(cls, root, work):
        folder = pathlib.Path(os.environ.get("JIANWEI_BENCH") or root.parent / "shared" / "bench")
        if not (folder / "range" / "range.sh").is_file():
            return None
        if os.geteuid() != 0:
            print("the bench range needs root for its network namespace")
            return None
        return cls(folder, work / "range")

    def __init__(self, folder, run):
        self.folder, self.run = folder, run
        self.script = folder / "range" / "range.sh"
        self.prefix = ["ip", "netns", "exec", "range"]

    def _script(self, word):
        done = subprocess.run(
            ["bash", self.script, word], env={**os.environ, "RANGE_RUN": str(self.run)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0 or word == "up" and "up:" not in done.stdout:
            raise RuntimeError(f"range.sh {word}: {done.stdout.strip()}")

    def __enter__(self):
        if pathlib.Path("/var/run/netns/range").exists():
            raise SystemExit("another range is up: end it by range.sh down")
        self._script("up")
        return self

    def __exit__(self, *_):
        self._script("down")

    def list(self, name):
        return self.run / f"{name}.txt"

    @property
    def pages(self):
        return self.run / "www" / "p"


class SmallRange(AnyAddress):
    """200 pages by one nginx of our own, on as many loopback addresses as are asked for."""

    what = "a smaller one of our own, because no bench folder was found"
    http, https = 18080, None
    folder = None
    prefix = []

    def __init__(self, work):
        self.run = work / "small-range"

    def __enter__(self):
        self.pages.mkdir(parents=True, exist_ok=True)
        letters = random.Random(1)
        for number in range(200):
            parts = [
                f'<div class="b"><h3><a href="/p/{letters.randrange(200):04d}.html">'
                + self._text(letters, 8) + f"</a></h3><p>{self._text(letters, 120)}</p></div>\n"
                for _ in range(80)
            ]
            (self.pages / f"{number:04d}.html").write_text(
                f'<!DOCTYPE html><meta charset="utf-8"><title>{self._text(letters, 9)}</title>\n'
                + "".join(parts), encoding="utf-8")
        sites = [f"127.20.{i // 250}.{i % 250 + 1}" for i in range(10000)]
        addresses = [
            f"http://{site}:{self.http}/p/{i % 200:04d}.html\n" for i, site in enumerate(sites)]
        (self.run / "http10k.txt").write_text("".join(addresses))
        (self.run / "new2k.txt").write_text("".join(addresses[:2000]))
        (self.run / "nginx.conf").write_text(f"""
            {"user root;" if os.geteuid() == 0 else ""}
            daemon on; worker_processes 1; pid {self.run}/nginx.pid;
            error_log {self.run}/error.log; events {{ worker_connections 18000; }}
            http {{ access_log off; sendfile on; default_type text/html;
              client_body_temp_path {self.run}/body; proxy_temp_path {self.run}/proxy;
              fastcgi_temp_path {self.run}/fastcgi; uwsgi_temp_path {self.run}/uwsgi;
              scgi_temp_path {self.run}/scgi;
              server {{ listen 0.0.0.0:{self.http} backlog=4096; root {self.run}/www; }} }}
            """)
        subprocess.run(
            ["nginx", "-c", self.run / "nginx.conf", "-p", self.run], check=True,
            stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        return self

    @staticmethod
    def _text(letters, count):
        return "".join(chr(letters.randrange(0x4E00, 0x9000)) for _ in range(count))

    def __exit__(self, *_):
        pid = self.run / "nginx.pid"
        if pid.exists():
            os.kill(int(pid.read_text()), 15)

    def list(self, name):
        path = self.run / f"{name}.txt"
        if not path.exists():
            raise RuntimeError("needs the bench range")
        return path

    @property
    def pages(self):
        return self.run / "www" / "p"
