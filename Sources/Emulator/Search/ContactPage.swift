import JSON

/// A page of contacts, of a list or of a search.
struct ContactPage: Sendable {
    var slots: [Int]
    var total: Int
    var number: Int
    var size: Int
    /// Leads to the next page, where there is one.
    var next: Cursor?

    var pageCount: Int { (total + size - 1) / size }

    /// Appends the members that follow `"data"` in an answer.
    func appendEnd(to out: inout [UInt8]) {
        out.append(#","total_count":"#)
        out.append(json: total)
        out.append(#","pages":{"type":"pages""#)
        if let next {
            out.append(#","next":{"page":"#)
            out.append(json: next.page)
            out.append(#","starting_after":"#)
            out.append(json: next.text)
            out.append("}")
        }
        out.append(#","page":"#)
        out.append(json: number)
        out.append(#","per_page":"#)
        out.append(json: size)
        out.append(#","total_pages":"#)
        out.append(json: pageCount)
        out.append("}")
    }
}

extension ContactTable {
    /// Active contacts in the order of their creation, which is the order of Intercom's list [recorded].
    /// - Parameters:
    ///   - cursor: the page starts after its contact; nil: it is page `number`.
    func list(size: Int, cursor: Cursor?, number: Int) throws(APIError) -> ContactPage {
        var page = ContactPage(slots: [], total: activeCount, number: cursor?.page ?? number, size: size)
        var slot = 0
        var skipped = cursor == nil ? (number - 1) * size : 0
        if let cursor {
            guard let last = self.slot(id: cursor.contactID) else { throw .invalidCursor }
            slot = last + 1
        }
        while slot < count {
            if self[slot].isActive {
                if skipped > 0 {
                    skipped -= 1
                } else if page.slots.count < size {
                    page.slots.append(slot)
                } else {
                    page.next = cursorAfter(page)
                    break
                }
            }
            slot += 1
        }
        return page
    }

    private func cursorAfter(_ page: ContactPage) -> Cursor? {
        guard let last = page.slots.last else { return nil }
        return Cursor(key: .integer(self[last].createdAt * 1000), contactID: self[last].id, page: page.number + 1)
    }

    /// Active contacts that match, in the order of their creation or of `sort`.
    func search(_ filter: SearchFilter, sort: SearchSort?, size: Int, cursor: Cursor?) throws(APIError) -> ContactPage {
        var lastSlot = -1
        if let cursor {
            guard let slot = slot(id: cursor.contactID) else { throw .invalidCursor }
            lastSlot = slot
        }
        let matches = matchingSlots(filter)
        var page = ContactPage(slots: [], total: matches.count, number: cursor?.page ?? 1, size: size)
        if let sort {
            var keyed = matches.map { (key: sort.key(of: self[$0]), slot: $0) }
            keyed.sort(by: sort.precedes)
            if let cursor {
                let last = (key: SearchSort.Key(cursor.key), slot: lastSlot)
                keyed.removeFirst(keyed.firstIndex { sort.precedes(last, $0) } ?? keyed.count)
            }
            page.slots = keyed.prefix(size).map(\.slot)
            if keyed.count > size {
                let last = keyed[size - 1]
                page.next = Cursor(key: last.key.value, contactID: self[last.slot].id, page: page.number + 1)
            }
        } else {
            let rest = matches[(matches.firstIndex { $0 > lastSlot } ?? matches.count)...]
            page.slots = Array(rest.prefix(size))
            if rest.count > size { page.next = cursorAfter(page) }
        }
        return page
    }

    private func matchingSlots(_ filter: SearchFilter) -> [Int] {
        if let candidates = SearchPlan(table: self).candidates(filter) {
            return candidates.filter { self[$0].isActive && filter.matches(self[$0]) }
        }
        return (0..<count).filter { self[$0].isActive && filter.matches(self[$0]) }
    }
}
