import Testing

@testable import Documents

@Suite("Mail")
struct EmailReaderTests {
    @Test("encoded words, multipart, quoted-printable, attachments by name")
    func mail() async throws {
        let text = """
            From: =?utf-8?B?546L5bCP5piO?= <wang@example.cn>
            To: b@example.org
            Subject: =?gb2312?Q?=B2=E2=CA=D4?= =?gb2312?Q?=D3=CA=BC=FE?=
            Date: Wed, 1 May 2024 10:30:00 +0800
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="x"

            --x
            Content-Type: multipart/alternative; boundary=y

            --y
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Sch=C3=B6ne Gr=C3=BC=
            =C3=9Fe

            > quoted
            --y
            Content-Type: text/html

            <p>html</p>
            --y--
            --x
            Content-Type: application/pdf; name="a.pdf"
            Content-Disposition: attachment; filename*=utf-8''%E6%8A%A5%E5%91%8A.pdf
            Content-Transfer-Encoding: base64

            JVBERi0=
            --x--
            """
        let document = try await read(text, named: "a")
        expectSound(document)
        #expect(document.title == "测试邮件" && document.author == "王小明" && document.date == "2024-05-01T10:30:00+08:00")
        #expect(
            document.outline == [
                "h1: 测试邮件",
                "p: From: 王小明 <wang@example.cn>\nTo: b@example.org\nDate: Wed, 1 May 2024 10:30:00 +0800",
                "p: Schöne Grüße", "quote: quoted", "note: 报告.pdf",
            ]
        )
    }

    @Test(
        "a plain part that only points to the page is passed over for the page",
        arguments: [
            "This message needs an HTML viewer.", "您的邮件客户端不支持HTML，请在浏览器中查看。",
            "View this email in your browser: https://x.org/1",
        ]
    )
    func pointer(plain: String) async throws {
        let document = try await read(
            alternative(plain: plain, html: "<p>The mill was built in 1781 and burnt down in 1905.</p>"),
            named: "a.eml"
        )
        #expect(document.outline.last == "p: The mill was built in 1781 and burnt down in 1905.")
        #expect(!document.text.contains(plain))
    }

    @Test("a plain part far shorter than the page is passed over, one that says as much is read")
    func shorterPlain() async throws {
        let sentence = "The mill was built in 1781 and burnt down in 1905. "
        let page = "<p>" + String(repeating: sentence, count: 8) + "</p>"
        let short = try await read(alternative(plain: "Our news.", html: page), named: "a.eml")
        #expect(short.text.contains("burnt down") && !short.text.contains("Our news."))
        let whole = try await read(
            alternative(plain: "PLAIN " + String(repeating: sentence, count: 7), html: page),
            named: "a.eml"
        )
        #expect(whole.text.contains("PLAIN"))
    }

    @Test("attachments that can be read are sections under their names, the others are only named")
    func attachments() async throws {
        let inner = """
            From: c@example.org
            To: d@example.org
            Subject: The older mail

            It was sent before.
            """
        let text = mixed([
            "Content-Type: text/plain\n\nSee the files.",
            "Content-Type: image/png; name=\"photo.png\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64"
                + "\n\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
            "Content-Type: text/plain; charset=gbk\nContent-Disposition: attachment; filename=\"notes.txt\"\n"
                + "Content-Transfer-Encoding: base64\n\ntPPHxcrH1Nqxsb6ptcQ=",
            "Content-Type: text/html\nContent-Disposition: attachment; filename=\"page.html\"\n\n"
                + "<html><body><h1>Ducks</h1><p>A duck swims.</p></body></html>",
            "Content-Type: text/csv\nContent-Disposition: attachment; filename=\"sizes.csv\"\n\nname,size\nduck,2\n",
            "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=\"old.eml\"\n\n" + inner,
        ])
        let document = try await read(text, named: "a.eml")
        expectSound(document)
        #expect(
            document.outline == [
                "h1: Files", "p: From: a@example.org\nTo: b@example.org", "p: See the files.", "note: photo.png",
                "h2: notes.txt", "p: 大桥是在北京的", "h2: page.html", "h3: Ducks", "p: A duck swims.",
                "h2: sizes.csv", "table1: name\tsize\nduck\t2", "h2: old.eml", "h3: The older mail",
                "p: From: c@example.org\nTo: d@example.org", "p: It was sent before.",
            ]
        )
        let duck = document.blocks.first { document.text(of: $0) == "A duck swims." }
        #expect(duck?.headings == ["Files", "page.html", "Ducks"])
        #expect(document.blocks.first { document.text(of: $0) == "大桥是在北京的" }?.anchor == .headings)
    }

    @Test("more attachments than are read, and mails within mails, end in their names")
    func manyAttachments() async throws {
        let part = "Content-Type: text/plain\nContent-Disposition: attachment; filename=\"n.txt\"\n\nWords of it.\n"
        let many = try await read(mixed(["\n\nBody."] + Array(repeating: part, count: 40)), named: "a.eml")
        #expect(
            many.outline.count { $0 == "p: Words of it." } == 20 && many.outline.count { $0 == "note: n.txt" } == 20
        )
        var mail = "From: a\nTo: b\nSubject: Depth\n\nThe innermost.\n"
        for level in 0..<12 {
            mail = mixed(
                ["Content-Type: message/rfc822\nContent-Disposition: attachment; filename=\"m.eml\"\n\n\(mail)"],
                boundary: "b\(level)x"
            )
        }
        let deep = try await read(mail, named: "a.eml")
        #expect(!deep.text.contains("innermost") && deep.text.contains("m.eml"))
    }

    private func alternative(plain: String, html: String) -> String {
        """
        From: a@example.org
        To: b@example.org
        Subject: News
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=y

        --y
        Content-Type: text/plain; charset=utf-8

        \(plain)
        --y
        Content-Type: multipart/related; boundary=z

        --z
        Content-Type: text/html; charset=utf-8

        <html><body>\(html)</body></html>
        --z--
        --y--
        """
    }

    private func mixed(_ parts: [String], boundary: String = "x") -> String {
        let head = """
            From: a@example.org
            To: b@example.org
            Subject: Files
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=\(boundary)
            """
        return head + "\n\n" + parts.map { "--\(boundary)\n\($0)\n" }.joined() + "--\(boundary)--\n"
    }
}
