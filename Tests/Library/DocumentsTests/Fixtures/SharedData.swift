// The data beside the checkout, which some tests read; without it they are skipped and say so.

import Foundation
import Testing

/// `../shared/data`, seen from the package's root.
enum SharedData {
    static let folder: String = {
        var root = URL(filePath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/data").path()
    }()

    static let exists = FileManager.default.fileExists(atPath: folder + "/files/manifest.tsv")

    /// One row of `files/manifest.tsv`.
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let tests: String
        let expected: String

        var path: String { SharedData.folder + "/files/" + file }
        var testDescription: String { file }

        /// The password that the row's remark names, for files that are to be opened.
        var password: String? {
            guard !expected.hasPrefix("ERROR"), let start = tests.range(of: "password \"") else { return nil }
            return tests[start.upperBound...].split(separator: "\"").first.map(String.init)
        }
    }

    static let rows: [Row] = {
        guard let table = try? String(contentsOfFile: folder + "/files/manifest.tsv", encoding: .utf8) else {
            return []
        }
        return table.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Row(file: fields[0], tests: fields[4], expected: fields[5])
        }
    }()
}
