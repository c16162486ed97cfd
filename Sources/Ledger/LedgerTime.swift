internal import Foundation

/// Time as ledgers keep it.
public enum LedgerTime {
    /// Milliseconds since 1970.
    public static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
