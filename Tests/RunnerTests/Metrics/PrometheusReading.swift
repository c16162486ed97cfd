import Testing

/// Metrics as Prometheus reads them from its text format, version 0.0.4.
struct PrometheusReading {
    struct Family {
        var type: String
        var samples: [Sample] = []
    }

    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    /// Why the text is none of metrics.
    struct Mistake: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var families: [String: Family] = [:]

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Mistake(description: "the last line has no end") }
        var helped: Set<Substring> = []
        var current: String?
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if let match = line.wholeMatch(of: #/# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ([^\n]+)/#) {
                guard helped.insert(match.1).inserted else { throw Mistake(description: "helped twice: \(line)") }
            } else if let match = line.wholeMatch(of: #/# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/#) {
                let name = String(match.1)
                guard families[name] == nil, helped.contains(match.1) else {
                    throw Mistake(description: "out of place: \(line)")
                }
                families[name] = Family(type: String(match.2))
                current = name
            } else {
                let sample = try Self.sample(line)
                guard let current, Self.names(current, families[current]?.type).contains(sample.name) else {
                    throw Mistake(description: "not of the family before it: \(line)")
                }
                families[current]?.samples.append(sample)
            }
        }
        for (name, family) in families where family.type == "histogram" { try Self.check(name, family) }
    }

    /// The value of the only sample of a name that has these labels.
    func value(_ name: String, _ labels: [String: String] = [:]) throws -> Double {
        let samples = families.values.flatMap(\.samples).filter { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }
        return try #require(samples.count == 1 ? samples[0] : nil, "\(name): \(samples)").value
    }

    private static func names(_ family: String, _ type: String?) -> [String] {
        type == "histogram" ? ["_bucket", "_sum", "_count"].map { family + $0 } : [family]
    }

    private static func sample(_ line: Substring) throws -> Sample {
        guard let match = line.wholeMatch(of: #/([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/#) else {
            throw Mistake(description: "no sample: \(line)")
        }
        guard let value = match.3 == "+Inf" ? .infinity : Double(String(match.3)) else {
            throw Mistake(description: "no number: \(line)")
        }
        var labels: [String: String] = [:]
        var rest = match.2 ?? ""
        while !rest.isEmpty {
            guard let label = rest.prefixMatch(of: #/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/#),
                labels.updateValue(Self.unescaped(label.2), forKey: String(label.1)) == nil
            else { throw Mistake(description: "no labels: \(line)") }
            rest = rest[label.range.upperBound...]
        }
        return Sample(name: String(match.1), labels: labels, value: value)
    }

    private static func unescaped(_ text: Substring) -> String {
        var characters = text.makeIterator()
        var plain = ""
        while let character = characters.next() {
            if character != "\\" {
                plain.append(character)
            } else if let escaped = characters.next() {
                plain.append(escaped == "n" ? "\n" : escaped)
            }
        }
        return plain
    }

    /// Buckets count all that is in the ones before, and the last is the count of all.
    private static func check(_ name: String, _ family: Family) throws {
        let buckets = family.samples.filter { $0.name == name + "_bucket" }
        let bounds = buckets.map { $0.labels["le"] == "+Inf" ? .infinity : Double($0.labels["le"] ?? "") ?? .nan }
        guard bounds == bounds.sorted(), bounds.last == .infinity,
            buckets.map(\.value) == buckets.map(\.value).sorted(),
            buckets.last?.value == family.samples.first(where: { $0.name == name + "_count" })?.value
        else { throw Mistake(description: "no histogram: \(name)") }
    }
}
