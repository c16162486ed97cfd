import CLuaBridge

/// The thread that ends scripts whose time is up, of all states of the process.
///
/// A few single steps of Lua cannot be ended from outside, and take minutes where a script means them to: a chain of `__call`
/// on a stack that was made large before, the collection of tables with weak keys that hold each other in a long row. They do
/// no harm but to take time, so a process that must not wait has only one way out.
public enum LuaWatchdog {
    /// Calls `handler`, on the watchdog's thread, when a script has gone on for 0.4 seconds of its thread's time after it was
    /// ended, and again as long as it does. Nil, as in the beginning: nobody is told.
    ///
    /// - Parameter handler: must neither wait for Lua's thread nor use a state. One that ends the process, as `_exit` does, ends
    ///   the script.
    public static func whenStuck(_ handler: (@convention(c) () -> Void)?) { lb_when_stuck(handler) }
}
