/// A page of a list that is paged by number: notes, companies.
struct NumberedPage: Sendable {
    /// How an answer leads to the next page.
    enum Link: Sendable {
        /// A cursor, as the description has it for notes and contacts.
        case cursor
        /// The whole URL, as it has it for companies.
        case url(of: Call)
    }

    let total: Int
    let size: Int
    let number: Int

    /// The page that a request asks for by number or cursor, of 50 members unless it says otherwise.
    init(of total: Int, for call: Call) throws(APIError) {
        self.total = total
        size = try call.pageSize(default: 50)
        number = try call.cursor()?.page ?? call.pageNumber
    }

    /// The positions of the page's members.
    var range: Range<Int> {
        let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
        let first = overflow ? total : min(start, total)
        return first..<min(first + size, total)
    }

    private var count: Int { (total + size - 1) / size }

    /// Appends the members that follow `"data"` in an answer.
    func appendEnd(_ link: Link, to out: inout [UInt8]) {
        out.append(#","total_count":"#)
        out.append(json: total)
        out.append(#","pages":{"type":"pages","next":"#)
        if number < count { append(link, to: &out) } else { out.append("null") }
        out.append(#","page":"#)
        out.append(json: number)
        out.append(#","per_page":"#)
        out.append(json: size)
        out.append(#","total_pages":"#)
        out.append(json: count)
        out.append("}")
    }

    private func append(_ link: Link, to out: inout [UInt8]) {
        switch link {
        case .cursor:
            out.append(#"{"page":"#)
            out.append(json: number + 1)
            out.append(#","per_page":"#)
            out.append(json: size)
            out.append(#","starting_after":"#)
            out.append(json: Cursor(key: .null, contactID: "", page: number + 1).text)
            out.append("}")
        case .url(let call):
            let host = call.request.host.map { "http://" + $0 } ?? "https://api.intercom.io"
            out.append(json: "\(host)\(call.target.path)?per_page=\(size)&page=\(number + 1)")
        }
    }
}
