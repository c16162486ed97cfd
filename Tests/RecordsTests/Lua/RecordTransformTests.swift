import JSON
@testable import Lua
import Records
import Testing

/// The transform in C by itself: memory that runs out at every point of it, and what it takes for granted.
@Suite(.timeLimit(.minutes(5))) struct RecordTransformTests {
    private static let input = """
        {"z":1,"name":"Ada","deep":{"list":[1,2.5,{"b":[],"a":null}]},"text":"é\\"quoted\\""}
        {"name":"Grace","z":2}

        """
    private static let expected = """
        {"z":1,"name":"Ada","deep":{"list":[1,2.5,{"b":[],"a":null}]},"text":"é\\"quoted\\"","new":"new1"}
        {"name":"Grace","z":2,"new":"new2"}

        """
    private static let code = "return function(row) row.new = 'new' .. row.z return row end"

    private func transform(_ lua: LuaState, _ parser: JSONParser) throws -> LuaRecordTransform {
        try LuaRecordTransform(
            lua, function: try lua.evaluate(Self.code, as: LuaFunction.self), argument: .nil,
            arrayMetatable: try JSONArrayMark.metatable(in: lua), stop: LuaStopFlag(),
            options: .init(
                parse: JSONParser.tapeFunction, parser: parser.pointer, writeNumber: JSONWriter.numberFunction))
    }

    /// Transforms the input; nil where memory was short.
    private func run(_ transform: LuaRecordTransform) throws -> String? {
        let reader = try RecordBatchReader([.bytes(Array(Self.input.utf8), name: "in.ndjson")])
        let batch = try #require(try reader.next())
        var progress = LuaRecordTransform.Progress()
        let ending = batch.withLuaBatch { transform.run($0, upTo: batch.count, &progress) }
        let output = transform.takeOutput().withBytes { String(decoding: $0, as: UTF8.self) }
        switch ending {
        case .done: return output
        case .failed(let error):
            #expect(error.kind == .memory, "\(error)")
            // What was written before the record that failed is whole.
            #expect(Self.expected.hasPrefix(output))
            return nil
        default:
            Issue.record("\(ending)")
            return nil
        }
    }

    @Test(arguments: LuaState.Fault.allCases) func memoryThatRunsOutAnywhere(fault: LuaState.Fault) throws {
        let executor = LuaExecutor()
        let failures = try executor.sync { () throws -> Int in
            var failures = 0
            for number: UInt64 in 1...100_000 {
                let lua = try LuaState(
                    executor: executor, configuration: LuaConfiguration(memoryLimit: nil, timeLimit: nil))
                let parser = JSONParser()
                let transform = try transform(lua, parser)
                lua.failAllocation(number, fault)
                let output = try run(transform)
                let isPast = lua.allocations < number
                lua.failAllocation(0, .once)
                if output == nil { failures += 1 } else { #expect(output == Self.expected) }
                #expect(try run(transform) == Self.expected, "after allocation \(number)")
                if isPast { break }
            }
            return failures
        }
        #expect(fault == .once || failures > 20, "\(failures)")
    }

    @Test func placesHaveTheLayoutOfTheBridges() {
        #expect(MemoryLayout<LuaRecordPlace>.size == 16 && MemoryLayout<LuaRecordPlace>.stride == 16)
        #expect(MemoryLayout<LuaRecordPlace>.offset(of: \.start) == 8)
        #expect(MemoryLayout<LuaRecordPlace>.offset(of: \.count) == 12)
    }
}
