// Files with one JSON value a line.

internal import ArgumentParser
internal import Foundation

enum JSONLines {
    /// Decodes each line that is not empty.
    static func forEach<Value: Decodable>(in path: String, _ body: (Value) throws -> Void) throws {
        let data: Data
        do {
            data =
                try path == "-"
                ? FileHandle.standardInput.readToEnd() ?? Data()
                : Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ValidationError("\(path) cannot be read: \(error.localizedDescription)")
        }
        let decoder = JSONDecoder()
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            guard let value = try? decoder.decode(Value.self, from: line) else {
                throw ValidationError("Line \(number + 1) of \(path) is not the JSON that is expected; see --help.")
            }
            try body(value)
        }
    }

    /// Writes a line at once, whatever else is in the buffer of `print`.
    static func write(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let data = try? encoder.encode(value) else { return }
        var line = String(decoding: data, as: UTF8.self)
        // Many readers take these for ends of lines too.
        for scalar in ["\u{85}", "\u{2028}", "\u{2029}"] where line.contains(scalar) {
            line = line.replacingOccurrences(
                of: scalar,
                with: scalar == "\u{85}" ? "\\u0085" : scalar == "\u{2028}" ? "\\u2028" : "\\u2029"
            )
        }
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
