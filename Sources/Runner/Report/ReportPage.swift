internal import Digests
internal import Foundation
internal import IntercomScripting

/// The page of a report. It needs nothing from outside, and forbids it; where scripts may not run it can still be read.
struct ReportPage {
    let description: RunDescription
    let summary: RunSummary
    /// What kept the run from going on.
    let error: String?
    let timeline: Timeline
    /// The rejected records that are shown where no script runs.
    let first: [ReportedReject]
    /// How many rejected records the page holds.
    let listed: Int

    /// All up to the list of rejected records, which follows item by item.
    static func head(_ description: RunDescription) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
        style-src '\(source(of: style))'; script-src '\(source(of: script))'; base-uri 'none'; form-action 'none'">
        <link rel="icon" href="data:,">
        <title>\(title(description)) – run report</title>
        <style>\(HTML(trusted: style))</style>
        </head>
        <body>
        <script type="application/json" id="rejects">[
        """
    }

    /// All after that.
    var rest: HTML {
        """
        ]</script>
        <main>
        \(header)\(totals)\(chart)\(reasons)\(rejects)\(calls)</main>
        \(footer)<script>\(HTML(trusted: Self.script))</script>
        </body>
        </html>

        """
    }

    private static func title(_ description: RunDescription) -> String {
        description.script.split(separator: "/").last.map(String.init) ?? description.script
    }

    /// How a content security policy names a text that stands in the page.
    private static func source(of text: String) -> String {
        "sha256-" + Data(Digest.sha256(Array(text.utf8))).base64EncodedString()
    }

    // MARK: Parts

    private var header: HTML {
        let began = description.began.ISO8601Format().replacing("T", with: " ").replacing("Z", with: " UTC")
        let inputs = description.inputs.isEmpty ? "no input" : description.inputs.joined(separator: ", ")
        let (word, kind) = verdict
        return """
            <header>
            <p class="kicker">Run report\(description.isDryRun ? " · dry run, nothing was written" : "")</p>
            <h1>\(Self.title(description))</h1>
            <p class="verdict \(kind)">\(word)</p>
            <dl class="facts">
            <div><dt>Script</dt><dd>\(description.script)</dd></div>
            <div><dt>Input</dt><dd>\(inputs)</dd></div>
            <div><dt>Workspace</dt><dd>\(description.workspace)</dd></div>
            <div><dt>Began</dt><dd>\(began)</dd></div>
            <div><dt>Took</dt><dd>\(duration)</dd></div>
            </dl>
            </header>

            """
    }

    /// How the run ended, in words, and the class that colours them.
    private var verdict: (text: String, kind: String) {
        if let error { return ("Ended by an error: \(error)", "bad") }
        switch summary.ending {
        case .ledgerFailed(let error): return ("Stopped: \(error.message)", "bad")
        case .refused(let why): return ("Stopped: Intercom refused the token. \(why)", "bad")
        case .tooManyFailures(let limit):
            return ("Too many failures: \(grouped(summary.problems)), the limit is \(limit)", "bad")
        case .failed: return ("Ended by an error", "bad")
        case .interrupted: return ("Stopped before the end", "warn")
        case .complete: break
        }
        if summary.problems == 0 { return ("All well", "good") }
        let verb = summary.problems == 1 ? "record needs" : "records need"
        return ("Finished; \(grouped(summary.problems)) \(verb) attention", "warn")
    }

    private var duration: String {
        summary.seconds < 60 ? "\((summary.seconds * 10).rounded() / 10) s" : ProgressSnapshot.duration(summary.seconds)
    }

    private var totals: HTML {
        let rate = Double(summary.records) / max(summary.seconds, 0.001)
        let outcomes: [HTML] = RecordOutcome.allCases.filter { summary.count($0) > 0 }.map { outcome in
            let count = summary.count(outcome)
            return """
                <li class="\(outcome.rawValue)"><b>\(grouped(count))</b> \
                <span>\(outcome.rawValue)</span> <i>\(Self.share(count, summary.records))</i></li>

                """
        }
        return """
            <section aria-label="Totals">
            <ul class="tiles">
            <li class="all"><b>\(grouped(summary.records))</b> <span>\(summary.records == 1 ? "record" : "records")</span> \
            <i>\(grouped(Int(rate))) a second</i></li>
            \(outcomes)\
            \(callTile)</ul>
            \(bar)</section>

            """
    }

    private var callTile: HTML {
        guard description.knowsCalls else { return "" }
        return """
            <li class="all"><b>\(grouped(summary.calls))</b> <span>API calls</span> \
            <i>\(grouped(summary.retries)) of them repeated</i></li>

            """
    }

    /// The outcomes as parts of one bar.
    private var bar: HTML {
        guard summary.records > 0 else { return "" }
        var start = 0.0
        let parts: [HTML] = RecordOutcome.allCases.filter { summary.count($0) > 0 }.map { outcome in
            let width = 1000 * Double(summary.count(outcome)) / Double(summary.records)
            defer { start += width }
            return """
                <rect class="\(outcome.rawValue)" x="\(Self.text(start))" width="\(Self.text(width))" y="0" height="10"/>
                """
        }
        return """
            <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">\(parts)</svg>

            """
    }

    private var chart: HTML {
        let legend: [HTML] = RecordOutcome.allCases.filter { summary.count($0) > 0 }.map {
            "<li class=\"\($0.rawValue)\">\($0.rawValue)</li>\n"
        }
        let note = description.knowsCalls ? ", and calls of the API a second" : ""
        let calls: HTML = description.knowsCalls ? "<li class=\"calls\">API calls</li>\n" : ""
        return """
            <section aria-labelledby="timeline">
            <h2 id="timeline">Over time</h2>
            <p class="note">Records a second by outcome\(note).</p>
            \(TimelineChart(timeline).html)<ul class="legend">
            \(legend)\(calls)</ul>
            </section>

            """
    }

    private var footer: HTML {
        """
        <footer>
        <p><strong>This page may hold personal data:</strong> the records that were rejected or failed are in it as they stand \
        in the input. Keep it and pass it on only where the input itself might go, and delete it when it has served.</p>
        <p>Written by \(description.program). It loads nothing and sends nothing.</p>
        </footer>

        """
    }

    static func share(_ part: Int, _ whole: Int) -> String {
        let percent = 100 * Double(part) / Double(max(1, whole))
        return percent > 0 && percent < 0.1 ? "< 0.1 %" : "\(text(percent)) %"
    }

    private static func text(_ number: Double) -> String {
        let rounded = (number * 10).rounded() / 10
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
