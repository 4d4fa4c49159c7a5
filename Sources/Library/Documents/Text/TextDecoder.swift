// Bytes of an unknown encoding into text. Byte order marks and valid UTF-8 are certain; a declaration is believed when
// it decodes; otherwise the encodings of East Asia are tried by how many of their commonest characters come out, since
// uchardet alone errs on short files; its opinion decides among the alphabets.

import CUchardet

/// Tells the encoding of a text file and decodes it.
struct TextDecoder {
    /// The text of `bytes`, cleaned; `declared` is the encoding that the file itself names, such as HTML's `charset`.
    func decode(_ bytes: [UInt8], declared: String? = nil) -> String {
        text(of: bytes, declared: declared).cleaned()
    }

    /// The encoding of `bytes`; `declared` is what the file itself names.
    func encoding(of bytes: [UInt8], declared: String? = nil) -> TextEncoding {
        if let (encoding, _) = byteOrderMark(of: bytes) { return encoding }
        if let encoding = utf16WithoutMark(bytes) ?? escapedEncoding(bytes) { return encoding }
        if isUTF8(bytes) { return .utf8 }
        let sample = sample(of: bytes)
        let declaredEncoding = declared.flatMap(TextEncoding.init(label:))
        if let declaredEncoding, declaredEncoding.isMultiByte,
            let (text, errors) = declaredEncoding.decode(sample), errors * 200 <= text.utf8.count
        {
            return declaredEncoding
        }
        if let asian = eastAsianEncoding(of: sample) { return asian }
        if let declaredEncoding, !declaredEncoding.isMultiByte { return declaredEncoding }
        return alphabeticEncoding(of: sample)
    }

    private func text(of bytes: [UInt8], declared: String?) -> String {
        if let (encoding, length) = byteOrderMark(of: bytes) {
            return encoding.decode(bytes[length...])?.text ?? ""
        }
        if let text = String(validating: bytes, as: UTF8.self), utf16WithoutMark(bytes) ?? escapedEncoding(bytes) == nil
        {
            return text
        }
        return encoding(of: bytes, declared: declared).decode(bytes)?.text ?? String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Certain signs

    private func byteOrderMark(of bytes: [UInt8]) -> (TextEncoding, length: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return (TextEncoding(name: "UTF-32LE"), 4) }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return (TextEncoding(name: "UTF-32BE"), 4) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return nil
    }

    /// UTF-16 without a mark: newlines, blanks and digits leave NULs on one side only.
    private func utf16WithoutMark(_ bytes: [UInt8]) -> TextEncoding? {
        let sample = bytes.prefix(4096)
        guard sample.count >= 4, sample.contains(0) else { return nil }
        var zeros = (even: 0, odd: 0)
        for (index, byte) in sample.enumerated() where byte == 0 {
            if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let few = sample.count / 100
        if zeros.odd > 3 * few, zeros.even <= few { return .utf16LittleEndian }
        if zeros.even > 3 * few, zeros.odd <= few { return .utf16BigEndian }
        return nil
    }

    /// ISO 2022, which changes its character set by escape sequences and has no byte beyond ASCII.
    private func escapedEncoding(_ bytes: [UInt8]) -> TextEncoding? {
        guard let escape = bytes.prefix(1 << 16).firstIndex(of: 0x1B) else { return nil }
        switch String(decoding: bytes[(escape + 1)...].prefix(3), as: UTF8.self) {
        case let sequence where sequence.hasPrefix("$B") || sequence.hasPrefix("$@") || sequence.hasPrefix("(J"):
            return TextEncoding(name: "ISO-2022-JP-2")
        case "$)C": return TextEncoding(name: "ISO-2022-KR")
        default: return nil
        }
    }

    /// Valid UTF-8, or so nearly that nothing else explains it (a file cut in a character, one pasted Latin-1 byte).
    private func isUTF8(_ bytes: [UInt8]) -> Bool {
        if String(validating: bytes, as: UTF8.self) != nil { return true }
        var valid = 0
        var invalid = 0
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            guard lead >= 0x80 else {
                index += 1
                continue
            }
            let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1
            let end = index + length
            if length > 1, end <= bytes.count, bytes[(index + 1)..<end].allSatisfy({ $0 & 0xC0 == 0x80 }) {
                valid += 1
                index = end
            } else {
                if length > bytes.count - index { break }  // cut at the end of the file
                invalid += 1
                index += 1
            }
        }
        return valid > 8 && invalid * 50 <= valid
    }

    /// The beginning of `bytes` and a piece from the middle: enough to judge by.
    private func sample(of bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 1 << 17 else { return bytes }
        // Cut at newlines, which no encoding here uses inside a character.
        let middle = bytes[(bytes.count / 2)...].drop { $0 != 0x0A }.prefix(1 << 15)
        return Array(bytes.prefix(1 << 16)) + Array(middle)
    }

    // MARK: East Asia

    private struct Candidate {
        let encoding: TextEncoding
        let isCommon: @Sendable (Unicode.Scalar) -> Bool
    }

    private static let candidates = [
        Candidate(encoding: .gb18030) { CommonCharacters.simplified.contains($0) },
        Candidate(encoding: .big5) { CommonCharacters.traditional.contains($0) },
        Candidate(encoding: .windows31J) { CommonCharacters.isCommonJapanese($0) },
        Candidate(encoding: .eucJapanese) { CommonCharacters.isCommonJapanese($0) },
        Candidate(encoding: .korean) { CommonCharacters.korean.contains($0) },
        Candidate(encoding: .utf16LittleEndian) { CommonCharacters.areCommonInUTF16($0) },
        Candidate(encoding: .utf16BigEndian) { CommonCharacters.areCommonInUTF16($0) },
    ]

    /// The East Asian encoding whose reading of the sample looks like language, or nil.
    private func eastAsianEncoding(of sample: [UInt8]) -> TextEncoding? {
        var best: (encoding: TextEncoding, score: Double)?
        for candidate in Self.candidates {
            guard let (text, errors) = candidate.encoding.decode(sample) else { continue }
            let score = score(text, errors: errors, by: candidate)
            // In UTF-16 nearly every pair of bytes is some Chinese character: there it takes more to convince.
            if score > best?.score ?? (candidate.encoding.isMultiByte ? 0.15 : 0.35) {
                best = (candidate.encoding, score)
            }
        }
        guard let best else { return nil }
        // A short text has few common characters by chance: then uchardet may choose among the plausible ones.
        if best.score < 0.4, let opinion = uchardetOpinion(sample), opinion.isMultiByte, opinion != best.encoding,
            let candidate = Self.candidates.first(where: { $0.encoding == opinion }),
            let (text, errors) = opinion.decode(sample), score(text, errors: errors, by: candidate) > best.score * 0.7
        {
            return opinion
        }
        return best.encoding
    }

    /// How much a reading looks like language, about 0 to 1: the share of characters beyond ASCII that are among the
    /// language's commonest, half a point for each of its plain ones, less what is rare or wrong.
    private func score(_ text: String, errors: Int, by candidate: Candidate) -> Double {
        var (total, points) = (0.0, 0.0)
        for scalar in text.unicodeScalars where scalar.value >= 0x80 {
            total += 1
            if candidate.isCommon(scalar) {
                points += 1
            } else if (0x3001...0x3011).contains(scalar.value) || (0xFF01...0xFF5E).contains(scalar.value) {
                points += 0.5
            } else if scalar.isPlain(in: candidate.encoding) {
                points += 0.3
            } else if !scalar.isCJK && !scalar.isHangul {
                points -= 0.5
            } else {
                points -= 0.2
            }
        }
        return total == 0 ? 0 : (points - 4 * Double(errors)) / total
    }

    // MARK: Alphabets

    private func alphabeticEncoding(of sample: [UInt8]) -> TextEncoding {
        guard let opinion = uchardetOpinion(sample), !opinion.isMultiByte,
            let (_, errors) = opinion.decode(sample), errors == 0
        else { return .windows1252 }
        return opinion
    }

    private func uchardetOpinion(_ sample: [UInt8]) -> TextEncoding? {
        let detector = unsafe uchardet_new()
        defer { unsafe uchardet_delete(detector) }
        let status = unsafe sample.withUnsafeBytes { buffer in
            unsafe uchardet_handle_data(detector, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard status == 0 else { return nil }
        unsafe uchardet_data_end(detector)
        return unsafe TextEncoding(label: String(cString: uchardet_get_charset(detector)))
    }
}
