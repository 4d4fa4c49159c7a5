// The files of a model as a hub lists them, and which of them a model needs.

/// One file on a hub.
package struct HubFile: Sendable, Equatable {
    /// The path inside the model, checked: relative, and nowhere above it.
    package let path: String

    /// The size; nil where the hub does not say it in its list.
    package var byteCount: Int?

    /// What the contents must hash to; nil where the hub does not say.
    package var digest: Digest?

    /// A hash of contents, in hexadecimal.
    package enum Digest: Sendable, Equatable {
        case sha256(String)

        /// Git's: SHA-1 over `blob`, the size, a zero and the contents.
        case gitBlob(String)
    }
}

/// The files of a model.
package struct HubListing: Sendable {
    package let files: [HubFile]

    private static let fileLimit = 10_000

    /// Reads the answer of `/api/models/NAME/tree/REVISION` (a list) or of `/api/models/NAME` (an object with siblings).
    package init(_ json: JSON, address: String) throws(ModelFileError) {
        let entries: [JSON]
        if let list = json.array {
            entries = list.filter { $0["type"]?.string != "directory" }
        } else if let siblings = json["siblings"]?.array {
            entries = siblings
        } else {
            throw .invalid(file: address, place: "answer", expected: "a list of files", found: json.kind)
        }
        guard entries.count <= Self.fileLimit else {
            throw .invalid(
                file: address,
                place: "answer",
                expected: "at most \(Self.fileLimit) files",
                found: "\(entries.count)"
            )
        }
        var files: [HubFile] = []
        for entry in entries {
            let path = entry["path"]?.string ?? entry["rfilename"]?.string ?? ""
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            // Names with other characters are of no use to a model, and could lead anywhere.
            guard parts.count <= 8, parts.allSatisfy(HubModelName.isPlain) else { continue }
            let size = entry["lfs"]?["size"]?.integer ?? entry["size"]?.integer
            var file = HubFile(path: path, byteCount: size)
            if let size, size < 0 {
                throw .invalid(file: address, place: quoted(path), expected: "a size", found: "\(size)")
            }
            if let digest = entry["lfs"]?["oid"]?.string ?? entry["lfs"]?["sha256"]?.string {
                file.digest = .sha256(digest.lowercased().replacing("sha256:", with: ""))
            } else if let digest = entry["oid"]?.string ?? entry["blobId"]?.string {
                file.digest = .gitBlob(digest.lowercased())
            }
            files.append(file)
        }
        guard Set(files.map(\.path)).count == files.count else {
            throw .invalid(file: address, place: "answer", expected: "each file once", found: "one again")
        }
        self.files = files
    }

    /// The files that a model needs: those that are named; or the weights in safetensors with what lies beside them; or
    /// one GGUF model.
    package func needed(_ names: [String], of model: HubModelName) throws(ModelFileError) -> [HubFile] {
        guard names.isEmpty else {
            for name in names where !files.contains(where: { $0.path == name }) {
                throw .missing(file: model.path, what: "file \(quoted(name))")
            }
            return files.filter { names.contains($0.path) }
        }
        if files.contains(where: { $0.path == "config.json" }), files.contains(where: { Self.isWeights($0.path) }) {
            return files.filter { Self.isWeights($0.path) || Self.isBesideWeights($0.path) }
        }
        let models = Dictionary(grouping: files.filter { $0.path.hasSuffix(".gguf") }) { Self.withoutPart($0.path) }
        let usual = models.count == 1 ? models.first : models.first { $0.key.uppercased().hasSuffix("Q4_K_M.GGUF") }
        guard let usual else {
            let list = models.keys.sorted().prefix(20).joined(separator: ", ")
            throw .missing(
                file: model.path,
                what: models.isEmpty
                    ? "weights in safetensors or GGUF" : "single model; choose one with --file among \(list)"
            )
        }
        return usual.value.sorted { $0.path < $1.path }
    }

    private static func isWeights(_ path: String) -> Bool {
        path == "model.safetensors" || path == "model.safetensors.index.json"
            || path.wholeMatch(of: /model-[0-9]{5}-of-[0-9]{5}\.safetensors/) != nil
    }

    private static func isBesideWeights(_ path: String) -> Bool {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        guard folder.isEmpty || folder.hasSuffix("_Pooling") || folder == "additional_chat_templates" else {
            return false
        }
        return [".json", ".jinja", ".model", ".tiktoken", ".txt"].contains { path.hasSuffix($0) }
            && !path.hasSuffix(".index.json")
    }

    /// The name without the number of a part, so that the parts of a split model have one name.
    private static func withoutPart(_ path: String) -> String {
        path.replacing(/-[0-9]{5}-of-[0-9]{5}(?=\.gguf$)/, with: "")
    }
}
