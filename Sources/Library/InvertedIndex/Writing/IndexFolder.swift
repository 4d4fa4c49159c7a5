// The folder in which an index's files lie: opens snapshots, writes files, and removes those that nobody needs. It
// knows which segments are mapped, so that snapshots share them, and which files are too young to be in a manifest.

package import Foundation
internal import Synchronization

/// A folder of segments and deletion files.
///
/// One process at a time may write or remove files here; any number may open snapshots.
package final class IndexFolder: Sendable {
    private struct Weak: Sendable {
        weak let segment: Segment?
    }

    private struct State {
        var segments: [String: Weak] = [:]
        /// Files that this process has written and that no manifest has been committed for.
        var fresh: Set<String> = []
        /// The labels of files that are being written.
        var writing: Set<String> = []
        var fileCount = 0
    }

    let url: URL
    private let state = Mutex(State())

    /// The folder, made where it is not there.
    package init(_ url: URL) throws(IndexError) {
        self.url = url
        do { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) } catch {
            throw FileSink.failure(to: url, error)
        }
    }

    // MARK: Reading

    /// The index of the manifest.
    ///
    /// - Throws: `IndexError` where a file is missing or damaged. A reader whose manifest is not the latest reads that
    ///   and tries again: the files of older ones are removed.
    package func snapshot(of manifest: Manifest) throws(IndexError) -> IndexSnapshot {
        var parts: [IndexSnapshot.Part] = []
        for entry in manifest.segments { parts.append(try part(entry)) }
        return IndexSnapshot(manifest, parts: parts)
    }

    private func part(_ entry: Manifest.Segment) throws(IndexError) -> IndexSnapshot.Part {
        let segment = try segment(entry)
        return IndexSnapshot.Part(
            segment: segment,
            deletions: try entry.deletions.map { deletions throws(IndexError) in
                try DeletionSet(deletions, of: segment, in: url)
            }
        )
    }

    private func segment(_ entry: Manifest.Segment) throws(IndexError) -> Segment {
        if let known = state.withLock({ $0.segments[entry.name]?.segment }) { return known }
        let segment = try Segment(url.appendingPathComponent(entry.name))
        guard segment.data.count == entry.byteCount, segment.passageCount == entry.passageCount else {
            throw .damaged(file: segment.path, what: "it is not as the manifest says")
        }
        state.withLock { state in
            state.segments = state.segments.filter { $0.value.segment != nil }
            state.segments[entry.name] = Weak(segment: segment)
        }
        return segment
    }

    // MARK: Writing

    /// Writes the passages as a segment.
    func write(_ buffer: PassageBuffer) throws(IndexError) -> Manifest.Segment {
        try writing { label throws(IndexError) in
            let segment = try buffer.write(in: url, label: label)
            return (segment, segment.name)
        }
    }

    /// The manifest without the documents.
    func delete(_ documentIDs: Set<Int64>, from manifest: Manifest) throws(IndexError) -> Manifest {
        var next = manifest
        for index in next.segments.indices {
            let part = try part(next.segments[index])
            var deletions = part.deletions ?? DeletionSet(passageCount: part.segment.passageCount)
            let bytes = part.segment.data.bytes
            for document in 0..<part.segment.documentCount
            where documentIDs.contains(part.segment.documentID(document, in: bytes)) {
                for passage in part.segment.passages(ofDocument: document, in: bytes) {
                    deletions.insert(passage, length: part.segment.length(UInt32(passage), in: bytes))
                }
            }
            try replace(&next.segments[index], with: deletions)
        }
        next.segments.removeAll { $0.passageCount == 0 }
        return next
    }

    /// Writes the set where it says more than the one before; where it says all, the segment's count becomes 0.
    private func replace(_ entry: inout Manifest.Segment, with deletions: DeletionSet) throws(IndexError) {
        guard deletions.count != entry.deletions?.count ?? 0 else { return }
        guard deletions.count < entry.passageCount else {
            (entry.passageCount, entry.deletions) = (0, nil)
            return
        }
        entry.deletions = try writing { label throws(IndexError) in
            let written = try deletions.write(in: url, label: label)
            return (written, written.name)
        }
    }

    /// Lends a label that no other file has, and keeps the file that is written from being removed.
    private func writing<R: Sendable>(
        _ write: (_ label: String) throws(IndexError) -> (R, name: String?)
    ) throws(IndexError) -> R {
        let label = state.withLock { state in
            state.fileCount += 1
            let label = "\(ProcessInfo.processInfo.processIdentifier)-\(state.fileCount)"
            state.writing.insert(label)
            return label
        }
        defer { state.withLock { _ = $0.writing.remove(label) } }
        let (result, name) = try write(label)
        if let name { state.withLock { _ = $0.fresh.insert(name) } }
        return result
    }

    // MARK: Merging

    /// Writes the segments of the merge as one, without what is deleted; apart from the writer, for as long as it takes.
    package func merge(_ merge: Merge) throws(IndexError) -> MergedSegment {
        var parts: [IndexSnapshot.Part] = []
        for entry in merge.segments { parts.append(try part(entry)) }
        let merger = SegmentMerger(parts)
        guard merger.passageCount > 0 else { return MergedSegment(merge: merge, parts: parts, segment: nil) }
        return try writing { label throws(IndexError) in
            let segment = try merger.write(in: url, label: label)
            return (MergedSegment(merge: merge, parts: merger.parts, segment: segment), segment.name)
        }
    }

    /// The manifest with the merged segment in place of those it was made of, and with what was deleted meanwhile.
    ///
    /// - Returns: the manifest to commit; the one given where it no longer holds all of the merge's segments.
    package func apply(_ merged: MergedSegment, to manifest: Manifest) throws(IndexError) -> Manifest {
        let names = merged.merge.segments.map(\.name)
        let present = manifest.segments.filter { names.contains($0.name) }
        // A segment from which all was deleted has left the manifest, and with it what the merge still holds.
        guard present.count == names.count else {
            if let name = merged.segment?.name { state.withLock { _ = $0.fresh.remove(name) } }
            return manifest
        }
        var next = manifest
        next.segments.removeAll { names.contains($0.name) }
        guard var entry = merged.segment else { return next }
        let merger = SegmentMerger(merged.parts)
        var deletions = DeletionSet(passageCount: entry.passageCount)
        for (number, planned) in merged.merge.segments.enumerated() {
            guard let current = present.first(where: { $0.name == planned.name }),
                current.deletions != planned.deletions,
                let now = try part(current).deletions
            else { continue }
            merger.forEachDeleted(of: number, now) { passage, length in deletions.insert(passage, length: length) }
        }
        try replace(&entry, with: deletions)
        if entry.passageCount > 0 { next.segments.append(entry) }
        return next
    }

    // MARK: Cleaning up

    /// Gives up the files of a manifest that will not be committed: its transaction was rolled back, or wrote another.
    package func abandon(_ manifest: Manifest) {
        state.withLock { $0.fresh.subtract(manifest.fileNames) }
    }

    /// Removes files that the committed manifest does not need.
    ///
    /// Snapshots keep what they have mapped. What remains of writing that was cut short goes too.
    package func removeUnneeded(keeping manifest: Manifest) {
        let needed = manifest.fileNames
        // A folder that cannot be listed now is cleaned up another time.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        // Asked after the listing: whoever had given its file a name by then is still writing, or has noted it as fresh.
        let (fresh, writing) = state.withLock { state in
            state.fresh.subtract(needed)
            return (state.fresh, state.writing)
        }
        for name in names {
            let isUnneeded =
                if name.hasSuffix(".segment") || name.hasSuffix(".deletions") {
                    writing.isEmpty && !needed.contains(name) && !fresh.contains(name)
                } else if name.hasSuffix(".partial") {
                    !writing.contains(String(name.prefix { $0 != "." }))
                } else {
                    false
                }
            if isUnneeded { try? FileManager.default.removeItem(at: url.appendingPathComponent(name)) }
        }
    }
}
