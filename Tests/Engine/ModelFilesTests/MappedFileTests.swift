// Mapping files, and what cannot be mapped.

import Foundation
import Testing

@testable import ModelFiles

@Suite("A mapped file")
struct MappedFileTests {
    @Test("lends any range of its bytes")
    func ranges() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "bytes")
            try Data([1, 2, 3, 4, 5]).write(to: url)
            let file = try MappedFile(path: url.path)
            #expect(file.byteCount == 5)
            #expect(unsafe file.withBytes(in: 1..<4) { unsafe Array($0) } == [2, 3, 4])
            #expect(unsafe file.withBytes(in: 5..<5) { unsafe Array($0) } == [])
        }
    }

    @Test("may be empty")
    func empty() throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "empty")
            try Data().write(to: url)
            let file = try MappedFile(path: url.path)
            #expect(file.byteCount == 0)
            #expect(unsafe file.withBytes(in: 0..<0) { $0.count } == 0)
        }
    }

    @Test("is a regular file that exists")
    func refused() throws {
        try withTemporaryFolder { folder in
            #expect(throws: ModelFileError.inaccessible(file: folder.path, reason: "this is not a regular file")) {
                try MappedFile(path: folder.path)
            }
            let absent = folder.appending(path: "absent").path
            #expect(throws: ModelFileError.inaccessible(file: absent, reason: "No such file or directory")) {
                try MappedFile(path: absent)
            }
        }
    }
}
