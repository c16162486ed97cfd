/// A slow, exact reading of a document that simdjson has refused: finds the first wrong byte and names what is wrong
/// with it, or finds the integers that are right but beyond 64 bits.
struct JSONSyntax {
    let bytes: UnsafeRawBufferPointer
    var position = 0
    /// Strings read so far, keys and oversized integers counted.
    var strings = 0
    var oversizedIntegers: [OversizedInteger] = []

    /// An integer that fits neither `Int64` nor `UInt64`.
    struct OversizedInteger {
        /// Where it stands in the document.
        var range: Range<Int>
        /// How many strings stand before it.
        var ordinal: Int
    }

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Reads the whole document.
    ///
    /// - Throws: `JSONError` at the first byte that is wrong.
    mutating func check() throws(JSONError) {
        skipSpace()
        guard current != nil else { throw error("the document is empty") }
        try checkValues()
        skipSpace()
        if current != nil { throw error("unexpected \(currentDescription) after the end of the document") }
    }

    /// The document with each oversized integer in quotes, so that it reads as a string.
    func textWithOversizedIntegersAsStrings() -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + 2 * oversizedIntegers.count)
        var start = 0
        for integer in oversizedIntegers {
            text.append(contentsOf: bytes[start..<integer.range.lowerBound])
            text.append(UInt8(ascii: "\""))
            text.append(contentsOf: bytes[integer.range])
            text.append(UInt8(ascii: "\""))
            start = integer.range.upperBound
        }
        text.append(contentsOf: bytes[start...])
        return text
    }

    func error(_ message: String, at offset: Int? = nil) -> JSONError {
        JSONError(message: message, offset: offset ?? position)
    }

    /// The byte or character at the position, as a person would name it.
    var currentDescription: String {
        guard let byte = current else { return "the end of the document" }
        if byte < 0x20 || byte == 0x7F { return "control character 0x" + hex(byte) }
        if byte < 0x80 { return "'" + String(UnicodeScalar(byte)) + "'" }
        guard let length = validUTF8Length(at: position) else { return "byte 0x" + hex(byte) }
        return "'" + String(decoding: bytes[position..<position + length], as: UTF8.self) + "'"
    }

    func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}
