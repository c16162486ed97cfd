import Testing

@testable import Intercom

@Suite struct IdentityLineTests {
    @Test func strangersGoSideBySide() {
        var line = IdentityLine<String>()
        let (one, two) = (line.join(["a"]), line.join(["b"]))
        #expect(line.mayGo(one) && line.mayGo(two))
    }

    @Test func whoSharesAnIdentityGoesInOrder() {
        var line = IdentityLine<String>()
        let tickets = (0..<5).map { _ in line.join(["a"]) }
        for (index, ticket) in tickets.enumerated() {
            #expect(line.mayGo(ticket))
            #expect(tickets[(index + 1)...].allSatisfy { !line.mayGo($0) })
            #expect(line.leave(ticket) == Array(tickets.dropFirst(index + 1).prefix(1)))
        }
        #expect(line.count == 0)
    }

    @Test func everyIdentityMustBeFree() {
        var line = IdentityLine<String>()
        let (a, b, both, after) = (line.join(["a"]), line.join(["b"]), line.join(["a", "b"]), line.join(["b"]))
        #expect(!line.mayGo(both) && !line.mayGo(after))
        #expect(line.leave(a) == [])
        #expect(line.leave(b) == [both])
        #expect(line.leave(both) == [after])
    }

    @Test func leavingTheMiddleLetsNobodyJump() {
        var line = IdentityLine<String>()
        let (first, second, third) = (line.join(["a"]), line.join(["a", "b"]), line.join(["b"]))
        #expect(line.leave(second) == [third])
        #expect(line.mayGo(first) && line.mayGo(third))
        #expect(line.leave(second) == [] && line.count == 2)
    }

    @Test func laterRecordsWaitForTheEndOfEarlierOnes() {
        var line = IdentityLine<String>()
        let (one, two) = (line.join(["a"], owner: 1), line.join(["a"], owner: 2))
        let held = line.hold(one)
        #expect(held.isHeld && held.ready == [])
        #expect(!line.mayGo(two))
        // The record's own next operation goes before those that wait for its end.
        let next = line.join(["a"], owner: 1)
        #expect(line.mayGo(next))
        // What is held already is not held once more.
        let again = line.hold(next)
        #expect(!again.isHeld && again.ready == [])
        #expect(line.leave(one) == [two])
        #expect(line.leave(two) == [] && line.count == 0)
    }

    @Test func earlierRecordsDoNotWaitForTheEndOfLaterOnes() {
        var line = IdentityLine<String>()
        let later = line.join(["a"], owner: 2)
        let earlier = line.join(["a"], owner: 1)
        // But for what goes already.
        #expect(!line.mayGo(earlier))
        #expect(line.hold(later).ready == [earlier])
        #expect(line.mayGo(earlier))
    }

    @Test func whoHoldsNothingIsHeldUpAsEver() {
        var line = IdentityLine<String>()
        let (one, two) = (line.join(["a"]), line.join(["a"]))
        let held = line.hold(one)
        #expect(!held.isHeld && held.ready == [two])
    }

    /// Records with several operations each on a few contacts, of which they hold what they have touched.
    @Test func recordsThatHoldDoNotWaitInACircle() {
        let random = SeededRandom(seed: 12)
        var line = IdentityLine<Int>()
        var left = (1...60).map { (record: $0, operations: 1 + Int(random.fraction() * 4)) }
        var going: [UInt64: Int] = [:]
        var waiting: [UInt64: Int] = [:]
        var held: [Int: [UInt64]] = [:]
        func begin(_ record: Int) {
            let ticket = line.join(Array(Set((0..<2).map { _ in Int(random.fraction() * 6) })), owner: record)
            if line.mayGo(ticket) { going[ticket] = record } else { waiting[ticket] = record }
        }
        func go(_ ready: [UInt64]) { for ticket in ready { going[ticket] = waiting.removeValue(forKey: ticket) } }
        for entry in left { begin(entry.record) }
        while let ticket = going.keys.min(), let record = going.removeValue(forKey: ticket) {
            let (isHeld, ready) = line.hold(ticket)
            if isHeld { held[record, default: []].append(ticket) }
            go(ready)
            left[record - 1].operations -= 1
            if left[record - 1].operations > 0 {
                begin(record)
            } else {
                for ticket in held.removeValue(forKey: record) ?? [] { go(line.leave(ticket)) }
            }
        }
        #expect(waiting.isEmpty && line.count == 0)
        #expect(left.allSatisfy { $0.operations == 0 })
    }

    @Test func nobodyWaitsInACircle() {
        let random = SeededRandom(seed: 11)
        var line = IdentityLine<Int>()
        var waiting: [UInt64: Set<Int>] = [:]
        var going: [UInt64: Set<Int>] = [:]
        for _ in 0..<2000 {
            let identities = Set((0..<3).map { _ in Int(random.fraction() * 12) })
            let ticket = line.join(Array(identities))
            if line.mayGo(ticket) { going[ticket] = identities } else { waiting[ticket] = identities }
            if random.fraction() < 0.5, let done = going.keys.min() {
                going[done] = nil
                for ready in line.leave(done) { going[ready] = waiting.removeValue(forKey: ready) }
            }
            let held = going.values.flatMap { $0 }
            #expect(Set(held).count == held.count)
        }
        while let done = going.keys.randomElement() {
            going[done] = nil
            for ready in line.leave(done) { going[ready] = waiting.removeValue(forKey: ready) }
        }
        #expect(waiting.isEmpty && line.count == 0)
    }

    @Test func turnstilesLetInWhoeverIsNext() async {
        let turnstile = Turnstile<String>()
        let tickets = (0..<50).map { _ in turnstile.join(["a"]) }
        let order = Shared<[UInt64]>([])
        await withTaskGroup(of: Void.self) { group in
            for ticket in tickets.shuffled() {
                group.addTask {
                    await turnstile.turn(ticket)
                    order.update { $0.append(ticket) }
                    await Task.yield()
                    turnstile.leave(ticket)
                }
            }
        }
        #expect(order.value == tickets)
    }
}
