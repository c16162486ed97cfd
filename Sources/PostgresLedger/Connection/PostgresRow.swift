internal import CPostgres

/// A row that a statement returned, in PostgreSQL's binary format.
struct PostgresRow: Sendable {
    fileprivate let columns: [String: Int]
    fileprivate let cells: [[UInt8]?]

    private func cell(_ name: String) -> [UInt8]? { columns[name].flatMap { cells[$0] } }

    /// An `integer` or a `bigint`; nil for NULL.
    func int(_ name: String) -> Int64? {
        guard let cell = cell(name) else { return nil }
        let value = cell.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return cell.count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }

    /// A `text`; nil for NULL.
    func text(_ name: String) -> String? { cell(name).map { String(decoding: $0, as: UTF8.self) } }

    /// A `bytea`; nil for NULL.
    func bytes(_ name: String) -> [UInt8]? { cell(name) }

    /// Whether there is anything but NULL.
    func hasValue(_ name: String) -> Bool { cell(name) != nil }

    /// A `boolean`; false for NULL.
    func bool(_ name: String) -> Bool { cell(name)?.first == 1 }

    /// The rows of a result.
    static func rows(of result: OpaquePointer) -> [PostgresRow] {
        let width = PQnfields(result)
        var columns: [String: Int] = [:]
        for column in 0..<width { columns[String(cString: PQfname(result, column))] = Int(column) }
        return (0..<PQntuples(result)).map { row in
            PostgresRow(
                columns: columns,
                cells: (0..<width).map { column in
                    guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
                        return nil
                    }
                    let count = Int(PQgetlength(result, row, column))
                    return Array(UnsafeRawBufferPointer(start: start, count: count))
                })
        }
    }
}
