import JSON
import Testing

@testable import Emulator

@Suite struct ContactEncoderTests {
    private func shown(_ contact: Contact, _ version: APIVersion) throws -> JSONValue {
        var bytes: [UInt8] = []
        ContactEncoder(version: version, workspaceID: "w").append(contact, to: &bytes)
        return try JSONValue(parsing: bytes)
    }

    private func contact() -> Contact {
        var contact = Contact(id: "5ba682d23d7cf92bef87bfd4", role: .user, createdAt: 1)
        contact.ownerID = "127"
        contact.phone = "+1"
        contact.email = "a@B.c"
        return contact
    }

    @Test func ownerIsNumberBefore2_16() throws {
        #expect(try shown(contact(), .v2_13)["owner_id"] == 127)
        #expect(try shown(contact(), .v2_16)["owner_id"] == "127")
    }

    @Test func fieldsOfVersions() throws {
        let old = try #require(shown(contact(), .v2_3).object)
        let new = try #require(shown(contact(), .v2_16).object)
        #expect(old["email_domain"] == nil && new["email_domain"] == "b.c")
        #expect(old["utm_source"] == nil && new["utm_source"] == .null)
        #expect(old["opted_in_subscription_types"] == nil && new["opted_in_subscription_types"] != nil)
        #expect(try shown(contact(), .v2_11)["formatted_phone"] == "+1")
        #expect(new["formatted_phone"] == nil)
        #expect(try shown(contact(), .preview)["formatted_phone"] == "+1")
    }

    /// The piece written at once where nothing was observed has the same fields as the long way.
    @Test(arguments: [APIVersion.v2_3, .v2_16])
    func observedFields(version: APIVersion) throws {
        var observed = contact()
        observed.observed = ["os": "Debian", "location.city": "Dublin"]
        let long = try #require(shown(observed, version).object)
        let short = try #require(shown(contact(), version).object)
        #expect(Array(long.keys) == Array(short.keys))
        #expect(long["os"] == "Debian")
        #expect(long["location"]?["city"] == "Dublin")
        #expect(long["location"]?.object.map { Array($0.keys) } == short["location"]?.object.map { Array($0.keys) })
    }

    @Test func listsShowTen() throws {
        var tagged = contact()
        tagged.tags = (1...12).map { Contact.AppliedTag(id: "\($0)", appliedAt: 1, appliedBy: "1") }
        tagged.companies = ["c1"]
        let tags = try #require(shown(tagged, .v2_16)["tags"])
        #expect(tags["data"]?.array?.count == 10)
        #expect(tags["data"]?[0] == ["id": "1", "type": "tag", "url": "/tags/1"])
        #expect(tags["total_count"] == 12 && tags["has_more"] == true)
        #expect(tags["url"] == "/contacts/5ba682d23d7cf92bef87bfd4/tags")
        #expect(try shown(tagged, .v2_16)["companies"]?["data"]?[0]?["url"] == "/companies/c1")
        #expect(try shown(tagged, .v2_16)["companies"]?["has_more"] == false)
    }
}
