import JSON
import Testing

@testable import Records

@Suite struct RecordShardTests {
    /// The numbers of the records that each shard reads.
    private func shares(_ text: String, of count: Int, by field: String?, as format: RecordFormat) throws -> [[Int]] {
        try (1...count).map { number in
            let options = RecordOptions(shard: RecordShard(number, of: count, by: field))
            #expect(options.shard != nil)
            let reader = try RecordReader(
                ByteSource(bytes: Array(text.utf8), name: "in"), format: format, options: options)
            var indices: [Int] = []
            while let item = try reader.next() { indices.append(item.index) }
            return indices
        }
    }

    @Test func byNumberTheyTakeTurnsAndKeepTheNumbers() throws {
        let text = "x\n" + (1...7).map { "\($0)\n" }.joined()
        #expect(try shares(text, of: 3, by: nil, as: .csv) == [[1, 4, 7], [2, 5], [3, 6]])
        #expect(try shares(text, of: 1, by: nil, as: .csv) == [Array(1...7)])
    }

    @Test func everyRecordIsInExactlyOneShardAlsoWhereItCannotBeReadOrHasNoValue() throws {
        let text = #"""
            {"email":"a@x.org"}
            {"email":null}
            {}
            {"email":
            {"email":"  "}
            {"email":17}
            {"email":["b"]}
            """#
        for count in 1...8 {
            let all = try shares(text, of: count, by: "email", as: .ndjson).flatMap(\.self)
            #expect(all.sorted() == Array(1...7))
        }
    }

    @Test func rowsOfOnePersonMeet() throws {
        let text = "email\n" + (0..<200).map { "\($0 % 2 == 0 ? "Ada" : " ADA")\($0 / 2 % 10)@x.org \n" }.joined()
        let found = try shares(text, of: 4, by: "email", as: .csv)
        for person in 0..<10 {
            let rows = (0..<200).filter { $0 / 2 % 10 == person }.map { $0 + 1 }
            #expect(found.filter { !Set($0).isDisjoint(with: rows) }.count == 1)
        }
        #expect(found.filter { !$0.isEmpty }.count > 1)
    }

    /// `printf abc | sha256sum` begins so: other programs can divide the same way.
    @Test func theHashIsTheOneDocumented() {
        #expect(RecordShard.hash("abc") == 0xba78_16bf_8f01_cfea)
        #expect(RecordShard.key(.string("\u{A0}Ünal@X.org\t")) == "ünal@x.org")
        #expect(RecordShard.key(.integer(7)) == "7")
    }

    @Test(arguments: [(0, 4), (5, 4), (1, 0), (-1, 2)]) func shardsThatAreNoneAreRefused(number: Int, count: Int) {
        #expect(RecordShard(number, of: count) == nil)
    }
}
