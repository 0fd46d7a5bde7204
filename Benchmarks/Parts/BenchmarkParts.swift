// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import NameResolver

/// Runs one part of Jianwei alone, for `benchmark.py`, and prints what it did as one line of JSON.
///
/// How much it cost is measured from outside, as for every other program that is compared.
@main
struct BenchmarkParts {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            let done: [String: Int]
            switch arguments.first {
            case "fetch" where arguments.count >= 3:
                done = try await FetchPart(arguments.dropFirst()).run()
            case "resolve" where arguments.count == 3:
                done = try await resolve(listAt: arguments[1], server: arguments[2])
            case "names" where arguments.count == 4:
                done = try await NamesPart(
                    list: arguments[1], server: arguments[2], data: arguments[3]
                ).run()
            case "certificates" where arguments.count == 3:
                done = try CertificatesPart(folder: arguments[1], data: arguments[2]).run()
            case "casebook" where arguments.count == 2:
                done = try await CasebookPart(arguments[1]).run()
            case "case" where arguments.count == 3:
                done = try await CasePart(folder: arguments[1], megabytes: arguments[2]).run()
            case "read" where arguments.count == 3, "judge" where arguments.count == 3,
                "archive" where arguments.count == 3:
                done = try PagesPart(arguments[0], folder: arguments[1], data: arguments[2]).run()
            default:
                throw Misuse()
            }
            print(String(decoding: try CaseworkJSON.encode(done), as: UTF8.self))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    /// Asks for A, NS and MX of each name of a list, as many at once as a survey takes.
    private static func resolve(listAt path: String, server: String) async throws -> [String: Int] {
        guard let server = ServerAddress(server) else { throw Misuse() }
        let names = try lines(of: path)
        let survey = try NameSurvey(
            ResolverConfiguration(servers: [server]), types: [.a, .ns, .mx])
        defer { survey.shutDown() }
        async let feeding: Void = {
            for start in stride(from: 0, to: names.count, by: 1024) {
                await survey.add(Array(names[start..<min(start + 1024, names.count)]))
            }
            survey.finish()
        }()
        var done: [String: Int] = ["names": names.count]
        while let reports = await survey.next() {
            for report in reports { done[report.liveness.rawValue, default: 0] += 1 }
        }
        await feeding
        return done
    }

    static func lines(of path: String) throws -> [String] {
        let bytes = try Data(contentsOf: URL(filePath: path))
        return Array(bytes).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
}

struct Misuse: Error, CustomStringConvertible {
    let description = """
        usage: fetch LIST IN-FLIGHT [read] [CONNECT-SECONDS TOTAL-SECONDS]
               resolve LIST SERVER
               names LIST SERVER DATA
               read|judge|archive FOLDER DATA
               certificates FOLDER DATA
               casebook LEADS
               case FOLDER MEGABYTES
        """
}
