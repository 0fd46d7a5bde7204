// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// Runs one target over a range of numbers, in this process, until something breaks.
///
/// Each number is one input, the same on every machine. Which is at work stands in a file that
/// outlives the process, so that whoever started it knows what killed it.
struct Runner {
    let target: Target
    /// The most seconds of processor time for one input.
    let seconds: Int

    /// The most address space, so that what asks for more ends by itself: 4 GiB.
    static let memoryBytes: UInt = 4 << 30

    /// The input of a number, and the random numbers that are left for the run.
    func input(_ number: UInt64) -> ([UInt8], SeededRandom) {
        var random = SeededRandom(number &* 0x2545_F491_4F6C_DD1D)
        let input = target.mutator.input(&random)
        return (input, random)
    }

    /// Runs one number.
    func run(_ number: UInt64) throws {
        var (bytes, random) = input(number)
        try target.run(bytes, &random)
    }

    /// Runs `numbers`, and returns the complaint and the number at which it stopped, if it did.
    func run(_ numbers: Range<UInt64>, noting path: String) throws -> (UInt64, String)? {
        let place = try Place(path)
        for number in numbers {
            place.value = number
            limitTime()
            do { try run(number) } catch { return (number, Self.text(error)) }
        }
        place.value = numbers.upperBound
        return nil
    }

    static func text(_ error: any Error) -> String {
        (error as? Broken)?.what ?? "\(error)"
    }

    /// Ends the process, by SIGPROF, if it takes too long from here on.
    func limitTime() {
        var timer = itimerval()
        timer.it_value.tv_sec = seconds
        setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
    }

    /// Prints a line at once.
    static func say(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        let bytes = Array((text + "\n").utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    static func limitMemory() {
        var limit = rlimit(rlim_cur: rlim_t(memoryBytes), rlim_max: rlim_t(memoryBytes))
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        // What crashes here leaves its number; a core file would only fill the disk.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }

    /// A number in a mapped file.
    final class Place {
        private let memory: UnsafeMutablePointer<UInt64>

        init(_ path: String) throws {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0, ftruncate(descriptor, 8) == 0 else {
                throw Broken(what: "cannot write \(path)")
            }
            defer { close(descriptor) }
            let address = mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
            guard let address, address != MAP_FAILED else {
                throw Broken(what: "cannot map \(path)")
            }
            memory = address.bindMemory(to: UInt64.self, capacity: 1)
        }

        deinit { munmap(memory, 8) }

        var value: UInt64 {
            get { memory.pointee }
            set { memory.pointee = newValue }
        }
    }
}
