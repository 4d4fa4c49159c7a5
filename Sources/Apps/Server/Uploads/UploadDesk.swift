// Files that came over the wire: kept in the uploads folder, read one after the other, added to the library.

internal import Documents
internal import Foundation
package import Retrieval

/// A file on its way into the library.
struct Upload: Encodable, Sendable {
    enum Status: String, Encodable {
        case queued, reading, added, unchanged, failed
    }

    struct Failure: Encodable {
        var message: String
        var code: String
    }

    var id: String
    var name: String
    var byteCount: Int
    var status = Status.queued
    var documentID: Int64?
    var error: Failure?

    enum CodingKeys: String, CodingKey {
        case id, name, status, error
        case byteCount = "byte_count"
        case documentID = "document_id"
    }
}

/// Queues uploads and tells how far they are.
package actor UploadDesk {
    /// Uploads remembered after they ended.
    private static let rememberedCount = 500
    private static let largestDepth = 16

    private let intake: Intake
    nonisolated let folder: String
    private var uploads: [Upload] = []
    private var paths: [String: String] = [:]
    private var worker: Task<Void, Never>?

    package init(intake: Intake, folder: String) {
        (self.intake, self.folder) = (intake, folder)
    }

    var all: [Upload] { uploads }

    /// A place in the uploads folder for a file of that name; never one that exists.
    ///
    /// A dropped folder's files come with their relative paths, which are kept below.
    nonisolated func place(for name: String) throws -> String {
        let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).map { Self.safeName(String($0)) }
        let folders = parts.dropLast().suffix(Self.largestDepth)
        let folder = ([folder, UUID().uuidString.lowercased()] + folders).joined(separator: "/")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder + "/" + (parts.last ?? "upload")
    }

    /// Queues a file that lies in its place already.
    func add(path: String, name: String, byteCount: Int) -> Upload {
        let upload = Upload(id: "upload_" + UUID().uuidString.lowercased(), name: name, byteCount: byteCount)
        uploads.append(upload)
        paths[upload.id] = path
        let ended = uploads.filter { $0.status != .queued && $0.status != .reading }
        if ended.count > Self.rememberedCount { uploads.removeAll { $0.id == ended[0].id } }
        if worker == nil { worker = Task { await work() } }
        return upload
    }

    /// Forgets an upload that ended.
    ///
    /// - Returns: whether there was one to forget.
    func forget(_ id: String) -> Bool {
        guard let index = uploads.firstIndex(where: { $0.id == id }),
            uploads[index].status != .queued, uploads[index].status != .reading
        else { return false }
        uploads.remove(at: index)
        return true
    }

    private func work() async {
        while let index = uploads.firstIndex(where: { $0.status == .queued }) {
            let id = uploads[index].id
            uploads[index].status = .reading
            let path = paths.removeValue(forKey: id) ?? ""
            let outcome = await intake.addUpload(path, folder: folder)
            guard let index = uploads.firstIndex(where: { $0.id == id }) else { continue }
            switch outcome {
            case .added(let documentID):
                (uploads[index].status, uploads[index].documentID) = (.added, documentID)
            case .unchanged(let documentID):
                (uploads[index].status, uploads[index].documentID) = (.unchanged, documentID)
            case .failed(let code, let message):
                uploads[index].status = .failed
                // Where the server keeps it is nobody's business.
                let shown = message.replacing(path, with: uploads[index].name)
                uploads[index].error = Upload.Failure(message: shown, code: code)
            }
        }
        worker = nil
    }

    /// A component of what the client calls its file, without what could leave the folder or hide in it.
    private static func safeName(_ name: String) -> String {
        let kept = name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(String.init).joined()
        var trimmed = kept.trimmingCharacters(in: CharacterSet(charactersIn: ". "))
        while trimmed.utf8.count > 200 { trimmed.removeFirst() }
        return trimmed.isEmpty ? "upload" : trimmed
    }
}
