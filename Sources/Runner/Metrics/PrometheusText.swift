/// Metrics in the text format of Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
public struct PrometheusText: Sendable {
    public typealias Labels = [(name: String, value: String)]

    public private(set) var text = ""
    private let prefix: String
    private let labels: Labels

    /// - Parameters:
    ///   - prefix: what the names of all metrics begin with.
    ///   - labels: what all samples have.
    public init(prefix: String, labels: Labels) {
        self.prefix = prefix
        self.labels = labels
    }

    /// A number that only grows; its name ends in `_total`.
    public mutating func counter(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]) {
        family(name, help, "counter")
        for sample in samples { add(name, sample.labels, sample.value) }
    }

    public mutating func counter(_ name: String, _ help: String, _ value: Double) {
        counter(name, help, [([], value)])
    }

    /// A number that grows and falls.
    public mutating func gauge(_ name: String, _ help: String, _ value: Double) {
        family(name, help, "gauge")
        add(name, [], value)
    }

    /// - Parameters:
    ///   - bounds: up to which each count but the last counts.
    ///   - counts: one more than there are bounds.
    public mutating func histogram(_ name: String, _ help: String, bounds: [Double], counts: [Int], sum: Double) {
        family(name, help, "histogram")
        var total = 0
        for (bound, count) in zip(bounds.map(Self.number) + ["+Inf"], counts) {
            total += count
            add(name + "_bucket", [("le", bound)], Double(total))
        }
        add(name + "_sum", [], sum)
        add(name + "_count", [], Double(total))
    }

    private mutating func family(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(prefix)\(name) \(Self.escaped(help, quotes: false))\n# TYPE \(prefix)\(name) \(type)\n"
    }

    private mutating func add(_ name: String, _ more: Labels, _ value: Double) {
        let pairs = (labels + more).map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
        let braces = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        text += "\(prefix)\(name)\(braces) \(Self.number(value))\n"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return quotes ? escaped.replacing("\"", with: "\\\"") : escaped
    }
}
