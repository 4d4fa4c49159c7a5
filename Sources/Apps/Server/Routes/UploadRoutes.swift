// `POST /api/documents`: files dropped on the box; `/api/uploads` tells how far they are.

internal import Documents
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Adding documents over HTTP.
struct UploadRoutes {
    let desk: UploadDesk

    private static let largestFile = ReadingLimits.standard.byteCount
    private static let largestBody = 1 << 30
    private static let fileCount = 1_000

    func add(to router: Router<KaiyuanContext>) {
        router.post("api/documents", use: upload)
        router.get("api/uploads", use: list)
        router.delete("api/uploads/:id", use: forget)
    }

    @Sendable func upload(_ request: Request, context: KaiyuanContext) async throws -> Response {
        guard let boundary = MultipartParts.boundary(of: request.headers[.contentType]) else {
            throw APIError(
                status: .unsupportedMediaType,
                code: "unsupported_media_type",
                message: "Send the files as multipart/form-data, in parts named \"files\"."
            )
        }
        let files = try await receive(request, boundary)
        guard !files.isEmpty else {
            throw APIError.invalid("There is no file in the body. Send parts named \"files\".", param: "files")
        }
        var uploads: [Upload] = []
        for file in files {
            uploads.append(await desk.add(path: file.path, name: file.name, byteCount: file.byteCount))
        }
        return try JSONBody.response(["uploads": uploads], status: .accepted)
    }

    @Sendable func list(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try JSONBody.response(["uploads": await desk.all])
    }

    @Sendable func forget(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let id = try context.parameters.require("id")
        guard await desk.forget(id) else {
            throw APIError.notFound("There is no finished upload \(id.prefix(60)).", code: "upload_not_found")
        }
        return Response(status: .noContent)
    }

    private struct ReceivedFile {
        var path: String
        var name: String
        var byteCount: Int
    }

    /// Writes the parts to disk as they come; when anything is wrong, what was written is taken away again.
    private func receive(_ request: Request, _ boundary: String) async throws -> [ReceivedFile] {
        var parts = MultipartParts(boundary: boundary)
        var files: [ReceivedFile] = []
        var open: (handle: FileHandle, file: ReceivedFile)?
        var total = 0
        do {
            for try await buffer in request.body {
                total += buffer.readableBytes
                guard total <= Self.largestBody else { throw Self.tooLarge("The upload", Self.largestBody) }
                for step in try parts.take(buffer.readableBytesView) {
                    switch step {
                    case .begin(let field, let name?) where field == "files" && !name.isEmpty:
                        guard files.count < Self.fileCount else {
                            throw APIError.invalid("More than \(Self.fileCount) files at once.", param: "files")
                        }
                        let path = try desk.place(for: name)
                        guard FileManager.default.createFile(atPath: path, contents: nil),
                            let handle = FileHandle(forWritingAtPath: path)
                        else {
                            throw APIError(
                                status: .internalServerError,
                                code: "cannot_write",
                                message: "\(name) cannot be kept."
                            )
                        }
                        open = (handle, ReceivedFile(path: path, name: name, byteCount: 0))
                    case .begin:
                        break
                    case .bytes(let bytes):
                        guard var current = open else { continue }
                        current.file.byteCount += bytes.count
                        guard current.file.byteCount <= Self.largestFile else {
                            throw Self.tooLarge(current.file.name, Self.largestFile)
                        }
                        try current.handle.write(contentsOf: Data(bytes))
                        open = current
                    case .end:
                        guard let current = open else { continue }
                        try current.handle.synchronize()
                        try current.handle.close()
                        files.append(current.file)
                        open = nil
                    }
                }
            }
            guard parts.isFinished else { throw MultipartParts.Problem.malformed }
            return files
        } catch {
            try? open?.handle.close()
            for path in files.map(\.path) + [open?.file.path].compactMap({ $0 }) {
                try? FileManager.default.removeItem(atPath: path)
            }
            if error is MultipartParts.Problem {
                throw APIError.invalid("The multipart body is malformed or ends too early.", code: "malformed_body")
            }
            throw error
        }
    }

    private static func tooLarge(_ name: String, _ limit: Int) -> APIError {
        APIError(
            status: .contentTooLarge,
            code: "too_large",
            message: "\(name) has more than \(limit >> 20) MB. Send smaller files."
        )
    }
}
