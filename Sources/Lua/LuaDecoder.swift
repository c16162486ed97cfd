import CLuaBridge

/// What all decoders of one value share.
final class LuaDecoding {
    let state: LuaState
    /// Where an error that knows nothing of its place came from.
    private var failure: (text: String, path: [any CodingKey])?

    init(_ state: LuaState) { self.state = state }

    /// Decodes a value as Lua has it, as it is read, or as its type says, in this order.
    func decode<Value: Decodable>(
        _ type: Value.Type, from value: LuaValue, at path: [any CodingKey]
    ) throws -> Value {
        guard path.count < deepestCoding else {
            throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: "value is nested too deeply"))
        }
        do {
            if let decoded = try convert(type, value, path) { return decoded }
            return try Value(from: LuaDecoder(work: self, value: value, codingPath: path))
        } catch let error as LuaMismatch {
            throw Self.explain(error, type, value, path)
        } catch {
            note(error, path)
            throw error
        }
    }

    private func convert<Value: Decodable>(
        _ type: Value.Type, _ value: LuaValue, _ path: [any CodingKey]
    ) throws -> Value? {
        if let leaf = type as? any LuaCodedLeaf.Type { return try leaf.take(value) as? Value }
        if let dictionary = type as? any LuaDecodableDictionary.Type {
            return try dictionary.decode(LuaDecoder(work: self, value: value, codingPath: path)) as? Value
        }
        let isByForm = type is any LuaDecodable.Type && !(type is any RawRepresentable.Type)
        if isByForm || type is any LuaCodedByForm.Type { return nil }
        guard let own = type as? any LuaReadable.Type else { return nil }
        return try read(value) { (value) throws(LuaMismatch) in try own.read(value) } as? Value
    }

    /// Hands a value to `body` on Lua's stack.
    func read<Result>(
        _ value: LuaValue, _ body: (LuaStackValue) throws(LuaMismatch) -> Result
    ) throws(LuaMismatch) -> Result {
        let guarded = StackGuard(state.stack, room: 4)
        guard guarded.hasRoom else { throw LuaMismatch(state.lackOfRoom) }
        do throws(LuaError) { try state.push(value) } catch { throw LuaMismatch(error) }
        let result = try body(LuaStackValue(state, at: -1))
        try state.checkReading()
        return result
    }

    // MARK: Errors

    /// As `Decodable` types expect errors to be.
    static func explain(
        _ mismatch: LuaMismatch, _ type: any Any.Type, _ value: LuaValue, _ path: [any CodingKey]
    ) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: path, debugDescription: mismatch.description, underlyingError: mismatch)
        if value.isNothing { return .valueNotFound(type, context) }
        return mismatch.reason == nil ? .typeMismatch(type, context) : .dataCorrupted(context)
    }

    /// The first level that an error comes through is where it is from.
    private func note(_ error: any Error, _ path: [any CodingKey]) {
        if error is DecodingError { return }
        let text = String(describing: error)
        if failure?.text != text { failure = (text, path) }
    }

    /// What an error is to whoever reads a value.
    func mismatch(for error: any Error) -> LuaMismatch {
        guard let error = error as? DecodingError else {
            let text = String(describing: error)
            let path = failure?.text == text ? failure?.path ?? [] : []
            return LuaMismatch(expected: "", found: "", path: path.map(\.luaPart), reason: text)
        }
        let context: DecodingError.Context
        switch error {
        case .typeMismatch(_, let known), .valueNotFound(_, let known), .keyNotFound(_, let known),
            .dataCorrupted(let known):
            context = known
        @unknown default: return LuaMismatch(expected: "", found: "", reason: String(describing: error))
        }
        var mismatch =
            context.underlyingError as? LuaMismatch
            ?? LuaMismatch(expected: "", found: "", reason: context.debugDescription)
        mismatch.path = context.codingPath.map(\.luaPart) + mismatch.path
        return mismatch
    }
}

/// Decodes one value.
struct LuaDecoder: Decoder {
    let work: LuaDecoding
    let value: LuaValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(LuaKeyedDecodingContainer(decoder: self, table: try table()))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try LuaUnkeyedDecodingContainer(decoder: self, table: try table())
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func table() throws -> LuaTable {
        if case .table(let table) = value { return table }
        let mismatch = LuaMismatch(expected: "table", found: value.typeName)
        throw LuaDecoding.explain(mismatch, LuaTable.self, value, codingPath)
    }

    /// The decoder of a value in this one.
    func inner(_ value: LuaValue, _ key: any CodingKey) -> LuaDecoder {
        LuaDecoder(work: work, value: value, codingPath: codingPath + [key])
    }
}

extension LuaDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value.isNothing }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try work.decode(type, from: value, at: codingPath)
    }
}

/// A dictionary whose keys Lua can have.
protocol LuaDecodableDictionary {
    static func decode(_ decoder: LuaDecoder) throws -> Self
}

extension Dictionary: LuaDecodableDictionary where Key: LuaReadable & Decodable, Value: Decodable {
    static func decode(_ decoder: LuaDecoder) throws -> [Key: Value] {
        var entries: [Key: Value] = [:]
        for (key, place, value) in try decoder.work.pairs(of: try decoder.table()) {
            let place = decoder.codingPath + [place]
            entries[try decoder.work.decode(Key.self, from: key, at: place)] =
                try decoder.work.decode(Value.self, from: value, at: place)
        }
        return entries
    }
}
