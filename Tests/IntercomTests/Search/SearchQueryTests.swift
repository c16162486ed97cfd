import JSON
import Testing

@testable import Intercom

@Suite struct SearchQueryTests {
    private func body(_ search: ContactSearch) throws -> JSONValue { try JSONValue(parsing: search.encoded()) }

    @Test func isWrittenAsTheAPIReadsIt() throws {
        let query = SearchQuery.all([
            .filter(.role, .equals, "user"),
            .any([.filter(.custom("plan"), .isIn, ["pro", "team"]), .filter(.createdAt, .greater, 5)]),
        ])
        try query.validate()
        #expect(
            try body(
                ContactSearch(query, perPage: 20, startingAfter: "x\"y", sort: .init(by: .name, .descending))) == [
                    "query": [
                        "operator": "AND",
                        "value": [
                            ["field": "role", "operator": "=", "value": "user"],
                            [
                                "operator": "OR",
                                "value": [
                                    ["field": "custom_attributes.plan", "operator": "IN", "value": ["pro", "team"]],
                                    ["field": "created_at", "operator": ">", "value": 5],
                                ],
                            ],
                        ],
                    ],
                    "pagination": ["per_page": 20, "starting_after": "x\"y"],
                    "sort": ["field": "name", "order": "descending"],
                ])
    }

    @Test func leavesOutWhatIsNotAsked() throws {
        #expect(
            try body(ContactSearch(.filter(.email, .equals, "a@b.c"))) == [
                "query": ["field": "email", "operator": "=", "value": "a@b.c"], "pagination": ["per_page": 50],
            ])
    }

    private static let one = SearchQuery.filter(.name, .equals, "x")

    static let refused: [(String, SearchQuery)] = [
        ("nested", .all([.any([.all([one])])])),
        ("at least one", .all([])),
        ("at least one", .any([.all([])])),
        ("15 filters", .any(Array(repeating: one, count: 16))),
        ("list of values", .filter(.email, .isIn, "a")),
        ("list of values", .filter(.email, .isNotIn, nil)),
        ("at least one value", .filter(.email, .isIn, [])),
        ("one value", .filter(.email, .equals, ["a"])),
        ("object", .filter(.email, .equals, ["a": 1])),
        ("date", .filter(.createdAt, .greaterOrEqual, 5)),
        ("date", .filter(.lastSeenAt, .isIn, [5])),
        ("tag_id", .filter(.tagID, .isIn, ["5"])),
        ("field", .filter("", .equals, "x")),
    ]

    @Test(arguments: refused.indices)
    func whatIntercomWouldRefuseIsNotSent(_ index: Int) {
        let (words, query) = Self.refused[index]
        let error = #expect(throws: IntercomError.self) { try query.validate() }
        #expect(error?.code == .invalidArgument && error?.field == "query")
        #expect(error?.message.contains(words) == true)
    }

    @Test func limitsThemselvesAreAllowed() throws {
        try SearchQuery.all(Array(repeating: .any(Array(repeating: Self.one, count: 15)), count: 15)).validate()
        try SearchQuery.filter(.custom("trial_ends_at"), .lessOrEqual, 5).validate()
        try SearchQuery.filter(.tagID, .notEquals, "5").validate()
    }
}
