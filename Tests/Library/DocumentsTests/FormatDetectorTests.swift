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

    @Test("every format has exactly one reader")
    func readers() async {
        for format in DocumentFormat.allCases {
            #expect(DocumentLoader.readers.count { type(of: $0).formats.contains(format) } == 1, "\(format)")
        }
    }
}
