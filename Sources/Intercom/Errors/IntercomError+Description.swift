extension IntercomError: CustomStringConvertible {
    /// The whole error for a person: what happened, what to do, and what Intercom's support asks for.
    ///
    ///     conflict: A contact matching those details already exists with id=… (409). … [request 005jsrm…]
    public var description: String {
        var text = "\(code.rawValue): \(Self.withoutFullStop(message))"
        if let status { text += " (\(status))" }
        text += "."
        if let advice { text += " \(advice)" }
        if let requestID { text += " [request \(requestID)]" }
        return text
    }

    private static func withoutFullStop(_ text: String) -> String {
        text.last == "." ? String(text.dropLast()) : text
    }
}
