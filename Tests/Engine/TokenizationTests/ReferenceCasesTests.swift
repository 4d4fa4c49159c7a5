// Every reference case, through every form of its vocabulary.

import Testing

@testable import Tokenization

@Suite("Reference cases", .enabled(if: SharedVocabularies.exists, "needs ../shared/data/tokenizers"))
struct ReferenceCasesTests {
    @Test("texts become the reference's ids, and ids its text", arguments: SharedVocabularies.sources)
    func cases(source: SharedVocabularies.Source) throws {
        let cases = try SharedVocabularies.cases(source.family)
        #expect(cases.count > 100)
        let tokenizer = try SharedVocabularies.withFile(source) { try Tokenizer(contentsOf: $0) }
        for item in cases {
            let addsTemplate = item.add_special ?? false
            // The tokenizer.json files were rebuilt without a template.
            if addsTemplate, tokenizer.template == SequenceTemplate(before: [], after: []) { continue }
            let ids = try tokenizer.encode(item.text, special: item.special, addingTemplate: addsTemplate)
            #expect(ids == item.ids, "\(item.cat): \(item.text.debugDescription)")
            let decoded = item.decoded_literal ?? item.decoded
            #expect(try tokenizer.decode(item.ids) == decoded, "\(item.cat): decoding \(item.ids)")
        }
    }

    @Test(
        "a text that comes token by token is the whole text, and never shows half a character",
        arguments: ["gpt-2", "llama-spm"]
    )
    func streaming(family: String) throws {
        let source = try #require(SharedVocabularies.sources.first { $0.family == family })
        let tokenizer = try SharedVocabularies.withFile(source) { try Tokenizer(contentsOf: $0) }
        for item in try SharedVocabularies.cases(family) where !item.text.contains("\u{FFFD}") {
            var decoder = StreamingDecoder(tokenizer)
            var text = ""
            for id in item.ids {
                let part = try decoder.append(id)
                #expect(!part.contains("\u{FFFD}"), "\(item.cat)")
                text += part
            }
            #expect(text + decoder.finish() == (item.decoded_literal ?? item.decoded))
        }
    }

    @Test(
        "no text makes a control token unless that is asked for",
        arguments: ["llama-bpe", "qwen2", "hunyuan-a13b", "phi-3"]
    )
    func control(family: String) throws {
        let source = try #require(SharedVocabularies.sources.first { $0.family == family })
        let tokenizer = try SharedVocabularies.withFile(source) { try Tokenizer(contentsOf: $0) }
        let specials = tokenizer.parts.added.filter(\.isSpecial)
        #expect(!specials.isEmpty)
        for token in specials.prefix(100) {
            let ids = try tokenizer.encode("a" + token.content + "b")
            #expect(!ids.contains(token.id) && ids.allSatisfy { !tokenizer.isSpecial($0) }, "\(token.content)")
            #expect(try tokenizer.encode(token.content, special: true) == [token.id])
        }
    }
}
