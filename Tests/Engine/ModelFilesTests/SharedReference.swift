// The reference models beside the checkout, which some tests read; without them they are skipped and say so.

import Foundation

/// `../shared/reference`, seen from the package's root.
enum SharedReference {
    static let folder: String = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/reference").path()
    }()

    static let exists = FileManager.default.fileExists(atPath: folder + "/llama/config.json")
}
