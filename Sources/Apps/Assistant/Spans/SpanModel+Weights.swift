// Written by Scripts/fit-quotes.

extension SpanModel {
    static let englishWeights = ""

    static let chineseWeights = ""
}
