// Programming languages by the endings of their files.

/// A language that source code is written in.
struct ProgrammingLanguage: Equatable {
    let name: String

    init?(fileEnding ending: String) {
        guard let name = Self.names[ending] else { return nil }
        self.name = name
    }

    /// By the interpreter that `#!` names.
    init?(firstLine line: Substring) {
        guard line.hasPrefix("#!") else { return nil }
        let interpreters = [
            ("python", "Python"), ("bash", "Shell"), ("zsh", "Shell"), ("node", "JavaScript"), ("ruby", "Ruby"),
            ("perl", "Perl"), ("php", "PHP"), ("lua", "Lua"), ("swift", "Swift"), ("/sh", "Shell"), (" sh", "Shell"),
        ]
        guard let found = interpreters.first(where: { line.contains($0.0) }) else { return nil }
        name = found.1
    }

    private static let names: [String: String] = [
        "swift": "Swift", "c": "C", "h": "C", "cc": "C++", "cpp": "C++", "cxx": "C++", "hpp": "C++", "hh": "C++",
        "m": "Objective-C", "mm": "Objective-C", "cs": "C#", "java": "Java", "kt": "Kotlin", "kts": "Kotlin",
        "scala": "Scala", "go": "Go", "rs": "Rust", "py": "Python", "pyi": "Python", "rb": "Ruby", "php": "PHP",
        "pl": "Perl", "pm": "Perl", "lua": "Lua", "r": "R", "jl": "Julia", "js": "JavaScript", "mjs": "JavaScript",
        "cjs": "JavaScript", "jsx": "JavaScript", "ts": "TypeScript", "tsx": "TypeScript", "vue": "Vue", "css": "CSS",
        "scss": "SCSS", "less": "Less", "sh": "Shell", "bash": "Shell", "zsh": "Shell", "ps1": "PowerShell",
        "bat": "Batch", "sql": "SQL", "xml": "XML", "xsd": "XML", "xsl": "XML", "svg": "XML", "plist": "XML",
        "yaml": "YAML", "yml": "YAML", "toml": "TOML", "ini": "INI", "cfg": "INI", "conf": "INI", "properties": "INI",
        "tex": "TeX", "bib": "BibTeX", "hs": "Haskell", "ml": "OCaml", "mli": "OCaml", "ex": "Elixir", "exs": "Elixir",
        "erl": "Erlang", "clj": "Clojure", "lisp": "Lisp", "el": "Lisp", "scm": "Scheme", "dart": "Dart", "zig": "Zig",
        "nim": "Nim", "f90": "Fortran", "f": "Fortran", "asm": "Assembly", "s": "Assembly", "proto": "Protocol Buffers",
        "graphql": "GraphQL", "cmake": "CMake", "make": "Make", "mk": "Make", "gradle": "Groovy", "groovy": "Groovy",
        "v": "Verilog", "vhd": "VHDL", "tcl": "Tcl", "vim": "Vim", "diff": "Diff", "patch": "Diff", "tf": "Terraform",
    ]
}
