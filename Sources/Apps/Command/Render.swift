// `kaiyuan render`: what a chat template makes of a chat, to the last byte; nothing is added and nothing trimmed.

internal import ArgumentParser
internal import Dialogue
internal import Foundation

/// Renders a chat template.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a chat template makes of a chat.",
        discussion: """
            The context is a JSON object: messages, tools, add_generation_prompt, bos_token and whatever else the template
            asks for. Each line of a JSONL file is an object with a template and a context; each gives a line with its text,
            or with the kind of its error and a message.

              kaiyuan render --template chat_template.jinja --context chat.json
              kaiyuan render --jsonl cases.jsonl --now 2026-01-01T12:34:56
            """
    )

    @Option(name: .long, help: "The template.", completion: .file())
    var template: String?

    @Option(name: .long, help: "The JSON object with the template's variables.", completion: .file())
    var context: String?

    @Option(name: .long, help: "Many templates with their contexts.", completion: .file())
    var jsonl: String?

    @Option(name: .long, help: "What the template takes for the present, as YYYY-MM-DDTHH:MM:SS.")
    var now: String?

    func validate() throws {
        if jsonl == nil, template == nil || context == nil {
            throw ValidationError("Give --template and --context, or --jsonl.")
        }
        if jsonl != nil, template != nil || context != nil {
            throw ValidationError("--jsonl holds templates and contexts; leave --template and --context away.")
        }
    }

    func run() throws {
        let now = try self.now.map(Self.time)
        if let jsonl { return try render(TemplateCases(file: jsonl), now) }
        guard let template, let context else { return }
        let json: OrderedJSON
        do { json = try OrderedJSON(parsing: try TextFile.read(context)) } catch let error as OrderedJSONError {
            throw ValidationError("\(context): \(error)")
        }
        guard case .object = json else { throw ValidationError("\(context) has to hold a JSON object.") }
        do {
            let text = try ChatTemplate(source: TextFile.read(template)).render(json) { now ?? .now() }
            FileHandle.standardOutput.write(Data(text.utf8))
        } catch let error as TemplateError {
            printError("Error: \(template): \(error)")
            throw ExitCode.failure
        }
    }

    private func render(_ cases: TemplateCases, _ now: TemplateTime?) throws {
        var cases = cases
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        while let next = try cases.next() {
            var row = Row()
            do {
                row.text = try next.template.get().render(next.context) { now ?? .now() }
            } catch let error as TemplateError {
                (row.error, row.message, row.line) = ("\(error.kind)", error.message, error.line)
            }
            print(String(decoding: try encoder.encode(row), as: UTF8.self))
        }
    }

    /// One line of the result.
    private struct Row: Encodable {
        var text: String?
        var error: String?
        var message: String?
        var line: Int?
    }

    private static func time(_ text: String) throws -> TemplateTime {
        let parts = text.split { "-T:".contains($0) }.map { Int($0) ?? -1 }
        guard parts.count == 6, 1...9_999 ~= parts[0], 1...12 ~= parts[1], 1...31 ~= parts[2], 0...23 ~= parts[3],
            0...59 ~= parts[4], 0...59 ~= parts[5]
        else { throw ValidationError("--now takes a time such as 2026-01-01T12:34:56, not \(text).") }
        return TemplateTime(
            year: parts[0],
            month: parts[1],
            day: parts[2],
            hour: parts[3],
            minute: parts[4],
            second: parts[5]
        )
    }
}

/// Text files that a command is given.
enum TextFile {
    static func read(_ path: String) throws -> String {
        do {
            return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        } catch {
            throw ValidationError("\(path) cannot be read: \(error.localizedDescription)")
        }
    }
}

/// The lines of a JSONL file with templates and contexts; a template that stands in several lines is read once.
struct TemplateCases {
    private let file: String
    private let lines: [Substring]
    private var index = 0
    private var templates: [String: Result<ChatTemplate, any Error>] = [:]

    init(file: String) throws {
        self.file = file
        lines = try TextFile.read(file).split(separator: "\n")
    }

    mutating func next() throws -> (template: Result<ChatTemplate, any Error>, context: OrderedJSON)? {
        guard index < lines.count else { return nil }
        index += 1
        let json: OrderedJSON
        do { json = try OrderedJSON(parsing: String(lines[index - 1])) } catch {
            throw ValidationError("\(file), line \(index): \(error)")
        }
        guard case .string(let source)? = json["template"], let context = json["context"], case .object = context else {
            throw ValidationError("\(file), line \(index) has to hold a template and a context.")
        }
        let template = templates[source] ?? Result { try ChatTemplate(source: source) }
        templates[source] = template
        return (template, context)
    }
}
