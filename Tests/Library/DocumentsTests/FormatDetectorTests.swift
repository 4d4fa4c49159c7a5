import Testing

@testable import Documents

@Suite("Formats by content")
struct FormatDetectorTests {
    @Test(
        "the bytes decide, whatever the name",
        arguments: [
            ("%PDF-1.4 …", "a.txt", DocumentFormat.pdf), ("{\\rtf1 x}", "a.doc", .rtf),
            ("WEBVTT\n\n", "a.txt", .webVTT),
            ("1\n00:00:01,000 --> 00:00:02,000\nx\n", "a", .subRip), ("<!DOCTYPE html><p>x", "a.txt", .html),
            ("<?xml version=\"1.0\"?>\n<!-- c -->\n<html xmlns=\"x\"><body/></html>", "a.xml", .html),
            ("<div><p>x</p></div>", "a", .html),
            ("From: a\nTo: b\nSubject: c\n\nd", "a.txt", .email), ("{\"a\": 1}", "a.txt", .json),
            ("[1, 2]", "a", .json),
            ("{\"a\":1}\n{\"a\":2}\n", "a.json", .jsonLines),
        ]
    )
    func certain(text: String, name: String, format: DocumentFormat) throws {
        #expect(try FormatDetector(limits: .standard).format(of: Array(text.utf8), named: name) == format)
    }

    @Test(
        "among kinds of plain text the name decides, and content where the name says nothing",
        arguments: [
            ("a, b and c", "a.txt", DocumentFormat.plainText), ("# Head\n\ntext", "a.md", .markdown),
            ("# Head\n\n## Two\n\n[x](y)", "a", .markdown),
            ("x = 1\n", "a.py", .sourceCode), ("#!/bin/sh\necho\n", "run", .sourceCode), ("a,b\n1,2\n", "a.csv", .csv),
            ("a\tb\n1\t2\n", "a.csv", .tsv),
            ("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "a", .csv), ("<svg xmlns=\"x\"/>", "a.svg", .sourceCode),
            ("not json {", "a.json", .plainText),
            ("Dear all: this is\nno mail: really", "a", .plainText),
        ]
    )
    func likely(text: String, name: String, format: DocumentFormat) throws {
        #expect(try FormatDetector(limits: .standard).format(of: Array(text.utf8), named: name) == format)
    }

    @Test(
        "source code without an ending is told by its lines",
        arguments: [
            "CC = gcc\nCFLAGS := -O2\n\nall: main.o util.o\n\t$(CC) -o app main.o util.o\n\n%.o: %.c\n\t$(CC) -c $<\n\nclean:\n\trm -f *.o\n",
            "import fs from 'fs';\n\nconst limit = 10;\n\nfunction read(path) {\n  if (!path) {\n    return null;\n  }\n  return fs.readFileSync(path);\n}\n\nexport default read;\n",
            "// What it does.\nconst a = require('a')\n\nmodule.exports = function (x) {\n  return a(x)\n}\n",
            "set -e\nfor file in *.txt; do\n  echo \"$file\"\n  if [ -s \"$file\" ]; then\n    wc -l \"$file\"\n  fi\ndone\n",
            "set -e\nfor f in *.c; do\n  gcc -c \"$f\"\ndone\necho done\n",
            "import Foundation\n\n/// A duck.\nstruct Duck {\n    var name: String\n\n    func quack() -> String {\n        return name\n    }\n}\n",
            "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(\"hi\")\n}\n",
            "use std::fs;\n\npub fn main() {\n    let text = fs::read_to_string(\"a\").unwrap();\n    println!(\"{}\", text);\n}\n",
            "#include <stdio.h>\n\nint main(void) {\n  printf(\"hi\\n\");\n  return 0;\n}\n",
            "import os\n\ndef main(path):\n    for name in os.listdir(path):\n        print(name)\n\nif __name__ == '__main__':\n    main('.')\n",
            "public class Duck {\n    private String name;\n\n    public String name() {\n        return name;\n    }\n}\n",
        ]
    )
    func code(text: String) throws {
        #expect(try FormatDetector(limits: .standard).format(of: Array(text.utf8), named: "noending") == .sourceCode)
    }

    @Test(
        "prose and lists without an ending are no code, even where they name some",
        arguments: [
            "Let us go then, you and I,\nWhen the evening is spread out against the sky;\nLike a patient etherized upon a table;\n",
            "Shopping:\n\tmilk\n\tbread\n\nTo do:\n\tcall the bank\n",
            "Import duties rise; exports fall.\nFor years nobody saw it coming.\nIf trade stops, prices follow.\n",
            "Note: the function f(x) = x is dull.\nClass struggle: a history.\nUse it or lose it: that is all.\n",
            "Host: server1\nPort: 80\nUser: ada\n",
            "The letter reads\n\nconst is a word of code, and let x = 1 sets a variable.\nThe rest of the letter is prose.\nAll of it.\n",
        ]
    )
    func noCode(text: String) throws {
        #expect(try FormatDetector(limits: .standard).format(of: Array(text.utf8), named: "noending") != .sourceCode)
    }

    @Test("every format has exactly one reader")
    func readers() async {
        for format in DocumentFormat.allCases {
            #expect(DocumentLoader.readers.count { type(of: $0).formats.contains(format) } == 1, "\(format)")
        }
    }
}
