/// The one encoder of JSON: every function appends to `output`.
///
/// What it writes, `JSONValue(parsing:)` reads back as the same value, with one exception: JSON has no infinities and
/// no NaN, so a `.number` that is not finite is written as `null`.
public enum JSONWriter {
    /// Appends a value without any white space.
    public static func append(_ value: JSONValue, to output: inout [UInt8]) {
        switch value {
        case .null: append("null", to: &output)
        case .bool(let bool): append(bool ? "true" : "false", to: &output)
        case .integer(let integer): append(integer: integer, to: &output)
        case .number(let number): append(number: number, to: &output)
        case .string(let string): append(string: string, to: &output)
        case .array(let array): append(array, to: &output)
        case .object(let object): append(object, to: &output)
        }
    }

    /// Appends an object without any white space, its members in order.
    public static func append(_ object: JSONObject, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        for position in object.members.indices {
            if position > 0 { output.append(UInt8(ascii: ",")) }
            append(string: object.members[position].key, to: &output)
            output.append(UInt8(ascii: ":"))
            append(object.members[position].value, to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    private static func append(_ array: [JSONValue], to output: inout [UInt8]) {
        output.append(UInt8(ascii: "["))
        for index in array.indices {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            append(array[index], to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }

    /// Appends the decimal digits of an integer.
    public static func append(integer: Int64, to output: inout [UInt8]) {
        var magnitude = integer.magnitude
        if integer < 0 { output.append(UInt8(ascii: "-")) }
        if magnitude < 10 {
            output.append(UInt8(ascii: "0") + UInt8(magnitude))
            return
        }
        let start = output.count
        while magnitude > 0 {
            let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
            output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            magnitude = quotient
        }
        output[start...].reverse()
    }

    /// Appends the shortest digits that read back as the same number, always with a `.` or an exponent, so that it
    /// reads back as a number and not as an integer: `1.0`, `0.1`, `1e+16`. Infinities and NaN become `null`.
    public static func append(number: Double, to output: inout [UInt8]) {
        append(number.isFinite ? number.description : "null", to: &output)
    }

    private static func append(_ text: String, to output: inout [UInt8]) {
        output.append(contentsOf: text.utf8)
    }
}
