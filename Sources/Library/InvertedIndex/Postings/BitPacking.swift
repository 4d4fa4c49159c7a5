// 128 numbers in as many bits as the greatest needs, in four lanes: number i stands in lane i mod 4. One step of a
// vector register takes four numbers (Lemire, Boytsov 2015, "SIMD-BP128").

/// Packs and unpacks blocks of 128 numbers.
enum BitPacking {
    /// The bits that the greatest of the numbers needs.
    static func width(of numbers: [UInt32]) -> Int {
        UInt32.bitWidth - numbers.reduce(0, |).leadingZeroBitCount
    }

    static func byteCount(width: Int) -> Int { 16 * width }

    /// Appends 128 numbers, each below 2^width.
    static func pack(_ numbers: [UInt32], width: Int, into buffer: inout ByteBuffer) {
        precondition(numbers.count == SegmentFormat.blockSize)
        guard width > 0 else { return }
        var words = [UInt32](repeating: 0, count: 4 * width)
        for (index, number) in numbers.enumerated() {
            let bit = index / 4 * width
            let (word, shift) = (bit / 32 * 4 + index % 4, UInt32(bit % 32))
            words[word] |= number << shift
            if Int(shift) + width > 32 { words[word + 4] |= number >> (32 - shift) }
        }
        // Little-endian, as `unpack` reads them.
        unsafe words.withUnsafeBytes { unsafe buffer.bytes.append(contentsOf: $0) }
    }

    /// The number at `index` of a packed block, which must lie within the bytes.
    @inline(__always)
    static func number(at index: Int, in bytes: RawSpan, offset: Int, width: Int) -> UInt32 {
        guard width > 0 else { return 0 }
        let bit = (index &>> 2) &* width
        let place = offset &+ (bit &>> 5) &* 16 &+ (index & 3) &* 4
        let shift = bit & 31
        var number = word(bytes, place) &>> UInt32(truncatingIfNeeded: shift)
        if shift &+ width > 32 { number |= word(bytes, place &+ 16) &<< UInt32(truncatingIfNeeded: 32 &- shift) }
        return width == 32 ? number : number & ((1 &<< UInt32(truncatingIfNeeded: width)) &- 1)
    }

    @inline(__always)
    private static func word(_ bytes: RawSpan, _ offset: Int) -> UInt32 {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
    }

    /// Unpacks 128 numbers, adding `base` to each.
    ///
    /// The block, 16 × width bytes at `offset`, must lie within the bytes, and `numbers` must have room for 128.
    static func unpack(
        _ bytes: RawSpan,
        offset: Int,
        width: Int,
        base: UInt32,
        into numbers: inout MutableSpan<UInt32>
    ) {
        var output = unsafe numbers.mutableBytes
        let base = SIMD4<UInt32>(repeating: base)
        forEachStep(bytes, offset: offset, width: width) { step, four in
            // 32 steps of 16 bytes: the caller vouches for the room.
            unsafe output.storeBytes(of: four &+ base, toUncheckedByteOffset: step &* 16, as: SIMD4<UInt32>.self)
        }
    }

    /// Unpacks 128 gaps, each the distance to the number before less 1, into the numbers; the first follows `before`.
    ///
    /// Conditions as for `unpack`. Sums wrap around; the caller bounds width and `before`, or checks the last number.
    static func unpackGaps(
        _ bytes: RawSpan,
        offset: Int,
        width: Int,
        before: UInt32,
        into numbers: inout MutableSpan<UInt32>
    ) {
        var output = unsafe numbers.mutableBytes
        var last = SIMD4<UInt32>(repeating: before)
        let steps = SIMD4<UInt32>(1, 2, 3, 4)
        forEachStep(bytes, offset: offset, width: width) { step, gaps in
            // A prefix sum over the four lanes in two shifted additions.
            var sum = gaps &+ SIMD4(0, gaps[0], gaps[1], gaps[2])
            sum = sum &+ SIMD4(0, 0, sum[0], sum[1])
            let four = last &+ sum &+ steps
            unsafe output.storeBytes(of: four, toUncheckedByteOffset: step &* 16, as: SIMD4<UInt32>.self)
            last = SIMD4(repeating: four[3])
        }
    }

    @inline(__always)
    private static func forEachStep(
        _ bytes: RawSpan,
        offset: Int,
        width: Int,
        _ take: (Int, SIMD4<UInt32>) -> Void
    ) {
        precondition(offset >= 0 && width >= 0 && width <= 32 && offset <= bytes.byteCount - 16 * width)
        guard width > 0 else {
            for step in 0..<32 { take(step, .zero) }
            return
        }
        let mask = SIMD4<UInt32>(repeating: width == 32 ? .max : (1 &<< UInt32(truncatingIfNeeded: width)) &- 1)
        // 32 steps read width words of four lanes: the loads stay within the 16 × width bytes of the precondition.
        var place = offset
        var word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: SIMD4<UInt32>.self)
        var used = 0
        for step in 0..<32 {
            var four = word &>> SIMD4(repeating: UInt32(truncatingIfNeeded: used))
            used &+= width
            if used >= 32, step < 31 {
                place &+= 16
                used &-= 32
                word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: SIMD4<UInt32>.self)
                if used > 0 { four |= word &<< SIMD4(repeating: UInt32(truncatingIfNeeded: width &- used)) }
            }
            take(step, four & mask)
        }
    }
}
