// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// An nginx on loopback that speaks HTTP/2, with whatever certificates a test wants to show.
final class SecureServer {
    let folder: String
    private let process = Process()

    /// A place to listen at, and the file of certificates that is shown there.
    struct Place {
        var address: String
        var port: UInt16
        var certificates = "cert.pem"
        /// What it answers to every path, in nginx's words.
        var answer: String
    }

    /// Makes a key and a certificate for `names`.
    ///
    /// - Parameter extensions: further extensions of the certificate, in the words of `openssl req`.
    init(names: [String], extensions: [String] = []) throws {
        folder =
            FileManager.default.temporaryDirectory.path + "/secure-server-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try makeCertificate("cert", names: names, extensions: extensions)
    }

    deinit {
        // Whoever releases it may be on a thread whose run loop must not be waited in.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        while process.isRunning { usleep(5_000) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    func makeCertificate(
        _ file: String, names: [String], extensions: [String] = []
    ) throws {
        // By a file, because an extension may be longer than an argument can be.
        let alternatives = names.map { "DNS:\($0)" }.joined(separator: ",")
        let settings = """
            [req]
            distinguished_name = name
            x509_extensions = more
            prompt = no
            [name]
            CN = \(names[0])
            [more]
            subjectAltName = \(alternatives)
            \(extensions.joined(separator: "\n"))
            """
        try settings.write(
            toFile: "\(folder)/\(file).cnf", atomically: true, encoding: .utf8)
        let made = Process()
        made.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let key = folder + "/key.pem"
        let keyWords =
            FileManager.default.fileExists(atPath: key)
            ? ["-key", key]
            : ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", key]
        made.arguments =
            ["openssl", "req", "-x509", "-nodes", "-days", "30"] + keyWords
            + ["-config", "\(folder)/\(file).cnf", "-out", "\(folder)/\(file).pem"]
        made.standardError = FileHandle.nullDevice
        try made.run()
        made.waitUntilExit()
        try #require(made.terminationStatus == 0, "openssl req")
    }

    /// Serves at `places`, until released.
    func serve(_ places: [Place]) throws {
        let servers = places.map { place in
            """
            server {
              listen \(place.address):\(place.port) ssl http2;
              ssl_certificate \(folder)/\(place.certificates);
              ssl_certificate_key \(folder)/key.pem;
              location / { \(place.answer) }
            }
            """
        }
        try """
        daemon off; master_process off; pid \(folder)/pid; error_log \(folder)/error;
        events { worker_connections 256; }
        http {
          log_format asked '$server_addr $http_host $server_protocol $connection $uri';
          access_log \(folder)/access asked; default_type text/html;
          client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p;
          fastcgi_temp_path \(folder)/f; uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
          \(servers.joined(separator: "\n"))
        }
        """.write(toFile: folder + "/conf", atomically: true, encoding: .utf8)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["nginx", "-c", folder + "/conf", "-p", folder]
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: folder + "/pid") {
            usleep(20_000)
        }
        try #require(process.isRunning, "nginx did not start: \(text("error"))")
    }

    /// What it was asked: address, host, protocol, connection and path of each request.
    var requests: [[String]] {
        text("access").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
    }

    func text(_ file: String) -> String {
        (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)) ?? ""
    }
}
