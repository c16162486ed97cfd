import Synchronization
import Testing

@testable import Runner

struct StopSignTests {
    @Test func tellsOnceWhoeverAsked() {
        let sign = StopSign()
        let told = Mutex<[Int]>([])
        sign.whenUp { told.withLock { $0.append(1) } }
        #expect(!sign.isUp)
        #expect(told.withLock { $0 } == [])
        sign.raise()
        sign.raise()
        #expect(sign.isUp)
        sign.whenUp { told.withLock { $0.append(2) } }
        #expect(told.withLock { $0 } == [1, 2])
    }
}
