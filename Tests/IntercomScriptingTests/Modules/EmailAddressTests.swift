import Testing

@testable import IntercomScripting

struct EmailAddressTests {
    @Test(arguments: [
        ("ada@acme.io", "ada@acme.io"), ("  Ada.Lovelace+x@ACME.Co.UK\u{A0}", "ada.lovelace+x@acme.co.uk"),
        ("Ada Lovelace <ADA@acme.io>", "ada@acme.io"), ("<ada@acme.io>", "ada@acme.io"),
        ("mailto:ada@acme.io", "ada@acme.io"), ("o'neil@acme.io", "o'neil@acme.io"),
        ("jürgen@müller.de", "jürgen@müller.de"),
        ("a@xn--mller-kva.de", "a@xn--mller-kva.de"), ("a@b.xn--p1ai", "a@b.xn--p1ai"), ("1@2.travel", "1@2.travel"),
        ("\u{FEFF}ada@acme.io\u{200B}", "ada@acme.io"),
    ])
    func cleans(raw: String, address: String) throws {
        #expect(try EmailAddress(raw).text == address)
    }

    @Test(arguments: [
        ("", "is blank"), (" ", "is blank"), ("ada", "has no @"), ("ada@", "has nothing after the @"),
        ("@acme.io", "has nothing before the @"), ("a@b@c.io", "has more than one @"),
        ("ada @acme.io", "has white space inside"), ("a@acme.io, b@acme.io", "looks like several addresses"),
        ("a@acme.io;b@acme.io", "looks like several addresses"), ("ada@acme", "has no dot after the @"),
        ("ada@acme..io", "has a dot too many after the @"), ("ada@acme.io.", "has a dot too many after the @"),
        (".ada@acme.io", "has a dot too many before the @"), ("a..b@acme.io", "has a dot too many before the @"),
        ("a\"b@acme.io", "has \" before the @"), ("a@ac_me.io", "has _ after the @"),
        ("a@-acme.io", "has no domain after the @"),
        ("a@acme.i", "has no domain after the @"), ("a@127.0.0.1", "has no domain after the @"),
        (String(repeating: "a", count: 65) + "@acme.io", "has more than 64 bytes before the @"),
        ("a@" + String(repeating: "abcdefgh.", count: 30) + "io", "is longer than 254 bytes"),
    ])
    func refuses(raw: String, reason: String) {
        #expect(throws: EmailAddress.Refusal(reason: reason)) { try EmailAddress(raw) }
    }

    @Test func hasADomain() throws {
        #expect(try EmailAddress("Ada@Mail.ACME.io").domain == "mail.acme.io")
    }
}
