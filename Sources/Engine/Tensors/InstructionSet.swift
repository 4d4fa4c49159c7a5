// Which instructions the arithmetic uses: one table of functions a set, chosen once at start.

internal import CKernels
internal import Foundation

/// An instruction set that the kernels are written for.
package enum InstructionSet: String, CaseIterable, Sendable {
    case scalar, neon, avx2, avx512

    /// The sets that this program and processor have, slowest first; `scalar` is always there.
    package static let available = allCases.filter { $0.table != nil }

    /// The fastest set, or the one that the variable `KAIYUAN_ISA` names.
    ///
    /// Throws when it names a set that does not exist or that this processor lacks.
    package static func chosen(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InstructionSetError) -> InstructionSet {
        guard let name = environment["KAIYUAN_ISA"], !name.isEmpty else { return available.last ?? .scalar }
        guard let set = InstructionSet(rawValue: name.lowercased()), available.contains(set) else {
            throw InstructionSetError(name: name)
        }
        return set
    }

    /// The functions of the set: its own over the scalar ones; nil where it is not available.
    var table: ky_operations? {
        var table = ky_operations()
        unsafe ky_operations_scalar(&table)
        let isThere =
            switch self {
            case .scalar: true
            case .neon: unsafe ky_operations_neon(&table) == 1
            case .avx2: unsafe ky_operations_avx2(&table) == 1
            case .avx512: unsafe ky_operations_avx512(&table) == 1
            }
        return isThere ? table : nil
    }
}

/// `KAIYUAN_ISA` names an instruction set that cannot be used here.
package struct InstructionSetError: Error, CustomStringConvertible {
    let name: String

    package var description: String {
        let names = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
        return "KAIYUAN_ISA is \"\(name)\"; this processor has \(names)."
    }
}
