// A passage's length in one byte, so that the lengths of a million passages stay in the processor's cache.

/// A length in terms, rounded to five significant bits: exact up to 63, within 1.6 % above.
///
/// Codes have the order of their lengths. Ranking and the mean length know passages only by these codes, so that what
/// a search computes can be computed again by anyone.
struct LengthCode: Sendable, Hashable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The nearest code; the last one stands for everything longer.
    init(_ length: Int) {
        guard length >= 32 else {
            rawValue = UInt8(max(0, length))
            return
        }
        // 1mmmmm × 2^exponent, rounded half up; rounding may carry into the exponent.
        var exponent = Int.bitWidth - length.leadingZeroBitCount - 6
        var significand = exponent == 0 ? length : (length + 1 << (exponent - 1)) >> exponent
        if significand == 64 { (significand, exponent) = (32, exponent + 1) }
        rawValue = UInt8(min(255, 32 + exponent * 32 + significand - 32))
    }

    var length: Int {
        let code = Int(rawValue)
        return code < 32 ? code : (32 + code % 32) << ((code - 32) / 32)
    }

    /// The length of each code, in order.
    static let lengths: [Int] = (0...255).map { LengthCode(rawValue: UInt8($0)).length }
}
