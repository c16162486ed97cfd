internal import CLuaBridge

/// Calls a function with record after record and makes text of what it returns, all of it in C: from the bytes of the input
/// to the bytes of the output without a value of Swift in between.
package final class LuaRecordTransform {
    /// What is written.
    package enum Format: Int32 {
        /// A line of JSON for each record.
        case ndjson = 0
        /// Items of a JSON array, a comma and a line feed before each.
        case json
        /// Rows of CSV in the order of the columns, without a header.
        case csv
        /// As `ndjson`, but what is no table of named fields is an error.
        case fields
    }

    package typealias ParseFunction =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UnsafePointer<UInt64>?>?,
            UnsafeMutablePointer<UnsafePointer<UInt8>?>?
        ) -> Int32

    package struct Options {
        /// Parses one JSON document to a tape as simdjson writes it, see `CSimdjson`.
        package var parse: ParseFunction
        /// Its first argument; lives as long as the transform.
        package var parser: UnsafeMutableRawPointer?
        /// Writes a finite number as JSON, at most 32 bytes.
        package var writeNumber: @convention(c) (Double, UnsafeMutablePointer<CChar>?) -> Int
        /// Whether the function looks at more than the record: at where it stands, and at the argument.
        package var wantsContext = true
        package var keepsEmptyCells = false
        package var format = Format.ndjson
        /// Between cells, where the output is CSV.
        package var delimiter = UInt8(ascii: ",")
        /// What one record becomes may have so many bytes.
        package var recordLimit = 64 << 20

        package init(
            parse: @escaping ParseFunction, parser: UnsafeMutableRawPointer?,
            writeNumber: @escaping @convention(c) (Double, UnsafeMutablePointer<CChar>?) -> Int
        ) {
            self.parse = parse
            self.parser = parser
            self.writeNumber = writeNumber
        }
    }

    /// Why a run over a batch ended.
    package enum Ending {
        /// At its end.
        case done
        /// At the stop flag.
        case stopped
        /// The function failed on the next record, or made of it what cannot be written.
        case failed(LuaError)
        /// The next record is no document to the parser, or none at all.
        case unparsed
        /// The next record is a document, and not an object.
        case noObject
    }

    /// How far a batch has come.
    package struct Progress {
        /// The next record, from 0.
        package var next = 0
        /// Records of which something was made, and of which nothing was.
        package var done = 0
        package var skipped = 0

        package init() {}
    }

    private let state: LuaState
    private let handle: OpaquePointer
    private let stop: LuaStopFlag

    /// - Parameters:
    ///   - argument: the function's third argument; nil for none.
    ///   - arrayMetatable: what empty arrays of the input get, and are known by.
    /// - Throws: ``LuaError`` of kind memory.
    package init(
        _ state: LuaState, function: LuaFunction, argument: LuaValue, arrayMetatable: LuaTable, stop: LuaStopFlag,
        options: Options
    ) throws(LuaError) {
        let guarded = StackGuard(state.stack, room: 4)
        try state.room(guarded.hasRoom)
        try state.push(argument)
        let kept: LuaReference
        do { kept = try state.reference(at: -1) } catch { throw LuaError(error) }
        var settings = lb_transform_options()
        settings.parse = options.parse
        settings.parser = options.parser
        settings.write_number = options.writeNumber
        settings.function = function.reference.slot
        settings.argument = kept.slot
        settings.array_metatable = arrayMetatable.reference.slot
        settings.wants_context = options.wantsContext
        settings.keeps_empty_cells = options.keepsEmptyCells
        settings.format = options.format.rawValue
        settings.delimiter = CChar(bitPattern: options.delimiter)
        settings.record_limit = options.recordLimit
        settings.stop = UnsafePointer(stop.word)
        let handle = withExtendedLifetime((function, kept, arrayMetatable)) {
            lb_transform_open(state.bridge, &settings)
        }
        guard let handle else { throw LuaError(.memory, "not enough memory") }
        self.state = state
        self.handle = handle
        self.stop = stop
    }

    deinit { lb_transform_free(handle) }

    // MARK: Between batches

    package func setFormat(_ format: Format) { lb_transform_set_format(handle, format.rawValue) }

    /// Says where the records that follow come from.
    package func setSource(_ name: String) throws(LuaError) {
        var name = name
        try asking {
            name.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { lb_transform_set_source(handle, $0.baseAddress, $0.count) }
            }
        }
    }

    /// Names the columns of the CSV that follows.
    package func setInputColumns(_ names: [String]) throws(LuaError) { try setColumns(names, ofInput: true) }

    /// Names the columns of the CSV that is written.
    package func setOutputColumns(_ names: [String]) throws(LuaError) { try setColumns(names, ofInput: false) }

    /// Names all fields of the record that the function uses; what it returns is made by itself, or is the record's table, which
    /// it hands to nobody. Then only these are handed to Lua. To be called once, before the first record.
    package func setFields(_ names: [String]) throws(LuaError) {
        let ordered = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        try asking(ordered) { lb_transform_set_fields(handle, $0, $1) }
    }

    private func setColumns(_ names: [String], ofInput isOfInput: Bool) throws(LuaError) {
        try asking(names) { lb_transform_set_columns(handle, isOfInput, $0, $1) }
    }

    private func asking(
        _ names: [String], _ request: (UnsafePointer<lb_name>, Int) -> Int32
    ) throws(LuaError) {
        let bytes = names.map { Array($0.utf8CString) }
        let all = bytes.flatMap(\.self)
        try asking {
            all.withUnsafeBufferPointer { all in
                var place = all.baseAddress
                var texts: [lb_name] = []
                for name in bytes {
                    texts.append(lb_name(bytes: place, length: name.count - 1))
                    place = place.map { $0 + name.count }
                }
                return request(texts, texts.count)
            }
        }
    }

    private func asking(_ request: () -> Int32) throws(LuaError) {
        let guarded = StackGuard(state.stack, room: 6)
        try state.room(guarded.hasRoom)
        try state.check(request())
    }

    // MARK: Batches

    /// Transforms records of the batch until one needs the host, or `end` is reached.
    package func run(_ batch: LuaRecordBatch, upTo end: Int, _ progress: inout Progress) -> Ending {
        var part = batch.prefix(end)
        return run(&progress) { lb_transform_run(handle, &part, state.budget, &$0) }
    }

    /// Transforms the next record of the batch, which the host has parsed itself.
    package func run(
        _ batch: LuaRecordBatch, tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>,
        _ progress: inout Progress
    ) -> Ending {
        var part = batch.prefix(batch.places.count)
        return run(&progress) { lb_transform_document(handle, &part, tape, strings, state.budget, &$0) }
    }

    private func run(_ progress: inout Progress, _ body: (inout lb_progress) -> Void) -> Ending {
        let guarded = StackGuard(state.stack, room: 8)
        guard guarded.hasRoom else { return .failed(state.lackOfRoom) }
        var reached = lb_progress()
        reached.next = progress.next
        body(&reached)
        progress.done += reached.next - progress.next - reached.skipped - reached.passed_over
        progress.skipped += reached.skipped
        progress.next = reached.next
        switch Int(reached.ending) {
        case LB_TRANSFORM_STOPPED: return .stopped
        case LB_TRANSFORM_UNPARSED: return .unparsed
        case LB_TRANSFORM_NO_OBJECT: return .noObject
        case LB_TRANSFORM_FAILED: return .failed(failure(reached.status))
        default: return .done
        }
    }

    private func failure(_ status: Int32) -> LuaError {
        do { try state.check(status, noted: true) } catch { return error }
        return LuaError(.runtime, "the record could not be transformed")
    }

    /// What was written since this was called last.
    package func takeOutput() -> LuaTransformOutput {
        let output = LuaTransformOutput()
        lb_transform_swap_output(handle, &output.buffer)
        return output
    }

    /// Writes into memory of which the output is not needed any more. To be called right after ``takeOutput()``.
    package func reuse(_ output: LuaTransformOutput) {
        if output.isWorthKeeping { lb_transform_swap_output(handle, &output.buffer) }
    }
}
