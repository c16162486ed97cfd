import Testing

@testable import REPL

@Suite struct CompletionTests {
    private func completion(_ typed: String, _ texts: String...) -> Completion {
        Completion(typed: typed, candidates: texts.map { Completion.Candidate($0, ending: "(") })
    }

    @Test func theOnlyCandidateIsInsertedWithItsEnding() {
        #expect(completion("pri", "print").edit(of: "x pri") == .init(deleted: 3, inserted: "print(", lists: false))
    }

    @Test func whatAllHaveInCommonIsInserted() {
        #expect(
            completion("m", "mappings", "matching").edit(of: "m") == .init(deleted: 1, inserted: "ma", lists: false))
    }

    @Test func whereNothingIsCertainTheyAreListed() {
        #expect(completion("ma", "mappings", "matching").edit(of: "ma") == .init(deleted: 0, inserted: "", lists: true))
        #expect(completion("x").edit(of: "x") == nil)
    }

    @Test func charactersAreCountedAsTheEditorDoes() {
        #expect(completion("e\u{301}", "e\u{301}te").edit(of: "e\u{301}")?.deleted == 2)
    }

    @Test func listsRunDownTheColumns() {
        #expect(completion("", "a", "bb", "c", "d", "e").listing(columns: 13) == "a   c   e\nbb  d")
        #expect(completion("", "a", "b", "c").listing(columns: 80, limit: 2) == "a  b\n… 1 more")
    }
}
