internal import Digests
internal import Foundation
internal import IntercomScripting
public import Ledger
internal import Records

extension InputEntry {
    /// An input of a run that begins.
    init(_ input: RecordInput) {
        guard case .file(let path) = input else {
            self.init(name: input.name, path: nil, size: nil)
            return
        }
        var status = stat()
        let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        self.init(
            name: path, path: isFile ? URL(fileURLWithPath: path).standardizedFileURL.path : nil,
            size: isFile ? Int64(status.st_size) : nil)
    }

    /// Makes sure that a file begins with what was read of it.
    ///
    /// - Throws: `ResumeRefusal` where it does not.
    func check(_ input: RecordInput) throws {
        guard case .file(let path) = input else { return }
        var digest = Digest.Running()
        let source = try input.open()
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { room.deallocate() }
        while digest.length < read.length {
            let wanted = Int(min(Int64(room.count), read.length - digest.length))
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<wanted]))
            if count == 0 { break }
            digest.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
        }
        if read.length == 0 || (digest.length == read.length && digest.digest == read.digest) { return }
        let what =
            digest.length < read.length
            ? "it has \(digest.length) bytes, and \(read.length) had been read of it"
            : "its first \(read.length) bytes are not those that had been read"
        throw ResumeRefusal(
            "\"\(path)\" is not the input that the run was begun with: \(what). Start a new run for the new input.")
    }
}

extension RunConfiguration {
    /// The inputs as a ledger keeps them.
    public var runInputs: [InputEntry] { inputs.map { InputEntry($0) } }

    /// What is made of the inputs: which records of them there are, and which are taken.
    public var selection: String {
        var parts = [records.shard.map { "share \($0.number)/\($0.count)" + ($0.field.map { " by \($0)" } ?? "") }]
        parts.append((options.format ?? records.format).map { "read as \($0.rawValue)" })
        let emptyCells = options.emptyCells ?? records.csv.emptyCells
        parts.append(emptyCells == .string ? "with empty cells" : nil)
        let known = parts.compactMap(\.self)
        return known.isEmpty ? "all" : known.joined(separator: ", ")
    }

    /// Whether there may be records, so that there is something to write down.
    public var isOverRecords: Bool { if case .code = script { false } else { !inputs.isEmpty } }
}
