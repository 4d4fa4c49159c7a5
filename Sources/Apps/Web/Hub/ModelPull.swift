// Brings a model from a hub: all its files, several parts at once, going on where an earlier pull ended; each file is
// checked against its digest before it takes its name. Start here.

internal import AsyncHTTPClient
internal import Crypto
internal import Foundation
package import ModelFiles
internal import NIOCore

/// A model to be pulled onto a shelf.
package struct ModelPull: Sendable {
    package let model: HubModelName
    package let shelf: ModelShelf
    private let endpoint: String
    private let fileNames: [String]
    private let limits: Limits

    /// How a pull goes about its work.
    package struct Limits: Sendable {
        /// The connections at once.
        package var connectionCount = 4
        /// The bytes that one request asks for at most.
        package var partSize = 32 << 20
        /// A part is given up when so many requests in a row bring nothing.
        package var tries = 6
        /// The pause before the second try; doubled before each further one.
        package var firstPause = Duration.milliseconds(250)
        /// A server that sends nothing for this long is asked anew.
        package var idleSeconds = 30.0

        package init() {}
    }

    /// How far a pull is.
    package struct Progress: Sendable {
        package let file: String
        package let arrivedByteCount: Int
        package let totalByteCount: Int
    }

    /// A pull of the named files, or, where none is named, of those that the model needs.
    package init(
        _ model: HubModelName,
        onto shelf: ModelShelf,
        endpoint: String,
        fileNames: [String] = [],
        limits: Limits = Limits()
    ) {
        (self.model, self.shelf, self.endpoint, self.fileNames, self.limits) = (
            model, shelf, endpoint, fileNames, limits
        )
    }

    /// Pulls what is missing and returns the model's folder.
    package func run(progress: @escaping @Sendable (Progress) -> Void = { _ in }) async throws -> String {
        guard let address = URL(string: endpoint), ["http", "https"].contains(address.scheme), address.host != nil
        else {
            throw HubError.badAnswer(
                endpoint,
                reason: "is no address of a hub; HF_ENDPOINT is such as https://huggingface.co"
            )
        }
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: .milliseconds(Int64(limits.idleSeconds * 1000)))
        )
        // Parts share no connection, so that one that stalls holds up no other.
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            try await pull(with: HubClient(endpoint: endpoint, client: client), progress)
        }
    }

    private func pull(with hub: HubClient, _ progress: @escaping @Sendable (Progress) -> Void) async throws -> String {
        let folder = shelf.folder(of: model)
        var files: [Known] = []
        let listing = try await persistently { try await hub.listing(of: model) }
        for file in try listing.needed(fileNames, of: model) {
            let known = try await particulars(of: file, from: hub)
            if try await !isThere(known, in: folder) { files.append(known) }
        }
        let total = files.reduce(0) { $0 + $1.byteCount }
        // The folder of the shelf may be still to be made.
        try DiskSpace.check(folder: existing(folder), needed: total - arrived(files, in: folder), file: folder)
        var finished = 0
        for file in files {
            let before = finished
            try await bring(file, into: folder, from: hub) { arrived in
                progress(Progress(file: file.file.path, arrivedByteCount: before + arrived, totalByteCount: total))
            }
            finished += file.byteCount
            progress(Progress(file: file.file.path, arrivedByteCount: finished, totalByteCount: total))
        }
        return folder
    }

    /// Asks again while what went wrong may pass.
    private func persistently<Value>(_ ask: () async throws -> Value) async throws -> Value {
        var pause = limits.firstPause
        for _ in 1..<limits.tries {
            do { return try await ask() } catch let error as HubError where error.isPassing {
                try await Task.sleep(for: pause)
                pause *= 2
            }
        }
        return try await ask()
    }

    /// A file whose size and version are known.
    private struct Known: Sendable {
        let file: HubFile
        let byteCount: Int
        let version: String
    }

    /// Asks the hub for what its list left out.
    private func particulars(of file: HubFile, from hub: HubClient) async throws -> Known {
        var file = file
        var tag: String?
        if file.byteCount == nil || file.digest == nil {
            let found = try await persistently { [file] in try await hub.particulars(of: file, in: model) }
            file.byteCount = file.byteCount ?? found.byteCount
            file.digest = file.digest ?? found.digest
            tag = found.entityTag
        }
        guard let byteCount = file.byteCount else {
            throw HubError.badAnswer(hub.address(of: file, in: model), reason: "does not say how large it is")
        }
        let version =
            switch file.digest {
            case .sha256(let digest), .gitBlob(let digest): digest
            case nil: tag ?? ""
            }
        return Known(file: file, byteCount: byteCount, version: version)
    }

    /// Whether the very file is there already.
    private func isThere(_ known: Known, in folder: String) async throws -> Bool {
        let path = folder + "/" + known.file.path
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
        guard size?.intValue == known.byteCount else { return false }
        return try await hasDigest(known, path)
    }

    private func arrived(_ files: [Known], in folder: String) -> Int {
        // A partial file has its full length at once, but takes no more room than has arrived.
        files.reduce(0) { sum, known in
            var status = stat()
            guard unsafe stat(folder + "/" + known.file.path + ".partial", &status) == 0 else { return sum }
            return sum + min(known.byteCount, Int(status.st_blocks) * 512)
        }
    }

    private func existing(_ folder: String) -> String {
        var folder = folder
        while !FileManager.default.fileExists(atPath: folder), folder.count > 1 {
            folder = (folder as NSString).deletingLastPathComponent
        }
        return folder.isEmpty ? "." : folder
    }

    /// Downloads a file and checks it; one that arrived wrong is fetched a second time from its beginning.
    private func bring(
        _ known: Known,
        into folder: String,
        from hub: HubClient,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        for _ in 0..<2 {
            let download = try DownloadFile(
                path: folder + "/" + known.file.path,
                byteCount: known.byteCount,
                version: known.version,
                partSize: limits.partSize
            )
            do {
                try await fetch(known, into: download, from: hub, progress)
            } catch {
                // What has arrived counts at the next pull, whatever ended this one.
                try? download.save()
                throw error
            }
            if try await hasDigest(known, download.partialPath) { return try download.commit() }
            download.discard()
        }
        throw HubError.wrongDigest(known.file.path)
    }

    /// Fetches all missing parts: the first alone, which shows whether the server sends ranges, then a few at once.
    private func fetch(
        _ known: Known,
        into download: DownloadFile,
        from hub: HubClient,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        @Sendable func fetch(_ part: Int) async throws {
            try await PartFetch(hub: hub, model: model, file: known.file, part: part, limits: limits)
                .run(into: download, progress)
        }
        func missing() -> [Int] {
            download.download.parts.indices.filter { !download.download.parts[$0].missing.isEmpty }
        }
        guard let first = missing().first else { return }
        try await fetch(first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, part) in missing().enumerated() {
                if number >= limits.connectionCount { try await group.next() }
                group.addTask { try await fetch(part) }
            }
            try await group.waitForAll()
        }
    }

    /// Whether the contents are what the hub promises; true where it promises nothing.
    private func hasDigest(_ known: Known, _ path: String) async throws -> Bool {
        guard let digest = known.file.digest else { return true }
        guard let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        func hash<Function: HashFunction>(_ function: Function, _ prefix: String) throws -> String {
            var function = function
            function.update(data: Data(prefix.utf8))
            while let data = try handle.read(upToCount: 4 << 20), !data.isEmpty {
                try Task.checkCancellation()
                function.update(data: data)
            }
            return function.finalize().map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        }
        switch digest {
        case .sha256(let expected): return try hash(SHA256(), "") == expected
        case .gitBlob(let expected): return try hash(Insecure.SHA1(), "blob \(known.byteCount)\0") == expected
        }
    }
}
