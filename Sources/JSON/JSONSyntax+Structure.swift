extension JSONSyntax {
    /// Reads one value with all that is nested in it. A stack of its own, so that depth costs no call frames.
    mutating func checkValues() throws(JSONError) {
        var openings: [UInt8] = []
        while true {
            skipSpace()
            if let opening = current, opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") {
                let start = position
                position += 1
                skipSpace()
                if current == closing(of: opening) {
                    position += 1
                } else {
                    if openings.count == JSONParser.depthLimit {
                        throw error("more than \(JSONParser.depthLimit) nested arrays and objects", at: start)
                    }
                    openings.append(opening)
                    if opening == UInt8(ascii: "{") { try checkKey() }
                    continue
                }
            } else {
                try checkScalar()
            }
            guard try anotherValueFollows(in: &openings) else { return }
        }
    }

    /// After a value: closes all that ends here. False when the outermost value is complete.
    private mutating func anotherValueFollows(in openings: inout [UInt8]) throws(JSONError) -> Bool {
        while let opening = openings.last {
            skipSpace()
            if current == UInt8(ascii: ",") {
                position += 1
                skipSpace()
                if opening == UInt8(ascii: "{") { try checkKey() }
                return true
            }
            guard current == closing(of: opening) else {
                let what = opening == UInt8(ascii: "{") ? "',' or '}' in an object" : "',' or ']' in an array"
                throw error("expected \(what), found \(currentDescription)")
            }
            position += 1
            openings.removeLast()
        }
        return false
    }

    private func closing(of opening: UInt8) -> UInt8 {
        opening == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }

    private mutating func checkKey() throws(JSONError) {
        guard current == UInt8(ascii: "\"") else {
            throw error("expected a key in double quotes, found \(currentDescription)")
        }
        try checkString()
        skipSpace()
        guard current == UInt8(ascii: ":") else {
            throw error("expected ':' after a key, found \(currentDescription)")
        }
        position += 1
    }

    private mutating func checkScalar() throws(JSONError) {
        guard let byte = current else { throw error("expected a value, found the end of the document") }
        switch byte {
        case UInt8(ascii: "\""): try checkString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try checkNumber()
        case UInt8(ascii: "t"): try checkWord("true")
        case UInt8(ascii: "f"): try checkWord("false")
        case UInt8(ascii: "n"): try checkWord("null")
        default: throw error("expected a value, found \(currentDescription)")
        }
    }

    private mutating func checkWord(_ word: StaticString) throws(JSONError) {
        let start = position
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw error("expected '\(word)'", at: start) }
            position += 1
        }
        if let byte = current, isWordByte(byte) { throw error("expected '\(word)'", at: start) }
    }

    /// True for a byte that would go on a word or a number rather than end it.
    func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D,
            UInt8(ascii: "["), UInt8(ascii: "{"):
            false
        default: true
        }
    }
}
