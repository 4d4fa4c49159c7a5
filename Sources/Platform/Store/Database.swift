// The small SQL seam between what Kaiyuan keeps and where it is kept: SQLite now, PostgreSQL for many machines later.
// SQL behind it is what both speak. Knows nothing of what is stored.

/// A database with transactions; reads see a committed state, writes happen one after the other.
package protocol Database: Sendable {
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value
    /// Commits when `body` returns, and changes nothing when it throws.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value
}

/// Statements within one transaction; not to be kept beyond it.
package protocol SQLTransaction {
    /// Carries out a statement; `?` stands for the arguments in order.
    func run(_ sql: String, _ arguments: [SQLValue]) throws
    /// The rows of a query.
    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow]
}

extension SQLTransaction {
    package func run(_ sql: String, _ arguments: SQLValue...) throws { try run(sql, arguments) }

    package func rows(_ sql: String, _ arguments: SQLValue...) throws -> [SQLRow] { try rows(sql, arguments) }
}

/// A value as SQL knows it.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    package static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }

    package static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self = .text(value) }

    package init(integerLiteral value: Int64) { self = .integer(value) }
}

/// One row of a result; columns by name.
package struct SQLRow: Sendable, Equatable {
    private let values: [String: SQLValue]

    package init(_ values: [String: SQLValue]) { self.values = values }

    /// The text of a column; nil for NULL.
    package func text(_ column: String) -> String? {
        if case .text(let value)? = values[column] { return value }
        return nil
    }

    /// The number in a column; nil for NULL.
    package func integer(_ column: String) -> Int? {
        if case .integer(let value)? = values[column] { return Int(value) }
        return nil
    }

    /// The number in a column; nil for NULL.
    package func real(_ column: String) -> Double? {
        switch values[column] {
        case .real(let value)?: value
        case .integer(let value)?: Double(value)
        default: nil
        }
    }
}

/// One step of a schema; steps are appended and never edited.
package struct Migration: Sendable {
    package var name: String
    package var sql: String

    package init(_ name: String, _ sql: String) { (self.name, self.sql) = (name, sql) }
}
