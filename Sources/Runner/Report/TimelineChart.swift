internal import Foundation

/// Draws a timeline as SVG: stacked bars of records a second by outcome, and a line of calls a second.
struct TimelineChart {
    private static let width = 960.0
    private static let height = 260.0
    private static let left = 56.0
    private static let right = 12.0
    private static let top = 12.0
    private static let bottom = 28.0

    private let timeline: Timeline
    /// The greatest value on the axis, in something a second.
    private let peak: Double
    private let seconds: Double

    init(_ timeline: Timeline) {
        self.timeline = timeline
        let most = timeline.slots.map { max($0.records, $0.calls) }.max() ?? 0
        peak = Self.round(Double(most) / timeline.slotSeconds)
        seconds = timeline.slotSeconds * Double(max(1, timeline.slots.count))
    }

    /// The drawing, or a word where there is nothing to draw.
    var html: HTML {
        guard !timeline.slots.isEmpty, peak > 0 else { return "<p class=\"none\">Nothing happened.</p>" }
        return """
            <svg class="chart" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" \
            aria-label="Records and calls a second over the time of the run">
            \(grid)\(times)<g>\(bars)</g>
            <polyline class="calls" points="\(callPoints)"/>
            </svg>

            """
    }

    private func x(_ time: Double) -> Double {
        Self.left + (Self.width - Self.left - Self.right) * time / seconds
    }

    private func y(_ rate: Double) -> Double {
        Self.height - Self.bottom - (Self.height - Self.top - Self.bottom) * rate / peak
    }

    private var grid: [HTML] {
        (0...4).map { step in
            let rate = peak * Double(step) / 4
            return """
                <line class="grid" x1="\(Self.text(Self.left))" x2="\(Self.text(Self.width - Self.right))" \
                y1="\(Self.text(y(rate)))" y2="\(Self.text(y(rate)))"/>
                <text class="tick" x="\(Self.text(Self.left - 8))" y="\(Self.text(y(rate) + 4))" \
                text-anchor="end">\(Self.label(rate))</text>

                """
        }
    }

    private var times: [HTML] {
        (0...4).map { step in
            let time = seconds * Double(step) / 4
            let anchor = step == 0 ? "start" : step == 4 ? "end" : "middle"
            return """
                <text class="tick" x="\(Self.text(x(time)))" y="\(Self.text(Self.height - 8))" \
                text-anchor="\(anchor)">\(Self.time(time))</text>

                """
        }
    }

    private var bars: [HTML] {
        timeline.slots.enumerated().flatMap { index, slot -> [HTML] in
            let start = x(Double(index) * timeline.slotSeconds)
            let width = max(0.5, x(Double(index + 1) * timeline.slotSeconds) - start - 1)
            var below = 0
            return RecordOutcome.allCases.compactMap { outcome in
                guard let count = slot.outcomes[outcome] else { return nil }
                let base = y(Double(below) / timeline.slotSeconds)
                below += count
                let head = y(Double(below) / timeline.slotSeconds)
                let hint = "\(Self.time(Double(index) * timeline.slotSeconds)): \(count) \(outcome.rawValue)"
                return """
                    <rect class="\(outcome.rawValue)" x="\(Self.text(start))" y="\(Self.text(head))" \
                    width="\(Self.text(width))" height="\(Self.text(base - head))"><title>\(hint)</title></rect>

                    """
            }
        }
    }

    private var callPoints: String {
        timeline.slots.enumerated().map { index, slot in
            let middle = x((Double(index) + 0.5) * timeline.slotSeconds)
            return Self.text(middle) + "," + Self.text(y(Double(slot.calls) / timeline.slotSeconds))
        }.joined(separator: " ")
    }

    /// The next number that is 1, 2, 4 or 8 times a power of ten, so that a quarter of it reads well.
    private static func round(_ rate: Double) -> Double {
        guard rate > 0 else { return 0 }
        let unit = pow(10, floor(log10(rate)))
        return ([1, 2, 4, 8, 10].first { $0 * unit >= rate } ?? 10) * unit
    }

    private static func text(_ number: Double) -> String { String((number * 10).rounded() / 10) }

    private static func label(_ rate: Double) -> String {
        rate >= 4 || rate == 0 ? grouped(Int(rate)) : String((rate * 100).rounded() / 100)
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 10 ? String((seconds * 100).rounded() / 100) + " s" : ProgressSnapshot.duration(seconds)
    }
}
