// Files that came over the wire: kept in the uploads folder, read one after the other, added to the library.

internal import Documents
internal import Foundation
internal import Retrieval

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
actor UploadDesk {
    /// Uploads remembered after they ended.
    private static let rememberedCount = 500

    private let library: Library
    private let intake: Intake
    nonisolated let folder: UploadFolder
    private var uploads: [Upload] = []
    private var paths: [String: String] = [:]
    private var worker: Task<Void, Never>?

    init(library: Library, folder: UploadFolder) {
        (self.library, self.folder) = (library, folder)
        intake = Intake(library: library)
    }

    var all: [Upload] { uploads }

    /// Goes on where the process before this one stopped.
    ///
    /// What waited is queued again, and what belongs to no document is taken away. Called once at the start.
    func resume() async throws {
        for file in folder.leftovers() {
            // By the random name: a home that was moved has its documents under the path of before.
            if try await library.documents(containing: file.id, limit: 1).totalCount > 0 {
                folder.settle(file.path)
            } else if file.isWaiting {
                _ = add(path: file.path, name: file.name, byteCount: file.byteCount)
            } else {
                folder.remove(file.path)
            }
        }
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

    /// Waits until nothing is queued any more.
    func finish() async { await worker?.value }

    private func work() async {
        while let index = uploads.firstIndex(where: { $0.status == .queued }) {
            let id = uploads[index].id
            uploads[index].status = .reading
            let path = paths.removeValue(forKey: id) ?? ""
            let outcome = await intake.addUpload(path, folder: folder.path)
            await clear(path)
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

    /// A file that became a document stays, for its pages are drawn from it; any other has no use.
    private func clear(_ path: String) async {
        do {
            if try await library.document(at: path) == nil {
                folder.remove(path)
            } else {
                folder.settle(path)
            }
        } catch {
            // The library does not answer: the next start looks again.
        }
    }
}
