// XXH64 (Collet, https://xxhash.com, specification 0.1.1): a checksum against torn and decayed files, at gigabytes a
// second. It is no defence against someone who forges a file; for that every offset is checked as it is read.

/// A 64-bit checksum of bytes that come in parts.
struct Checksum: Sendable {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    private var lanes = SIMD4<UInt64>(primes.0 &+ primes.1, primes.1, 0, 0 &- primes.0)
    private var rest: [UInt8] = []
    private var byteCount = 0

    init() {}

    /// The checksum of the bytes, which are all there are.
    static func of(_ bytes: RawSpan) -> UInt64 {
        var checksum = Checksum()
        checksum.update(bytes)
        return checksum.value
    }

    static func of(_ bytes: [UInt8]) -> UInt64 { unsafe of(bytes.span.bytes) }

    mutating func update(_ bytes: RawSpan) {
        byteCount += bytes.byteCount
        var offset = 0
        if !rest.isEmpty {
            offset = min(32 - rest.count, bytes.byteCount)
            for index in 0..<offset { rest.append(bytes.unsafeByte(index)) }
            guard rest.count == 32 else { return }
            let stripe = rest
            unsafe take(stripe.span.bytes, at: 0)
            rest.removeAll(keepingCapacity: true)
        }
        while offset + 32 <= bytes.byteCount {
            take(bytes, at: offset)
            offset += 32
        }
        while offset < bytes.byteCount {
            rest.append(bytes.unsafeByte(offset))
            offset += 1
        }
    }

    var value: UInt64 {
        let (p1, p2, p3, p4, p5) = Self.primes
        var hash: UInt64
        if byteCount >= 32 {
            hash = Self.rotate(lanes[0], 1) &+ Self.rotate(lanes[1], 7)
            hash = hash &+ Self.rotate(lanes[2], 12) &+ Self.rotate(lanes[3], 18)
            for lane in 0..<4 { hash = (hash ^ Self.round(0, lanes[lane])) &* p1 &+ p4 }
        } else {
            hash = p5
        }
        hash = hash &+ UInt64(byteCount)
        let bytes = unsafe rest.span.bytes
        var offset = 0
        while offset + 8 <= rest.count {
            hash = Self.rotate(hash ^ Self.round(0, bytes.unsafeWord(offset)), 27) &* p1 &+ p4
            offset += 8
        }
        if offset + 4 <= rest.count {
            let word = (0..<4).reduce(UInt64(0)) { $0 | UInt64(rest[offset + $1]) << (8 * UInt64($1)) }
            hash = Self.rotate(hash ^ (word &* p1), 23) &* p2 &+ p3
            offset += 4
        }
        for byte in rest[offset...] { hash = Self.rotate(hash ^ (UInt64(byte) &* p5), 11) &* p1 }
        hash = (hash ^ (hash >> 33)) &* p2
        hash = (hash ^ (hash >> 29)) &* p3
        return hash ^ (hash >> 32)
    }

    @inline(__always)
    private mutating func take(_ bytes: RawSpan, at offset: Int) {
        lanes[0] = Self.round(lanes[0], bytes.unsafeWord(offset))
        lanes[1] = Self.round(lanes[1], bytes.unsafeWord(offset + 8))
        lanes[2] = Self.round(lanes[2], bytes.unsafeWord(offset + 16))
        lanes[3] = Self.round(lanes[3], bytes.unsafeWord(offset + 24))
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* primes.1, 31) &* primes.0
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value &<< count | value &>> (64 - count)
    }
}

extension RawSpan {
    /// The byte there; callers have compared the offset with the count.
    @inline(__always)
    fileprivate func unsafeByte(_ offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    fileprivate func unsafeWord(_ offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
