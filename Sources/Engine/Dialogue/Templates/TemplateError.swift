// What can go wrong with a chat template: while it is read, and while it is rendered.

/// Why a template could not be read or rendered, and where.
package struct TemplateError: Error, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// The text is no template that is understood.
        case syntax
        /// The template itself refused, through `raise_exception`.
        case raised
        /// An operation met a value that it cannot work with.
        case runtime
        /// More steps, nesting or output than is allowed.
        case limit
    }

    package var kind: Kind
    package var message: String
    /// Counted from one.
    package var line: Int
    /// The tag in which it happened, such as `{% for %}`.
    package var construct: String

    package init(kind: Kind, message: String, line: Int, construct: String) {
        (self.kind, self.message, self.line, self.construct) = (kind, message, line, construct)
    }

    package var description: String {
        switch kind {
        case .syntax: "The template is wrong in line \(line), at \(construct): \(message)"
        case .raised: "The template refuses in line \(line), at \(construct): \(message)"
        case .runtime: "The template fails in line \(line), at \(construct): \(message)"
        case .limit: "The template asks for too much in line \(line), at \(construct): \(message)"
        }
    }
}

/// The same while its place is not yet known: operations on values know nothing of lines.
struct TemplateFailure: Error {
    var kind: TemplateError.Kind
    var message: String

    init(_ message: String, kind: TemplateError.Kind = .runtime) { (self.kind, self.message) = (kind, message) }

    static func limit(_ message: String) -> TemplateFailure { TemplateFailure(message, kind: .limit) }

    /// What jinja2 says of an operation on a value that is not there.
    static func undefined(_ value: TemplateUndefined) -> TemplateFailure { TemplateFailure(value.message) }
}

/// Where a statement stands; kept while it runs, so that a failure inside can be placed.
struct TemplatePlace: Sendable {
    enum Construct: String, Sendable {
        case print = "{{ }}"
        case `if` = "{% if %}"
        case `for` = "{% for %}"
        case set = "{% set %}"
        case macro = "{% macro %}"
        case call = "{% call %}"
        case filter = "{% filter %}"
        case with = "{% with %}"
        case block = "{% block %}"
        case generation = "{% generation %}"
        case text = "text"
    }

    var line: Int
    var construct: Construct
}
