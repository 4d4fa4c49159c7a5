// In which form a model lies at a path, told by what is there and not by its name.

import Foundation

/// The forms of models.
package enum ModelForm: Sendable {
    case gguf
    case safetensors
    case folder

    /// Looks at what lies at the path.
    package init(path: String) throws(ModelFileError) {
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            self = .folder
            return
        }
        let file = try MappedFile(path: path)
        let start = unsafe file.withBytes(in: 0..<min(9, file.byteCount)) { unsafe Array($0) }
        if start.starts(with: "GGUF".utf8) {
            self = .gguf
        } else if start.count == 9, start[8] == UInt8(ascii: "{") {
            self = .safetensors
        } else {
            throw .unsupported(
                file: path,
                what: "no model",
                supported: "GGUF and safetensors files, and folders with config.json"
            )
        }
    }
}
