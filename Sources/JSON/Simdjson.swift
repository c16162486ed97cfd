internal import CSimdjson

/// What the C door leaves to Swift: byte order marks, integers beyond 64 bits, and errors that say where.
enum Simdjson {
    private static let success = Int32(CSIMDJSON_SUCCESS)

    static func makeParser() -> OpaquePointer? { csimdjson_parser_create(JSONParser.depthLimit) }

    static func parse(
        _ bytes: UnsafeRawBufferPointer, isPadded: Bool, with parser: OpaquePointer
    ) throws(JSONError) -> csimdjson_document {
        let markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = UnsafeRawBufferPointer(rebasing: bytes[markLength...])
        var document = csimdjson_document()
        let code = attempt(text, isPadded: isPadded, with: parser, into: &document)
        if code == success { return document }

        var syntax = JSONSyntax(text)
        do {
            try syntax.check()
        } catch {
            throw JSONError(message: error.message, offset: error.offset.map { $0 + markLength })
        }
        if !syntax.oversizedIntegers.isEmpty {
            let rewritten = syntax.textWithOversizedIntegersAsStrings()
            let secondCode = rewritten.withUnsafeBytes { attempt($0, isPadded: false, with: parser, into: &document) }
            if secondCode == success {
                mark(syntax.oversizedIntegers, in: document)
                return document
            }
        }
        throw JSONError(message: String(cString: csimdjson_error_message(code)))
    }

    /// Says on the tape which strings are integers.
    private static func mark(_ integers: [JSONSyntax.OversizedInteger], in document: csimdjson_document) {
        var left = integers[...]
        var strings = 0
        var index = 1
        while let integer = left.first, index < document.tape_count {
            switch UInt8(truncatingIfNeeded: document.tape[index] >> 56) {
            case JSONPlace.Tag.string:
                if strings == integer.ordinal {
                    left.removeFirst()
                    document.tape[index] ^= UInt64(JSONPlace.Tag.string ^ JSONPlace.Tag.oversized) << 56
                }
                strings += 1
            case JSONPlace.Tag.integer, JSONPlace.Tag.unsigned, JSONPlace.Tag.double: index += 1
            default: break
            }
            index += 1
        }
    }

    private static func attempt(
        _ text: UnsafeRawBufferPointer, isPadded: Bool, with parser: OpaquePointer,
        into document: inout csimdjson_document
    ) -> Int32 {
        let start = text.bindMemory(to: UInt8.self).baseAddress
        return csimdjson_parse(parser, start, text.count, isPadded, &document)
    }
}
