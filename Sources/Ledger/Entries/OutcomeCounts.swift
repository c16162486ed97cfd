/// The count of each outcome as one text: `created=8 rejected=2`.
package struct OutcomeCounts {
    package let counts: [String: Int]

    package init(_ counts: [String: Int]) { self.counts = counts }

    package init(_ text: String) {
        let pairs = text.split(separator: " ").compactMap { pair -> (String, Int)? in
            let parts = pair.split(separator: "=")
            guard parts.count == 2, let count = Int(parts[1]) else { return nil }
            return (String(parts[0]), count)
        }
        counts = Dictionary(pairs) { $1 }
    }

    package var text: String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}
