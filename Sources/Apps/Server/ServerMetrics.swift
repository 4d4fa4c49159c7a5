// Counts and durations of requests, in Prometheus' text format.

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
    }

    private let routes = Mutex<[Route: Durations]>([:])

    func record(method: String, path: String, status: Int, seconds: Double) {
        routes.withLock { routes in
            var durations = routes[Route(method: method, path: path, status: status)] ?? Durations()
            durations.count += 1
            durations.sum += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { durations.buckets[index] += 1 }
            routes[Route(method: method, path: path, status: status)] = durations
        }
    }

    /// Everything counted, and the gauges given.
    func text(gauges: [(name: String, help: String, value: Int)]) -> String {
        var lines = gauges.flatMap {
            ["# HELP \($0.name) \($0.help)", "# TYPE \($0.name) gauge", "\($0.name) \($0.value)"]
        }
        let name = "kaiyuan_http_request_duration_seconds"
        lines += ["# HELP \(name) Time until a response began.", "# TYPE \(name) histogram"]
        let counted = routes.withLock { $0 }
        for (route, durations) in counted.sorted(by: { ($0.key.path, $0.key.status) < ($1.key.path, $1.key.status) }) {
            let labels = "method=\"\(route.method)\",path=\"\(route.path)\",status=\"\(route.status)\""
            for (bound, count) in zip(Self.bounds, durations.buckets) {
                lines.append("\(name)_bucket{\(labels),le=\"\(bound)\"} \(count)")
            }
            lines.append("\(name)_bucket{\(labels),le=\"+Inf\"} \(durations.count)")
            lines.append("\(name)_sum{\(labels)} \(durations.sum)")
            lines.append("\(name)_count{\(labels)} \(durations.count)")
        }
        return lines.joined(separator: "\n") + "\n"
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
