internal import Digests
/// A UUID as RFC 9562 has it.
struct UniqueIdentifier: Equatable, CustomStringConvertible {
    let bytes: [UInt8]

    /// A random one, version 4.
    init(from generator: inout some RandomNumberGenerator) {
        self.init((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }, version: 4)
    }

    /// The one that a name has in a namespace, version 5: always the same one.
    init(namespace: UniqueIdentifier, name: [UInt8]) {
        self.init(Array(Digest.sha1(namespace.bytes + name).prefix(16)), version: 5)
    }

    /// Reads the usual notation, in either case of letters.
    init?(_ text: String) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], let bytes = Hexadecimal.decode(groups.joined().utf8) else {
            return nil
        }
        self.bytes = bytes
    }

    private init(_ bytes: [UInt8], version: UInt8) {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.bytes = bytes
    }

    var description: String {
        let digits = Hexadecimal.encode(bytes)
        var text = ""
        for (position, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(position) { text += "-" }
            text.append(digit)
        }
        return text
    }

    /// The namespaces that the RFC names.
    static let namespaces = [
        "dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8", "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
    ]
}
