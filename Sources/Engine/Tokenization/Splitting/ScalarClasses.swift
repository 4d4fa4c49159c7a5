// Scalars sorted into the classes that a pattern can tell apart, as a table of two stages: a look at ASCII, two at the rest.

/// Classes numbered from 0; scalars of one class are in the same of a pattern's sets.
struct ScalarClasses: Sendable {
    private static let blockBits: UInt32 = 7

    /// How many classes there are, with the one for the end of the text.
    let count: Int
    /// The class that stands for the end of the text.
    var end: Int { count - 1 }

    private let asciiClasses: [UInt16]
    /// The block of each 128 scalars, then the blocks' classes.
    private let blocks: [UInt16]
    private let blockClasses: [UInt16]
    private let members: [[Bool]]

    init(_ sets: [ScalarSet]) {
        // Every place where some set begins or ends starts an interval of one class.
        var starts: Set<UInt32> = [0]
        for set in sets {
            for range in set.ranges {
                starts.insert(range.lowerBound)
                if range.upperBound < ScalarSet.largest { starts.insert(range.upperBound + 1) }
            }
        }
        let intervals = starts.sorted()
        var numbers: [[Bool]: UInt16] = [:]
        var members: [[Bool]] = []
        let classes = intervals.map { start in
            let signature = sets.map { $0.contains(start) }
            if let number = numbers[signature] { return number }
            numbers[signature] = UInt16(members.count)
            members.append(signature)
            return UInt16(members.count - 1)
        }
        self.members = members
        count = members.count + 1

        let blockSize = 1 << Self.blockBits
        var uniform: [UInt16: UInt16] = [:]
        var blocks: [UInt16] = []
        var blockClasses: [UInt16] = []
        var interval = 0
        func end(of interval: Int) -> Int {
            interval + 1 < intervals.count ? Int(intervals[interval + 1]) : Int(ScalarSet.largest) + 1
        }
        for start in stride(from: 0, to: Int(ScalarSet.largest) + 1, by: blockSize) {
            while end(of: interval) <= start { interval += 1 }
            let isUniform = end(of: interval) >= start + blockSize
            if isUniform, let block = uniform[classes[interval]] {
                blocks.append(block)
                continue
            }
            blocks.append(UInt16(blockClasses.count / blockSize))
            if isUniform { uniform[classes[interval]] = blocks.last }
            for scalar in start..<start + blockSize {
                while end(of: interval) <= scalar { interval += 1 }
                blockClasses.append(classes[interval])
            }
        }
        (self.blocks, self.blockClasses) = (blocks, blockClasses)
        asciiClasses = Array(blockClasses[0..<128])
    }

    @inline(__always)
    func ascii(_ byte: UInt8) -> Int { Int(asciiClasses[Int(byte)]) }

    @inline(__always)
    func of(_ scalar: UInt32) -> Int {
        let block = Int(blocks[Int(scalar >> Self.blockBits)])
        return Int(blockClasses[block << Int(Self.blockBits) + Int(scalar & 127)])
    }

    func isMember(_ scalarClass: Int, of set: Int) -> Bool { members[scalarClass][set] }
}
