// Qwen 2 and 2.5 (arXiv 2407.10671, 2412.15115): Llama's network with biases on queries, keys and values, which the weights
// bring along. What Qwen has of its own, also in its third version, is which layers see a window.

extension ModelConfiguration {
    /// The windows of Qwen's layers: from `firstWindowed` on they see `window` tokens.
    static func windowsOfQwen(_ window: Int, firstWindowed: Int, layerCount: Int) -> [Int?] {
        (0..<layerCount).map { $0 >= firstWindowed ? window : nil }
    }
}
