// Pages of PDFs as pictures, made by poppler's pdftoppm from the original file, with a small cache.

internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Retrieval
internal import Subprocess
#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Draws pages. At most two are drawn at once; the rest wait their turn.
actor PagePictures {
    private static let cacheByteLimit = 64 << 20
    private static let largestPicture = 32 << 20
    private static let seconds = 20

    private struct Key: Hashable {
        var documentID: Int64
        var page: Int
        var width: Int
    }

    private var cache: [Key: Data] = [:]
    private var order: [Key] = []
    private var byteCount = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var free = 2

    /// The page as PNG.
    ///
    /// - Throws: `original_gone` when the file is no longer what was read.
    func picture(
        of document: StoredDocument,
        origin: DocumentOrigin?,
        page: Int,
        width: Int
    ) async throws -> Data {
        let key = Key(documentID: document.id, page: page, width: width)
        if let known = cache[key] { return known }
        await enter()
        defer { leave() }
        if let known = cache[key] { return known }
        guard let origin, Self.isUnchanged(document.address, origin) else {
            throw APIError.notFound(
                "The file \(document.address) is gone or has changed; only its text is left.",
                code: "original_gone"
            )
        }
        let result = try await run(
            .name("sh"),
            arguments: [
                "-c", "ulimit -t \(Self.seconds); ulimit -v 2097152; exec \"$@\"", "sh",
                "pdftoppm", "-png", "-f", "\(page)", "-l", "\(page)", "-scale-to-x", "\(width)", "-scale-to-y", "-1",
                "-singlefile", document.address,
            ],
            output: .data(limit: Self.largestPicture),
            error: .discarded
        )
        let picture = result.standardOutput
        guard result.terminationStatus.isSuccess, !picture.isEmpty else {
            throw APIError(
                status: .unprocessableContent,
                code: "page_not_drawn",
                message: "Page \(page) of \(document.title) cannot be drawn; read it as text."
            )
        }
        keep(picture, as: key)
        return picture
    }

    private func keep(_ picture: Data, as key: Key) {
        cache[key] = picture
        order.append(key)
        byteCount += picture.count
        while byteCount > Self.cacheByteLimit, let oldest = order.first {
            order.removeFirst()
            byteCount -= cache.removeValue(forKey: oldest)?.count ?? 0
        }
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }

    private static func isUnchanged(_ path: String, _ origin: DocumentOrigin) -> Bool {
        guard let data = FileManager.default.contents(atPath: path), data.count == origin.byteCount else {
            return false
        }
        return Array(SHA256.hash(data: data)) == origin.contentHash
    }
}
