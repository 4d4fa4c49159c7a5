// Reads the weights of layers for a network and checks their shapes, so that no later step need do so.

internal import ModelFiles
package import Tensors

/// Gives a network its weights, in the form of an implementation of the operations.
package struct WeightLoader<Ops: Operations> {
    package let ops: Ops
    package let configuration: ModelConfiguration
    let weights: ModelWeights

    package init(ops: Ops, configuration: ModelConfiguration, weights: ModelWeights) {
        self.ops = ops
        self.configuration = configuration
        self.weights = weights
    }

    // MARK: Single weights

    /// A matrix of the shape; `outputs` nil leaves the number of rows to the file.
    func matrix(_ name: WeightName, outputs: Int?, inputs: Int) throws -> StoredMatrix {
        guard let matrix = try weights.matrix(name) else { throw missing(name) }
        guard matrix.columns == inputs, matrix.rows >= 1, outputs == nil || matrix.rows == outputs else {
            throw ModelFileError.invalid(
                file: weights.path,
                place: description(of: name),
                expected: "\(outputs.map(String.init) ?? "some") rows of \(inputs)",
                found: "\(matrix.rows) of \(matrix.columns)"
            )
        }
        return matrix
    }

    func vector(_ name: WeightName, count: Int) throws -> [Float]? {
        guard let values = try weights.vector(name) else { return nil }
        guard values.count == count else {
            throw ModelFileError.invalid(
                file: weights.path,
                place: description(of: name),
                expected: "\(count) values",
                found: "\(values.count)"
            )
        }
        return values
    }

    /// A linear layer; it has a bias if the file has one.
    func linear(
        _ part: WeightPart,
        layer: Int? = nil,
        expert: Int? = nil,
        outputs: Int? = nil,
        inputs: Int
    ) throws -> Linear<Ops> {
        let name = WeightName(part: part, layer: layer, expert: expert)
        let matrix = try matrix(name, outputs: outputs, inputs: inputs)
        var biasName = name
        biasName.isBias = true
        let bias = try vector(biasName, count: matrix.rows)
        return Linear(weight: try ops.matrix(matrix), bias: bias.map(ops.vector))
    }

    func norm(_ part: WeightPart, layer: Int? = nil, size: Int? = nil) throws -> RMSNorm<Ops> {
        guard let norm = try optionalNorm(part, layer: layer, size: size) else {
            throw missing(WeightName(part: part, layer: layer))
        }
        return norm
    }

    /// A norm that not every model of the family has.
    func optionalNorm(_ part: WeightPart, layer: Int? = nil, size: Int? = nil) throws -> RMSNorm<Ops>? {
        let name = WeightName(part: part, layer: layer)
        guard var values = try vector(name, count: size ?? configuration.hiddenSize) else { return nil }
        if configuration.normOffset != 0 { values = values.map { $0 + configuration.normOffset } }
        return RMSNorm(weight: ops.vector(values), epsilon: configuration.normEpsilon)
    }

    func layerNorm(_ part: WeightPart, layer: Int? = nil) throws -> LayerNorm<Ops> {
        let name = WeightName(part: part, layer: layer)
        var biasName = name
        biasName.isBias = true
        guard let weight = try vector(name, count: configuration.hiddenSize) else { throw missing(name) }
        guard let bias = try vector(biasName, count: configuration.hiddenSize) else { throw missing(biasName) }
        return LayerNorm(weight: ops.vector(weight), bias: ops.vector(bias), epsilon: configuration.normEpsilon)
    }

    /// A table that is looked up by row.
    func table(_ part: WeightPart, rows: Int) throws -> Ops.Matrix {
        try ops.matrix(matrix(WeightName(part: part), outputs: rows, inputs: configuration.hiddenSize))
    }

    func has(_ part: WeightPart, layer: Int? = nil) throws -> Bool {
        try weights.matrix(WeightName(part: part, layer: layer)) != nil
    }

    // MARK: Layers

    /// An attention layer with everything that the configuration says about it.
    func attention(layer: Int) throws -> AttentionLayer<Ops> {
        let configuration = configuration
        let queries = configuration.headCount * configuration.headSize
        let keys = configuration.keyValueHeadCount * configuration.headSize
        return AttentionLayer(
            query: try linear(.query, layer: layer, outputs: queries, inputs: configuration.hiddenSize),
            key: try linear(.key, layer: layer, outputs: keys, inputs: configuration.hiddenSize),
            value: try linear(.value, layer: layer, outputs: keys, inputs: configuration.hiddenSize),
            output: try linear(.attentionOutput, layer: layer, outputs: configuration.hiddenSize, inputs: queries),
            queryNorm: try optionalNorm(.queryNorm, layer: layer, size: configuration.headSize),
            keyNorm: try optionalNorm(.keyNorm, layer: layer, size: configuration.headSize),
            shape: Attention(
                layer: layer,
                headCount: configuration.headCount,
                keyValueHeadCount: configuration.keyValueHeadCount,
                headSize: configuration.headSize,
                scale: configuration.attentionScale,
                softCap: configuration.attentionSoftCap,
                window: configuration.windows[layer],
                isCausal: !configuration.architecture.isEncoder
            ),
            rotary: configuration.rotary(layer: layer)
        )
    }

    /// A gated feed-forward layer, as wide as the file has it.
    func feedForward(
        layer: Int,
        expert: Int? = nil,
        parts: (gate: WeightPart, up: WeightPart, down: WeightPart) = (.gate, .up, .down)
    ) throws -> GatedFeedForward<Ops> {
        let hidden = configuration.hiddenSize
        let gate = WeightName(part: parts.gate, layer: layer, expert: expert)
        let inner = try matrix(gate, outputs: nil, inputs: hidden).rows
        return GatedFeedForward(
            gate: try linear(parts.gate, layer: layer, expert: expert, outputs: inner, inputs: hidden),
            up: try linear(parts.up, layer: layer, expert: expert, outputs: inner, inputs: hidden),
            down: try linear(parts.down, layer: layer, expert: expert, outputs: hidden, inputs: inner),
            activation: configuration.activation
        )
    }

    /// A mixture of experts; nil where the layer has no router.
    func experts(layer: Int) throws -> Experts<Ops>? {
        guard let experts = configuration.experts, try has(.router, layer: layer) else { return nil }
        return Experts(
            router: try linear(.router, layer: layer, outputs: experts.count, inputs: configuration.hiddenSize),
            experts: try (0..<experts.count).map {
                try feedForward(layer: layer, expert: $0, parts: (.expertGate, .expertUp, .expertDown))
            },
            chosenCount: experts.chosenCounts[layer],
            isNormalised: experts.isNormalised
        )
    }

    private func missing(_ name: WeightName) -> ModelFileError {
        .missing(file: weights.path, what: description(of: name))
    }

    private func description(of name: WeightName) -> String {
        weights.naming.place(of: name)?.tensors.first.map { "tensor \"\($0)\"" } ?? "weight \"\(name.part)\""
    }
}
