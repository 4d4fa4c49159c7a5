// `Retry-After` (RFC 9110, 10.2.3): a number of seconds, or a date.

internal import Foundation

/// For how long a server asks to be left alone.
enum RetryAfter {
    /// The longest that is heeded.
    static let most = 7.0 * 24 * 3_600

    /// Seconds from the given moment, 0 or more; nil for what is neither a number nor a date.
    static func seconds(_ value: String, at now: Date) -> Double? {
        let text = value.trimmingCharacters(in: .whitespaces)
        if let seconds = UInt32(text) { return min(Double(seconds), most) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.date(from: text).map { min(max($0.timeIntervalSince(now), 0), most) }
    }
}
