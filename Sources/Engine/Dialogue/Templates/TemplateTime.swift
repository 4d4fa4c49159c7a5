// The moment that `strftime_now` writes: a time of the clock on the wall, without a zone, as Python's `datetime.now()`.

internal import Foundation

/// A date and a time of day.
package struct TemplateTime: Sendable, Equatable {
    package var year: Int
    /// One to twelve.
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// Now, in this machine's time zone.
    package static func now() -> TemplateTime {
        let parts = Calendar(identifier: .gregorian)
            .dateComponents([.year, .month, .day, .hour, .minute, .second], from: Date())
        return TemplateTime(
            year: parts.year ?? 1970,
            month: parts.month ?? 1,
            day: parts.day ?? 1,
            hour: parts.hour ?? 0,
            minute: parts.minute ?? 0,
            second: parts.second ?? 0
        )
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// Days since 1 January, from one.
    private var dayOfYear: Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return lengths[..<(month - 1)].reduce(0, +) + day
    }

    /// Sunday is nought (Gauss's rule).
    private var weekday: Int {
        let before = year - 1
        return (before + before / 4 - before / 100 + before / 400 + dayOfYear) % 7
    }

    /// The moment in a format of C's `strftime`, in the C locale; what is unknown stays as it is.
    func formatted(_ format: String) -> String {
        var result = ""
        var scalars = ArraySlice(format.unicodeScalars)
        while let scalar = scalars.popFirst() {
            guard scalar == "%", let letter = scalars.popFirst() else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if "-_0".unicodeScalars.contains(letter), let next = scalars.popFirst() {
                let filling: Filling = letter == "-" ? .nothing : .character(letter == "_" ? " " : "0")
                result += text(next, filling) ?? "%\(letter)\(next)"
            } else {
                result += text(letter, .usual) ?? "%\(letter)"
            }
        }
        return result
    }

    /// What stands before a short number.
    private enum Filling {
        case usual, nothing
        case character(Character)
    }

    /// What one letter stands for.
    private func text(_ letter: Unicode.Scalar, _ filling: Filling) -> String? {
        func number(_ value: Int, _ width: Int = 2, _ usual: Character = "0") -> String {
            let digits = String(value)
            let missing = max(0, width - digits.count)
            return switch filling {
            case .usual: String(repeating: usual, count: missing) + digits
            case .nothing: digits
            case .character(let character): String(repeating: character, count: missing) + digits
            }
        }
        let twelve = hour % 12 == 0 ? 12 : hour % 12
        return switch letter {
        case "Y": number(year, 4)
        case "C": number(year / 100)
        case "y": number(year % 100)
        case "m": number(month)
        case "B": Self.months[month - 1]
        case "b", "h": String(Self.months[month - 1].prefix(3))
        case "d": number(day)
        case "e": number(day, 2, " ")
        case "j": number(dayOfYear, 3)
        case "A": Self.weekdays[weekday]
        case "a": String(Self.weekdays[weekday].prefix(3))
        case "w": String(weekday)
        case "u": String(weekday == 0 ? 7 : weekday)
        case "U": number((dayOfYear + 6 - weekday) / 7)
        case "W": number((dayOfYear + 6 - (weekday + 6) % 7) / 7)
        case "H": number(hour)
        case "k": number(hour, 2, " ")
        case "I": number(twelve)
        case "l": number(twelve, 2, " ")
        case "M": number(minute)
        case "S": number(second)
        case "f": "000000"
        case "p": hour < 12 ? "AM" : "PM"
        case "P": hour < 12 ? "am" : "pm"
        case "D", "x": formatted("%m/%d/%y")
        case "F": formatted("%Y-%m-%d")
        case "T", "X": formatted("%H:%M:%S")
        case "R": formatted("%H:%M")
        case "r": formatted("%I:%M:%S %p")
        case "c": formatted("%a %b %e %H:%M:%S %Y")
        case "n": "\n"
        case "t": "\t"
        case "Z", "z": ""
        case "%": "%"
        default: nil
        }
    }
}
