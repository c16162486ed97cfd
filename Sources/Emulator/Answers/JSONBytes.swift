import JSON

/// Writing an answer straight into its bytes, without a tree of values in between.
extension [UInt8] {
    /// Appends text that is JSON already.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends text as it is; for identifiers, which need no escape.
    mutating func append(raw text: String) { append(contentsOf: text.utf8) }

    mutating func append(json text: String) { JSONWriter.append(string: text, to: &self) }

    mutating func append(json text: String?) {
        if let text { append(json: text) } else { append("null") }
    }

    mutating func append(json number: Int64) { JSONWriter.append(integer: number, to: &self) }
    mutating func append(json number: Int) { JSONWriter.append(integer: Int64(number), to: &self) }

    mutating func append(json number: Int64?) {
        if let number { append(json: number) } else { append("null") }
    }

    mutating func append(json bool: Bool) { if bool { append("true") } else { append("false") } }

    mutating func append(json value: JSONValue) { JSONWriter.append(value, to: &self) }

    /// Appends a JSON array whose elements are written by `write`.
    mutating func append<Member>(
        list elements: some Sequence<Member>, _ write: (Member, inout [UInt8]) -> Void
    ) {
        append("[")
        var isFirst = true
        for element in elements {
            if isFirst { isFirst = false } else { append(",") }
            write(element, &self)
        }
        append("]")
    }

    /// Appends the object that every list of the API is, `{"type":"list","data":[…]}`.
    ///
    /// - Parameter end: writes what follows the data.
    mutating func append<Member>(
        answer elements: some Sequence<Member>, _ write: (Member, inout [UInt8]) -> Void,
        end: (inout [UInt8]) -> Void = { _ in }
    ) {
        append(#"{"type":"list","data":"#)
        append(list: elements, write)
        end(&self)
        append("}")
    }
}
