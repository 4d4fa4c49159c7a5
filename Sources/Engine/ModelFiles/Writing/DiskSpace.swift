// Whether a disk has room, asked before hours of work and not after.

import Foundation

/// The room on the disk of a folder.
package enum DiskSpace {
    /// The bytes that a process without privileges may still write to the folder's disk; nil when the system does not say.
    package static func available(in folder: String) -> Int? {
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return nil }
        let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int(clamping: bytes)
    }

    /// Throws when the disk of the folder has no room for so many bytes of a file.
    package static func check(folder: String, needed: Int, file: String) throws(ModelFileError) {
        guard let available = available(in: folder), available < needed else { return }
        throw .noSpace(file: file, needed: needed, available: available)
    }
}
