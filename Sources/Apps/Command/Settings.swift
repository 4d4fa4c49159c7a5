// What can be set, where it may be set, and what holds: flags, then environment, then kaiyuan.yaml, then defaults.

internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import Server
internal import SystemPackage
internal import Web

/// One setting: its name in kaiyuan.yaml and in the environment, its default, and what it is for.
enum Setting: String, CaseIterable {
    case home, host, port, secret
    case embedOrigins = "embed.origins"
    case webSearch = "web_search"
    case webAllow = "web_allow"

    /// `KAIYUAN_HOME` and so on.
    var variable: String { "KAIYUAN_" + rawValue.uppercased().replacing(".", with: "_") }
    /// The names that lead to it in kaiyuan.yaml, from the outermost.
    fileprivate var path: [String] { rawValue.split(separator: ".").map(String.init) }

    var purpose: String {
        switch self {
        case .home: "folder of the library, uploads and history"
        case .host: "address on which the server listens"
        case .port: "port on which the server listens"
        case .secret: "what must be given to get in; needed on any address but this machine's own"
        case .embedOrigins: "sites that may show the search box, such as https://example.org; none without it"
        case .webSearch: "a SearXNG-compatible search engine that is asked with each question"
        case .webAllow: "hosts and networks beyond the public internet from which pages may be fetched"
        }
    }

    var defaultValue: String? {
        switch self {
        case .home: FileManager.default.homeDirectoryForCurrentUser.path + "/.kaiyuan"
        case .host: "127.0.0.1"
        case .port: "8080"
        case .secret, .embedOrigins, .webSearch, .webAllow: nil
        }
    }
}

/// Where a value came from.
enum SettingOrigin: String, Encodable {
    case flag, environment, file, `default`
}

/// The settings that hold, each with its origin.
struct Settings {
    struct Value {
        var text: String?
        var origin: SettingOrigin
    }

    private(set) var values: [Setting: Value] = [:]
    /// `kaiyuan.yaml` in the home folder, whether or not it exists.
    let file: String

    /// Reads all places.
    ///
    /// - Parameter flags: what was given on the command line.
    /// - Throws: when kaiyuan.yaml cannot be read or is no YAML.
    init(flags: [Setting: String]) async throws {
        let given = ConfigReader(
            provider: InMemoryProvider(
                name: "flags",
                values: Dictionary(
                    uniqueKeysWithValues: flags.map {
                        (AbsoluteConfigKey($0.key.path), ConfigValue(.string($0.value), isSecret: false))
                    }
                )
            )
        )
        let environment = ConfigReader(provider: EnvironmentVariablesProvider().prefixKeys(with: "kaiyuan"))
        let home =
            Self.text(.home, given) ?? Self.text(.home, environment) ?? Setting.home.defaultValue ?? ".kaiyuan"
        file = home + "/kaiyuan.yaml"
        try HomeFolder(path: home).check()
        let yaml: ConfigReader
        do {
            yaml = ConfigReader(
                provider: try await FileProvider<YAMLSnapshot>(filePath: FilePath(file), allowMissing: true)
            )
        } catch {
            throw ValidationError("\(file) cannot be read as YAML: \(error). Mend or remove it.")
        }
        for setting in Setting.allCases {
            values[setting] =
                if let text = Self.text(setting, given) {
                    Value(text: text, origin: .flag)
                } else if let text = Self.text(setting, environment) {
                    Value(text: text, origin: .environment)
                } else if setting != .home, let text = Self.text(setting, yaml) {
                    Value(text: text, origin: .file)
                } else {
                    Value(text: setting.defaultValue, origin: .default)
                }
        }
    }

    var home: String { URL(fileURLWithPath: values[.home]?.text ?? ".kaiyuan").standardizedFileURL.path }
    var host: String { values[.host]?.text ?? "127.0.0.1" }
    var secret: String? { values[.secret]?.text.flatMap { $0.isEmpty ? nil : $0 } }
    var libraryPath: String { home + "/library.sqlite" }
    var conversationPath: String { home + "/conversations.sqlite" }
    var uploadFolder: String { home + "/uploads" }
    var modelFolder: String { home + "/models" }

    /// The hub that models are pulled from, by the name that other programs give it.
    static var hubEndpoint: String {
        ProcessInfo.processInfo.environment["HF_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 } ?? "https://huggingface.co"
    }

    /// - Throws: when the port is no number from 0 to 65535.
    func port() throws -> Int {
        let text = values[.port]?.text ?? ""
        guard let port = Int(text), (0...65_535).contains(port) else {
            throw ValidationError("The port is a number from 0 to 65535, not \"\(text)\".")
        }
        return port
    }

    /// - Throws: when something named is no site.
    func embedOrigins() throws -> EmbedOrigins {
        do {
            return try EmbedOrigins(values[.embedOrigins]?.text ?? "")
        } catch {
            throw ValidationError(error.description)
        }
    }

    /// Which machines may be asked for pages.
    ///
    /// - Throws: when an entry is neither a host nor a network.
    func webPolicy() throws -> AddressPolicy {
        let text = values[.webAllow]?.text ?? ""
        guard let policy = AddressPolicy(allowing: text) else {
            throw ValidationError(
                "What web_allow lists are hosts and networks, such as \"wiki.local, 10.0.0.0/8\", not \"\(text)\"."
            )
        }
        return policy
    }

    /// The search engine that is asked with each question, or nil for none.
    ///
    /// - Throws: when it is no address.
    func webSearch() throws -> WebAddress? {
        guard let text = values[.webSearch]?.text, !text.isEmpty else { return nil }
        guard let address = WebAddress(text) else {
            throw ValidationError(
                "The search engine (web_search) is an address such as https://searx.example.org/, not \"\(text)\"."
            )
        }
        return address
    }

    /// What holds although it means nothing, in one sentence each.
    var problems: [Setting: String] {
        var problems: [Setting: String] = [:]
        func check(_ setting: Setting, _ read: () throws -> Void) {
            do { try read() } catch { problems[setting] = "\(error)" }
        }
        check(.port) { _ = try port() }
        check(.webAllow) { _ = try webPolicy() }
        check(.webSearch) { _ = try webSearch() }
        check(.embedOrigins) { _ = try embedOrigins() }
        return problems
    }

    /// The names in kaiyuan.yaml that mean nothing.
    var unknownKeys: [String] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return [] }
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            line.prefixMatch(of: /["']?([A-Za-z0-9_.-]+)["']?\s*:/).map { String($0.1) }
        }.filter { key in
            // The home folder is where this file lies; it cannot say so itself.
            !Setting.allCases.contains { $0.rawValue == key || $0.path[0] == key } || key == Setting.home.rawValue
        }
    }

    /// YAML knows numbers where flags and environment know only text.
    private static func text(_ setting: Setting, _ reader: ConfigReader) -> String? {
        let key = ConfigKey(setting.path)
        return reader.string(forKey: key) ?? reader.int(forKey: key).map(String.init)
    }
}
