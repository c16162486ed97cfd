import JSON
import Testing

@Suite struct JSONValueCodingTests {
    @Test func parsesEveryKindOfValue() throws {
        let value = try JSONValue(parsing: #" {"a": [1, -2, 1.5, true, false, null, "x\u00e9"], "b": {}} "#)
        #expect(value == ["a": [1, -2, 1.5, true, false, nil, "xé"], "b": [:]])
        #expect(value.text == #"{"a":[1,-2,1.5,true,false,null,"xé"],"b":{}}"#)
    }
}
