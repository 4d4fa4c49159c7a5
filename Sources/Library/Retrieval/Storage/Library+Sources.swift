// Sources on the web: how each is visited, which addresses were asked for, and what came of it.

internal import Foundation
internal import GRDB

extension Library {
    /// Notes a source on the web and how it is to be visited; one that is known already is visited so from now on.
    ///
    /// A layer of nil keeps what is known, and is `defaultLayer` where nothing is.
    package func webSource(
        at address: String,
        kind: Source.Kind,
        layer: TrustLayer?,
        otherwise defaultLayer: TrustLayer,
        plan: WebPlan
    ) async throws -> WebSource {
        // A first visit that never ends, for the process is killed, must not be the last.
        let due = plan.interval.map { Date.now.timeIntervalSince1970 + $0 }
        return try await database.write { database in
            try database.execute(
                literal: """
                    INSERT INTO source(address, kind, layer, added_at)
                    VALUES (\(address), \(kind.rawValue), \((layer ?? defaultLayer).rawValue), \(Self.now()))
                    ON CONFLICT(address) DO UPDATE SET
                        kind = excluded.kind, layer = coalesce(\(layer?.rawValue), layer)
                    """
            )
            try database.execute(
                literal: """
                    INSERT INTO web_source(source_id, depth, page_limit, interval, due_at)
                    SELECT id, \(plan.depth), \(plan.pageLimit), \(plan.interval), \(due) FROM source
                    WHERE address = \(address)
                    ON CONFLICT(source_id) DO UPDATE SET
                        depth = excluded.depth, page_limit = excluded.page_limit, interval = excluded.interval
                    """
            )
            return try Self.webSources(database, clause: "WHERE source.address = ?", arguments: [address]).first
                .unwrap(or: .noSuchSource(address))
        }
    }

    /// All sources on the web, oldest first.
    package func webSources() async throws -> [WebSource] {
        try await database.read { try Self.webSources($0, clause: "", arguments: []) }
    }

    /// A source and, where it is on the web, how its last visit went.
    package struct SourceReport: Sendable {
        package var source: Source
        package var visit: WebSource?
        /// Addresses that could not be had, each with its failure.
        package var failedPages: [WebPage]
    }

    /// All sources, oldest first, with at most so many failed pages each.
    package func sourceReports(failureLimit: Int) async throws -> [SourceReport] {
        let visits = Dictionary(uniqueKeysWithValues: try await webSources().map { ($0.source.id, $0) })
        var reports: [SourceReport] = []
        for source in try await sources() {
            let visit = visits[source.id]
            let hasFailed = (visit?.failedPageCount ?? 0) > 0
            let pages = hasFailed ? try await webPages(of: source.id, failedOnly: true, limit: failureLimit) : []
            reports.append(SourceReport(source: source, visit: visit, failedPages: pages))
        }
        return reports
    }

    /// Those whose next visit was to be at that time, in seconds since 1970, or before; the longest overdue first.
    package func webSources(dueAt time: Double) async throws -> [WebSource] {
        try await database.read { database in
            try Self.webSources(database, clause: "WHERE due_at <= ? ORDER BY due_at", arguments: [time])
        }
    }

    /// Notes how a visit ended, and when the next one is due.
    package func finishVisit(of source: WebSource, at time: Double, dueAt: Double?, failure: WebFailure?) async throws {
        try await database.write { database in
            try database.execute(
                literal: """
                    UPDATE web_source SET visited_at = \(time), due_at = \(dueAt),
                        failure_code = \(failure?.code), failure_reason = \(failure?.reason),
                        failure_count = \(failure == nil ? 0 : source.failureCount + 1)
                    WHERE source_id = \(source.source.id)
                    """
            )
        }
    }

    /// The addresses of a source that were asked for, nearest to its own address first, then in the order of their names.
    package func webPages(of sourceID: Int64, failedOnly: Bool = false, limit: Int = .max) async throws -> [WebPage] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM web_page WHERE source_id = ? \(failedOnly ? "AND failure_code IS NOT NULL" : "")
                    ORDER BY depth, address LIMIT ?
                    """,
                arguments: [sourceID, limit]
            ).map { row in
                var page = WebPage(address: row["address"], depth: row["depth"], fetchedAt: row["fetched_at"])
                page.documentAddress = row["document_address"]
                page.etag = row["etag"]
                page.lastModified = row["last_modified"]
                page.failure = Self.failure(row)
                return page
            }
        }
    }

    /// Notes what came of one address.
    package func record(_ page: WebPage, of source: Source) async throws {
        try await database.write { database in
            try database.execute(
                literal: """
                    INSERT OR REPLACE INTO web_page(source_id, address, document_address, depth, etag, last_modified,
                                                    fetched_at, failure_code, failure_reason)
                    VALUES (\(source.id), \(page.address), \(page.documentAddress), \(page.depth), \(page.etag),
                            \(page.lastModified), \(page.fetchedAt), \(page.failure?.code), \(page.failure?.reason))
                    """
            )
        }
    }

    /// Forgets that an address was ever asked for.
    package func forget(_ address: String, of source: Source) async throws {
        try await database.write { database in
            try database.execute(
                literal: "DELETE FROM web_page WHERE source_id = \(source.id) AND address = \(address)"
            )
        }
    }

    /// Forgets all addresses of a source but those that were asked for last.
    package func forgetPages(of source: Source, beyond count: Int) async throws {
        try await database.write { database in
            try database.execute(
                literal: """
                    DELETE FROM web_page WHERE source_id = \(source.id) AND address IN (
                        SELECT address FROM web_page WHERE source_id = \(source.id)
                        ORDER BY fetched_at DESC LIMIT -1 OFFSET \(count))
                    """
            )
        }
    }

    /// Says anew how much a source is trusted.
    package func setLayer(_ layer: TrustLayer, of sourceID: Int64) async throws {
        try await database.write { database in
            try database.execute(literal: "UPDATE source SET layer = \(layer.rawValue) WHERE id = \(sourceID)")
        }
    }

    /// The id of the source that a document belongs to, or nil where there is no such document.
    package func sourceID(ofDocumentAt address: String) async throws -> Int64? {
        try await database.read { database in
            try Int64.fetchOne(
                database,
                sql: "SELECT source_id FROM document WHERE address = ?",
                arguments: [address]
            )
        }
    }

    /// The ids of a source's oldest documents beyond its newest `count`.
    package func documentIDs(of source: Source, beyond count: Int) async throws -> [Int64] {
        try await database.read { database in
            try Int64.fetchAll(
                database,
                sql: "SELECT id FROM document WHERE source_id = ? ORDER BY id DESC LIMIT -1 OFFSET ?",
                arguments: [source.id, count]
            )
        }
    }

    private static func webSources(
        _ database: Database,
        clause: String,
        arguments: StatementArguments
    ) throws -> [WebSource] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT source.*, web_source.*,
                    (SELECT count(*) FROM document WHERE document.source_id = source.id) AS documents,
                    (SELECT count(*) FROM web_page
                     WHERE web_page.source_id = source.id AND web_page.failure_code IS NOT NULL) AS failed_pages
                FROM source JOIN web_source ON web_source.source_id = source.id \(clause)
                """,
            arguments: arguments
        ).map { row in
            WebSource(
                source: Source(
                    id: row["id"],
                    address: row["address"],
                    kind: Source.Kind(rawValue: row["kind"]) ?? .page,
                    layer: TrustLayer(rawValue: row["layer"]) ?? .web,
                    addedAt: row["added_at"],
                    documentCount: row["documents"]
                ),
                plan: WebPlan(depth: row["depth"], pageLimit: row["page_limit"], interval: row["interval"]),
                visitedAt: row["visited_at"],
                dueAt: row["due_at"],
                failure: failure(row),
                failureCount: row["failure_count"],
                failedPageCount: row["failed_pages"]
            )
        }
    }

    private static func failure(_ row: Row) -> WebFailure? {
        (row["failure_code"] as String?).map { WebFailure(code: $0, reason: row["failure_reason"] ?? "") }
    }
}
