// The models that were pulled, in a folder: `OWNER/NAME/`, each as its hub lays it out.

import Foundation

/// The folder of models.
package struct ModelShelf: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// A model on the shelf.
    package struct Entry: Sendable {
        package let name: String
        package let path: String
        package let byteCount: Int

        /// Whether all its files have arrived.
        package let isComplete: Bool

        /// The files that can be opened: the folder itself, or its GGUF models.
        package let models: [String]
    }

    /// The folder of a model, whether or not it is there.
    package func folder(of model: HubModelName) -> String { path + "/" + model.path }

    /// All models, by name.
    package func entries() -> [Entry] {
        func folders(_ path: String) -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.sorted().filter { name in
                var isFolder: ObjCBool = false
                let isThere = unsafe FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
                return isThere && isFolder.boolValue && HubModelName.isPlain(name)
            }
        }
        return folders(path).flatMap { owner in
            // A model without an owner has its files in the first folder.
            if let entry = entry(owner) { return [entry] }
            return folders(path + "/" + owner).compactMap { entry(owner + "/" + $0) }
        }
    }

    /// Removes a model with all its files, and its owner's folder when it was the last there.
    package func remove(_ model: HubModelName) throws(ModelFileError) {
        let folder = folder(of: model)
        guard entry(model.path) != nil else { throw .missing(file: path, what: "model \(quoted(model.path))") }
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            throw .inaccessible(file: folder, reason: "it cannot be removed")
        }
        if model.path.contains("/") { unsafe rmdir((folder as NSString).deletingLastPathComponent) }
    }

    /// The model of a folder; nil when no model's files lie in the folder itself.
    private func entry(_ name: String) -> Entry? {
        let folder = path + "/" + name
        let own = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard own.contains(where: { $0 == "config.json" || $0.hasSuffix(".gguf") || $0.hasSuffix(".partial") }) else {
            return nil
        }
        guard let files = FileManager.default.enumerator(atPath: folder) else { return nil }
        var byteCount = 0
        var isComplete = true
        var models: [String] = []
        while let file = files.nextObject() as? String {
            let attributes = files.fileAttributes ?? [:]
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            byteCount += (attributes[.size] as? NSNumber)?.intValue ?? 0
            if file.hasSuffix(".partial") { isComplete = false }
            if file == "config.json" { models.append(folder) }
            let isLaterPart = file.contains("-of-") && !file.contains("-00001-of-")
            if file.hasSuffix(".gguf"), !isLaterPart { models.append(folder + "/" + file) }
        }
        return Entry(
            name: name,
            path: folder,
            byteCount: byteCount,
            isComplete: isComplete,
            models: models.sorted()
        )
    }
}
