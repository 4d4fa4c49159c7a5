// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where the tests run; a later compiler's new warnings stop nobody else's build.
let strictness: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// The settings of every Swift target.
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
    ] + strictness

let package = Package(
    name: "kaiyuan",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "kaiyuan", targets: ["Command"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: ["CommandLineArguments", "YAML"]
        ),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        // What tests of several targets share.
        .target(name: "Randomness", path: "Tests/Randomness", swiftSettings: settings),

        // Library: documents in, ranked passages out.
        .systemLibrary(
            name: "CArchive",
            path: "Sources/Library/System/CArchive",
            pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]
        ),
        .systemLibrary(
            name: "CLibXML2",
            path: "Sources/Library/System/CLibXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]
        ),
        .systemLibrary(
            name: "CUchardet",
            path: "Sources/Library/System/CUchardet",
            pkgConfig: "uchardet",
            providers: [.apt(["libuchardet-dev"]), .brew(["uchardet"])]
        ),
        .systemLibrary(
            name: "CStemmer",
            path: "Sources/Library/System/CStemmer",
            providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]
        ),
        .target(
            name: "Documents",
            dependencies: [
                "CArchive", "CLibXML2", "CUchardet",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Sources/Library/Documents",
            swiftSettings: settings
        ),
        // The index of passages, in files of its own; knows neither text nor SQL.
        .target(
            name: "InvertedIndex",
            path: "Sources/Library/InvertedIndex",
            swiftSettings: settings
        ),
        .target(
            name: "Retrieval",
            dependencies: [
                "Documents", "InvertedIndex", "CStemmer",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Sources/Library/Retrieval",
            swiftSettings: settings
        ),
        .testTarget(
            name: "DocumentsTests",
            dependencies: ["Documents"],
            path: "Tests/Library/DocumentsTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "InvertedIndexTests",
            dependencies: ["InvertedIndex", "Randomness"],
            path: "Tests/Library/InvertedIndexTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "RetrievalTests",
            dependencies: [
                "Retrieval", "Documents", "InvertedIndex", "Randomness",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/Library/RetrievalTests",
            swiftSettings: settings
        ),

        // Engine: tokens in, tokens out.
        .target(name: "CKernels", path: "Sources/Engine/CKernels"),
        .target(
            name: "Tensors",
            dependencies: ["CKernels"],
            path: "Sources/Engine/Tensors",
            swiftSettings: settings
        ),
        // GGUF, safetensors and Hugging Face folders; quantising; what pulling knows without a network.
        .target(
            name: "ModelFiles",
            dependencies: ["Tensors"],
            path: "Sources/Engine/ModelFiles",
            swiftSettings: settings
        ),
        // Text to ids and back, from every kind of file that holds a vocabulary.
        .target(
            name: "Tokenization",
            dependencies: ["ModelFiles"],
            path: "Sources/Engine/Tokenization",
            swiftSettings: settings
        ),
        // One file an architecture, written over the operations of Tensors.
        .target(
            name: "Networks",
            dependencies: ["ModelFiles", "Tensors"],
            path: "Sources/Engine/Networks",
            swiftSettings: settings
        ),
        .target(name: "Dialogue", path: "Sources/Engine/Dialogue", swiftSettings: settings),
        .target(
            name: "Inference",
            dependencies: ["Dialogue", "ModelFiles", "Networks", "Tensors", "Tokenization"],
            path: "Sources/Engine/Inference",
            swiftSettings: settings
        ),
        .testTarget(
            name: "TensorsTests",
            dependencies: ["CKernels", "Tensors", "Randomness"],
            path: "Tests/Engine/TensorsTests",
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ModelFilesTests",
            dependencies: ["ModelFiles", "Tensors", "Randomness"],
            path: "Tests/Engine/ModelFilesTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "TokenizationTests",
            dependencies: ["ModelFiles", "Randomness", "Tokenization"],
            path: "Tests/Engine/TokenizationTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "NetworksTests",
            dependencies: ["ModelFiles", "Networks", "Tensors"],
            path: "Tests/Engine/NetworksTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "DialogueTests",
            dependencies: ["Dialogue", "Randomness"],
            path: "Tests/Engine/DialogueTests",
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "InferenceTests",
            dependencies: ["Inference", "ModelFiles", "Networks", "Randomness", "Tensors"],
            path: "Tests/Engine/InferenceTests",
            swiftSettings: settings
        ),

        // Platform: one small SQL seam.
        .target(
            name: "Store",
            dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
            path: "Sources/Platform/Store",
            swiftSettings: settings
        ),

        // Apps: what people touch.
        .target(name: "WordTable", path: "Sources/Apps/WordTable", exclude: ["chinese.txt", "licence.txt"]),
        .target(
            name: "Assistant",
            dependencies: [
                "Dialogue", "Retrieval", "Documents", "Store", "WordTable",
                .product(name: "BigInt", package: "BigInt"),
            ],
            path: "Sources/Apps/Assistant",
            swiftSettings: settings
        ),
        // The Model Context Protocol: the same assistant, for other people's models.
        .target(
            name: "ModelContext",
            dependencies: ["Assistant", "Documents", "Retrieval"],
            path: "Sources/Apps/ModelContext",
            swiftSettings: settings
        ),
        .target(
            name: "Web",
            dependencies: [
                "Documents", "ModelFiles", "Retrieval",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Apps/Web",
            swiftSettings: settings
        ),
        .target(
            name: "Pages",
            path: "Sources/Apps/Pages",
            exclude: ["web", "vendor", "openapi.json"]
        ),
        .target(
            name: "Server",
            dependencies: [
                "Assistant", "Dialogue", "Documents", "ModelContext", "Pages", "Retrieval", "Store", "Web",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Apps/Server",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Command",
            dependencies: [
                "Assistant", "Dialogue", "Documents", "Inference", "InvertedIndex", "ModelContext", "ModelFiles",
                "Networks",
                "Retrieval", "Server", "Store", "Tensors", "Tokenization", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/Apps/Command",
            swiftSettings: settings
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store"],
            path: "Tests/Platform/StoreTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "AssistantTests",
            dependencies: ["Assistant", "Dialogue", "Documents", "Randomness", "Retrieval", "Store"],
            path: "Tests/Apps/AssistantTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ModelContextTests",
            dependencies: ["Assistant", "Documents", "ModelContext", "Retrieval"],
            path: "Tests/Apps/ModelContextTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Assistant", "Documents", "Retrieval", "Web",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Apps/WebTests",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Assistant", "Dialogue", "Documents", "Pages", "Retrieval", "Server", "Store",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Tests/Apps/ServerTests",
            swiftSettings: settings
        ),
    ]
)
