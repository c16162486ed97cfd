import Seeded
import Digests
import Testing

@testable import IntercomScripting

struct DigestTests {
    // The vectors of FIPS 180-4 and RFC 4231.
    @Test func sha256() {
        #expect(
            Hexadecimal.encode(Digest.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            Hexadecimal.encode(Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Hexadecimal.encode(Digest.sha256([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func hmac() {
        #expect(
            Hexadecimal.encode(Digest.hmacSHA256(key: [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8)))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            Hexadecimal.encode(
                Digest.hmacSHA256(
                    key: [UInt8](repeating: 0xAA, count: 131),
                    Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
        #expect(
            Hexadecimal.encode(Digest.hmacSHA256(key: [], []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func sha1() {
        #expect(Hexadecimal.encode(Digest.sha1(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }
}

struct EncodingTests {
    // The vectors of RFC 4648.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
        ("foob", "Zm9vYg==", "666f6f62"),
        ("fooba", "Zm9vYmE=", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"),
    ])
    func thereAndBack(text: String, base64: String, hex: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == Array(base64.utf8))
        #expect(Base64.encode(bytes, isURLSafe: true) == Array(base64.utf8.prefix { $0 != UInt8(ascii: "=") }))
        #expect(Base64.decode(base64.utf8) == bytes)
        #expect(Base64.decode(base64.utf8.prefix { $0 != UInt8(ascii: "=") }) == bytes)
        #expect(Hexadecimal.encode(bytes) == hex)
        #expect(Hexadecimal.decode(hex.uppercased().utf8) == bytes)
    }

    @Test func allBytesComeBack() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes, isURLSafe: true)) == bytes)
        #expect(Hexadecimal.decode(Hexadecimal.encode(bytes).utf8) == bytes)
        #expect(Base64.decode("Zm9v\r\nYmFy\n".utf8) == Array("foobar".utf8))
    }

    @Test(arguments: ["Z", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Z g=", "Zm9vY!", "é"])
    func noBase64(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test(arguments: ["6", "6g", "66 6", "0x66"])
    func noHexadecimal(text: String) {
        #expect(Hexadecimal.decode(text.utf8) == nil)
    }
}

struct UniqueIdentifierTests {
    @Test func randomOnesSayThatTheyAre() {
        var generator = SeededGenerator(seed: 0)
        let texts = (0..<100).map { _ in UniqueIdentifier(from: &generator).description }
        #expect(Set(texts).count == 100)
        for text in texts {
            #expect(text.count == 36)
            #expect(text.dropFirst(14).first == "4")
            #expect("89ab".contains(text.dropFirst(19).first ?? "?"))
        }
    }

    @Test func namesHaveTheirOwn() throws {
        let dns = try #require(UniqueIdentifier("6BA7B810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(dns.description == "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
        #expect(
            UniqueIdentifier(namespace: dns, name: Array("python.org".utf8)).description
                == "886313e1-3b8a-5372-9b90-0c9aee199e5d")
    }

    @Test(arguments: [
        "", "6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b8109dad11d180b400c04fd430c8",
        "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
    ])
    func otherTextsAreNone(text: String) {
        #expect(UniqueIdentifier(text) == nil)
    }
}
