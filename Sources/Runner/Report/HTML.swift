/// Text of a page. What is put into a literal is escaped, unless it is such text itself, so that no record's data can become
/// part of the page's structure:
///
///     let cell: HTML = "<td>\(result.source)</td>"
struct HTML: ExpressibleByStringInterpolation, CustomStringConvertible {
    var text: String

    init(stringLiteral value: String) { text = value }
    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// Text that is no data.
    init(trusted text: String) { self.text = text }

    var description: String { text }

    static func + (one: HTML, other: HTML) -> HTML { "\(one)\(other)" }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ html: HTML) { text += html.text }
        mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        mutating func appendInterpolation(_ value: String) { text += value.escapedForHTML }
    }
}

extension String {
    /// With every character replaced that means something in a page, in text as in quoted attributes.
    fileprivate var escapedForHTML: String {
        var escaped = ""
        escaped.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // A page may not have control characters.
            case "\u{0}"..<"\u{9}", "\u{B}"..<"\u{20}", "\u{7F}"..<"\u{A0}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
