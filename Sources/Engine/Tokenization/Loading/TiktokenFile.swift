// tiktoken's files: a line for each token, its bytes in base64 and its rank. They say neither how texts are split nor which
// control tokens there are; those of the well-known vocabularies are known by the number of their tokens.

internal import Foundation
internal import ModelFiles

extension TokenizerParts {
    init(tiktoken bytes: [UInt8], file: String) throws {
        let table = try TiktokenFile.tokens(bytes, file: file)
        let tokens = (0..<Int32(table.count)).map { Array(table[$0]) }
        let known = TiktokenFile.known(tokenCount: tokens.count)
        let contents = known.specials
        var detokenizer = Detokenizer()
        for token in tokens { detokenizer.append(token) }
        for content in contents { detokenizer.append(content.utf8) }
        let merges = Vocabulary.splits(of: tokens.enumerated().map { ($1, Int32($0), $0) }, table)
        var model = Vocabulary.bytePairs(table, merges)
        model.takesWholePieces = true
        self.init(
            added: contents.enumerated().map {
                AddedToken(id: Int32(tokens.count + $0), content: $1, isSpecial: true)
            },
            normalizer: Normalizer(steps: known.composes ? [.form(.nfc)] : []),
            preTokenizer: PreTokenizer(steps: [.split(try Pattern(known.pattern), .isolated)]),
            model: .bytePairs(model),
            detokenizer: detokenizer
        )
    }
}

/// Reads the lines, and knows some vocabularies.
enum TiktokenFile {
    private static let mostTokens = 1 << 24

    /// The tokens in the order of their ranks; a token that comes again is left out.
    static func tokens(_ bytes: [UInt8], file: String) throws -> TokenTable {
        var tokens = TokenTable(capacity: bytes.count / 12)
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let fields = line.split { $0 == 0x20 || $0 == 0x0D }
            guard fields.count == 2, let data = Data(base64Encoded: Data(fields[0])), !data.isEmpty,
                fields[1].allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), tokens.count < mostTokens
            else {
                throw ModelFileError.invalid(
                    file: file,
                    place: "line \(number + 1)",
                    expected: "a token in base64 and its rank",
                    found: "\"\(String(decoding: line.prefix(40), as: UTF8.self))\""
                )
            }
            let token = [UInt8](data)
            if tokens.id(of: token) == nil { tokens.append(token) }
        }
        guard tokens.count > 0 else { throw ModelFileError.missing(file: file, what: "tokens") }
        return tokens
    }

    /// What a file does not say.
    struct Known {
        var pattern: String
        var composes = false
        var specials: [String] = []
    }

    static func known(tokenCount: Int) -> Known {
        switch tokenCount {
        case 127_957:  // Hunyuan A13B and 7B
            Known(
                pattern: NamedPreTokenizer.qwen2,
                composes: true,
                specials: ["<|endoftext|>", "<|startoftext|>", "<|bos|>", "<|eos|>", "<|pad|>"]
                    + (0..<205).map { "<|extra_\($0)|>" }
            )
        case 151_643:  // Qwen
            Known(
                pattern: NamedPreTokenizer.qwen2,
                composes: true,
                specials: ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] + (0..<205).map { "<|extra_\($0)|>" }
            )
        case 128_000:  // Llama 3
            Known(
                pattern: NamedPreTokenizer.llama3,
                specials: [
                    "<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>",
                    "<|reserved_special_token_1|>",
                    "<|reserved_special_token_2|>", "<|reserved_special_token_3|>", "<|start_header_id|>",
                    "<|end_header_id|>", "<|reserved_special_token_4|>", "<|eot_id|>",
                ] + (5..<251).map { "<|reserved_special_token_\($0)|>" }
            )
        case 50_256:  // GPT-2
            Known(pattern: NamedPreTokenizer.gpt2, specials: ["<|endoftext|>"])
        case 199_998:  // o200k_base
            Known(pattern: NamedPreTokenizer.o200k)
        default:  // cl100k_base and what follows it
            Known(pattern: NamedPreTokenizer.llama3)
        }
    }
}
