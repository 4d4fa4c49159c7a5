// How much a template may ask for: templates come with models, and models come from anywhere.

/// The bounds of reading and of one rendering.
package struct TemplateLimits: Sendable, Equatable {
    /// Bytes of the template's text.
    package var sourceBytes = 4 << 20
    /// Statements run, elements taken, and work on long texts.
    package var steps = 30_000_000
    /// Macros and recursive loops inside one another.
    package var callDepth = 100
    /// Lists and dictionaries inside one another.
    package var valueDepth = 200
    /// Bytes of the output, and of any one string on the way.
    package var textBytes = 64 << 20
    /// Elements of any one list on the way.
    package var elements = 4 << 20

    package init() {}
}
