// One part of a file, asked for again and again until it is whole: connections break, and each time only what is missing is
// asked for.

internal import AsyncHTTPClient
internal import Foundation
internal import ModelFiles
internal import NIOCore

/// The fetching of one part.
struct PartFetch: Sendable {
    let hub: HubClient
    let model: HubModelName
    let file: HubFile
    let part: Int
    let limits: ModelPull.Limits

    /// Writes the part to the download.
    ///
    /// - Throws: `HubError` when nothing more comes, `ModelFileError` when the disk is full, `CancellationError`.
    func run(into download: DownloadFile, _ progress: @Sendable (Int) -> Void) async throws {
        var failures = 0
        var pause = limits.firstPause
        while !download.download.parts[part].missing.isEmpty {
            let before = download.download.parts[part].arrived
            do {
                try await ask(into: download, progress)
            } catch let error as ModelFileError {
                throw error
            } catch let error as HubError {
                guard error.isPassing, failures + 1 < limits.tries else { throw error }
            } catch {
                // The connection broke in the middle of the body.
                try Task.checkCancellation()
            }
            if download.download.parts[part].arrived > before {
                (failures, pause) = (0, limits.firstPause)
            } else {
                failures += 1
                guard failures < limits.tries else {
                    throw HubError.givenUp(hub.address(of: file, in: model), tries: failures)
                }
                try await Task.sleep(for: pause)
                pause *= 2
            }
        }
    }

    /// One request for what is missing.
    private func ask(into download: DownloadFile, _ progress: @Sendable (Int) -> Void) async throws {
        let missing = download.download.parts[part].missing
        let size = download.download.byteCount
        switch try await hub.bytes(missing, of: file, size: size, in: model) {
        case .range(let body):
            try await write(body, from: missing.lowerBound, upTo: missing.upperBound, into: download, progress)
        case .whole(let body): try await write(body, from: 0, upTo: size, into: download, progress)
        }
    }

    /// Writes the bytes that are missing, of whichever parts they are.
    ///
    /// A server that sends only whole files sends the bytes of other parts, too; one that sends more than it was asked for
    /// is cut off.
    private func write(
        _ body: HTTPClientResponse.Body,
        from start: Int,
        upTo end: Int,
        into download: DownloadFile,
        _ progress: @Sendable (Int) -> Void
    ) async throws {
        var position = start
        for try await piece in body {
            try Task.checkCancellation()
            let bytes = Array(piece.readableBytesView.prefix(end - position))
            let arriving = position..<position + bytes.count
            for (index, part) in download.download.parts.enumerated() where part.missing.overlaps(arriving) {
                // What comes before the missing bytes is there already; a gap is filled by a later request.
                guard arriving.contains(part.missing.lowerBound) else { continue }
                let common = part.missing.clamped(to: arriving)
                let slice = bytes[common.lowerBound - position..<common.upperBound - position]
                try download.write(Array(slice), toPart: index)
            }
            position = arriving.upperBound
            progress(download.download.arrivedByteCount)
            if position == end { return }
        }
    }
}
