# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""The goals, and the pairs of programs that show whether they are met."""

import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import time

import certificate_log
from measuring import Figure, Row, Watched, alternating, markdown, per_thousand, run

CORES = os.cpu_count() or 1


class Bench:
    """What the rows need: our programs, the peers, the range."""

    def __init__(self, root, work, place, rounds):
        self.root, self.work, self.place, self.rounds = root, work, place, rounds
        self.jianwei = root / ".build" / "release" / "jianwei"
        self.parts = root / ".build" / "release" / "BenchmarkParts"
        self.python = root / ".build" / "bench-peers" / "bin" / "python"

    def inside(self, *command, **options):
        return run([*self.place.prefix, *command], **options)

    def part(self, *arguments, expect=None):
        """Runs a part of ours; raises unless it got at least `expect` pages."""
        cost = self.inside(self.parts, *arguments)
        pages = json.loads(cost.output).get("pages", 0)
        if expect and pages < 0.995 * expect:
            raise RuntimeError(f"only {pages} of {expect} pages came")
        return cost

    def tool(self, name):
        if not shutil.which(name):
            raise RuntimeError(f"needs {name}")
        return name

    def peer(self, path):
        """A file of the bench folder."""
        if self.place.folder is None:
            raise RuntimeError("needs the bench folder")
        return self.place.folder / path

    def go_peer(self):
        source = self.peer("peers/gocrawl.go")
        program = self.work / "gocrawl"
        if not program.exists():
            subprocess.run(
                [self.tool("go"), "build", "-o", program, source],
                check=True, stderr=subprocess.PIPE, env={
                    **os.environ, "GOPATH": "/usr/share/gocode", "GO111MODULE": "off",
                    "GOCACHE": str(self.work / "go-cache")})
        return program

    def crawl_by_go(self, addresses, in_flight, *options, expect):
        cost = self.inside(self.go_peer(), addresses, in_flight, "new", *options)
        if int(re.search(r"ok=(\d+)", cost.output)[1]) < 0.995 * expect:
            raise RuntimeError(f"the Go peer: {cost.output.strip()}")
        return cost

    def first_lines(self, name, count):
        path = self.work / f"{name}-{count}.txt"
        with open(self.place.list(name)) as lines:
            path.write_text("".join(line for _, line in zip(range(count), lines)))
        return path

    def scrapy(self, count):
        """What `count` pages cost Scrapy, without what it needs to start."""
        if not self.python.exists():
            raise RuntimeError("Scrapy is not installed")
        spider = self.peer("peers/spider.py")
        costs = [
            self.inside(self.python, spider, environment={
                "URLS": str(self.first_lines("new2k", pages)), "CONC": "100"})
            for pages in (1, 1 + count)]
        if f"'ok': {1 + count}" not in costs[1].output:
            raise RuntimeError(f"Scrapy: {costs[1].output.strip()}")
        return (costs[1].cpu - costs[0].cpu) * 1000 / count

    def against_scrapy(self, work, figure, goal):
        """A row, or why there is none: the other rows of the same work do not need Scrapy."""
        try:
            return Row(work, figure, "Scrapy", self.scrapy_per_thousand(), goal)
        except RuntimeError as problem:
            return Row(work, skipped=str(problem))

    scrapy_figure = None

    def scrapy_per_thousand(self):
        """Taken once and used by two rows, because it takes longest."""
        if self.scrapy_figure is None:
            self.scrapy_figure = Figure(self.scrapy(500) for _ in range(min(2, self.rounds)))
        return self.scrapy_figure

    def wrk(self, scheme, port, turn):
        """The cost of one page of middle size by wrk, a new connection each time."""
        sizes = sorted((page.stat().st_size, page.name) for page in self.place.pages.iterdir())
        name = sizes[len(sizes) // 2][1]
        cost = self.inside(
            self.tool("wrk"), "-t1", "-c100", "-d2s", "-H", "Connection: close",
            f"{scheme}://127.21.0.{turn}:{port}/p/{name}")
        done = int(re.search(r"(\d+) requests in", cost.output)[1])
        return cost.cpu * 1000 / done

    def write_report(self, path, rows):
        """Puts table, machine and profile between the markers of Performance.md."""
        text = path.read_text(encoding="utf-8")
        head, _, rest = text.partition("<!-- begin: make bench -->\n")
        _, _, tail = rest.partition("<!-- end -->")
        path.write_text(
            f"{head}<!-- begin: make bench -->\n{self.facts()}\n{markdown(rows)}\n"
            f"{self.profile()}<!-- end -->{tail}", encoding="utf-8")

    def facts(self):
        cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        versions = {
            "Swift": ["swift", "--version"], "nginx": ["nginx", "-v"], "wrk": ["wrk", "-v"],
            "curl": ["curl", "--version"], "Go": ["go", "version"],
            "Scrapy": [self.python, "-m", "scrapy", "version"]}
        known = [f"Jianwei {run([self.jianwei, '--version']).output.strip()}"]
        for name, command in versions.items():
            try:
                done = subprocess.run(
                    command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                known.append(f"{name} {re.search(r'[0-9]+[.][0-9.]*[0-9]', done.stdout)[0]}")
            except (OSError, TypeError):
                pass
        return (
            f"Measured on {datetime.date.today().isoformat()} on {CORES} shared cores "
            f"({cpu[1] if cpu else platform.machine()}), Linux "
            f"{'.'.join(platform.release().split('.')[:2])}, clients and "
            f"servers on the same cores, by {self.place.what}; {', '.join(known)}. Median of "
            f"{self.rounds} rounds (least–most).\n")

    def profile(self):
        """What each part of the job costs alone."""
        pages = len(list(self.place.pages.iterdir()))
        lines = ["| part of the job, alone | CPU s per 1,000 pages |", "|---|---|"]
        for part, what in [
            ("read", "reading: charset, libxml2, text, links, identifiers"),
            ("judge", "reading and judging by all rules"),
            ("archive", "keeping in the archive: SHA-256, gzip"),
        ]:
            cost = run([self.parts, part, self.place.pages, self.root])
            lines.append(f"| {what} | {cost.cpu * 1000 / pages:.3f} |")
        return "\n".join(lines) + "\n"


def fetch_only(bench):
    """Fetch only, one new connection per site, 500 in flight (CPU s per 1,000 pages)."""
    addresses = bench.place.list("http10k")
    config = bench.work / "curl.txt"
    config.write_text("".join(
        f"url = {line.strip()}\noutput = /dev/null\n" for line in open(addresses)))
    turns = iter(range(1, 250))
    ours, curl, wrk = alternating(
        bench.rounds, lambda: bench.part("fetch", addresses, 500, expect=10000),
        lambda: bench.inside(
            bench.tool("curl"), "-s", "-Z", "--parallel-max", 300, "-K", config),
        lambda: bench.wrk("http", bench.place.http, next(turns)))
    figure = per_thousand(ours, 10000)
    return [
        Row("fetch, new connections", figure, "curl -Z", per_thousand(curl, 10000), 1),
        Row("fetch, new connections", figure, "wrk", Figure(wrk), 2.5)]


def fetch_tls(bench):
    """The same over HTTPS."""
    addresses = bench.place.list("https2k")
    turns = iter(range(1, 250))
    ours, wrk = alternating(
        bench.rounds, lambda: bench.part("fetch", addresses, 500, expect=2000),
        lambda: bench.wrk("https", bench.place.https, next(turns)))
    return [Row("fetch, HTTPS", per_thousand(ours, 2000), "wrk", Figure(wrk), 1.8)]


def fetch_and_read(bench):
    """Fetch and read: title, visible text, links (CPU s per 1,000 pages)."""
    addresses = bench.place.list("http10k")
    ours, go = alternating(
        bench.rounds, lambda: bench.part("fetch", addresses, 500, "read", expect=10000),
        lambda: bench.crawl_by_go(addresses, 500, "parse", expect=10000))
    figure = per_thousand(ours, 10000)
    return [
        Row("fetch and read", figure, "Go net/http", per_thousand(go, 10000), 0.8),
        bench.against_scrapy("fetch and read", figure, 1 / 15)]


def whole_job(bench):
    """jianwei sweep of 2,000 new sites, against Scrapy's fetch and parse alone."""
    addresses = bench.place.list("new2k")
    casebook = bench.work / "casebook"

    def sweep():
        shutil.rmtree(casebook, ignore_errors=True)
        cost = bench.inside(
            bench.jianwei, "sweep", addresses, "--casebook", casebook, "--persona", "desktop",
            "--max-pages", 1, "--delay", 0, "--allow-range", "127.0.0.0/8", "--data", bench.root)
        if "0 failed" not in cost.output:
            raise RuntimeError(cost.output[-200:])
        return cost

    (ours,) = alternating(bench.rounds, sweep)
    rate = Figure(2000 / cost.wall for cost in ours)
    return [
        bench.against_scrapy("whole job", per_thousand(ours, 2000), 1 / 8),
        Row("whole job", rate, goal=800, is_at_least=True, unit=" pages/s")]


def many_in_flight(bench):
    """Fetch and read 20,000 pages of 10,000 sites, 10,000 in flight against 500."""
    addresses = bench.work / "twice10k.txt"
    addresses.write_text(bench.place.list("http10k").read_text() * 2)
    many, few = alternating(
        min(2, bench.rounds),
        lambda: bench.part("fetch", addresses, 10000, "read", expect=20000),
        lambda: bench.part("fetch", addresses, 500, "read", expect=20000))
    return [
        Row("10,000 in flight", per_thousand(many, 20000), "500 in flight",
            per_thousand(few, 20000), 1.3),
        Row("10,000 in flight, memory", Figure(cost.memory for cost in many), goal=512, unit=" MB"),
        Row("10,000 in flight, threads", Figure(cost.threads for cost in many), goal=CORES + 8)]


def mostly_dead(bench):
    """5,000 sites of which 1,000 live; 5 s to connect, 10 s in all: 10 s is ideal."""
    addresses = bench.place.list("sweep5k")
    ours, go = alternating(
        min(2, bench.rounds),
        lambda: bench.part("fetch", addresses, 5000, "read", 5, 10, expect=1000),
        lambda: bench.crawl_by_go(addresses, 5000, "parse", "sweep", expect=1000))
    return [
        Row("mostly dead, wall", Figure(cost.wall / 10 for cost in ours), goal=1.1,
            unit=" × ideal"),
        Row("mostly dead, CPU", per_thousand(ours, 5000), "Go", per_thousand(go, 5000), 0.5)]


def names_resolved(bench):
    """A, NS and MX of names, against dnstwist's (names per CPU second)."""
    source = bench.peer("dns/dnsd.c")
    server = bench.work / "dnsd"
    if not server.exists():
        subprocess.run([bench.tool("gcc"), "-O2", "-o", server, source], check=True)
    names = bench.work / "names.txt"
    names.write_text("".join(f"d{number:06d}.test\n" for number in range(100000)))
    dnstwist = bench.python.parent / "dnstwist"
    if not dnstwist.exists():
        raise RuntimeError("dnstwist is not installed")
    count = len(run([dnstwist, "-f", "list", "jianwei.test"]).output.split())
    process = subprocess.Popen([*bench.place.prefix, server, "53"])
    try:
        time.sleep(0.2)
        ours, theirs = alternating(
            min(2, bench.rounds),
            lambda: bench.inside(bench.parts, "resolve", names, "127.0.0.1:53"),
            lambda: bench.inside(
                dnstwist, "-r", "-t", 32, "-f", "json", "--nameservers", "127.0.0.1",
                "jianwei.test"))
    finally:
        process.kill()
        process.wait()
    if '"unknown"' in ours[0].output:
        raise RuntimeError(f"names without an answer: {ours[0].output.strip()}")
    return [
        Row("names resolved per CPU s", Figure(100000 / cost.cpu for cost in ours), "dnstwist",
            Figure(count / cost.cpu for cost in theirs), 100, is_at_least=True)]


def harmless_hosts(bench):
    """Those of the shared data, or made ones."""
    folder = bench.place.folder
    known = folder.parent / "data" / "names" / "benign.txt" if folder else None
    return (
        known.read_text().split() if known and known.exists()
        else [f"{a}{b}.{c}" for a in ("shop", "news", "gov", "mem", "sport", "zs")
              for b in range(1500) for c in ("example", "com.cn", "org", "net")])


def names_explained(bench):
    """names explain --min doubtful on standard input (hosts per CPU second)."""
    hosts = harmless_hosts(bench)
    path = bench.work / "hosts.txt"
    path.write_text("".join(host + "\n" for host in hosts) * (1 + 300000 // len(hosts)))
    count = len(hosts) * (1 + 300000 // len(hosts))

    def explain():
        with open(path) as lines:
            return run(
                [bench.jianwei, "names", "explain", "--min", "doubtful", "--data", bench.root],
                stdin=lines)

    (ours,) = alternating(bench.rounds, explain)
    figure = Figure(count / cost.cpu for cost in ours)
    row = Row("names explained per CPU s, doubtful and above", figure, goal=500000, is_at_least=True)
    # What openSquat does for each of its keywords; its feed and its DNS look-ups are left out.
    code = ("import sys; from opensquat.squatting_detector import SquattingDetector; "
            "hosts = sys.stdin.read().split(); "
            "[SquattingDetector().check(word, hosts) for word in sys.argv[1:]]")
    few = bench.work / "few-hosts.txt"
    few.write_text("".join(host + "\n" for host in hosts[:5000]))
    words = sorted({host.split(".")[-3] for host in OFFICIAL.values()})

    def squat():
        with open(few) as lines:
            return run([bench.python, "-c", code, *words], stdin=lines)

    try:
        (theirs,) = alternating(1, squat)
    except Exception as problem:
        return [row, Row("names explained", skipped=f"openSquat: {problem}")]
    return [row, Row(
        f"names explained per CPU s, against {len(words)} words of openSquat's", figure, "openSquat",
        Figure(5000 / cost.cpu for cost in theirs), 1, is_at_least=True)]


def certificates_read(bench):
    """Entries of certificate-transparency logs, parsed, hashed and scored (entries per CPU second)."""
    plain = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
    hosts = [host for host in harmless_hosts(bench) if plain.fullmatch(host)]
    log = bench.work / "log"
    shutil.rmtree(log, ignore_errors=True)
    logs = certificate_log.write(log, hosts, 200, "127.0.0.1:18962")
    listed = bench.work / "logs.json"
    listed.write_text(logs)

    def rate(folder):
        done = json.loads(run([bench.parts, "certificates", log / folder, bench.root]).output)
        return done["entries"] * 1e6 / done["cpuMicroseconds"]

    server = subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "18962", "--directory", log],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def watch():
        casebook = bench.work / "log-casebook"
        shutil.rmtree(casebook, ignore_errors=True)
        cost = run([
            bench.jianwei, "watch", "certificates", "--once", "--from", "start", "--log-list",
            listed, "--allow-range", "127.0.0.0/8", "--casebook", casebook, "--data", bench.root])
        status = json.loads(run([
            bench.jianwei, "watch", "certificates", "--status", "--json", "--casebook", casebook
        ]).output)
        if status["log"]["position"] != 51200 or status["gaps"]:
            raise RuntimeError(json.dumps(status)[:200])
        return cost

    try:
        time.sleep(1)
        (whole,) = alternating(bench.rounds, watch)
    finally:
        server.kill()
        server.wait()
    return [
        Row("get-entries, entries per CPU s", Figure(
            rate("answers") for _ in range(bench.rounds)), goal=50000, is_at_least=True),
        Row("compressed tiles, entries per CPU s", Figure(
            rate("gzip") for _ in range(bench.rounds)), goal=50000, is_at_least=True),
        Row("watch certificates --once, entries per CPU s", Figure(
            51200 / cost.cpu for cost in whole), goal=50000, is_at_least=True)]


def name_data(bench, name):
    """A list of the shared data, without comments."""
    folder = bench.place.folder
    path = folder.parent / "data" / "names" / name if folder else None
    if path is None or not path.exists():
        raise RuntimeError(f"needs data/names/{name}")
    lines = (line.split("\t")[0].strip() for line in open(path))
    return [line for line in lines if line and not line.startswith("#")]


def explained(bench, hosts):
    """What `names explain` says of hosts: level by host."""
    path = bench.work / "explain.txt"
    path.write_text("".join(host + "\n" for host in hosts))
    with open(path) as lines:
        done = run([bench.jianwei, "names", "explain", "--json", "--data", bench.root], stdin=lines)
    opinions = map(json.loads, filter(None, done.output.split("\n")))
    order = ["official", "dismiss", "doubtful", "suspect", "high"]
    return {opinion["host"]: order.index(opinion["level"]) for opinion in opinions}


def domains_of(bench, hosts):
    """The registrable domain of each host, by the list that the other rows' peer brings along."""
    code = ("import sys, tldextract; e = tldextract.TLDExtract(suffix_list_urls=(), "
            "include_psl_private_domains=True)\n"
            "for h in sys.stdin: p = e(h.strip()); print((p.domain + '.' + p.suffix).strip('.'))")
    done = subprocess.run(
        [bench.python, "-c", code], input="\n".join(hosts) + "\n", text=True,
        stdout=subprocess.PIPE, check=True)
    return dict(zip(hosts, done.stdout.split("\n")))


# Hosts that write out a Chinese official suffix: `gov.cn`, `gov-cn`, `govcn`, `cngov`, `chinagov`.
CHINESE = re.compile(r"g[o0]v[.-]?cn\b|\bcn-?g[o0]v|chinag[o0]v|g[o0]v-?china|g[o0]v.*\.cn$")


def names_weighed(bench):
    """names explain on hosts that imitate governments, and on harmless ones (share)."""
    imitating = name_data(bench, "imitation.tsv")
    levels = explained(bench, imitating)
    domains = {}
    for host, domain in domains_of(bench, imitating).items():
        domains.setdefault(domain, []).append(levels.get(host, 0) >= 2)
    found = sum(sum(hits) / len(hits) for hits in domains.values()) / len(domains)
    chinese = [host for host in imitating if CHINESE.search(host)]
    suspect = sum(levels.get(host, 0) >= 3 for host in chinese) / len(chinese)
    harmless = list(explained(bench, name_data(bench, "benign.txt")).values())
    governing = list(explained(bench, name_data(bench, "benign-govlike.txt")).values())
    return [
        Row(f"names of {len(domains)} imitating domains, at least doubtful", Figure([found]),
            goal=0.95, is_at_least=True),
        Row(f"those {len(chinese)} that write a Chinese suffix, at least suspect",
            Figure([suspect]), goal=0.95, is_at_least=True),
        Row(f"{len(harmless)} harmless names, doubtful or above",
            Figure([sum(level >= 2 for level in harmless) / len(harmless)]), goal=0.001),
        Row(f"{len(governing)} harmless names with gov, suspect or above",
            Figure([sum(level >= 3 for level in governing) / len(governing)]), goal=0.03)]


def plausible_fakes(bench):
    path = bench.root / "Tests" / "LookalikesTests" / "plausible-fakes.tsv"
    fakes = {}
    for line in open(path):
        if not line.startswith("#"):
            host, site, _ = line.rstrip("\n").split("\t")
            fakes.setdefault(site, []).append(host)
    return fakes


OFFICIAL = {
    "mem-cx": "cx.mem.gov.cn", "mem": "mem.gov.cn", "mohurd-zlaq": "zlaq.mohurd.gov.cn",
    "mohurd-jzsc": "jzsc.mohurd.gov.cn", "mohurd": "mohurd.gov.cn",
    "samr-cnse": "cnse.samr.gov.cn", "osta": "zscx.osta.org.cn", "cpta": "cpta.com.cn",
    "chsi": "chsi.com.cn", "gjzwfw": "gjzwfw.gov.cn"}


def recall_of(fakes, candidates):
    """The share of the fakes that the first 20,000 candidates of their sites contain."""
    found = sum(
        len(set(hosts) & set(list(dict.fromkeys(candidates(site)))[:20000]))
        for site, hosts in fakes.items())
    return found / sum(map(len, fakes.values()))


def names_generated(bench):
    """Recall of plausible fakes, the share that can be registered, and names per CPU second."""
    fakes = plausible_fakes(bench)
    made = {}

    def ours(site):
        output = run([
            bench.jianwei, "names", "generate", "--for", site, "--budget", 20000,
            "--data", bench.root]).output
        made[site] = [line.split()[-1] for line in output.split("\n") if line]
        return made[site]

    figure = Figure([recall_of(fakes, ours)])
    hosts = [host for site in made.values() for host in site]
    registrable = domains_of(bench, hosts)
    closed = (".gov.cn", ".mil.cn", ".edu.cn", ".xn--zfr164b")
    share = sum(
        bool(registrable[host]) and "." in registrable[host] and not host.endswith(closed)
        for host in hosts) / len(hosts)
    (costs,) = alternating(bench.rounds, lambda: run([
        bench.jianwei, "names", "generate", "--budget", 100000, "--data", bench.root]))
    count = costs[0].output.count("\n")
    rows = [
        Row("candidates that can be registered", Figure([share]), goal=0.99, is_at_least=True),
        Row("candidates made per CPU s", Figure(count / cost.cpu for cost in costs), goal=1000000,
            is_at_least=True)]
    dictionary = bench.work / "dictionary.txt"
    words = [
        line.split(",") for line in open(bench.root / "Seeds" / "name-words.csv")
        if "," in line and not line.startswith("#")]
    dictionary.write_text("".join(sorted({
        ("".join(part[0] for part in word[1].split()) or word[0]) + "\n" for word in words[1:]})))
    suffixes = bench.work / "tlds.txt"
    suffixes.write_text("".join(
        line.split(",")[0] + "\n" for line in open(bench.root / "Seeds" / "name-suffixes.csv")
        if ",open," in line and line.isascii()))
    dnstwist = bench.python.parent / "dnstwist"
    squatting = bench.python.parent / "ail-typo-squatting"

    def by_dnstwist(site):
        return run([
            dnstwist, "-f", "list", "--dictionary", dictionary, "--tld", suffixes,
            OFFICIAL[site]]).output.split()

    def by_squatting(site):
        code = ("import sys; from ail_typo_squatting import runAll; "
                "print('\\n'.join(map(str, runAll(sys.argv[1], float('inf'), 'text', '-', "
                "verbose=False))))")
        return run([bench.python, "-c", code, OFFICIAL[site]]).output.split()

    for name, peer in [("dnstwist", by_dnstwist), ("ail-typo-squatting", by_squatting)]:
        try:
            theirs = Figure([recall_of(fakes, peer)])
            rows.append(Row(
                f"plausible fakes among the first 20,000 ({name} finds {theirs.median:.1%})",
                figure, goal=0.9, is_at_least=True))
        except Exception as problem:
            rows.append(Row("plausible fakes", skipped=f"{name}: {problem}"))
    if len(rows) == 2:
        rows.append(Row(
            "plausible fakes among the first 20,000", figure, goal=0.9, is_at_least=True))
    return rows


def is_absent(name):
    """Whether the bench range's name server says that there is no such name: it hashes labels."""
    value = 2166136261
    for label in name.split("."):
        for byte in label.encode():
            value = ((value ^ (byte | 0x20)) * 16777619) & 0xFFFFFFFF
    return (value >> 8) % 10 < 3


def names_swept(bench):
    """The DNS half of sweep --names: 200,000 names, one in twenty live (questions per CPU second)."""
    source = bench.peer("dns/dnsd.c")
    server = bench.work / "dnsd"
    if not server.exists():
        subprocess.run([bench.tool("gcc"), "-O2", "-o", server, source], check=True)
    absent, live, number = [], [], 0
    while len(absent) < 190000 or len(live) < 10000:
        name = f"d{number:07d}.test"
        number += 1
        (absent if is_absent(name) else live).append(name)
    mixed = absent[:190000]
    for place, name in enumerate(live[:10000]):
        mixed.insert(place * 20, name)
    names = bench.work / "sweep-names.txt"
    names.write_text("".join(name + "\n" for name in mixed))
    process = subprocess.Popen([*bench.place.prefix, server, "53"])
    try:
        time.sleep(0.2)
        (ours,) = alternating(
            min(2, bench.rounds),
            lambda: bench.inside(bench.parts, "names", names, "127.0.0.1:53", bench.root))
    finally:
        process.kill()
        process.wait()
    done = json.loads(ours[0].output)
    if done["live"] != 10000 or done["asked"] != 200000:
        raise RuntimeError(f"names were lost: {done}")
    questions = 200000 + 4 * 10000
    return [
        Row("DNS questions of a sweep of 200,000 names per CPU s",
            Figure(questions / cost.cpu for cost in ours), goal=145000, is_at_least=True),
        Row("the same, memory", Figure(cost.memory for cost in ours), goal=64, unit=" MB")]


def large_casebook(bench):
    """Claiming and finishing 2,000 leads in a casebook of 1,000,000, against an empty one."""
    def finished(leads):
        done = json.loads(run([bench.parts, "casebook", leads], timeout=900).output)
        return done["cpuMicroseconds"] / 1e6 * 1000 / done["finished"]

    return [
        Row("casebook of 1,000,000", Figure([finished(1000000)]), "empty casebook",
            Figure([finished(2000) for _ in range(3)]), 2)]


def large_packet(bench, megabytes=200):
    """jianwei packet export of a case with an archive of 200 MB, and packet verify of that."""
    casebook, packet = bench.work / "large-case", bench.work / "large-case.zip"
    shutil.rmtree(casebook, ignore_errors=True)
    run([bench.parts, "case", casebook, megabytes])
    exports, checks = [], []
    for _ in range(bench.rounds):
        packet.unlink(missing_ok=True)
        exports.append(run([
            bench.jianwei, "packet", "export", "JW-000001", "--to", packet, "--casebook", casebook,
            "--data", bench.root]))
        checks.append(run([bench.jianwei, "packet", "verify", packet]))
    size = packet.stat().st_size / 1e6
    shutil.rmtree(casebook)
    packet.unlink()
    return [
        Row("export of a case of 200 MB, CPU s", Figure(cost.cpu for cost in exports), goal=3),
        Row("the same, memory", Figure(cost.memory for cost in exports), goal=150, unit=" MB"),
        Row("verify, MB per CPU s", Figure(size / cost.cpu for cost in checks), goal=300,
            is_at_least=True)]


def many_hosts(bench, hosts=100000):
    """jianwei sweep of 100,000 hosts: what a page costs, and memory, from beginning to end."""
    addresses = bench.work / "many.txt"
    bench.place.write_many(addresses, hosts)
    casebook = bench.work / "casebook"
    shutil.rmtree(casebook, ignore_errors=True)
    # Without what is only done once: the first pages are behind at 500.
    marks = 500, 1500, hosts // 3, hosts - 500
    seen = Watched([
        *bench.place.prefix, bench.jianwei, "sweep", addresses, "--casebook", casebook, "--persona",
        "desktop", "--max-pages", 1, "--delay", 0, "--allow-range", "127.0.0.0/8", "--json",
        "--data", bench.root], stdout=subprocess.PIPE).at_lines(marks)
    if set(seen) != set(marks):
        raise RuntimeError(f"only {max(seen, default=0)} of {hosts} hosts were visited")

    def per_thousand_between(first, last):
        return Figure([(seen[last][0] - seen[first][0]) * 1000 / (last - first)])

    return [
        Row(f"{hosts:,} hosts", per_thousand_between(1500, hosts - 500), "the first 1,000 pages",
            per_thousand_between(500, 1500), 1.2),
        Row(f"{hosts:,} hosts, MB at the end", Figure([seen[hosts - 500][1]]), "after a third",
            Figure([seen[hosts // 3][1]]), 1.2)]


ROWS = {
    row.__name__.replace("_", "-"): row for row in (
        fetch_only, fetch_tls, fetch_and_read, whole_job, many_in_flight, mostly_dead,
        names_resolved, names_explained, certificates_read, names_weighed, names_generated,
        names_swept, large_casebook, large_packet, many_hosts)
}
