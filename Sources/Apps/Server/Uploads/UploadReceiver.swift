// An upload while it comes in: each file goes straight to disk. All files of a request are kept, or none.

internal import Documents
internal import Foundation
internal import Hummingbird
internal import NIOCore

/// Receives the files of one request.
struct UploadReceiver {
    struct File: Sendable {
        var path: String
        var name: String
        var byteCount: Int
    }

    private struct Received {
        var place: UploadFolder.Place
        var name: String
        var byteCount = 0
    }

    private static let largestFile = ReadingLimits.standard.byteCount
    private static let fileCount = 1_000

    private let folder: UploadFolder
    private let largestBody: Int
    private var parts: MultipartParts
    private var files: [Received] = []
    private var open: FileHandle?
    private var byteCount = 0

    init(folder: UploadFolder, boundary: String, largestBody: Int) {
        (self.folder, self.largestBody) = (folder, largestBody)
        parts = MultipartParts(boundary: boundary)
    }

    /// The files, whole and in their places.
    ///
    /// When anything is wrong, what was written is taken away again.
    mutating func receive(_ request: Request, at pace: BodyPace) async throws -> [File] {
        do {
            try await request.readBody(at: pace) { try take($0) }
            guard parts.isFinished else { throw MultipartParts.Problem.malformed }
            guard !files.isEmpty else {
                throw APIError.invalid("There is no file in the body. Send parts named \"files\".", param: "files")
            }
            return try files.map { file in
                File(path: try folder.keep(file.place), name: file.name, byteCount: file.byteCount)
            }
        } catch {
            try? open?.close()
            for file in files { folder.discard(file.place) }
            if error is MultipartParts.Problem {
                throw APIError.invalid("The multipart body is malformed or ends too early.", code: "malformed_body")
            }
            throw error
        }
    }

    private mutating func take(_ piece: ByteBuffer) throws {
        byteCount += piece.readableBytes
        guard byteCount <= largestBody else { throw Self.tooLarge("The upload", largestBody) }
        for step in try parts.take(piece.readableBytesView) {
            switch step {
            case .begin(let field, let name?) where field == "files" && !name.isEmpty:
                guard files.count < Self.fileCount else {
                    throw APIError.invalid("More than \(Self.fileCount) files at once.", param: "files")
                }
                files.append(Received(place: folder.place(for: name), name: name))
                open = try folder.create(files[files.count - 1].place)
            case .begin:
                break
            case .bytes(let bytes):
                guard let open else { continue }
                files[files.count - 1].byteCount += bytes.count
                guard files[files.count - 1].byteCount <= Self.largestFile else {
                    throw Self.tooLarge(files[files.count - 1].name, Self.largestFile)
                }
                try open.write(contentsOf: Data(bytes))
            case .end:
                try open?.synchronize()
                try open?.close()
                open = nil
            }
        }
    }

    static func tooLarge(_ name: String, _ limit: Int) -> APIError {
        APIError(
            status: .contentTooLarge,
            code: "too_large",
            message: "\(name) has more than \(limit >> 20) MB. Send smaller files."
        )
    }
}
