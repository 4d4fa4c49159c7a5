// Real chat templates with what jinja2 made of them, from `../shared/data/chat_templates` beside the checkout.

internal import Dialogue
internal import Foundation

enum SharedTemplates {
    private static let folder: URL = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/data/chat_templates")
    }()

    static let exists = FileManager.default.fileExists(atPath: folder.appending(path: "contexts.json").path())

    /// The names of the templates, sorted.
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "templates").path())) ?? [])
        .filter { $0.hasSuffix(".json") }.sorted()

    static func contexts() throws -> OrderedJSON { try json("contexts.json") }

    static func template(_ name: String) throws -> OrderedJSON { try json("templates/" + name) }

    private static func json(_ path: String) throws -> OrderedJSON {
        try OrderedJSON(parsing: String(contentsOf: folder.appending(path: path), encoding: .utf8))
    }
}

extension OrderedJSON {
    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var elements: [OrderedJSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }
}
