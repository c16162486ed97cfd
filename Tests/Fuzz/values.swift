// libFuzzer: values made of the input, pushed to Lua and read back as they were and as other types, also short of memory.
@testable import Lua

private let executor = LuaExecutor()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    executor.sync { convert(bytes) }
    return 0
}

private func convert(_ bytes: [UInt8]) {
    var input = Input(bytes: bytes[...])
    do {
        let lua = try LuaState(executor: executor, configuration: LuaConfiguration(memoryLimit: 8 << 20))
        let identity = try lua.load("return ...")
        let failing = input.byte() & 3
        let value = Value(&input, depth: 0)
        try lua.set("give", .function("give") { value })
        try lua.set("take", LuaHostFunction("take") { call in try readAsAll(call[1]) })
        if failing != 0, let fault = LuaState.Fault(rawValue: Int32(failing) - 1) {
            lua.failAllocation(UInt64(input.byte()) + 1, fault)
        }
        do {
            let host = try lua.evaluate("return give()", as: Value.self)
            let script = try lua.call(identity, value, as: Value.self)
            guard host == value, script == value else { fatalError("\(value) became \(host) and \(script)") }
            _ = try lua.evaluate("pcall(take, give()) local v = give() if type(v) == 'table' then next(v) end")
        } catch {
            guard error.kind == .memory, failing != 0 else { fatalError("\(value): \(error)") }
        }
        lua.failAllocation(0, .once)
        guard try lua.call(identity, value, as: Value.self) == value else { fatalError("\(value) changed") }
    } catch {
        fatalError("\(error)")
    }
}

/// Reads the value as types that it may not be of; what it is not must be an error.
private func readAsAll(_ value: LuaStackValue) throws {
    _ = try? value.read(as: Int8.self)
    _ = try? value.read(as: UInt64.self)
    _ = try? value.read(as: Double?.self)
    _ = try? value.read(as: String.self)
    _ = try? value.read(as: [Int].self)
    _ = try? value.read(as: [LuaValue].self)
    _ = try? value.read(as: [String: [String]].self)
    _ = try? value.read(as: LuaFunction.self)
    if let fields = try? value.fields() {
        _ = try? fields("name", as: String.self)
        _ = try? fields("n" + "ame", as: Int.self)
    }
}

/// Takes values off the input; past its end all are 0.
private struct Input {
    var bytes: ArraySlice<UInt8>

    mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    mutating func word() -> UInt64 { (0..<8).reduce(0) { word, _ in word << 8 | UInt64(byte()) } }

    mutating func text() -> [UInt8] {
        let text = Array(bytes.prefix(Int(byte()) % 40))
        bytes = bytes.dropFirst(text.count)
        return text
    }
}

/// A value that knows how it is pushed and read. Compared bit by bit.
private indirect enum Value: LuaPushable, LuaReadable, Equatable {
    case boolean(Bool)
    case integer(Int64)
    case number(UInt64)
    case bytes([UInt8])
    case list([Value])
    case fields([[UInt8]: Value])

    init(_ input: inout Input, depth: Int) {
        switch input.byte() % (depth < 6 ? 6 : 4) {
        case 0: self = .boolean(input.byte() & 1 == 1)
        case 1: self = .integer(Int64(bitPattern: input.word()))
        case 2: self = .number(Double(bitPattern: input.word()).bitPattern)
        case 3: self = .bytes(input.text())
        case 4: self = .list((0..<Int(input.byte() % 9) + 1).map { _ in Value(&input, depth: depth + 1) })
        default:
            var fields: [[UInt8]: Value] = [:]
            for _ in 0..<Int(input.byte() % 6) + 1 { fields[input.text()] = Value(&input, depth: depth + 1) }
            self = .fields(fields)
        }
    }

    func push(to writer: inout LuaWriter) {
        switch self {
        case .boolean(let value): value.push(to: &writer)
        case .integer(let value): value.push(to: &writer)
        case .number(let value): Double(bitPattern: value).push(to: &writer)
        case .bytes(let value): LuaBytes(value).push(to: &writer)
        case .list(let values): values.push(to: &writer)
        case .fields(let fields):
            writer.record { record in
                for (name, value) in fields { record.field(bytes: name, value) }
            }
        }
    }

    static func read(_ value: LuaStackValue) throws(LuaMismatch) -> Value {
        switch value.kind {
        case .boolean: return .boolean(value.boolean)
        case .number: return value.isInteger ? .integer(value.integer ?? 0) : .number((value.number ?? 0).bitPattern)
        case .string: return .bytes(try LuaBytes.read(value).bytes)
        case .table where value.rawLength > 0: return .list(try [Value].read(value))
        case .table:
            var fields: [[UInt8]: Value] = [:]
            try value.forEachPair { (key, item) throws(LuaMismatch) in
                fields[try LuaBytes.read(key).bytes] = try item.read(as: Value.self)
            }
            return .fields(fields)
        default: throw value.mismatch("value")
        }
    }
}

extension LuaFieldWriter {
    fileprivate mutating func field(bytes: [UInt8], _ value: some LuaPushable) {
        count += 1
        bytes.withUnsafeBytes { writer.bytes($0) }
        value.push(to: &writer)
    }
}
