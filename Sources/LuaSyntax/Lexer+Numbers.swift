extension Lexer {
    /// Takes everything that looks like a number, as Lua does, and then asks whether it is one.
    mutating func numeral() throws(SyntaxError) -> Token.Kind {
        let start = position
        let isHexadecimal = current == UInt8(ascii: "0") && peek(1).map { $0 | 0x20 == UInt8(ascii: "x") } == true
        if isHexadecimal { position += 2 }
        let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
        while let byte = current {
            if byte | 0x20 == exponent {
                position += 1
                if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            } else if hexadecimalValue(byte) != nil || byte == UInt8(ascii: ".") {
                position += 1
            } else {
                break
            }
        }
        if let byte = current, isLetter(byte) { position += 1 }
        let text = bytes[start..<position]
        let value = isHexadecimal ? Self.hexadecimal(text.dropFirst(2)) : Self.decimal(text)
        guard let value else {
            throw fail("malformed number near '\(String(decoding: text, as: UTF8.self))'", from: start)
        }
        return value
    }

    private static func decimal(_ text: ArraySlice<UInt8>) -> Token.Kind? {
        if text.allSatisfy(isDigit) {
            if let integer = Int64(String(decoding: text, as: UTF8.self)) { return .integer(integer) }
            return Double(String(decoding: text, as: UTF8.self)).map { .number($0) }
        }
        guard let mantissa = mantissaEnd(text, isDigit), exponentIsRight(text[mantissa...], UInt8(ascii: "e")) else {
            return nil
        }
        // Swift wants a digit on both sides of the point.
        var spelled = String(decoding: text, as: UTF8.self).lowercased()
        if spelled.hasPrefix(".") { spelled = "0" + spelled }
        spelled = spelled.replacing(".e", with: ".0e")
        if spelled.hasSuffix(".") { spelled += "0" }
        return .number(Double(spelled) ?? .infinity)
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> Token.Kind? {
        if !text.isEmpty, text.allSatisfy({ hexadecimalValue($0) != nil }) {
            // More than 64 bits wrap around.
            let bits = text.reduce(UInt64(0)) { $0 << 4 | UInt64(hexadecimalValue($1) ?? 0) }
            return .integer(Int64(bitPattern: bits))
        }
        guard let mantissa = mantissaEnd(text, { hexadecimalValue($0) != nil }),
            exponentIsRight(text[mantissa...], UInt8(ascii: "p"))
        else { return nil }
        var value = 0.0
        var scale = 0
        var isFraction = false
        for byte in text[..<mantissa] {
            guard let digit = hexadecimalValue(byte) else {
                isFraction = true
                continue
            }
            value = value * 16 + Double(digit)
            if isFraction { scale -= 4 }
        }
        let exponent = text[mantissa...].dropFirst()
        scale += Int(String(decoding: exponent, as: UTF8.self)) ?? 0
        return .number(
            value.isZero ? 0 : Double(sign: .plus, exponent: max(-5000, min(5000, scale)), significand: value))
    }

    /// Where digits with at most one point, and at least one digit, end; nil where there is none.
    private static func mantissaEnd(_ text: ArraySlice<UInt8>, _ isDigit: (UInt8) -> Bool) -> Int? {
        var digits = 0
        var points = 0
        var end = text.startIndex
        for byte in text {
            if isDigit(byte) {
                digits += 1
            } else if byte == UInt8(ascii: "."), points == 0 {
                points = 1
            } else {
                break
            }
            end += 1
        }
        return digits > 0 ? end : nil
    }

    /// Whether nothing, or a whole exponent, is left.
    private static func exponentIsRight(_ text: ArraySlice<UInt8>, _ mark: UInt8) -> Bool {
        guard let first = text.first else { return true }
        guard first | 0x20 == mark else { return false }
        var digits = text.dropFirst()
        if digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }
}
