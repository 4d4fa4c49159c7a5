// `POST /api/documents`: files dropped on the box; `/api/uploads` tells how far they are.

internal import HTTPTypes
internal import Hummingbird

/// Adding documents over HTTP.
struct UploadRoutes {
    let desk: UploadDesk

    private static let largestBody = 1 << 30

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
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.largestBody {
            throw UploadReceiver.tooLarge("The upload", Self.largestBody)
        }
        let files = try await request.whileBodyComes(isUpload: true) { [folder = desk.folder] pace in
            var receiver = UploadReceiver(folder: folder, boundary: boundary, largestBody: Self.largestBody)
            return try await receiver.receive(request, at: pace)
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
}
