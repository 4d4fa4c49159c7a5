// Subtitles (WebVTT, SubRip): cues become sentences with their times, and who speaks stays in front.

/// Reads WebVTT and SubRip.
struct SubtitleReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.webVTT, .subRip]

    /// Cues are joined up to a sentence's end, a speaker's change, a pause, or this many bytes.
    private static let limit = 400

    func read(_ file: SourceFile) -> Document {
        let cues = Self.cues(in: TextDecoder().decode(file.bytes))
        var builder = DocumentBuilder()
        var open: Cue?
        for cue in cues {
            guard var running = open else {
                open = cue
                continue
            }
            // A cue without a name in a file that names speakers is not known to be the last one's.
            let isSameSpeech = cue.speaker == running.speaker
            let continues =
                isSameSpeech && !running.text[...].endsSentence && cue.start - running.end < 3
                && running.text.utf8.count < Self.limit
            if continues {
                running.text += Self.separator(after: running.text, before: cue.text)
                running.text += cue.text
                running.end = cue.end
                open = running
            } else {
                Self.add(running, to: &builder)
                open = cue
            }
        }
        if let open { Self.add(open, to: &builder) }
        return builder.document(format: file.format)
    }

    /// What stands between two cues of one speech: a blank, or a newline in Chinese and Japanese.
    ///
    /// Their subtitles leave out the full stops, so that a cue is mostly a spoken line; only a comma says that it goes on.
    private static func separator(after text: String, before next: String) -> String {
        guard let last = text.unicodeScalars.last, let first = next.unicodeScalars.first else { return "" }
        guard last.isCJK, first.isCJK else { return " " }
        return "，、；—".unicodeScalars.contains(last) ? "" : "\n"
    }

    private struct Cue {
        var start: Double
        var end: Double
        var speaker: String?
        var text: String
    }

    private static func add(_ cue: Cue, to builder: inout DocumentBuilder) {
        let text = cue.speaker.map { "\($0): \(cue.text)" } ?? cue.text
        builder.add(.caption, text, at: .time(start: cue.start, end: cue.end))
    }

    /// The cues in order; notes, styles and regions of WebVTT are none.
    private static func cues(in text: String) -> [Cue] {
        var cues: [Cue] = []
        var times: (start: Double, end: Double)?
        var lines: [Substring] = []
        func endCue() {
            if let times {
                let markup = LineJoining.join(lines)
                let (speaker, text) = plain(markup)
                // Captions that roll repeat the line before.
                if !text.isEmpty, cues.last?.text != text {
                    cues.append(Cue(start: times.start, end: times.end, speaker: speaker, text: text))
                }
            }
            times = nil
            lines = []
        }
        for line in NumberedLine.lines(of: text) where !Task.isCancelled {
            if let found = Self.times(in: line.text) {
                endCue()
                times = found
            } else if line.isBlank {
                endCue()
            } else if times != nil {
                lines.append(line.text)
            }
        }
        endCue()
        return cues
    }

    /// `00:01:02.500 --> 00:01:04.000`, with hours or without, with a comma or a point.
    private static func times(in line: Substring) -> (start: Double, end: Double)? {
        guard let arrow = line.firstRange(of: "-->") else { return nil }
        let end = line[arrow.upperBound...].split(separator: " ").first ?? ""
        guard let first = seconds(line[..<arrow.lowerBound].trimmed()), let last = seconds(end.trimmed()) else {
            return nil
        }
        return (first, last)
    }

    private static func seconds(_ text: Substring) -> Double? {
        let fields = text.split(separator: ":").map { Double($0.replacing(",", with: ".")) }
        guard (2...3).contains(fields.count), !fields.contains(nil) else { return nil }
        return fields.reduce(0) { $0 * 60 + ($1 ?? 0) }
    }

    /// The text without tags, and the speaker that `<v Name>` names.
    private static func plain(_ markup: String) -> (speaker: String?, text: String) {
        var speaker: String?
        var text = ""
        var rest = markup[...]
        while let open = rest.firstIndex(where: { $0 == "<" || $0 == "{" }) {
            text += rest[..<open]
            let closer: Character = rest[open] == "<" ? ">" : "}"
            guard let close = rest[open...].firstIndex(of: closer) else {
                rest = rest[open...]
                break
            }
            let tag = rest[rest.index(after: open)..<close]
            let isTag =
                closer == "}" ? tag.hasPrefix("\\") : tag.first.map { $0.isLetter || $0 == "/" || $0.isNumber } ?? false
            if !isTag { text += rest[open...close] }
            if tag.hasPrefix("v ") || tag.hasPrefix("v."), let blank = tag.firstIndex(of: " ") {
                speaker = tag[tag.index(after: blank)...].trimmed().description
            }
            rest = rest[rest.index(after: close)...]
        }
        text += rest
        return (speaker, text.resolvingReferences().collapsed())
    }
}
