// An answer in the shapes of OpenAI's dialect: a completion, or chunks of one.

internal import Assistant
internal import Retrieval

/// Makes completions and chunks of an answer.
struct ChatReply: Sendable {
    let id: String
    let created: Int
    let model: String
    /// Scheme and host under which the client reached us: marks open pages there.
    let site: String
    let promptTokens: Int

    struct Annotation: Encodable {
        struct URLCitation: Encodable {
            var url: String
            var title: String
            var start_index: Int
            var end_index: Int
        }

        var type = "url_citation"
        var url_citation: URLCitation
    }

    /// A passage that is near a question without answering it.
    struct NearPassage: Encodable {
        var title: String
        var url: String
        var date: String?
        var snippet: String
    }

    struct Delta: Encodable {
        var role: String?
        var content: String?
        var annotations: [Annotation]?
    }

    struct Usage: Encodable {
        var prompt_tokens: Int
        var completion_tokens: Int
        var total_tokens: Int

        init(prompt: Int, completion: Int) {
            (prompt_tokens, completion_tokens, total_tokens) = (prompt, completion, prompt + completion)
        }
    }

    struct Completion: Encodable {
        struct Choice: Encodable {
            struct Message: Encodable {
                var role = "assistant"
                var content: String
                var annotations: [Annotation]
            }

            var index = 0
            var message: Message
            var finish_reason: ReplyCutter.FinishReason
        }

        var id: String
        var object = "chat.completion"
        var created: Int
        var model: String
        var choices: [Choice]
        var usage: Usage
        /// Beside the answer, where the dialect has no place for it; only when nothing was found.
        var search_results: [NearPassage]?
    }

    struct Chunk: Encodable {
        struct Choice: Encodable {
            var index = 0
            var delta: Delta
            var finish_reason: ReplyCutter.FinishReason?

            enum CodingKeys: CodingKey { case index, delta, finish_reason }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(index, forKey: .index)
                try container.encode(delta, forKey: .delta)
                try container.encode(finish_reason, forKey: .finish_reason)
            }
        }

        var id: String
        var object = "chat.completion.chunk"
        var created: Int
        var model: String
        var choices: [Choice]
        /// Outer nil leaves the field out, inner nil writes `null`.
        var usage: Usage??
        var search_results: [NearPassage]?

        enum CodingKeys: CodingKey { case id, object, created, model, choices, usage, search_results }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(object, forKey: .object)
            try container.encode(created, forKey: .created)
            try container.encode(model, forKey: .model)
            try container.encode(choices, forKey: .choices)
            if let usage { try container.encode(usage, forKey: .usage) }
            try container.encodeIfPresent(search_results, forKey: .search_results)
        }
    }

    /// The whole answer; `cutter` has let its text through.
    func completion(_ answer: Answer, _ cutter: ReplyCutter) -> Completion {
        Completion(
            id: id,
            created: created,
            model: model,
            choices: [
                .init(
                    message: .init(content: cutter.text, annotations: annotations(answer, cutter)),
                    finish_reason: cutter.finishReason
                )
            ],
            usage: usage(cutter),
            search_results: nearPassages(answer)
        )
    }

    func chunk(_ delta: Delta, showsUsage: Bool) -> Chunk {
        Chunk(
            id: id,
            created: created,
            model: model,
            choices: [.init(delta: delta)],
            usage: showsUsage ? .some(nil) : nil
        )
    }

    /// All annotations are in one chunk, the last one: spread over several they break OpenAI's client.
    func lastChunk(_ answer: Answer, _ cutter: ReplyCutter, showsUsage: Bool) -> Chunk {
        let annotations = annotations(answer, cutter)
        var chunk = chunk(.init(annotations: annotations.isEmpty ? nil : annotations), showsUsage: showsUsage)
        chunk.choices[0].finish_reason = cutter.finishReason
        chunk.search_results = nearPassages(answer)
        return chunk
    }

    func usageChunk(_ cutter: ReplyCutter) -> Chunk {
        Chunk(id: id, created: created, model: model, choices: [], usage: usage(cutter))
    }

    /// One for each mark that was let through; the offsets are those of the mark itself, in Unicode scalars of the
    /// content.
    private func annotations(_ answer: Answer, _ cutter: ReplyCutter) -> [Annotation] {
        let length = cutter.text.unicodeScalars.count
        return answer.marks.filter { $0.textEnd <= length }.map { mark in
            let title = answer.sources.first { $0.documentID == mark.documentID }?.title ?? ""
            return Annotation(
                url_citation: .init(
                    url: "\(site)/d/\(mark.documentID)?start=\(mark.start)&end=\(mark.end)",
                    title: title,
                    start_index: mark.textStart,
                    end_index: mark.textEnd
                )
            )
        }
    }

    private func nearPassages(_ answer: Answer) -> [NearPassage]? {
        guard answer.status == .noAnswer else { return nil }
        return answer.sources.map {
            NearPassage(title: $0.title, url: "\(site)/d/\($0.documentID)", date: $0.date, snippet: $0.snippet)
        }
    }

    /// Without a tokenizer, a token is a Chinese character or three quarters of a word.
    private func usage(_ cutter: ReplyCutter) -> Usage {
        Usage(prompt: promptTokens, completion: PassageCutter.tokenCount(of: cutter.text))
    }
}
