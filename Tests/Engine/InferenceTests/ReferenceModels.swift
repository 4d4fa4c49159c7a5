// Where the reference models lie that other software computed: `../shared/reference`, beside the checkout.

import Foundation

@testable import Tensors

/// The folders of reference models.
enum ReferenceModels {
    static let folder: String = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/reference").path()
    }()

    static let exist = FileManager.default.fileExists(atPath: folder + "/README.md")

    /// Every folder with expected results, in order.
    static let all: [String] = names {
        FileManager.default.fileExists(atPath: "\(folder)/\($0)/model.safetensors.index.json")
            || FileManager.default.fileExists(atPath: "\(folder)/\($0)/model.safetensors")
    }
    .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/expected.json") }

    /// The names of GGUF files, each made from the folder of the same name.
    static let ggufs: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/gguf")) ?? [])
        .filter { $0.hasSuffix(".gguf") }.map { String($0.dropLast(5)) }.sorted()

    private static func names(_ isWanted: (String) -> Bool) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter(isWanted).sorted()
    }
}
