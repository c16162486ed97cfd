import JSON
import Seeded
import Testing

/// Numbers as C writes them are what Swift writes.
@Suite struct NumberTextTests {
    private func text(_ number: Double) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { room in
            let count = JSONWriter.numberFunction(number, room.baseAddress)
            return String(decoding: UnsafeRawBufferPointer(start: room.baseAddress, count: count), as: UTF8.self)
        }
    }

    private func expectSame(_ number: Double, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(text(number) == JSONValue.number(number).text, sourceLocation: sourceLocation)
        #expect(text(-number) == JSONValue.number(-number).text, sourceLocation: sourceLocation)
    }

    @Test func anyBits() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<100_000 {
            let number = Double(bitPattern: generator.next())
            if number.isFinite { expectSame(number) }
        }
    }

    @Test func amountsAndWholeNumbers() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<50_000 {
            let whole = Int64.random(in: 0...1 << Int64.random(in: 0...53, using: &generator), using: &generator)
            for divisor in [1.0, 10, 100, 1000, 1e6] { expectSame(Double(whole) / divisor) }
        }
    }

    @Test func edges() {
        let powers = (-324...308).map { Double("1e\($0)") ?? 0 }
        let edges = [
            0x1p53, 0x1p54, 1e13, 1e15, 1e16, 1e-4, 1e-5, .leastNonzeroMagnitude, .leastNormalMagnitude,
            .greatestFiniteMagnitude,
        ]
        for number in powers + edges {
            expectSame(number)
            expectSame(number.nextUp.isFinite ? number.nextUp : number)
            expectSame(number.nextDown)
        }
    }
}
