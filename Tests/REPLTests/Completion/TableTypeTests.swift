import Testing

@testable import REPL

@Suite struct TableTypeTests {
    @Test func outermostNames() {
        #expect(
            TableType.names(in: "{a: string, b?: {c: integer, d: any}, e: table<string, any>, f: string|integer}") == [
                "a", "b", "e", "f",
            ])
        #expect(TableType.names(in: "{per_page?: integer}?") == ["per_page"])
        #expect(TableType.names(in: "table") == [])
    }
}
