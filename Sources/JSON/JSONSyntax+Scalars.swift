extension JSONSyntax {
    /// Reads a string, the position at its opening quote.
    mutating func checkString() throws(JSONError) {
        let start = position
        position += 1
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                strings += 1
                return
            case UInt8(ascii: "\\"):
                try checkEscape()
            case ..<0x20:
                throw error("unescaped control character 0x\(hex(byte)) in a string")
            case ..<0x80:
                position += 1
            default:
                guard let length = validUTF8Length(at: position) else { throw error("invalid UTF-8") }
                position += length
            }
        }
        throw error("a string that starts here is not closed", at: start)
    }

    private mutating func checkEscape() throws(JSONError) {
        let start = position
        position += 1
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            let unit = try checkHexDigits(escapeAt: start)
            if 0xDC00...0xDFFF ~= unit { throw error("a lone low surrogate escape", at: start) }
            guard 0xD800...0xDBFF ~= unit else { return }
            guard current == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
            else { throw error("a lone high surrogate escape", at: start) }
            position += 2
            guard 0xDC00...0xDFFF ~= (try checkHexDigits(escapeAt: position - 2)) else {
                throw error("a lone high surrogate escape", at: start)
            }
        default:
            throw error("unknown escape \\ followed by \(currentDescription)", at: start)
        }
    }

    private mutating func checkHexDigits(escapeAt start: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = current.flatMap({ Character(UnicodeScalar($0)).hexDigitValue }) else {
                throw error("\\u without four hexadecimal digits", at: start)
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    /// Reads a number, the position at its sign or first digit.
    mutating func checkNumber() throws(JSONError) {
        let start = position
        let isNegative = current == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let firstDigit = position
        try skipDigits(after: isNegative ? "'-'" : "the start", of: start)
        if bytes[firstDigit] == UInt8(ascii: "0"), position - firstDigit > 1 {
            throw error("a number with a leading zero", at: start)
        }
        let digits = firstDigit..<position
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try skipDigits(after: "'.'", of: start)
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try skipDigits(after: "the exponent", of: start)
        }
        if let byte = current, isWordByte(byte) { throw error("unexpected \(currentDescription) in a number") }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let number = Double(text), !number.isFinite {
            throw error("a number beyond 64-bit floating point", at: start)
        }
        if isInteger, isOversized(digits, isNegative: isNegative) {
            oversizedIntegers.append(OversizedInteger(range: start..<position, ordinal: strings))
            strings += 1
        }
    }

    private mutating func skipDigits(after what: String, of start: Int) throws(JSONError) {
        guard let byte = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else {
            throw error("expected a digit after \(what) of a number, found \(currentDescription)")
        }
        while let byte = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    }

    private func isOversized(_ digits: Range<Int>, isNegative: Bool) -> Bool {
        let limit = isNegative ? Int64.min.magnitude : UInt64.max
        var value: UInt64 = 0
        for byte in bytes[digits] {
            let (scaled, scaledOver) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOver) = scaled.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if scaledOver || sumOver || sum > limit { return true }
            value = sum
        }
        return false
    }

    /// How many bytes the UTF-8 sequence at `offset` takes, or nil where it is not valid (RFC 3629: no overlong forms,
    /// no surrogates, nothing beyond U+10FFFF).
    func validUTF8Length(at offset: Int) -> Int? {
        let lead = bytes[offset]
        let length: Int
        let second: ClosedRange<UInt8>
        switch lead {
        case ..<0x80: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard offset + length <= bytes.count, second ~= bytes[offset + 1] else { return nil }
        for index in offset + 2..<offset + length where bytes[index] & 0xC0 != 0x80 { return nil }
        return length
    }
}
