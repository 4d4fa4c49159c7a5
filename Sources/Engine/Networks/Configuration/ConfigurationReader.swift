// Reads single fields of a `config.json`, with bounds; errors name file and field.

internal import ModelFiles
internal import Tensors

/// The fields of an object of a configuration.
struct ConfigurationReader {
    let json: JSON
    let file: String

    /// The largest size that a real model comes near: beyond it, products of sizes could overflow.
    static let sizeLimit = 1 << 24

    func has(_ name: String) -> Bool { value(name) != nil }

    /// A field; null is as good as absent.
    func value(_ name: String) -> JSON? {
        guard let value = json[name], value != .null else { return nil }
        return value
    }

    /// A size of at least 1.
    func size(_ name: String) throws -> Int {
        guard let size = try optionalSize(name) else {
            throw ModelFileError.missing(file: file, what: "field \"\(name)\"")
        }
        return size
    }

    /// A size of at least 1, or nil where there is none.
    func optionalSize(_ name: String) throws -> Int? {
        guard let value = value(name) else { return nil }
        guard let size = value.integer, (1...Self.sizeLimit).contains(size) else {
            throw invalid(name, expected: "a whole number from 1 to \(Self.sizeLimit)")
        }
        return size
    }

    func number(_ name: String) throws -> Float? {
        guard let value = value(name) else { return nil }
        guard let number = value.number, number.isFinite else { throw invalid(name, expected: "a number") }
        return Float(number)
    }

    func positive(_ name: String) throws -> Float? {
        guard let number = try number(name) else { return nil }
        guard number > 0 else { throw invalid(name, expected: "a number above 0") }
        return number
    }

    func flag(_ name: String) -> Bool? { value(name)?.bool }

    func string(_ name: String) -> String? { value(name)?.string }

    /// Numbers above 0.
    func numbers(_ name: String) throws -> [Float]? {
        guard let value = value(name) else { return nil }
        let numbers = value.array?.compactMap(\.number).filter { $0.isFinite && $0 > 0 }.map { Float($0) }
        guard let numbers, numbers.count == value.array?.count else {
            throw invalid(name, expected: "a list of numbers above 0")
        }
        return numbers
    }

    /// A size for each layer: one for all, or a list.
    func sizes(_ name: String, layerCount: Int) throws -> [Int]? {
        guard let value = value(name) else { return nil }
        guard let list = value.array else { return try Array(repeating: size(name), count: layerCount) }
        let sizes = list.compactMap(\.integer).filter { (1...Self.sizeLimit).contains($0) }
        guard sizes.count == list.count, sizes.count == layerCount else {
            throw invalid(name, expected: "\(layerCount) whole numbers, one a layer")
        }
        return sizes
    }

    func invalid(_ name: String, expected: String) -> ModelFileError {
        .invalid(file: file, place: "field \"\(name)\"", expected: expected, found: "something else")
    }
}
