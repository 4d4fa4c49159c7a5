// Parses what `pdftotext -bbox-layout` writes: XHTML of one fixed shape with a tag a line. It comes as a stream of
// gigabytes at worst, so it is read by hand, line by line, and only whole pages leave.

/// Takes the output of `pdftotext -bbox-layout` in pieces and yields pages.
struct PopplerLayout {
    private var pending: [UInt8] = []
    private var page: PDFPage?
    private var pageCount = 0
    /// The bytes of text seen so far.
    private(set) var textByteCount = 0
    private(set) var wordCount = 0

    /// Takes a piece of output; hands each page on when it is complete.
    mutating func take(_ bytes: [UInt8], onPage: (PDFPage) -> Void) {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if pending.isEmpty {
                takeLine(bytes[start..<end], onPage)
            } else {
                pending += bytes[start..<end]
                let line = pending
                pending = []
                takeLine(line[...], onPage)
            }
            start = end + 1
        }
        pending += bytes[start...]
    }

    private mutating func takeLine(_ line: ArraySlice<UInt8>, _ onPage: (PDFPage) -> Void) {
        let line = line.drop { $0 == 0x20 }
        guard line.count > 3, line.first == UInt8(ascii: "<") else { return }
        // The second letters tell the tags apart: word, line, block, page; flows do not matter.
        switch (line[line.startIndex + 1], line[line.startIndex + 2]) {
        case (UInt8(ascii: "w"), UInt8(ascii: "o")): addWord(line)
        case (UInt8(ascii: "l"), UInt8(ascii: "i")): addLine(line)
        case (UInt8(ascii: "b"), UInt8(ascii: "l")): page?.blocks.append(PDFBlock(lines: [], box: Self.box(line)))
        case (UInt8(ascii: "p"), UInt8(ascii: "a")):
            pageCount += 1
            let size = Self.numbers(line)
            page = PDFPage(number: pageCount, width: size.first ?? 0, height: size.dropFirst().first ?? 0, blocks: [])
        case (UInt8(ascii: "/"), UInt8(ascii: "p")):
            guard var page else { return }
            for index in page.blocks.indices { page.blocks[index].lines.removeAll { $0.words.isEmpty } }
            page.blocks.removeAll { $0.lines.isEmpty }
            onPage(page)
            self.page = nil
        default: break
        }
    }

    private mutating func addLine(_ line: ArraySlice<UInt8>) {
        guard let block = page?.blocks.indices.last else { return }
        page?.blocks[block].lines.append(PDFLine(words: [], box: Self.box(line)))
    }

    private mutating func addWord(_ line: ArraySlice<UInt8>) {
        guard let block = page?.blocks.indices.last, let last = page?.blocks[block].lines.indices.last else { return }
        guard let open = line.firstIndex(of: UInt8(ascii: ">")), let close = line.lastIndex(of: UInt8(ascii: "<")),
            open < close
        else { return }
        let text = PDFText.cleaned(String(decoding: line[(open + 1)..<close], as: UTF8.self).resolvingReferences())
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        textByteCount += text.utf8.count
        wordCount += 1
        page?.blocks[block].lines[last].words.append(PDFWord(text: text, box: Self.box(line[..<open])))
    }

    /// The box of `xMin="…" yMin="…" xMax="…" yMax="…"`.
    private static func box(_ tag: ArraySlice<UInt8>) -> Box {
        let numbers = numbers(tag)
        guard numbers.count == 4 else { return Box(x: 0, y: 0, width: 0, height: 0) }
        return Box(
            x: numbers[0],
            y: numbers[1],
            width: max(numbers[2] - numbers[0], 0),
            height: max(numbers[3] - numbers[1], 0)
        )
    }

    /// The numbers between quotation marks, up to the end of the tag.
    private static func numbers(_ tag: ArraySlice<UInt8>) -> [Double] {
        var numbers: [Double] = []
        var isInside = false
        var (value, scale, isNegative) = (0.0, 0.0, false)
        for byte in tag {
            switch byte {
            case UInt8(ascii: "\""):
                if isInside { numbers.append((isNegative ? -value : value) / max(scale, 1)) }
                isInside.toggle()
                (value, scale, isNegative) = (0, 0, false)
            case UInt8(ascii: "-") where isInside: isNegative = true
            case UInt8(ascii: ".") where isInside: scale = 1
            case 0x30...0x39 where isInside:
                value = value * 10 + Double(byte - 0x30)
                if scale > 0 { scale *= 10 }
            case UInt8(ascii: ">"): return numbers
            default: break
            }
        }
        return numbers
    }
}
