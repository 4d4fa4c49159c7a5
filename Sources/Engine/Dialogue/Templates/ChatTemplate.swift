// The chat template of a model: from the messages of a chat to the very text that the model was trained on. Templates
// are Jinja as jinja2 renders it in the environment of Hugging Face's transformers; start at `TemplateParser` for what
// is read, at `TemplateCompiler` for what becomes of it, and at `TemplateNode` for how it runs.

/// A template that has been read once and is rendered often.
package struct ChatTemplate: Sendable {
    private let compiled: CompiledTemplate
    private let limits: TemplateLimits

    /// - Throws: `TemplateError` when the text is no template, or one that needs others.
    package init(source: String, limits: TemplateLimits = TemplateLimits()) throws {
        guard source.utf8.count <= limits.sourceBytes else {
            throw TemplateError(
                kind: .limit,
                message: "it has \(source.utf8.count) bytes; \(limits.sourceBytes) are read at most.",
                line: 1,
                construct: "text"
            )
        }
        compiled = try TemplateCompiler.compile(TemplateParser.statements(of: source))
        self.limits = limits
    }

    /// Renders with variables that are already the template's own values.
    ///
    /// `now` is what `strftime_now` says.
    ///
    /// - Throws: `TemplateError`.
    package func render(
        _ variables: [(String, TemplateValue)],
        now: @escaping () -> TemplateTime = TemplateTime.now
    ) throws -> String {
        try render(now: now) { name in variables.last { $0.0.hasSameBytes(as: name) }?.1 }
    }

    /// Renders with the members of a JSON object as variables; only those that the template names are looked at.
    package func render(_ context: OrderedJSON, now: @escaping () -> TemplateTime = TemplateTime.now) throws -> String {
        try render(now: now) { name in context[name].map { TemplateValue($0) } }
    }

    private func render(
        now: @escaping () -> TemplateTime,
        variable: (String) -> TemplateValue?
    ) throws -> String {
        let context = compiled.contextNames.map { name in
            variable(name) ?? TemplateGlobals.value(name) ?? .undefined(TemplateUndefined(name: name))
        }
        let rendering = Rendering(
            limits: limits,
            now: now,
            frame: Frame(slotCount: compiled.slotCount, outer: nil),
            context: context
        )
        let frame = rendering.frame
        defer {
            rendering.frame = frame
            rendering.clear()
        }
        do {
            compiled.entry.enter(rendering)
            _ = try compiled.body.run(rendering)
        } catch let failure as TemplateFailure {
            throw TemplateError(
                kind: failure.kind,
                message: failure.message,
                line: rendering.place.line,
                construct: rendering.place.construct.rawValue
            )
        }
        return String(decoding: rendering.output, as: UTF8.self)
    }
}

extension TemplateValue {
    package init(_ json: OrderedJSON) {
        self =
            switch json {
            case .null: .none
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .double(let value): .float(value)
            case .string(let text): .string(text)
            case .array(let elements): .list(TemplateSequence(elements.map { TemplateValue($0) }))
            case .object(let members):
                .dictionary(TemplateDictionary(distinct: members))
            }
    }
}
