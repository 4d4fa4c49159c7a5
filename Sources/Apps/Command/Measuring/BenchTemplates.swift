// `kaiyuan bench templates`: chat templates that were read once, rendered again and again.

internal import ArgumentParser
internal import Dialogue
internal import Foundation

/// Renders each line of a JSONL file for a while.
struct BenchTemplates: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "Time to render chat templates.",
        discussion: """
            The file is that of `kaiyuan render --jsonl`. Reading a template is not measured. The first time of a line is
            for rendering alone; the second one is for making the template's values of the JSON as well.

              kaiyuan bench templates --jsonl cases.jsonl --json
            """
    )

    @Option(name: .long, help: "The templates with their contexts.")
    var jsonl: String

    @Option(name: .long, help: "Milliseconds to spend on each line.")
    var milliseconds = 20

    @Flag(name: .long, help: "Print JSON: microseconds for each line, from values and from JSON.")
    var json = false

    func run() throws {
        guard 1...10_000 ~= milliseconds else { throw ValidationError("--milliseconds takes 1 to 10000.") }
        var cases = try TemplateCases(file: jsonl)
        var (times, timesFromJSON): ([Double], [Double]) = ([], [])
        while let next = try cases.next() {
            let template = try next.template.get()
            guard case .object(let members) = next.context else { continue }
            let values = members.map { ($0.name, TemplateValue($0.value)) }
            _ = try template.render(values)
            times.append(try microseconds { _ = try template.render(values) })
            timesFromJSON.append(try microseconds { _ = try template.render(next.context) })
        }
        if json { return try printJSON(["microseconds": times, "microseconds_from_json": timesFromJSON]) }
        let total = times.reduce(0, +)
        print(String(format: "%d renderings, %.1f microseconds each", times.count, total / Double(max(1, times.count))))
    }

    /// Microseconds of one call, the best of the batches that fit into the time.
    private func microseconds(_ body: () throws -> Void) rethrows -> Double {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        var best = Double.infinity
        repeat {
            let began = ContinuousClock.now
            for _ in 0..<5 { try body() }
            best = min(best, (ContinuousClock.now - began) / .microseconds(1) / 5)
        } while ContinuousClock.now < end
        return best
    }
}
