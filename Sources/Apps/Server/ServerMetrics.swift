// Counts and durations of requests and answers, in Prometheus' text format.

internal import Hummingbird
internal import Synchronization

/// What is counted while the server runs.
final class ServerMetrics: Sendable {
    /// Upper bounds of the duration buckets, in seconds.
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Route: Hashable {
        var method: String
        var path: String
        var status: Int
    }

    private struct Durations {
        var buckets = [Int](repeating: 0, count: bounds.count)
        var count = 0
        var sum = 0.0

        mutating func record(_ seconds: Double) {
            count += 1
            sum += seconds
            for (index, bound) in bounds.enumerated() where seconds <= bound { buckets[index] += 1 }
        }
    }

    private struct Answers {
        var running = 0
        var durations: [String: Durations] = [:]
    }

    private let routes = Mutex<[Route: Durations]>([:])
    private let answers = Mutex(Answers())

    /// An answer begins, on the page or in OpenAI's dialect.
    func beginAnswer() { answers.withLock { $0.running += 1 } }

    /// An answer that began has ended.
    func endAnswer(status: String, seconds: Double) {
        answers.withLock { answers in
            answers.running -= 1
            answers.durations[status, default: Durations()].record(seconds)
        }
    }

    func record(method: String, path: String, status: Int, seconds: Double) {
        routes.withLock {
            $0[Route(method: method, path: path, status: status), default: Durations()].record(seconds)
        }
    }

    /// Everything counted, and the gauges given.
    func text(gauges: [(name: String, help: String, value: Int)]) -> String {
        let (counted, answered) = (routes.withLock { $0 }, answers.withLock { $0 })
        let running = ("kaiyuan_answers_running", "Answers being written.", answered.running)
        var lines = (gauges + [running]).flatMap { name, help, value in
            ["# HELP \(name) \(help)", "# TYPE \(name) gauge", "\(name) \(value)"]
        }
        lines += Self.histogram(
            "kaiyuan_http_request_duration_seconds",
            "Time until a response began.",
            counted.sorted { ($0.key.path, $0.key.status) < ($1.key.path, $1.key.status) }.map { route, durations in
                ("method=\"\(route.method)\",path=\"\(route.path)\",status=\"\(route.status)\"", durations)
            }
        )
        lines += Self.histogram(
            "kaiyuan_answer_duration_seconds",
            "Time until an answer was whole.",
            answered.durations.sorted { $0.key < $1.key }.map { ("status=\"\($0.key)\"", $0.value) }
        )
        return lines.joined(separator: "\n") + "\n"
    }

    private static func histogram(
        _ name: String,
        _ help: String,
        _ series: [(labels: String, durations: Durations)]
    ) -> [String] {
        var lines = ["# HELP \(name) \(help)", "# TYPE \(name) histogram"]
        for (labels, durations) in series {
            for (bound, count) in zip(bounds, durations.buckets) {
                lines.append("\(name)_bucket{\(labels),le=\"\(bound)\"} \(count)")
            }
            lines.append("\(name)_bucket{\(labels),le=\"+Inf\"} \(durations.count)")
            lines.append("\(name)_sum{\(labels)} \(durations.sum)")
            lines.append("\(name)_count{\(labels)} \(durations.count)")
        }
        return lines
    }
}

/// Times requests until their response begins.
struct MetricsMiddleware: RouterMiddleware {
    let metrics: ServerMetrics

    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let began = clock.now
        let response = try await next(request, context)
        metrics.record(
            method: request.method.rawValue,
            // The route's pattern, never the path as sent: what clients make up must not become labels.
            path: context.endpointPath ?? "none",
            status: response.status.code,
            seconds: (clock.now - began) / .seconds(1)
        )
        return response
    }
}
