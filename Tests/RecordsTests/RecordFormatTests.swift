@testable import Records
import Testing

@Suite struct RecordFormatTests {
    @Test(arguments: [
        ("leads.csv", RecordFormat.csv), ("a/b.c/LEADS.CSV", .csv), ("x.tsv", .tsv), ("x.ndjson", .ndjson),
        ("x.jsonl", .ndjson),
        ("x.tar.json", .json), ("x.txt", nil), ("csv", nil), (".csv", nil), ("a.csv/x", nil), ("x.", nil), ("", nil),
    ])
    func extensions(name: String, format: RecordFormat?) { #expect(RecordFormat(fileName: name) == format) }

    @Test(arguments: [
        ("[{}]", RecordFormat.json), (" \n[", .json), ("\u{FEFF}[", .json), ("{\"a\":1}\n{\"a\":2}\n", .ndjson),
        ("{\"a\":1}\r\n", .ndjson), ("{\"a\":1", .ndjson), ("{\n  \"a\": 1\n}", .json), ("{\"a\":\n1}", .json),
        ("a,b\n", .csv), ("\"a\",b\n", .csv), ("", .csv),
    ])
    func firstBytes(text: String, format: RecordFormat) {
        Array(text.utf8).withUnsafeBytes { #expect(RecordFormat(lookingAt: $0) == format) }
    }
}
