import JSON

extension EmulatorClock {
    var value: JSONValue { ["now": .integer(now), "milliseconds": .integer(milliseconds), "frozen": .bool(isFrozen)] }
}

extension CoreState {
    /// `{"advance": 10}` and `{"set": 1700000000}` in seconds, `{"freeze": true}`; several at once in this order:
    /// freeze, set, advance.
    mutating func setClock(_ body: JSONValue?) throws(AdminPlane.Refusal) -> JSONValue {
        guard let object = body?.object, !object.isEmpty else {
            throw AdminPlane.Refusal(message: "say what to do: advance or set (seconds), or freeze (true or false)")
        }
        var changed = clock
        if let freeze = object["freeze"] {
            guard let stops = freeze.bool else { throw AdminPlane.Refusal(message: "freeze is true or false") }
            changed.freeze(stops)
        }
        if let set = object["set"] { changed.set(milliseconds: try Self.milliseconds(set, "set")) }
        if let advance = object["advance"] {
            changed.advance(milliseconds: try Self.milliseconds(advance, "advance"))
        }
        clock = changed
        return clock.value
    }

    private static func milliseconds(_ value: JSONValue, _ name: String) throws(AdminPlane.Refusal) -> Int64 {
        guard let seconds = value.number, abs(seconds) < 1e12 else {
            throw AdminPlane.Refusal(message: "\(name) is a number of seconds")
        }
        return Int64((seconds * 1000).rounded())
    }
}
