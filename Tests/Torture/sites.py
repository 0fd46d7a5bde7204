# Part of Jianwei, under the Apache License 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Thousands of sites on loopback by one small server, the same for the same seed: sellers, fakes,
innocents, redirects, pages that break off, sites that show each visitor another face."""

import asyncio
import gzip
import random
import socket
import threading

FRAME = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
</head><body><h1>{title}</h1>{body}<footer>备案号 样{number}</footer></body></html>"""

SELLER = """<p>不培训 不考试 {days} 天拿证 官网可查</p>
<ul><li>低压电工证、高压电工证</li><li>焊接与热切割作业证</li><li>高处作业(登高)证</li></ul>
<p>只需提供身份证正反面照片和一张白底证件照,无需到场,免考包过。</p>
<p>证书录入系统,扫码可查,先出证后付款。</p><p>电工证 {price} 元</p>
<p>办理咨询 微信:{contact}</p><a href="/price">价格表</a> <a href="/contact">联系我们</a>"""

FAKE = """<p>应急管理部 特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</p>
<form action="/query" method="get"><label>证件号码 <input name="sfzh"></label>
<label>姓名 <input name="xm"></label><button>查询</button></form>
<p>版权所有:中华人民共和国应急管理部</p><a href="/about">关于本站</a>"""

INNOCENT = """<p>本公司始建于 {year} 年,主营水泵与阀门,产品远销 {days} 个省市。</p>
<p>地址:某市某区工业路 {days} 号</p><a href="/about">公司简介</a> <a href="/contact">联系我们</a>"""

KINDS = (
    "seller", "fake", "innocent", "redirect", "gzip", "slow", "cut", "closed", "cloak", "linking")


class Site:
    """One site, made of its number and the seed alone."""

    def __init__(self, number, seed):
        letters = random.Random(f"{seed} {number}")
        self.number = number
        self.kind = KINDS[number % len(KINDS)]
        self.host = f"site{number}.torture{number}.example"
        self.address = f"127.90.{number // 250}.{number % 250 + 1}"
        self.words = {
            "days": letters.randrange(3, 30), "price": letters.randrange(200, 900),
            "year": letters.randrange(1960, 2015),
            "contact": "wx_" + "".join(letters.choice("abcdefgh") for _ in range(8))}

    @property
    def imitation(self):
        """A host that this site links to, and that a sweep finds by itself."""
        return f"cx-mem-gov-{self.number}.example"

    def page(self, path, is_wechat):
        """Status, further header fields and body."""
        kind = self.kind
        if path == "/robots.txt":
            return 200, "", b"User-agent: *\nDisallow: /admin\n"
        if path == "/favicon.ico":
            return (200, "", b"icon %d" % self.number) if self.number % 3 else (404, "", b"")
        if kind == "redirect" and path == "/":
            return 302, "Location: /home\r\n", b""
        if kind == "cloak":
            kind = "seller" if is_wechat else "innocent"
        text, title = {
            "seller": (SELLER, "特种作业操作证 快速办理 {number}"),
            "redirect": (SELLER, "电工证 焊工证 办理 {number}"),
            "fake": (FAKE, "特种作业操作证查询平台"),
        }.get(kind, (INNOCENT, "某某机械厂 {number}"))
        body = text.format(**self.words)
        if kind == "linking" and path == "/":
            body += f'<a href="http://{self.imitation}:{{port}}/">证书查询</a>'
        if path != "/":
            body = f"<p>{path} {self.words['days']}</p>" + body
        whole = FRAME.format(title=title.format(number=self.number), body=body, number=self.number)
        return 200, "Content-Type: text/html; charset=utf-8\r\n", whole


class Sites:
    """Serves `count` sites, and notes who asked for what."""

    def __init__(self, count, seed, port=0, names=0):
        self.absent = [f"nobody{number}.torture{number % 700}.example" for number in range(names)]
        self.wanted_port = port
        self.sites = [Site(number, seed) for number in range(count)]
        self.by_host = {}
        for site in self.sites:
            self.by_host[site.host] = self.by_host[site.imitation] = site
        # How often each host was visited by each persona: each visit asks for robots.txt once.
        self.visits = {}
        self.loop = asyncio.new_event_loop()

    def __enter__(self):
        # One socket for all addresses, on the loopback device only: nothing else can reach it.
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0", self.wanted_port))
        listener.listen(4096)
        listener.setblocking(False)
        self.port = listener.getsockname()[1]
        names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        names.bind(("127.0.0.1", 0))
        names.setblocking(False)
        self.resolver = f"127.0.0.1:{names.getsockname()[1]}"

        # A sweep of a list takes its addresses from a file, and asks for no name that exists.
        addresses = {site.host: site.address for site in self.sites} if self.absent else {}

        async def start():
            await asyncio.start_server(self._serve, sock=listener)
            await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: Names(addresses), sock=names)

        self.loop.run_until_complete(start())
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def write_lists(self, folder):
        """Writes the list of leads and the file of hosts; returns their paths."""
        # Port 9 of these addresses refuses.
        leads = "".join(
            f"http://{site.host}:{9 if site.kind == 'closed' else self.port}/\n"
            for site in self.sites)
        hosts = "".join(
            f"{site.address} {site.host} {site.imitation}\n" for site in self.sites)
        (folder / "list.txt").write_text(leads)
        (folder / "hosts").write_text(hosts)
        return folder / "list.txt", folder / "hosts"

    def write_names(self, folder):
        """Writes a list of names, most of which nobody registered; returns its path."""
        names = list(self.absent)
        for place, site in enumerate(self.sites):
            names.insert(place * (len(self.absent) // len(self.sites)), site.host)
        (folder / "names.txt").write_text("".join(name + "\n" for name in names))
        return folder / "names.txt"

    async def _serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode(errors="replace")
                fields = dict(
                    line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                path = head.split(" ", 2)[1]
                host = fields.get("Host", "").split(":")[0]
                if not await self._answer(writer, host, path, fields.get("User-Agent", "")):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _answer(self, writer, host, path, agent):
        """Answers, and says whether the connection stays open."""
        site = self.by_host.get(host)
        if site is None:
            return False
        is_wechat = "MicroMessenger" in agent
        if path == "/robots.txt":
            key = host, is_wechat
            self.visits[key] = self.visits.get(key, 0) + 1
        if host == site.imitation:
            site = Site(site.number - site.number % len(KINDS) + 1, site.number)
        status, fields, body = site.page(path, is_wechat)
        if isinstance(body, str):
            body = body.replace("{port}", str(self.port)).encode()
        if site.kind == "gzip" and status == 200 and path == "/":
            body = gzip.compress(body, mtime=0)
            fields += "Content-Encoding: gzip\r\n"
        if site.kind == "slow" and path == "/":
            await asyncio.sleep(0.15)
        writer.write(
            f"HTTP/1.1 {status} X\r\n{fields}Content-Length: {len(body)}\r\n\r\n".encode())
        breaks_off = site.kind == "cut" and path == "/"
        writer.write(body[: len(body) // 2] if breaks_off else body)
        await writer.drain()
        return not breaks_off


class Names(asyncio.DatagramProtocol):
    """A name server that knows the sites it is given, and says at once of all others that they
    are not."""

    def __init__(self, addresses):
        self.addresses = addresses

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        if len(data) < 12:
            return
        labels, end = [], 12
        while end < len(data) and data[end]:
            labels.append(data[end + 1:end + 1 + data[end]].decode("latin-1").lower())
            end += data[end] + 1
        question = data[12:end + 5]
        known = self.addresses.get(".".join(labels))
        if known is None:
            head, answer = b"\x85\x83\0\1\0\0\0\0\0\0", b""
        elif question[-4:-2] != b"\0\1":
            head, answer = b"\x85\x80\0\1\0\0\0\0\0\0", b""
        else:
            head = b"\x85\x80\0\1\0\1\0\0\0\0"
            answer = b"\xc0\x0c\0\1\0\1\0\0\x0e\x10\0\4" + socket.inet_aton(known)
        self.transport.sendto(data[:2] + head + question + answer, address)
