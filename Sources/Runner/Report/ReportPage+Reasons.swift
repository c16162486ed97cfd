extension ReportPage {
    /// What the records that were not carried out had in common, and the calls behind the others.
    var reasons: HTML {
        let skips = summary.skips.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !summary.groups.isEmpty || !skips.isEmpty else { return "" }
        return """
            <section aria-labelledby="reasons">
            <h2 id="reasons">Why</h2>
            <div class="scroll">
            <table>
            <thead><tr><th>Outcome</th><th>Reason</th><th class="number">Records</th><th>First at</th></tr></thead>
            <tbody>
            \(summary.groups.sorted { ($1.count, $0.record) < ($0.count, $1.record) }.map(row))\
            \(skips.map { row("skipped", "<p>\($0.key)</p>", $0.value, "") })</tbody>
            </table>
            </div>
            </section>

            """
    }

    private func row(_ group: RunSummary.ProblemGroup) -> HTML {
        let problem = group.problem
        let field: HTML = problem.field.map { " <code>\($0)</code>" } ?? ""
        let advice: HTML = problem.advice.map { "<p class=\"note\">\($0)</p>" } ?? ""
        let terms = [problem.code, problem.field].compactMap(\.self).joined(separator: " ")
        return row(
            group.outcome.rawValue,
            """
            <a href="#find=\(Self.escapedForFragment(terms))"><code>\(problem.code)</code></a>\(field)\
            <p>\(problem.message)</p>\(advice)
            """, group.count, "record \(group.record)<br><span class=\"note\">\(group.source):\(group.line)</span>")
    }

    private func row(_ outcome: String, _ reason: HTML, _ count: Int, _ first: HTML) -> HTML {
        """
        <tr><td><span class="badge \(outcome)">\(outcome)</span></td><td>\(reason)</td>\
        <td class="number">\(grouped(count))</td><td>\(first)</td></tr>

        """
    }

    /// With every byte written as `%XX` that a fragment may not have as it is.
    private static func escapedForFragment(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                byte < 0x80 && (UnicodeScalar(byte).properties.isAlphabetic || "0123456789-._~".utf8.contains(byte))
            if isPlain { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    var calls: HTML {
        guard !summary.callsByEndpoint.isEmpty else { return "" }
        let rows: [HTML] = summary.callsByEndpoint.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            """
            <tr><td><code>\($0.key)</code></td><td class="number">\(grouped($0.value))</td>\
            <td class="number">\(Self.share($0.value, summary.calls))</td></tr>

            """
        }
        return """
            <section aria-labelledby="calls">
            <h2 id="calls">API calls</h2>
            <table class="narrow">
            <thead><tr><th>Endpoint</th><th class="number">Calls</th><th class="number">Share</th></tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            </section>

            """
    }
}
