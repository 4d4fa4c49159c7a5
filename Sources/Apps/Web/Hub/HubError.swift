// Why a model cannot be pulled, as sentences.

/// What goes wrong between a hub and this machine.
package enum HubError: Error, Equatable, CustomStringConvertible {
    case unreachable(String, reason: String)
    case noSuchModel(String, hub: String)
    case status(String, code: Int)
    case badAnswer(String, reason: String)
    case givenUp(String, tries: Int)
    case wrongDigest(String)

    /// Whether it may be otherwise in a moment.
    var isPassing: Bool {
        switch self {
        case .unreachable: true
        case .status(_, let code): code == 429 || code >= 500
        default: false
        }
    }

    package var description: String {
        switch self {
        case .unreachable(let address, let reason):
            "\(address) cannot be reached: \(reason). Look at the network, or name another hub: HF_ENDPOINT."
        case .noSuchModel(let model, let hub):
            "\(hub) has no model \(model), or shows it only to some. Look at the spelling."
        case .status(let address, let code): "\(address) answers with status \(code). Try again later."
        case .badAnswer(let address, let reason): "\(address) \(reason)."
        case .givenUp(let address, let tries):
            "\(address) broke off \(tries) times in a row without sending anything. What has arrived is kept: pull again "
                + "to go on."
        case .wrongDigest(let file):
            "\(file) arrived twice with other contents than the hub promises, and was thrown away. Try again later."
        }
    }
}
