// A model in GGUF: the metadata as typed values and the tensors in place, over one file or all parts of a split model.

import Foundation

/// A model in GGUF, mapped.
package struct GGUFFile: Sendable {
    /// The path of the file, or of the first part.
    package let path: String

    /// The version of the format, 2 or 3.
    package let version: Int

    /// The paths of all parts, in order.
    package let partPaths: [String]

    /// The keys in the order of the file; those of the first part, which holds all that describe the model.
    package let metadata: [GGUFEntry]

    /// The tensors of all parts, in the order of the files.
    package let tensors: [StoredTensor]

    private let keyPositions: [String: Int]
    private let tensorPositions: [String: Int]

    /// Opens a file; the first part of a split model opens all parts, which must lie beside it.
    package init(path: String) throws(ModelFileError) {
        let first = try GGUFPart(path: path)
        self.path = path
        version = Int(first.version)
        metadata = first.metadata
        keyPositions = Dictionary(uniqueKeysWithValues: zip(metadata.map(\.key), metadata.indices))
        let split = try SplitModel(path: path, metadata: first.metadata)
        partPaths = split?.partPaths ?? [path]
        var tensors = first.tensors
        for (index, partPath) in partPaths.enumerated().dropFirst() {
            let part = try GGUFPart(path: partPath)
            try split?.check(part, index: index, path: partPath)
            tensors += part.tensors
        }
        try split?.checkTensorCount(tensors.count, path: path)
        var tensorPositions: [String: Int] = [:]
        for (index, tensor) in tensors.enumerated() {
            guard tensorPositions.updateValue(index, forKey: tensor.name) == nil else {
                throw .invalid(
                    file: tensor.file.path,
                    place: "tensor \(quoted(tensor.name))",
                    expected: "each tensor in one part only",
                    found: "it again"
                )
            }
        }
        self.tensors = tensors
        self.tensorPositions = tensorPositions
    }

    /// The value of a key.
    package subscript(key: String) -> GGUFValue? { keyPositions[key].map { metadata[$0].value } }

    /// Whether there is such a tensor.
    package func hasTensor(named name: String) -> Bool { tensorPositions[name] != nil }

    /// The tensor of a name.
    package func tensor(named name: String) throws(ModelFileError) -> StoredTensor {
        guard let position = tensorPositions[name] else {
            throw .missing(file: path, what: "tensor \(quoted(name))")
        }
        return tensors[position]
    }

    /// The string of a key, nil where the key is absent.
    package func string(_ key: String) throws(ModelFileError) -> String? {
        try value(key, "a string", \.string)
    }

    /// The whole number of a key, nil where the key is absent.
    package func integer(_ key: String) throws(ModelFileError) -> Int? {
        try value(key, "a whole number", \.integer)
    }

    /// The number of a key, nil where the key is absent.
    package func number(_ key: String) throws(ModelFileError) -> Double? {
        try value(key, "a number", \.number)
    }

    /// The flag of a key, nil where the key is absent.
    package func bool(_ key: String) throws(ModelFileError) -> Bool? {
        try value(key, "true or false", \.bool)
    }

    /// The strings of a key, nil where the key is absent.
    package func strings(_ key: String) throws(ModelFileError) -> [String]? {
        try value(key, "an array of strings") { $0.array?.strings }
    }

    /// The whole numbers of a key, nil where the key is absent.
    package func integers(_ key: String) throws(ModelFileError) -> [Int]? {
        try value(key, "an array of whole numbers") { $0.array?.integers }
    }

    /// The numbers of a key, nil where the key is absent.
    package func numbers(_ key: String) throws(ModelFileError) -> [Double]? {
        try value(key, "an array of numbers") { $0.array?.numbers }
    }

    private func value<Value>(
        _ key: String,
        _ expected: String,
        _ convert: (GGUFValue) -> Value?
    ) throws(ModelFileError) -> Value? {
        guard let value = self[key] else { return nil }
        guard let converted = convert(value) else {
            throw .invalid(file: path, place: "key \(quoted(key))", expected: expected, found: "\(value.type)")
        }
        return converted
    }
}

/// What the first part says about the others: `NAME-00001-of-00003.gguf` and so on, with `split.*` keys.
private struct SplitModel {
    let partPaths: [String]
    let tensorCount: Int?

    private static let partLimit = 1000

    /// Nil when the file is a whole model.
    init?(path: String, metadata: [GGUFEntry]) throws(ModelFileError) {
        func integer(_ key: String) -> Int? { metadata.first { $0.key == key }?.value.integer }
        guard let count = integer("split.count"), count > 1 else { return nil }
        guard count <= Self.partLimit else {
            throw .invalid(
                file: path,
                place: "split.count",
                expected: "at most \(Self.partLimit) parts",
                found: "\(count)"
            )
        }
        let ending = String(format: "-of-%05ld.gguf", count)
        let number = integer("split.no") ?? 0
        let ownEnding = String(format: "-%05ld", number &+ 1) + ending
        guard path.hasSuffix(ownEnding) else {
            throw .invalid(
                file: path,
                place: "name of the file",
                expected: "an ending in \(ownEnding), as this is part \(number &+ 1) of \(count)",
                found: "another"
            )
        }
        let stem = path.dropLast(ownEnding.utf8.count)
        partPaths = (1...count).map { stem + String(format: "-%05ld", $0) + ending }
        tensorCount = integer("split.tensors.count")
        guard number == 0 else {
            throw .invalid(
                file: path,
                place: "split.no",
                expected: "the first part; open \(quoted(partPaths[0]))",
                found: "part \(number &+ 1) of \(count)"
            )
        }
    }

    func check(_ part: GGUFPart, index: Int, path: String) throws(ModelFileError) {
        let number = part.metadata.first { $0.key == "split.no" }?.value.integer
        let count = part.metadata.first { $0.key == "split.count" }?.value.integer
        guard number == index, count == partPaths.count else {
            throw .invalid(
                file: path,
                place: "split.no and split.count",
                expected: "\(index) and \(partPaths.count)",
                found: "\(number.map(String.init) ?? "none") and \(count.map(String.init) ?? "none")"
            )
        }
    }

    func checkTensorCount(_ count: Int, path: String) throws(ModelFileError) {
        guard let tensorCount, tensorCount != count else { return }
        throw .invalid(
            file: path,
            place: "split.tensors.count",
            expected: "\(tensorCount) tensors over all parts",
            found: "\(count)"
        )
    }
}
