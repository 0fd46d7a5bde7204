// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import PacketExport
import Sealing
import Sweep
import Testing

/// Two authorities, made by `openssl`, each with a root, a signer, and a timestamp authority that
/// `openssl ts` runs behind a small server on loopback.
final class Authorities: Sendable {
    static let shared = Result { try Authorities() }

    let folder: String
    private let server: Process
    private let port: Int

    private init() throws {
        folder = NSTemporaryDirectory() + "/jianwei-authorities-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let made = try Tool.run("/bin/sh", ["-ec", Self.making], in: folder)
        guard made.code == 0 else { throw Problem(made.output) }
        try Self.serving.write(
            toFile: folder + "/serve.py", atomically: true, encoding: .utf8)
        server = Process()
        let output = Pipe()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        server.arguments = ["python3", "serve.py"]
        server.currentDirectoryURL = URL(fileURLWithPath: folder)
        server.standardOutput = output
        try server.run()
        let line = output.fileHandleForReading.availableData
        guard let port = Int(String(decoding: line, as: UTF8.self).filter(\.isNumber)) else {
            throw Problem("the server did not start")
        }
        self.port = port
        let (id, path) = (server.processIdentifier, folder)
        AtExit.add {
            kill(id, SIGKILL)
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// A timestamp authority that behaves as `way` says; `serve.py` knows the ways.
    func address(_ way: String) throws -> WebAddress {
        try WebAddress("http://127.0.0.1:\(port)/\(way)")
    }

    func roots(_ name: String = "a") throws -> TrustRoots {
        try TrustRoots.load("\(folder)/\(name)-root.pem")
    }

    func identity(_ name: String = "a-signer", password: String? = nil, at time: Date = Date())
        throws -> SigningIdentity
    {
        func read(_ path: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)))
        }
        return try SigningIdentity(
            key: read(name + ".key"), certificates: read(name + ".pem"),
            password: password.map { Array($0.utf8) }, names: (name + ".key", name + ".pem"),
            at: time)
    }

    func sm2Key(_ name: String = "sm2") throws -> NationalSignature.Key {
        try NationalSignature.Key(
            [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).key"))),
            password: nil, name: name)
    }

    func sm2(_ name: String = "sm2") throws -> NationalSignature.PublicKey {
        try NationalSignature.PublicKey(
            [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).pem"))), name: name)
    }

    /// The sample, signed and stamped.
    func export(_ request: PacketRequest, to path: String, as name: String = "a") async throws
        -> PacketSummary
    {
        let plan = SealPlan(
            identity: try identity(name + "-signer"), nationalKey: try sm2Key(),
            authorities: [try address(name == "a" ? "ok" : "b")], roots: try roots(name))
        return try await plan.export(request, to: path)
    }

    struct Problem: Error { var text: String; init(_ text: String) { self.text = text } }

    private static let making = """
        cat > ts.conf <<'END'
        [tsa]
        default_tsa = one
        [one]
        serial = ./serial
        default_policy = 1.2.3.4.1
        digests = sha256
        signer_digest = sha256
        ess_cert_id_alg = sha256
        [old]
        database = ./index
        serial = ./number
        new_certs_dir = .
        policy = any
        [any]
        commonName = supplied
        organizationName = optional
        [ts]
        extendedKeyUsage = critical,timeStamping
        [sign]
        keyUsage = critical,digitalSignature
        END
        for who in a b; do
          openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
            -keyout $who-root.key -out $who-root.pem -subj "/CN=Root $who" 2>/dev/null
          for role in ts sign; do
            name=$who-$role; [ $role = ts ] || name=$who-signer
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key \
              -out $name.csr -subj "/O=Bureau/CN=$name" 2>/dev/null
            openssl x509 -req -in $name.csr -CA $who-root.pem -CAkey $who-root.key -days 365 \
              -CAcreateserial -extfile ts.conf -extensions $role -out $name.pem 2>/dev/null
          done
        done
        openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout rsa.key -out rsa.pem \
          -subj /CN=rsa 2>/dev/null
        openssl rsa -aes256 -in rsa.key -out locked.key -passout pass:secret 2>/dev/null
        cp rsa.pem locked.pem; cp rsa.key odd.key; cp a-signer.pem odd.pem
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -days 30 \
          -keyout p384.key -out p384.pem -subj /CN=p384 2>/dev/null
        openssl genpkey -algorithm SM2 -out sm2.key 2>/dev/null
        openssl pkey -in sm2.key -pubout -out sm2.pem
        openssl genpkey -algorithm SM2 -out other-sm2.key 2>/dev/null
        openssl pkey -in other-sm2.key -pubout -out other-sm2.pem
        # An authority whose certificate ran out yesterday.
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout old-ts.key \
          -out old-ts.csr -subj "/O=Bureau/CN=old-ts" 2>/dev/null
        touch index; echo 1000 > number
        openssl ca -batch -notext -md sha256 -config ts.conf -name old -in old-ts.csr \
          -cert a-root.pem -keyfile a-root.key -startdate 200101000000Z \
          -enddate "$(date -u -d yesterday +%y%m%d%H%M%SZ)" -extensions ts -out old-ts.pem \
          2>/dev/null
        echo 01 > serial
        """

    private static let serving = """
        import http.server, subprocess, tempfile, threading, time
        one = threading.Lock()
        def reply(query, who):
            # The file of serial numbers bears one writer.
            with one, tempfile.TemporaryDirectory() as d:
                open(d + '/q', 'wb').write(query)
                subprocess.run(['openssl', 'ts', '-reply', '-queryfile', d + '/q', '-config',
                    'ts.conf', '-inkey', who + '-ts.key', '-signer', who + '-ts.pem',
                    '-out', d + '/r'], check=True, capture_output=True)
                return open(d + '/r', 'rb').read()
        def other(query):
            return subprocess.run(['openssl', 'ts', '-query', '-digest', '00' * 32, '-sha256',
                '-cert'], check=True, capture_output=True).stdout
        class Handler(http.server.BaseHTTPRequestHandler):
            old = None
            def log_message(self, *_): pass
            def do_POST(self):
                way = self.path.strip('/')
                query = self.rfile.read(int(self.headers['Content-Length']))
                if self.headers['Content-Type'] != 'application/timestamp-query': way = 'error'
                if way == 'slow': time.sleep(30)
                if way == 'error':
                    self.send_response(503); self.end_headers(); return
                if way == 'garbage': body = b'<html>no</html>'
                elif way == 'endless': body = b'\\0' * (3 << 20)
                elif way == 'other': body = reply(other(query), 'a')
                elif way == 'replay':
                    # What it once answered to the same digest: the number is another.
                    # The number ends before the flag that asks for certificates.
                    forged = bytearray(query); forged[-4] ^= 1
                    body = reply(bytes(forged), 'a')
                elif way == 'refuse': body = bytes.fromhex('30053003020102')
                elif way == 'forged':
                    body = bytearray(reply(query, 'a')); body[-5] ^= 1; body = bytes(body)
                else: body = reply(query, way if way in ('b', 'old') else 'a')
                self.send_response(200)
                self.send_header('Content-Type', 'application/timestamp-reply')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}

/// What is done when the tests end.
enum AtExit {
    nonisolated(unsafe) private static var work: [() -> Void] = []

    static func add(_ body: @escaping () -> Void) {
        if work.isEmpty { atexit { for body in AtExit.work { body() } } }
        work.append(body)
    }
}

/// A program of this machine.
enum Tool {
    static func run(
        _ program: String, _ arguments: [String], in folder: String, seconds: Double = 60
    ) throws -> (code: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        // `waitUntilExit` may spin for ever on a thread of Dispatch's.
        let deadline = Date().addingTimeInterval(seconds)
        while process.isRunning, Date() < deadline { usleep(2000) }
        if process.isRunning { process.terminate() }
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
