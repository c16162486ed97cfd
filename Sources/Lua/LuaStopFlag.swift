internal import CLuaBridge

/// Asks transforms on other threads to end after the record at work.
///
/// Sendable: the one word is written and read by C's atomic operations only, and lives as long as this object.
package final class LuaStopFlag: @unchecked Sendable {
    let word = UnsafeMutablePointer<Int32>.allocate(capacity: 1)

    package init() { word.initialize(to: 0) }

    deinit { word.deallocate() }

    package func raise() { lb_raise_flag(word) }
}
