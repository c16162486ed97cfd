internal import Lua
internal import Records

/// A script that was loaded at the prompt.
struct PromptScript {
    var path: String
    /// What it returned, where that is to be called for each record.
    var each: LuaFunction?
    var setup: LuaFunction?
    /// What `setup` returned, once it was called.
    var state: LuaValue?

    /// The text of a script, without a first line that is the shell's.
    ///
    /// - Throws: `RecordsError` where it cannot be read.
    static func text(of path: String) throws(RecordsError) -> [UInt8] {
        let source = try ByteSource(path: path)
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes.first == UInt8(ascii: "#") ? Array(bytes.drop { $0 != UInt8(ascii: "\n") }) : bytes
    }
}
