import JSON
import Testing

@testable import Intercom

@Suite struct IntercomErrorAnswerTests {
    private func error(
        _ status: Int, _ items: [JSONValue], _ headers: HeaderFields = [:], requestID: JSONValue = "body-id"
    ) throws -> IntercomError {
        let body: JSONValue = ["type": "error.list", "request_id": requestID, "errors": .array(items)]
        return IntercomError(
            answer: HTTPAnswer(status: status, headers: headers, body: body.encoded()), limits: nil,
            redacting: try AccessToken("secret-token-1234"))
    }

    static let cases: [(Int, String, String, IntercomError.Code)] = [
        (400, "parameter_invalid", "The owner specified is not a member of the workspace", .invalidArgument),
        (400, "parameter_invalid", "Custom attribute 'plan' does not exist", .unknownAttribute),
        (400, "client_error", "Contact with user role can't be converted to a lead", .invalidArgument),
        (400, "bad_request", "User has been marked for permanent deletion and is not restorable.", .archived),
        (400, "bad_request", "User has been merged and is not restorable.", .archived),
        (400, "not_restorable", "This user was blocked and cannot be recreated", .conflict),
        (400, "intercom_version_invalid", "The requested version could not be found", .invalidArgument),
        (401, "unauthorized", "Access Token Invalid", .unauthorized),
        (401, "token_revoked", "", .unauthorized),
        (402, "api_plan_restricted", "", .forbidden),
        (403, "action_forbidden", "", .forbidden),
        (404, "not_found", "User Not Found", .notFound),
        (406, "media_type_not_acceptable", "The Accept header …", .invalidArgument),
        (408, "request_timeout", "", .timeout),
        (409, "conflict", "A contact matching those details already exists with id=a1", .conflict),
        (409, "conflict", "An archived contact matching those details already exists with id=a1", .archived),
        (409, "not_restorable", "This user was blocked", .conflict),
        (410, "contact_merged", "", .notFound),
        (413, "too_large", "", .invalidArgument),
        (418, "teapot", "", .unexpectedResponse),
        (422, "data_invalid", "", .invalidArgument),
        (429, "rate_limit_exceeded", "Exceeded rate limit of 167 in 10_seconds", .rateLimited),
        (500, "server_error", "Server Error", .unavailable),
        (503, "service_unavailable", "", .unavailable),
    ]

    @Test(arguments: cases.indices)
    func theAnswerDecidesTheCode(_ index: Int) throws {
        let (status, code, message, expected) = Self.cases[index]
        let error = try error(status, [["code": .string(code), "message": .string(message)]])
        #expect(error.code == expected)
        #expect(error.status == status)
        #expect(error.intercomCodes == [code])
        #expect(error.requestID == "body-id")
    }

    @Test func fieldsAreNamed() throws {
        #expect(try error(400, [["code": "x", "field": "email"]]).field == "email")
        let attribute = try error(
            400, [["code": "parameter_invalid", "message": "Custom attribute 'my plan' does not exist"]])
        #expect(attribute.field == "my plan")
        let role = try error(
            400, [["code": "client_error", "message": "Contact with user role can't be converted to a lead"]])
        #expect(role.field == "role")
    }

    @Test func idsComeFromAnyItem() throws {
        let error = try error(
            409,
            [
                ["code": "other"], ["code": "conflict", "message": "A contact … with id=a1"],
                ["code": "conflict", "message": "An archived contact … with id=b2"],
            ])
        #expect(error.contactIDs == ["a1", "b2"])
        #expect(
            error.conflicts == [
                .init(id: "a1", isArchived: false, isBlocked: false),
                .init(id: "b2", isArchived: true, isBlocked: false),
            ])
    }

    @Test(arguments: [
        ("</contacts/abc123>; rel=\"canonical\"", ["abc123"]), ("</contacts/a/b>; rel=\"canonical\"", []),
        ("<https://x/y>", []), ("", []), ("</contacts/>", []),
    ])
    func aMergedContactNamesItsSuccessor(_ link: String, _ ids: [String]) throws {
        let error = try error(410, [["code": "contact_merged"]], ["Link": link])
        #expect(error.isMerged && error.contactIDs == ids)
    }

    @Test func theHeaderNamesTheRequestFirst() throws {
        #expect(try error(404, [["code": "not_found"]], ["X-Request-Id": "header-id"]).requestID == "header-id")
        #expect(try error(404, [["code": "not_found"]], requestID: nil).requestID == nil)
    }

    @Test(arguments: [400, 404, 409, 410, 422])
    func aRefusalThatIsNotIntercomsIsUnexpected(_ status: Int) throws {
        for body in ["", "<html>404</html>", "{}", "{\"errors\":[]}", "{\"errors\":{}}", "{\"errors\":[{}]}"] {
            let error = IntercomError(
                answer: HTTPAnswer(status: status, body: Array(body.utf8)), limits: nil,
                redacting: try AccessToken("secret-token-1234"))
            #expect(error.code == .unexpectedResponse)
        }
    }

    @Test(arguments: [
        (401, IntercomError.Code.unauthorized), (403, .forbidden), (429, .rateLimited), (502, .unavailable),
    ])
    func someStatusesSpeakForThemselves(_ status: Int, _ code: IntercomError.Code) throws {
        let error = IntercomError(
            answer: HTTPAnswer(status: status, body: Array("<html>".utf8)), limits: nil,
            redacting: try AccessToken("secret-token-1234"))
        #expect(error.code == code)
    }
}
