// Other people's programs (poppler, tesseract), run with bounds on time and memory and their output taken as it comes.

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Subprocess

/// Runs one program for one file.
struct Program {
    let name: String
    /// The Debian package that brings the program, for the error that says it is missing.
    let package: String
    let file: SourceFile

    /// How a program ended.
    enum Ending: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// Runs the program and hands its output on piece by piece; what it writes to the standard error comes with it
    /// when `mergesErrors`, else is dropped.
    ///
    /// The shell sets the limits (CPU seconds, address space) that the program then inherits; a throwing `take` ends it,
    /// and so does the cancellation of the task.
    func run(
        _ arguments: [String],
        mergesErrors: Bool = false,
        take: ([UInt8]) throws(ReadingError) -> Void
    ) async throws(ReadingError) -> Ending {
        let limits = file.limits
        let script =
            "ulimit -t \(limits.seconds) -c 0; ulimit -v \(limits.programByteCount >> 10) 2>/dev/null; "
            + "exec \"$@\"" + (mergesErrors ? " 2>&1" : " 2>/dev/null")
        do {
            let result = try await Subprocess.run(
                .name("sh"),
                arguments: Arguments(["-c", script, "sh", name] + arguments),
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                for try await buffer in execution.standardOutput {
                    try unsafe take(buffer.withUnsafeBytes { unsafe [UInt8]($0) })
                }
            }
            switch result.terminationStatus {
            case .exited(127): throw ReadingError.missingProgram(file: file.name, program: name, package: package)
            case .exited(let code): return .exited(code)
            case .signaled(SIGXCPU), .signaled(SIGKILL):
                throw ReadingError.timedOut(file: file.name, seconds: limits.seconds)
            case .signaled(let signal): return .killed(signal: signal)
            }
        } catch let error as ReadingError {
            throw error
        } catch is CancellationError {
            throw .cancelled(file: file.name)
        } catch {
            if Task.isCancelled { throw .cancelled(file: file.name) }
            throw .notReadable(file: file.name, reason: "\(name) could not be run: \(error)")
        }
    }

    /// Runs the program and returns its whole output, cut at `limit` bytes.
    func output(
        _ arguments: [String],
        mergesErrors: Bool = false,
        limit: Int = 8 << 20
    ) async throws(ReadingError) -> (ending: Ending, output: [UInt8]) {
        var output: [UInt8] = []
        let ending = try await run(arguments, mergesErrors: mergesErrors) { bytes in
            output += bytes.prefix(limit - output.count)
        }
        return (ending, output)
    }
}
