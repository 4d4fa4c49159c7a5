// A dictionary that keeps the order in which its keys came, as Python's do.

/// Keys and values; small ones are searched from front to back, larger ones have a table.
package final class TemplateDictionary {
    let keys: [TemplateValue]
    let values: [TemplateValue]
    let depth: Int
    private let table: [TemplateKey: Int]

    fileprivate static let searchable = 8

    fileprivate init(keys: [TemplateValue], values: [TemplateValue], depth: Int, table: [TemplateKey: Int]) {
        (self.keys, self.values, self.depth, self.table) = (keys, values, depth, table)
    }

    /// Later values replace earlier ones of the same key.
    ///
    /// - Throws: When a key cannot be one.
    convenience init(_ pairs: [(TemplateValue, TemplateValue)]) throws {
        var builder = TemplateDictionaryBuilder()
        for (key, value) in pairs { try builder.set(key, value) }
        self.init(builder)
    }

    convenience init(_ pairs: [(String, TemplateValue)]) {
        var builder = TemplateDictionaryBuilder()
        for (name, value) in pairs { builder.set(name, value) }
        self.init(builder)
    }

    /// The members of a JSON object, none of which has the name of another.
    init(distinct members: [OrderedJSON.Member]) {
        keys = members.map { .string($0.name) }
        values = members.map { TemplateValue($0.value) }
        var deepest = 0
        for value in values { deepest = max(deepest, value.depth) }
        depth = deepest + 1
        var table: [TemplateKey: Int] = [:]
        if members.count > Self.searchable {
            for (index, member) in members.enumerated() { table[.text(member.name)] = index }
        }
        self.table = table
    }

    var count: Int { keys.count }

    func value(_ name: String) -> TemplateValue? {
        if keys.count > Self.searchable { return table[.text(name)].map { values[$0] } }
        return keys.firstIndex(named: name).map { values[$0] }
    }

    /// - Throws: When the key cannot be one.
    func value(_ key: TemplateValue) throws -> TemplateValue? {
        if case .string(let name) = key { return value(name) }
        let place = try TemplateKey(key)
        if keys.count > Self.searchable { return table[place].map { values[$0] } }
        return try keys.firstIndex { try TemplateKey($0) == place }.map { values[$0] }
    }
}

/// A dictionary while it is being made.
struct TemplateDictionaryBuilder {
    fileprivate var keys: [TemplateValue] = []
    fileprivate var values: [TemplateValue] = []
    fileprivate var depth = 1
    fileprivate var table: [TemplateKey: Int] = [:]

    /// - Throws: When the key cannot be one.
    mutating func set(_ key: TemplateValue, _ value: TemplateValue) throws {
        if case .string(let name) = key { return set(name, value) }
        let place = try TemplateKey(key)
        set(
            key,
            value,
            at: isLarge ? table[place] : try keys.firstIndex { try TemplateKey($0) == place }
        )
    }

    mutating func set(_ name: String, _ value: TemplateValue) {
        set(.string(name), value, at: isLarge ? table[.text(name)] : keys.firstIndex(named: name))
    }

    func value(_ name: String) -> TemplateValue? {
        (isLarge ? table[.text(name)] : keys.firstIndex(named: name)).map { values[$0] }
    }

    private var isLarge: Bool { keys.count > TemplateDictionary.searchable }

    private mutating func set(_ key: TemplateValue, _ value: TemplateValue, at index: Int?) {
        depth = max(depth, value.depth + 1, key.depth + 1)
        if let index {
            values[index] = value
            return
        }
        keys.append(key)
        values.append(value)
        if keys.count == TemplateDictionary.searchable + 1 {
            for (index, key) in keys.enumerated() { if let place = try? TemplateKey(key) { table[place] = index } }
        } else if isLarge, let place = try? TemplateKey(key) {
            table[place] = keys.count - 1
        }
    }
}

extension TemplateDictionary {
    convenience init(_ builder: TemplateDictionaryBuilder) {
        self.init(keys: builder.keys, values: builder.values, depth: builder.depth, table: builder.table)
    }
}

extension [TemplateValue] {
    fileprivate func firstIndex(named name: String) -> Int? {
        for index in indices {
            switch self[index] {
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
