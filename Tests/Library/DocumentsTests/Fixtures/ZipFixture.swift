// ZIP archives made in memory, entry by entry, without compression; and one that is a bomb.

import CArchive

/// A ZIP archive of some entries.
enum ZipFixture {
    /// The archive, written by libarchive.
    static func archive(_ entries: [(name: String, content: String)]) -> [UInt8] {
        archive(entries.map { ($0.name, Array($0.content.utf8)) })
    }

    static func archive(_ entries: [(name: String, content: [UInt8])]) -> [UInt8] {
        let capacity = entries.reduce(1 << 16) { $0 + $1.content.count + 1024 }
        var used = 0
        let buffer = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { memory, count in
            let archive = unsafe archive_write_new()
            unsafe archive_write_set_format_zip(archive)
            unsafe archive_write_open_memory(archive, memory.baseAddress, capacity, &used)
            for (name, content) in entries {
                let entry = unsafe archive_entry_new()
                unsafe archive_entry_set_pathname(entry, name)
                unsafe archive_entry_set_size(entry, Int64(content.count))
                unsafe archive_entry_set_filetype(entry, 0o100000)
                unsafe archive_entry_set_perm(entry, 0o644)
                unsafe archive_write_header(archive, entry)
                unsafe content.withUnsafeBytes { _ = unsafe archive_write_data(archive, $0.baseAddress, $0.count) }
                unsafe archive_entry_free(entry)
            }
            unsafe archive_write_close(archive)
            unsafe archive_write_free(archive)
            count = used
        }
        return buffer
    }

    private static let packageRelationships = """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Target="MAIN" \
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
        <Relationship Id="rId2" Target="docProps/core.xml" \
        Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>
        </Relationships>
        """

    /// A relationships part: id, type and target of each.
    static func relationships(_ items: [(id: String, type: String, target: String)]) -> String {
        let lines = items.map { item in
            "<Relationship Id=\"\(item.id)\" Target=\"\(item.target)\" "
                + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/\(item.type)\"/>"
        }
        return "<Relationships>\(lines.joined())</Relationships>"
    }

    /// A Word document with this body and these further parts.
    static func docx(body: String, parts: [(name: String, content: String)] = [], title: String = "") -> [UInt8] {
        let document = """
            <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
            xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" \
            xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" \
            xmlns:v="urn:schemas-microsoft-com:vml"><w:body>\(body)</w:body></w:document>
            """
        let core = """
            <cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>\(title)</dc:title>\
            <dc:creator>Ada</dc:creator><dcterms:modified>2024-05-01T10:00:00Z</dcterms:modified></cp:coreProperties>
            """
        return archive(
            [
                ("_rels/.rels", packageRelationships.replacing("MAIN", with: "word/document.xml")),
                ("word/document.xml", document), ("docProps/core.xml", core),
            ] + parts
        )
    }

    /// A workbook of one sheet with these `row` elements and further parts.
    static func xlsx(
        rows: String,
        strings: [String] = [],
        styles: String = "",
        parts: [(name: String, content: String)] = []
    ) -> [UInt8] {
        let own: [(name: String, content: String)] = [
            ("_rels/.rels", packageRelationships.replacing("MAIN", with: "xl/workbook.xml")),
            (
                "xl/workbook.xml",
                "<workbook xmlns:r=\"r\"><sheets><sheet name=\"账目\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                relationships([
                    ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"),
                    ("rId3", "styles", "styles.xml"),
                ])
            ),
            ("xl/sharedStrings.xml", "<sst>\(strings.map { "<si><t>\($0)</t></si>" }.joined())</sst>"),
            ("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
            ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
        ]
        return archive(own + parts)
    }
}
