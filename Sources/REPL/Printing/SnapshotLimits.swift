/// How much of a value is shown.
struct SnapshotLimits: Sendable {
    /// How many tables deep.
    var depth = 6
    /// Items, and fields, of one table.
    var entries = 50
    /// Values altogether.
    var values = 500
    /// Bytes of one string.
    var text = 1000

    /// For a value that is asked for in full.
    static let full = SnapshotLimits(depth: 40, entries: 100_000, values: 1_000_000, text: 1 << 20)
}
