internal import CSimdjson
internal import Glibc

extension JSONView {
    /// The same value in a document of its own, for keeping: it does not keep everything else in memory that it came
    /// with. Costs a copy, and nothing where the value is its whole document.
    public var detached: JSONView {
        if index == 1 { return self }
        return document.copy(of: withPlace { $0.index..<$0.nextIndex })?.root ?? self
    }

    /// Memory that keeping this view keeps, in bytes.
    public var keptByteCount: Int { document.byteCount }
}

extension JSONDocument {
    /// A document that holds only the value in these words of the tape; nil when out of memory.
    ///
    /// The strings of a value lie in one piece, since they are in the order of the tape.
    fileprivate func copy(of words: Range<Int>) -> JSONDocument? {
        let strings = stringRange(of: words)
        let count = words.count + 2
        guard let block = malloc(count * MemoryLayout<UInt64>.stride + strings.count) else { return nil }
        let copy = block.bindMemory(to: UInt64.self, capacity: count)
        copy[0] = UInt64(JSONPlace.Tag.root) << 56 | UInt64(count)
        copy[count - 1] = UInt64(JSONPlace.Tag.root) << 56
        var position = words.lowerBound
        while position < words.upperBound {
            let word = tape[position]
            let target = position - words.lowerBound + 1
            position += 1
            switch UInt8(truncatingIfNeeded: word >> 56) {
            // Both kinds of bracket say where the other one is, in their low 32 bits.
            case JSONPlace.Tag.object, JSONPlace.Tag.array, UInt8(ascii: "}"), UInt8(ascii: "]"):
                copy[target] = word - UInt64(words.lowerBound - 1)
            case JSONPlace.Tag.string, JSONPlace.Tag.oversized: copy[target] = word - UInt64(strings.lowerBound)
            case JSONPlace.Tag.integer, JSONPlace.Tag.unsigned, JSONPlace.Tag.double:
                copy[target] = word
                copy[target + 1] = tape[position]
                position += 1
            default: copy[target] = word
            }
        }
        let copiedStrings = (block + count * MemoryLayout<UInt64>.stride).bindMemory(
            to: UInt8.self, capacity: strings.count)
        copiedStrings.update(from: self.strings + strings.lowerBound, count: strings.count)
        return JSONDocument(
            taking: csimdjson_document(
                tape: copy, tape_count: count, strings: copiedStrings, strings_count: strings.count))
    }

    /// Where the strings of these words lie.
    private func stringRange(of words: Range<Int>) -> Range<Int> {
        var first: Int?
        var end = 0
        var position = words.lowerBound
        while position < words.upperBound {
            switch UInt8(truncatingIfNeeded: tape[position] >> 56) {
            case JSONPlace.Tag.string, JSONPlace.Tag.oversized:
                let start = Int(tape[position] & 0x00FF_FFFF_FFFF_FFFF)
                if first == nil { first = start }
                end = start
            case JSONPlace.Tag.integer, JSONPlace.Tag.unsigned, JSONPlace.Tag.double: position += 1
            default: break
            }
            position += 1
        }
        guard let first else { return 0..<0 }
        let length = Int(UnsafeRawPointer(strings + end).loadUnaligned(as: UInt32.self))
        return first..<(end + MemoryLayout<UInt32>.size + length + 1)
    }
}
