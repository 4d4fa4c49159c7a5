// Sizes and counts as people read them.

internal import Foundation

/// How large numbers are shown.
enum Quantity {
    /// `4.7 GB`, by powers of a thousand, as disks are sold.
    static func bytes(_ count: Int) -> String { scaled(count, ["bytes", "kB", "MB", "GB", "TB", "PB"]) }

    /// `8.2 B` parameters.
    static func count(_ count: Int) -> String { scaled(count, ["", "K", "M", "B", "T"]) }

    private static func scaled(_ count: Int, _ units: [String]) -> String {
        var value = Double(count)
        var unit = 0
        while value >= 999.95, unit + 1 < units.count {
            value /= 1000
            unit += 1
        }
        let number = unit == 0 ? "\(count)" : String(format: "%.1f", value)
        return units[unit].isEmpty ? number : "\(number) \(units[unit])"
    }
}
