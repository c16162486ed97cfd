/// A page of a list that is paged by number: notes, companies.
struct NumberedPage: Sendable {
    let total: Int
    let size: Int
    let number: Int

    /// - Parameter size: above zero.
    init(of total: Int, size: Int, number: Int) {
        self.total = total
        self.size = size
        self.number = number
    }

    /// The positions of the page's members.
    var range: Range<Int> {
        let start = min((number - 1) * size, total)
        return start..<min(start + size, total)
    }

    /// Appends the members that follow `"data"` in an answer, and closes it.
    func appendEnd(to out: inout [UInt8]) {
        out.append(#","total_count":"#)
        out.append(json: total)
        out.append(#","pages":{"type":"pages","next":null,"page":"#)
        out.append(json: number)
        out.append(#","per_page":"#)
        out.append(json: size)
        out.append(#","total_pages":"#)
        out.append(json: (total + size - 1) / size)
        out.append("}}")
    }
}
