import Foundation

/// Other people's programs, whose output tests compare with.
enum Shell {
    /// What a command line writes, given that input.
    static func output(of script: String, input: String = "") throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        let (from, to) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (from, to)
        try process.run()
        try from.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try from.fileHandleForWriting.close()
        let bytes = to.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(bytes)
    }
}
