/// Reads the records of one or more inputs, one after the other, in memory that does not grow with them.
///
/// Nothing is lost on the way: a place where a record should be and is none is yielded as rejected, with its number.
/// Not to be used by two tasks at once.
public final class RecordReader {
    private let inputs: [RecordInput]
    private let options: RecordOptions
    private var nextInput = 0
    private var current: (any FormatReader)?
    /// Sees the bytes of the inputs, with the input's position among them, as they are read.
    public var watch: ((Int, UnsafeRawBufferPointer) -> Void)?
    /// Told of each input that was written to while it was read, at its end.
    public var changed: ((InputChange) -> Void)?
    private var source: ByteSource?
    /// Bytes of the inputs that have been read to their end.
    private var finishedBytes = 0
    /// How many items have been read, those of other shards among them.
    public private(set) var count = 0

    /// Checks that every input is there and has a format, so that a run does not find out half-way.
    ///
    /// - Throws: `RecordsError` of kind `missing`, `directory`, `unreadable` or `unknownFormat`.
    public init(_ inputs: [RecordInput], options: RecordOptions = RecordOptions()) throws(RecordsError) {
        self.inputs = inputs
        self.options = options
        try Self.check(inputs, options: options)
    }

    static func check(_ inputs: [RecordInput], options: RecordOptions) throws(RecordsError) {
        for input in inputs {
            if options.format == nil { _ = try input.announcedFormat() }
            // Opening a pipe or a terminal takes something from it; they are opened when their turn comes.
            if case .file(let path) = input { try ByteSource.check(path: path) }
        }
    }

    /// Reads from a source that is open already.
    public init(_ source: ByteSource, format: RecordFormat, options: RecordOptions = RecordOptions())
        throws(RecordsError)
    {
        inputs = []
        self.options = options
        self.source = source
        current = try Self.reader(of: source, format: format, options: options)
    }

    /// The next record, or the place of one that could not be read; nil at the end of the last input.
    ///
    /// - Throws: `RecordsError` when nothing more can be read: the input cannot be opened or read, has a header with
    ///   nameless columns, or is not of its format at all. Calling again then goes on with the next input.
    public func next() throws(RecordsError) -> RecordItem? {
        while true {
            if let reader = current {
                do {
                    if let item = try reader.next(index: count + 1) {
                        count += 1
                        if let shard = options.shard, !shard.holds(item) { continue }
                        return item
                    }
                    current = nil
                    finishedBytes += source?.inputBytesRead ?? 0
                    if let change = source?.change { changed?(change) }
                    source = nil
                } catch {
                    current = nil
                    throw error
                }
            }
            guard nextInput < inputs.count else { return nil }
            nextInput += 1
            current = try open(inputs[nextInput - 1], at: nextInput - 1)
        }
    }

    /// Bytes that the items yielded so far took up.
    public var bytesYielded: Int {
        guard let source else { return finishedBytes }
        return finishedBytes + source.inputBytes(of: source.bytesRead - (current?.unread ?? 0))
    }

    /// Bytes of all inputs as they are now; nil where one is no file, so that nobody knows.
    public var totalBytes: Int? {
        var total = 0
        for input in inputs {
            guard let size = input.size else { return nil }
            total += size
        }
        return inputs.isEmpty ? nil : total
    }

    private func open(_ input: RecordInput, at position: Int) throws(RecordsError) -> any FormatReader {
        let (source, format) = try Self.open(
            input, options: options, watch: watch.map { watch in { watch(position, $0) } })
        self.source = source
        return try Self.reader(of: source, format: format, options: options)
    }

    /// Opens an input and finds out its format.
    static func open(
        _ input: RecordInput, options: RecordOptions, watch: ((UnsafeRawBufferPointer) -> Void)? = nil
    ) throws(RecordsError) -> (source: ByteSource, format: RecordFormat) {
        var format = options.format
        if format == nil { format = try input.announcedFormat() }
        let source = try input.open()
        source.watch = watch
        if let format { return (source, format) }
        return (source, try source.peekFormat())
    }

    private static func reader(
        of source: ByteSource, format: RecordFormat, options: RecordOptions
    ) throws(RecordsError) -> any FormatReader {
        switch format {
        case .csv: try CSVReader(source: source, options: options, delimiter: options.csv.delimiter ?? .comma)
        case .tsv: try CSVReader(source: source, options: options, delimiter: options.csv.delimiter ?? .tab)
        case .ndjson: NDJSONReader(source: source, options: options)
        case .json: JSONArrayReader(source: source, options: options)
        }
    }
}

extension ByteSource {
    /// The format that the first bytes look like.
    func peekFormat() throws(RecordsError) -> RecordFormat {
        let beginning = try peek(limit: 64 << 10)
        return beginning.withUnsafeBytes { RecordFormat(lookingAt: $0) }
    }
}
