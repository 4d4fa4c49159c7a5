// `/api/documents`: what the library holds, its text in blocks with highlights, and the pages of PDFs as pictures.

internal import Assistant
internal import Documents
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Retrieval

/// Listing, reading and removing documents.
struct DocumentRoutes {
    let library: Library
    let uploads: UploadDesk
    let pictures: PagePictures

    private static let largestWindow = 500

    func add(to router: Router<KaiyuanContext>) {
        router.get("api/documents", use: list)
        router.get("api/folders", use: folders)
        router.get("api/documents/:id", use: read)
        router.delete("api/documents/:id", use: remove)
        router.get("api/documents/:id/pages/:page", use: page)
    }

    @Sendable func list(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let limit = try QueryValue.integer("limit", in: request, 1...500) ?? 50
        var filter = DocumentFilter()
        filter.folder = try QueryValue.text("folder", in: request)
        if let name = try QueryValue.text("format", in: request) {
            guard let format = DocumentFormat(rawValue: name) else {
                throw APIError.invalid("There is no format \"\(name.prefix(40))\".", param: "format")
            }
            filter.formats = [format]
        }
        let found = try await library.documents(
            containing: try QueryValue.text("query", in: request),
            filter: filter,
            before: try QueryValue.integer("after", in: request, 1...Int.max).map(Int64.init),
            limit: limit + 1
        )
        return try JSONBody.response(
            DocumentList(
                documents: found.documents.prefix(limit).map { DocumentBody($0) },
                total: found.totalCount,
                has_more: found.documents.count > limit
            )
        )
    }

    @Sendable func folders(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let folders = try await library.folders().map { FolderBody(path: $0.path, documents: $0.documentCount) }
        return try JSONBody.response(["folders": folders])
    }

    @Sendable func read(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let id = try context.documentID()
        let document = try await library.document(id)
        let marked = try Self.marked(request)
        let count = try QueryValue.integer("count", in: request, 1...Self.largestWindow) ?? 200
        let total = try await library.blockCount(of: id)
        var markedBlock: Int?
        if let marked { markedBlock = try await library.ordinal(of: id, at: marked.lowerBound) }
        let from =
            try QueryValue.integer("from", in: request, 0...QueryValue.largestOffset)
            ?? max(0, min((markedBlock ?? 0) - count / 4, total - count))
        let start = min(from, total)
        let blocks = try await library.blocks(of: id, in: start..<min(total, start + count))
        return try JSONBody.response(
            DocumentText(
                document: DocumentBody(document),
                blocks: blocks.map { BlockBody($0, marked: marked) },
                from: start,
                total_blocks: total,
                marked_block: markedBlock
            )
        )
    }

    @Sendable func remove(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let id = try context.documentID()
        let document = try await library.document(id)
        try await library.remove(documentIDs: [id])
        uploads.folder.remove(document.address)
        return Response(status: .noContent)
    }

    /// `…/pages/3` tells where highlighted words stand on the page, `…/pages/3.png` shows the page.
    @Sendable func page(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let id = try context.documentID()
        let name = try context.parameters.require("page")
        let isPicture = name.hasSuffix(".png")
        let document = try await library.document(id)
        guard let number = Int(isPicture ? String(name.dropLast(4)) : name), number > 0,
            let page = try await library.page(number, of: id)
        else { throw APIError.notFound("\(document.title) has no page \(name.prefix(20)).", code: "page_not_found") }
        guard isPicture else {
            return try JSONBody.response(PageBody(page, marked: try Self.marked(request)))
        }
        let width = try QueryValue.integer("width", in: request, 100...3_000) ?? 1_200
        let origin = try await library.origin(of: document.address)
        let picture = try await pictures.picture(of: document, origin: origin, page: number, width: width)
        return Response(
            status: .ok,
            headers: [.contentType: "image/png", .cacheControl: "private, max-age=86400"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture))
        )
    }

    private static func marked(_ request: Request) throws -> Range<Int>? {
        let start = try QueryValue.integer("start", in: request, 0...QueryValue.largestOffset)
        let end = try QueryValue.integer("end", in: request, 0...QueryValue.largestOffset)
        guard let start, let end, start < end else { return nil }
        return start..<end
    }
}

/// A document's particulars.
struct DocumentBody: Encodable {
    let document: StoredDocument

    init(_ document: StoredDocument) { self.document = document }

    private enum CodingKeys: String, CodingKey {
        case id, title, address, folder, format, language, author, date, layer, passages, pages
        case addedAt = "added_at"
        case byteCount = "byte_count"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(document.id, forKey: .id)
        try container.encode(document.title, forKey: .title)
        try container.encode(document.canonicalAddress ?? document.address, forKey: .address)
        try container.encode(document.folder, forKey: .folder)
        try container.encode(document.format.rawValue, forKey: .format)
        try container.encodeIfPresent(document.language, forKey: .language)
        try container.encodeIfPresent(document.author, forKey: .author)
        try container.encodeIfPresent(document.date, forKey: .date)
        try container.encode(document.layer.rawValue, forKey: .layer)
        try container.encode(document.passageCount, forKey: .passages)
        try container.encode(document.pageCount, forKey: .pages)
        try container.encode(document.addedAt, forKey: .addedAt)
        try container.encode(document.byteCount, forKey: .byteCount)
    }
}

private struct DocumentList: Encodable {
    var documents: [DocumentBody]
    var total: Int
    var has_more: Bool
}

private struct FolderBody: Encodable {
    var path: String
    var documents: Int
}

private struct DocumentText: Encodable {
    var document: DocumentBody
    var blocks: [BlockBody]
    var from: Int
    var total_blocks: Int
    var marked_block: Int?
}

private struct BlockBody: Encodable {
    var index: Int
    var kind: String
    var level: Int?
    var header_rows: Int?
    var number: Int?
    var segments: [Segment]
    var place: Place

    init(_ stored: Library.StoredBlock, marked: Range<Int>?) {
        index = stored.ordinal
        switch stored.block.kind {
        case .heading(let level): (kind, self.level) = ("heading", level)
        case .paragraph: kind = "paragraph"
        case .listItem: kind = "list_item"
        case .numberedItem(let number): (kind, self.number) = ("list_item", number)
        case .quotation: kind = "quotation"
        case .code: kind = "code"
        case .table(let rows): (kind, header_rows) = ("table", rows)
        case .note: kind = "note"
        case .caption: kind = "caption"
        }
        let start = stored.block.range.lowerBound
        let shifted = marked.map { [$0.lowerBound - start..<$0.upperBound - start] } ?? []
        segments = Segment.segments(of: stored.text, marked: shifted.filter { $0.upperBound > 0 })
        place = Place(stored.block)
    }
}

private struct PageBody: Encodable {
    struct Box: Encodable {
        var x: Double
        var y: Double
        var width: Double
        var height: Double
    }

    var number: Int
    var width: Double
    var height: Double
    /// In fractions of the page.
    var boxes: [Box]

    init(_ page: PageLayout, marked: Range<Int>?) {
        (number, width, height) = (page.number, page.width, page.height)
        boxes = page.boxes(of: marked ?? 0..<0).map {
            Box(
                x: $0.x / page.width,
                y: $0.y / page.height,
                width: $0.width / page.width,
                height: $0.height / page.height
            )
        }
    }
}

extension PageLayout {
    /// The boxes of the words in the range, those beside each other on a line joined.
    func boxes(of range: Range<Int>) -> [Documents.Box] {
        words.filter { $0.range.overlaps(range) }.map { $0.box(of: range) }.reduce(into: []) { boxes, box in
            if let last = boxes.last, last.continues(with: box) {
                boxes[boxes.count - 1] = last.union(box)
            } else {
                boxes.append(box)
            }
        }
    }
}

extension PageLayout.Word {
    /// The part of the box that a part of the word takes; a line of Chinese is one word here, its characters alike.
    fileprivate func box(of wanted: Range<Int>) -> Documents.Box {
        let part = wanted.clamped(to: range)
        let unit = box.width / Double(max(1, range.count))
        return Documents.Box(
            x: box.x + unit * Double(part.lowerBound - range.lowerBound),
            y: box.y,
            width: unit * Double(part.count),
            height: box.height
        )
    }
}

extension Documents.Box {
    /// Whether the other box stands on the same line, right behind this one.
    fileprivate func continues(with other: Documents.Box) -> Bool {
        let overlap = min(y + height, other.y + other.height) - max(y, other.y)
        let gap = other.x - (x + width)
        return overlap > 0.5 * min(height, other.height) && gap > -height && gap < 1.5 * height
    }

    fileprivate func union(_ other: Documents.Box) -> Documents.Box {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return Documents.Box(
            x: left,
            y: top,
            width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top
        )
    }
}
