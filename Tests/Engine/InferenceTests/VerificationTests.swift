// The engine beside Transformers, on every reference model.

import Foundation
import Testing

@testable import Inference
@testable import Tensors

@Suite("Reference models", .enabled(if: ReferenceModels.exist, "needs ../shared/reference"))
struct VerificationTests {
    @Test("agree with Transformers on every instruction set", arguments: ReferenceModels.all, InstructionSet.available)
    func folders(name: String, set: InstructionSet) throws {
        let outcome = try Verification(folder: "\(ReferenceModels.folder)/\(name)", instructionSet: set)
        #expect(outcome.isOk, "worst \(outcome.worst), asked \(outcome.tolerance): \(outcome.prompts)")
    }

    @Test("agree as GGUF files too", arguments: ReferenceModels.ggufs)
    func ggufs(name: String) throws {
        let outcome = try Verification(
            folder: "\(ReferenceModels.folder)/\(name)",
            model: "\(ReferenceModels.folder)/gguf/\(name).gguf",
            instructionSet: InstructionSet.chosen()
        )
        #expect(outcome.isOk, "worst \(outcome.worst), asked \(outcome.tolerance): \(outcome.prompts)")
    }

    @Test("agree with the configuration as Transformers 5 writes it", arguments: ReferenceModels.all)
    func secondConfigurations(name: String) throws {
        try withCopy(of: name) { folder in
            let config = folder.appending(path: "config.json")
            try FileManager.default.removeItem(at: config)
            try FileManager.default.moveItem(at: folder.appending(path: "config.v5.json"), to: config)
            let outcome = try Verification(folder: folder.path(), instructionSet: InstructionSet.chosen())
            #expect(outcome.isOk, "worst \(outcome.worst), asked \(outcome.tolerance): \(outcome.prompts)")
        }
    }

    @Test("read wrongly are found out, with the first layer that differs")
    func wrongReading() throws {
        try withCopy(of: "qwen2_window") { folder in
            // Layers 1 and 2 see 12 tokens; without windows the first difference is in layer 1.
            let config = folder.appending(path: "config.json")
            let text = try String(contentsOf: config, encoding: .utf8)
            try text.replacing("\"use_sliding_window\": true", with: "\"use_sliding_window\": false")
                .write(to: config, atomically: true, encoding: .utf8)
            let outcome = try Verification(folder: folder.path(), instructionSet: InstructionSet.chosen())
            #expect(!outcome.isOk)
            #expect(outcome.worst > 0.1)
            #expect(outcome.prompts.last?.firstDifference == "layer1")
            // The shortest prompts are within the window.
            #expect(outcome.prompts.first?.firstDifference == nil)
        }
    }

    private func withCopy(of name: String, _ body: (URL) throws -> Void) throws {
        let copy = FileManager.default.temporaryDirectory.appending(path: "kaiyuan-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: URL(filePath: "\(ReferenceModels.folder)/\(name)"), to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        try body(copy)
    }
}
