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
            let rewritten = syntax.textWithOversizedIntegersAsNumbers()
            let secondCode = rewritten.withUnsafeBytes { attempt($0, isPadded: false, with: parser, into: &document) }
            if secondCode == success {
                try document.keepDigits(of: syntax)
                return document
            }
        }
        throw JSONError(message: String(cString: csimdjson_error_message(code)))
    }

    private static func attempt(
        _ text: UnsafeRawBufferPointer, isPadded: Bool, with parser: OpaquePointer,
        into document: inout csimdjson_document
    ) -> Int32 {
        let start = text.bindMemory(to: UInt8.self).baseAddress
        return csimdjson_parse(parser, start, text.count, isPadded, &document)
    }
}
