// Titles that programs write into files are often no titles: a file's name, "Microsoft Word - x.doc", "Untitled".

/// Judges stated titles.
enum TitleGuess {
    /// The title in `stated`, or nil when it is only a file's name or a program's phrase.
    static func title(stated: String?) -> String? {
        guard var title = stated?.collapsed().nonBlank else { return nil }
        for prefix in ["Microsoft Word - ", "Microsoft PowerPoint - ", "Microsoft Excel - "]
        where title.hasPrefix(prefix) {
            title = String(title.dropFirst(prefix.count))
        }
        guard !isFileName(title), !isPhrase(title) else { return nil }
        return title
    }

    /// The author in `stated`, or nil when it is a program's phrase.
    static func author(stated: String?) -> String? {
        guard let author = stated?.collapsed().nonBlank, author.contains(where: \.isLetter) else { return nil }
        let phrases = [
            "administrator", "admin", "user", "owner", "unknown", "none", "microsoft", "author", "anonymous",
            "python-docx", "openpyxl", "apache poi", "windows user", "微软用户", "用户",
        ]
        let plain = author.lowercased().filter { !"()[]<>".contains($0) }
        return phrases.contains(plain) || author.hasPrefix("User: ") ? nil : author
    }

    /// `report_v2.docx`, `C:\x`, `scan_2024`: a path, a file's ending, or one word with underscores.
    static func isFileName(_ title: String) -> Bool {
        if title.contains("\\") || title.hasPrefix("/") || title.hasPrefix("file:") { return true }
        if title.contains("_"), !title.contains(where: \.isWhitespace) { return true }
        guard let dot = title.lastIndex(of: "."), dot != title.startIndex else { return false }
        let ending = title[title.index(after: dot)...].lowercased()
        return endings.contains(ending)
    }

    private static func isPhrase(_ title: String) -> Bool {
        let lowered = title.lowercased()
        let phrases = [
            "untitled", "no title", "title", "document", "document1", "microsoft word", "slide 1",
            "powerpoint presentation",
            "none", "null", "temp", "test", "pdf", "presentation", "无标题", "未命名", "幻灯片 1", "标题",
            "powerpoint 演示文稿", "powerpoint プレゼンテーション", "print", "(anonymous)", "unknown", "doc1", "book1",
        ]
        return phrases.contains(lowered) || title.count < 2
            || !title.contains(where: \.isLetter)
    }

    private static let endings: Set<String> = [
        "doc", "docx", "pdf", "ppt", "pptx", "xls", "xlsx", "odt", "rtf", "txt", "tex", "dvi", "ps", "eps", "indd",
        "qxd",
        "htm", "html", "md", "wps", "pages", "cdr", "ai", "psd", "p65", "pmd", "fm", "dwg", "vsd", "pub", "sxw", "tif",
        "jpg", "png", "hwp", "csv", "rmd", "ipynb", "cls", "max",
    ]
}
