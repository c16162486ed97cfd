extension ReportPage {
    /// The searchable list of records that were rejected or failed. What stands here is what can be read without scripts; with
    /// them it gives way to a list of all, of which only the lines in sight are in the document.
    var rejects: HTML {
        guard summary.problems > 0 else { return "" }
        return """
            <section aria-labelledby="records">
            <h2 id="records">Rejected and failed records</h2>
            \(leftOut)<div class="tools" hidden>
            <label for="find">Find</label>
            <input id="find" type="search" autocomplete="off" spellcheck="false" \
            placeholder="a word of the message, a value, a record's number …">
            <output id="found" for="find"></output>
            </div>
            <div id="list" class="scroll">
            <table>
            <thead><tr><th class="number">Record</th><th>Line</th><th>Outcome</th><th>Error</th><th>Message</th></tr></thead>
            <tbody>
            \(first.map(row))</tbody>
            </table>
            \(onlyFirst)</div>
            <div id="detail" class="detail" hidden></div>
            </section>

            """
    }

    /// Said where there are more than a page can hold.
    private var leftOut: HTML {
        guard listed < summary.problems else { return "" }
        return """
            <p class="warning">\(grouped(summary.problems)) records were rejected or failed, too many for one page. The first \
            \(grouped(listed)) are listed; for all of them use --results.</p>

            """
    }

    private var onlyFirst: HTML {
        guard first.count < summary.problems else { return "" }
        return """
            <p class="note">The first \(first.count). For all of them this page's own script must be allowed to run.</p>

            """
    }

    private func row(_ reject: ReportedReject) -> HTML {
        let field: HTML = reject.problem.field.map { " <code>\($0)</code>" } ?? ""
        return """
            <tr><td class="number">\(reject.result.record)</td><td>\(reject.result.source):\(reject.result.line)</td>\
            <td><span class="badge \(reject.result.outcome.rawValue)">\(reject.result.outcome.rawValue)</span></td>\
            <td><code>\(reject.problem.code)</code>\(field)</td><td>\(reject.problem.message)</td></tr>

            """
    }
}
