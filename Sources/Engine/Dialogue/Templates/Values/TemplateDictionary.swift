// A dictionary that keeps the order in which its keys came, as Python's do.

/// Keys and values; small ones are searched from front to back, larger ones have a table.
package final class TemplateDictionary {
    private(set) var keys: [TemplateValue] = []
    private(set) var values: [TemplateValue] = []
    private(set) var depth = 1
    private var table: [TemplateKey: Int] = [:]

    private static let searchable = 8

    init() {}

    /// Later values replace earlier ones of the same key.
    ///
    /// - Throws: When a key cannot be one.
    convenience init(_ pairs: [(TemplateValue, TemplateValue)]) throws {
        self.init()
        keys.reserveCapacity(pairs.count)
        values.reserveCapacity(pairs.count)
        for (key, value) in pairs { try set(key, value) }
    }

    convenience init(_ pairs: [(String, TemplateValue)]) {
        self.init()
        keys.reserveCapacity(pairs.count)
        values.reserveCapacity(pairs.count)
        for (name, value) in pairs { set(name, value) }
    }

    var count: Int { keys.count }

    /// Sets an entry while the dictionary is being made; nobody else may hold it yet.
    func set(_ key: TemplateValue, _ value: TemplateValue) throws {
        if case .string(let name) = key { return set(name, value) }
        let place = try TemplateKey(key)
        set(
            key,
            value,
            at: keys.count > Self.searchable ? table[place] : try keys.firstIndex { try TemplateKey($0) == place }
        )
    }

    func set(_ name: String, _ value: TemplateValue) { set(.string(name), value, at: index(of: name)) }

    private func set(_ key: TemplateValue, _ value: TemplateValue, at index: Int?) {
        depth = max(depth, value.depth + 1, key.depth + 1)
        if let index {
            values[index] = value
            return
        }
        keys.append(key)
        values.append(value)
        if keys.count == Self.searchable + 1 {
            for (index, key) in keys.enumerated() { if let place = try? TemplateKey(key) { table[place] = index } }
        } else if keys.count > Self.searchable, let place = try? TemplateKey(key) {
            table[place] = keys.count - 1
        }
    }

    func value(_ name: String) -> TemplateValue? { index(of: name).map { values[$0] } }

    /// - Throws: When the key cannot be one.
    func value(_ key: TemplateValue) throws -> TemplateValue? {
        if case .string(let name) = key { return value(name) }
        let place = try TemplateKey(key)
        if keys.count > Self.searchable { return table[place].map { values[$0] } }
        return try keys.firstIndex { try TemplateKey($0) == place }.map { values[$0] }
    }

    private func index(of name: String) -> Int? {
        if keys.count > Self.searchable { return table[.text(name)] }
        for index in keys.indices {
            switch keys[index] {
            case .string(let key), .markup(let key): if key.hasSameBytes(as: name) { return index }
            default: break
            }
        }
        return nil
    }
}

/// A value as a key: equal numbers are one key, whatever their type.
enum TemplateKey: Hashable {
    case none
    case int(Int)
    case float(Double)
    case text(String)
    case tuple([TemplateKey])
    case object(ObjectIdentifier)

    /// Tuples of more elements than this, all in all, are no keys.
    private static let largestTuple = 1_000

    init(_ value: TemplateValue) throws {
        var budget = Self.largestTuple
        self = try Self.key(value, &budget)
    }

    private static func key(_ value: TemplateValue, _ budget: inout Int) throws -> TemplateKey {
        switch value {
        case .none: return .none
        case .bool(let value): return .int(value ? 1 : 0)
        case .int(let value): return .int(value)
        case .float(let value): return Int(exactly: value).map { .int($0) } ?? .float(value)
        case .string(let text), .markup(let text): return .text(text)
        case .tuple(let sequence):
            var keys: [TemplateKey] = []
            for element in sequence.elements {
                budget -= 1
                guard budget > 0 else { throw TemplateFailure.limit("the tuple is too large for a key.") }
                keys.append(try key(element, &budget))
            }
            return .tuple(keys)
        case .undefined(let value): return .object(ObjectIdentifier(value))
        case .list, .dictionary: throw TemplateFailure("unhashable type: '\(value.typeName)'")
        case .object(let object): return .object(ObjectIdentifier(object))
        }
    }

    static func == (left: TemplateKey, right: TemplateKey) -> Bool {
        switch (left, right) {
        case (.none, .none): true
        case (.int(let a), .int(let b)): a == b
        case (.float(let a), .float(let b)): a == b
        case (.text(let a), .text(let b)): a.hasSameBytes(as: b)
        case (.tuple(let a), .tuple(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .none: hasher.combine(0)
        case .int(let value): hasher.combine(value)
        case .float(let value): hasher.combine(value)
        case .text(let text):
            for byte in text.utf8 { hasher.combine(byte) }
        case .tuple(let keys): hasher.combine(keys)
        case .object(let identity): hasher.combine(identity)
        }
    }
}
