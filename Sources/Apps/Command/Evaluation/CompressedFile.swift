// Reads a file, unpacked when its name ends in `.gz`.

internal import ArgumentParser
internal import Foundation

/// Files of evaluation sets.
enum CompressedFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        let actual = FileManager.default.fileExists(atPath: path) ? path : path + ".gz"
        guard FileManager.default.fileExists(atPath: actual) else { throw ValidationError("\(path) does not exist.") }
        guard actual.hasSuffix(".gz") else { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: actual))) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", actual]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ValidationError("\(actual) cannot be unpacked.") }
        return [UInt8](data)
    }
}
