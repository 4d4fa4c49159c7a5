// The executable: one file a subcommand. Start here.

internal import ArgumentParser

/// `kaiyuan`.
@main
struct Kaiyuan: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "kaiyuan",
        abstract: "Cited answers from your own documents, in Chinese and English.",
        discussion: """
            Add a folder, then ask:

              kaiyuan add ~/papers
              kaiyuan ask "Who wrote the report on water quality?"
              kaiyuan serve
            """,
        version: version,
        subcommands: [
            Serve.self, Add.self, Refresh.self, Remove.self, Sources.self, Search.self, Ask.self, Chat.self,
            Read.self, ModelContextProtocol.self, Evaluate.self, Bench.self, Config.self, Verify.self, Logits.self,
            Run.self, Embed.self, Pull.self, Models.self, RemoveModel.self, Inspect.self, Quantize.self, Render.self,
            Tokenize.self, Detokenize.self,
        ]
    )
}
