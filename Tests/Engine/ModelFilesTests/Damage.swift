// Files cut short and files with wrong bits: whatever a reader makes of them, it must say so and go on living.

import Foundation
import Testing
import Randomness

@testable import ModelFiles

enum Damage {
    /// Cuts the file at every length and expects that the reader refuses each, naming the file.
    static func truncate(_ bytes: [UInt8], name: String, read: (String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: name).path
            for count in 0..<bytes.count {
                try Data(bytes[..<count]).write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: ModelFileError.self, "cut at \(count)") { try read(path) }
                #expect(error?.description.contains(name) == true)
            }
        }
    }

    /// Flips bits and overwrites numbers, and expects that the reader reads what it got, or throws.
    static func flip(_ bytes: [UInt8], name: String, seed: UInt64, rounds: Int, read: (String) throws -> Void) throws {
        var random = SeededGenerator(seed: seed)
        try withTemporaryFolder { folder in
            let path = folder.appending(path: name).path
            for _ in 0..<rounds {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let position = Int.random(in: damaged.indices, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: damaged[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    case 1: damaged[position] = UInt8.random(in: 0...255, using: &random)
                    default:
                        let end = min(position + 8, damaged.count)
                        for index in position..<end {
                            damaged[index] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                        }
                    }
                }
                try Data(damaged).write(to: URL(fileURLWithPath: path))
                do { try read(path) } catch is ModelFileError {}
            }
        }
    }
}
