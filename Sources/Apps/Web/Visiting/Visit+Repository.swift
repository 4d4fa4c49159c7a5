// A git repository: when its head has moved, the documents among its files are read as files of a folder are.

internal import Documents
internal import Foundation
internal import Retrieval

extension Visit {
    /// Clones the repository where its head is another than the last time.
    mutating func pull(_ address: WebAddress) async throws {
        let head = try await RepositoryClone.head(of: address, fetcher: intake.fetcher)
        if let before = known[address.description], before.etag == head {
            return report.unchangedCount += source.source.documentCount
        }
        let clone = try await RepositoryClone(of: address, fetcher: intake.fetcher)
        defer { clone.remove() }
        try await take(clone)
    }

    /// Reads the files of a clone; documents whose files are gone go.
    mutating func take(_ clone: RepositoryClone) async throws {
        let files = clone.files.prefix(source.plan.pageLimit)
        report.leftOutCount = clone.files.count - files.count
        var present: Set<String> = []
        for (index, file) in files.enumerated() {
            try Task.checkCancellation()
            let name = "\(clone.address)#\(file.path)"
            present.insert(name)
            waitingCount = files.count - index - 1
            await step(name)
            try await take(file, named: name, of: clone)
        }
        let gone = try await intake.library.addresses(in: source.source).filter { !present.contains($0.key) }
        try await intake.library.remove(documentIDs: Array(gone.values))
        report.removedCount += gone.count
        for page in known.values where page.depth > 0 && !present.contains(page.address) {
            try await intake.library.forget(page.address, of: source.source)
        }
        var head = WebPage(
            address: clone.address.description,
            depth: 0,
            fetchedAt: Date.now.timeIntervalSince1970
        )
        head.etag = clone.commit
        try await intake.library.record(head, of: source.source)
    }

    private mutating func take(_ file: RepositoryClone.File, named name: String, of clone: RepositoryClone) async throws
    {
        var page = WebPage(address: name, depth: 1, fetchedAt: Date.now.timeIntervalSince1970)
        // Git's name of a file is a hash of what it holds.
        page.etag = file.object
        page.documentAddress = name
        if known[name]?.etag == file.object, known[name]?.failure == nil,
            try await intake.library.origin(of: name) != nil
        {
            return report.unchangedCount += 1
        }
        do {
            let bytes = try await clone.contents(of: file)
            var document = try await DocumentLoader().load(bytes, named: file.path)
            document.address = clone.shownAddress(of: file)
            let folder = file.path.lastIndex(of: "/").map { "/" + file.path[..<$0] } ?? ""
            let origin = DocumentOrigin(
                address: name,
                folder: clone.address.host + clone.address.path + folder,
                contentHash: hash(of: bytes),
                byteCount: bytes.count,
                modifiedAt: page.fetchedAt
            )
            try await intake.library.add([intake.library.prepare(document, from: origin)], to: source.source)
            report.addedCount += 1
        } catch let error as ReadingError {
            page.failure = WebFailure(code: error.code, reason: error.description)
            report.skipped.append(
                .init(address: name, failure: WebFailure(code: error.code, reason: error.description))
            )
        }
        try await intake.library.record(page, of: source.source)
    }
}
