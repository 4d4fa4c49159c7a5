// A text that becomes a document: written to the uploads folder as a file, and read like any upload.

internal import Foundation
internal import ModelContext
package import Retrieval

/// Adds texts to a library.
package struct UploadedText: TextIntake {
    private let intake: Intake
    private let folder: UploadFolder

    package init(library: Library, uploadFolder: String) {
        (intake, folder) = (Intake(library: library), UploadFolder(path: uploadFolder))
    }

    package func add(_ text: String, named name: String) async throws -> (documentID: Int64, isNew: Bool) {
        let path = try write(text, named: name)
        switch await intake.addUpload(path, folder: folder.path) {
        case .added(let documentID):
            folder.settle(path)
            return (documentID, true)
        case .unchanged(let documentID):
            folder.remove(path)
            return (documentID, false)
        case .failed(_, let message):
            folder.remove(path)
            throw ToolError(description: message.replacing(path, with: name))
        }
    }

    private func write(_ text: String, named name: String) throws -> String {
        let place = folder.place(for: name)
        do {
            let file = try folder.create(place)
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
            return try folder.keep(place)
        } catch {
            folder.discard(place)
            throw ToolError(description: "\(name) could not be written to the uploads folder; see that there is room.")
        }
    }
}
