// multipart/form-data (RFC 7578) as it arrives: each file part goes straight to disk, nothing is held whole.

internal import Foundation
internal import NIOCore

/// Takes a multipart body apart.
///
/// A state machine without I/O: bytes in, steps out.
struct MultipartParts {
    /// What a piece of the body means.
    enum Step: Equatable {
        /// A part begins; the name of its file, if it is one.
        case begin(field: String, fileName: String?)
        case bytes([UInt8])
        case end
    }

    enum Problem: Error {
        case malformed
    }

    private enum State {
        case beforeFirst, headers, body, finished
    }

    private static let longestHeader = 16_384
    private let delimiter: [UInt8]
    private var buffer: [UInt8] = Array("\r\n".utf8)
    private var state = State.beforeFirst

    /// - Parameter boundary: from the Content-Type, without quotes.
    init(boundary: String) {
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// The boundary that a Content-Type names, or nil.
    static func boundary(of contentType: String?) -> String? {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        for field in contentType.split(separator: ";").dropFirst() {
            let pair = field.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if pair.count == 2, pair[0].lowercased() == "boundary" {
                let boundary = pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
                return (1...70).contains(boundary.utf8.count) ? boundary : nil
            }
        }
        return nil
    }

    var isFinished: Bool { state == .finished }

    mutating func take(_ bytes: some Sequence<UInt8>) throws -> [Step] {
        buffer.append(contentsOf: bytes)
        var steps: [Step] = []
        while true {
            switch state {
            case .beforeFirst:
                guard let after = try afterDelimiter(discarding: true) else { return steps }
                state = after
            case .headers:
                guard let end = Self.find(Array("\r\n\r\n".utf8), in: buffer) else {
                    guard buffer.count <= Self.longestHeader else { throw Problem.malformed }
                    return steps
                }
                steps.append(try Self.begin(String(decoding: buffer[..<end], as: UTF8.self)))
                // The last line break stays: it may belong to the delimiter of an empty part.
                buffer.removeFirst(end + 2)
                dropLineBreak = true
                state = .body
            case .body:
                if let found = Self.find(delimiter, in: buffer) {
                    guard buffer.count >= found + delimiter.count + 2 else { return steps }
                    emit(found, &steps)
                    steps.append(.end)
                    guard let after = try afterDelimiter(discarding: false) else { return steps }
                    state = after
                } else {
                    emit(max(0, buffer.count - delimiter.count - 2), &steps)
                    return steps
                }
            case .finished:
                buffer.removeAll()
                return steps
            }
        }
    }

    private var dropLineBreak = false

    private mutating func emit(_ count: Int, _ steps: inout [Step]) {
        var count = count
        if dropLineBreak {
            guard buffer.count >= 2 else { return }
            if count >= 2 {
                buffer.removeFirst(2)
                count -= 2
                dropLineBreak = false
            } else {
                return
            }
        }
        if count > 0 {
            steps.append(.bytes(Array(buffer[..<count])))
            buffer.removeFirst(count)
        }
    }

    /// Steps over the delimiter: to a part's headers behind a line break, to the end behind two hyphens.
    private mutating func afterDelimiter(discarding: Bool) throws -> State? {
        guard let found = Self.find(delimiter, in: buffer) else {
            guard buffer.count <= Self.longestHeader else { throw Problem.malformed }
            return nil
        }
        let end = found + delimiter.count
        guard buffer.count >= end + 2 else { return nil }
        let next = Array(buffer[end..<end + 2])
        buffer.removeFirst(end + 2)
        dropLineBreak = false
        if next == Array("--".utf8) { return .finished }
        guard next == Array("\r\n".utf8) else { throw Problem.malformed }
        return .headers
    }

    private static func begin(_ header: String) throws -> Step {
        for line in header.components(separatedBy: "\r\n") {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            let disposition = ContentDisposition(line.drop { $0 != ":" }.dropFirst())
            guard let field = disposition.name else { throw Problem.malformed }
            return .begin(field: field, fileName: disposition.fileName)
        }
        throw Problem.malformed
    }

    private static func find(_ needle: [UInt8], in haystack: [UInt8]) -> Int? {
        guard haystack.count >= needle.count, let first = needle.first else { return nil }
        let last = haystack.count - needle.count
        var position = 0
        while position <= last {
            guard let candidate = haystack[position...last].firstIndex(of: first) else { return nil }
            if haystack[candidate..<candidate + needle.count].elementsEqual(needle) { return candidate }
            position = candidate + 1
        }
        return nil
    }
}
