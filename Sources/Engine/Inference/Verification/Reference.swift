// What another program computed with a model: the prompts and results of a reference folder, `expected.json` with
// `expected.safetensors`.

internal import ModelFiles
internal import Tensors

/// A reference folder's expectations.
struct Reference {
    /// What a model was made for.
    enum Task: String { case causal, embedding, score }

    let task: Task
    /// The largest difference allowed, relative to the largest value of the tensor.
    let tolerance: Double
    let prompts: [ReferencePrompt]
    let tensors: SafetensorsFile

    init(folder: String) throws {
        let path = folder + "/expected.json"
        let json = try JSON(contentsOf: path)
        guard let task = json["task"]?.string.flatMap(Task.init) else {
            throw ModelFileError.invalid(
                file: path,
                place: "field \"task\"",
                expected: "causal, embedding or score",
                found: "something else"
            )
        }
        guard let tolerance = json["tolerance"]?["ask_for_f32"]?.number, tolerance > 0 else {
            throw ModelFileError.missing(file: path, what: "field \"tolerance.ask_for_f32\"")
        }
        guard let prompts = json["prompts"]?.array, !prompts.isEmpty else {
            throw ModelFileError.missing(file: path, what: "field \"prompts\"")
        }
        self.task = task
        self.tolerance = tolerance
        self.prompts = try prompts.map { try ReferencePrompt($0, file: path) }
        tensors = try SafetensorsFile(path: folder + "/expected.safetensors")
    }

    /// The values of a tensor; nil when the folder has none of that name.
    func values(_ name: String) throws -> [Float]? {
        guard tensors.entry(named: name) != nil else { return nil }
        return try tensors.tensor(named: name).dequantized()
    }
}

/// One prompt with the tokens that follow it.
struct ReferencePrompt {
    let name: String
    let tokens: [Int32]
    let segments: [Int32]
    /// What follows when each step sees the whole sequence anew.
    let greedy: [Int32]?
    /// What follows with a cache, where that differs.
    let greedyCached: [Int32]?

    init(_ json: JSON, file: String) throws {
        func ids(_ field: String) throws -> [Int32]? {
            guard let list = json[field]?.array else { return nil }
            let ids = list.compactMap(\.integer).compactMap(Int32.init(exactly:))
            guard ids.count == list.count else {
                throw ModelFileError.invalid(
                    file: file,
                    place: "field \"\(field)\"",
                    expected: "token ids",
                    found: "something else"
                )
            }
            return ids
        }
        guard let name = json["name"]?.string, let tokens = try ids("input_ids"), !tokens.isEmpty else {
            throw ModelFileError.invalid(
                file: file,
                place: "field \"prompts\"",
                expected: "name and input_ids of each",
                found: "neither"
            )
        }
        self.name = name
        self.tokens = tokens
        segments = try ids("token_type_ids") ?? []
        greedy = try ids("greedy")
        greedyCached = try ids("greedy_cached")
    }
}
