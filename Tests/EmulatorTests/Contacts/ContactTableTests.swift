import Testing

@testable import Emulator

@Suite struct ContactTableTests {
    private func contact(_ number: Int, email: String = "", externalID: String? = nil) -> Contact {
        var contact = Contact(id: "id\(number)", role: .user, createdAt: 0)
        contact.email = email
        contact.externalID = externalID
        return contact
    }

    @Test func indexesFollowChanges() {
        var table = ContactTable()
        table.append(contact(0, email: "A@x.y", externalID: "e0"))
        table.append(contact(1, email: "a@X.y", externalID: "e0"))
        table.append(contact(2, email: "a@x.y"))
        #expect(table.slots(email: "a@x.Y") == [0, 1, 2])
        #expect(table.slots(externalID: "e0") == [0, 1])
        table.update(0) { $0.email = "b@x.y" }
        table.update(1) { $0.externalID = nil }
        #expect(table.slots(email: "a@x.y") == [1, 2])
        #expect(table.slots(email: "b@x.y") == [0])
        #expect(table.slots(externalID: "e0") == [0])
        table.update(2) { $0.email = "" }
        table.update(1) { $0.email = "" }
        #expect(table.slots(email: "a@x.y").isEmpty && table.slots(email: "").isEmpty)
        #expect(table.slot(id: "id2") == 2 && table.slot(id: "id3") == nil)
    }

    @Test func countsTheActive() {
        var table = ContactTable()
        table.append(contact(0))
        table.append(contact(1))
        #expect(table.activeCount == 2)
        table.update(0) { $0.state = .archived }
        table.update(0) { $0.state = .deleted }
        #expect(table.activeCount == 1)
        table.update(0) { $0.state = .active }
        #expect(table.activeCount == 2 && table.count == 2)
    }

    @Test func laggingTableCatchesUp() {
        var table = ContactTable()
        table.append(contact(0, email: "a@x.y"))
        var index = LaggingContacts(lag: 1000, table: table)
        index.record(contact(0, email: "b@x.y"), at: 0, now: 5000)
        index.record(contact(1, email: "c@x.y"), at: 1, now: 5500)
        index.catchUp(to: 5999)
        #expect(index.table.slots(email: "a@x.y") == [0])
        index.catchUp(to: 6000)
        #expect(index.table.slots(email: "b@x.y") == [0] && index.table.count == 1)
        index.catchUpFully()
        #expect(index.table.slots(email: "c@x.y") == [1])
    }
}
