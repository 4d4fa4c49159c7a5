// Filters on numbers.

internal import Foundation

extension TemplateFilters {
    static let numbers: [String: Filter] = [
        "abs": { value, arguments, _ in
            try arguments.none("abs")
            if let integer = value.integer {
                return integer < 0 ? try TemplateArithmetic.negative(value) : .int(integer)
            }
            if case .float(let number) = value { return .float(number.magnitude) }
            if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
            throw TemplateFailure("bad operand type for abs(): '\(value.typeName)'")
        },
        "int": { value, arguments, _ in
            let given = try arguments.bound("int", ["default", "base"])
            let base = try given[1].integer("int", default: 10)
            switch value {
            case .undefined(let undefined): throw TemplateFailure.undefined(undefined)
            case .float(let number):
                return number.isNaN ? given[0] ?? .int(0) : .int(try PythonNumber.truncated(number))
            default: break
            }
            if let integer = value.integer { return .int(integer) }
            guard let text = value.text else { return given[0] ?? .int(0) }
            if let integer = try PythonNumber.integer(text, base: base) { return .int(integer) }
            if let number = PythonNumber.float(text), number.isFinite {
                return .int(try PythonNumber.truncated(number))
            }
            return given[0] ?? .int(0)
        },
        "float": { value, arguments, _ in
            let given = try arguments.bound("float", ["default"])
            if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
            if let number = value.number ?? value.text.flatMap(PythonNumber.float) { return .float(number) }
            return given[0] ?? .float(0)
        },
        "round": { value, arguments, _ in
            let given = try arguments.bound("round", ["precision", "method"])
            let precision = try given[0].integer("round", default: 0)
            let method = given[1]?.text ?? (given[1] == nil ? "common" : "")
            guard ["common", "ceil", "floor"].contains(method) else {
                throw TemplateFailure("method must be common, ceil or floor")
            }
            if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
            guard let number = value.number else {
                throw TemplateFailure("type \(value.typeName) doesn't define __round__ method")
            }
            if method == "common" {
                if case .float = value { return .float(PythonNumber.rounded(number, digits: precision)) }
                if precision >= 0 { return .int(value.integer ?? 0) }
                return .int(try PythonNumber.truncated(PythonNumber.rounded(number, digits: precision)))
            }
            let power = pow(10, Double(precision))
            let scaled = number * power
            guard scaled.isFinite else { throw TemplateFailure("cannot convert float infinity to integer") }
            return .float(scaled.rounded(method == "ceil" ? .up : .down) / power)
        },
        "filesizeformat": { value, arguments, _ in
            let given = try arguments.bound("filesizeformat", ["binary"])
            if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
            guard let bytes = value.number ?? value.text.flatMap(PythonNumber.float) else {
                throw TemplateFailure("could not convert \(value.typeName) to float")
            }
            let isBinary = given[0].truth()
            let base: Double = isBinary ? 1_024 : 1_000
            if bytes == 1 { return .string("1 Byte") }
            if bytes < base { return .string("\(try PythonNumber.truncated(bytes)) Bytes") }
            let prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
            var unit = base
            for (index, prefix) in prefixes.enumerated() {
                unit *= base
                if bytes < unit || index == prefixes.count - 1 {
                    let amount = PythonNumber.formatted(base * bytes / unit, "f", precision: 1)
                    return .string("\(amount) \(isBinary ? prefix.uppercased() + "i" : prefix)B")
                }
            }
            return .none
        },
    ]
}
