internal import JSON

extension RecordBatch {
    /// How many of the records are not passed over.
    package var held: Int { count - passedOver }

    /// Leaves all but the first `limit` of those away that are not passed over.
    func truncate(to limit: Int) {
        guard held > limit else { return }
        var left = limit
        let end = places.firstIndex { place in
            if !place.isPassedOver { left -= 1 }
            return left < 0
        }
        if let end { places.removeSubrange(end...) }
        passedOver = places.count { $0.isPassedOver }
    }

    /// Passes over the records of other shards; they keep their numbers.
    func keep(_ shard: RecordShard, emptyCells: CSVOptions.EmptyCells, _ parser: JSONParser) {
        for position in places.indices where !shard.holds(item(at: position, emptyCells, parser)) {
            places[position] = places[position].passedOver
            rejections[position] = nil
            passedOver += 1
        }
    }

    /// What a reader that yields one by one yields.
    func item(at position: Int, _ emptyCells: CSVOptions.EmptyCells, _ parser: JSONParser) -> RecordItem {
        if let rejection = rejections[position] { return .rejected(rejection) }
        let payload: Record.Payload
        switch memory {
        case .rows(let storage, let header):
            payload = .row(
                CSVRow(
                    header: header, emptyCells: emptyCells, storage: storage, firstCell: Int(places[position].start)))
        case .documents:
            do {
                let document = try parser.parse(document(at: position), isPadded: true)
                guard document.root.kind == .object else {
                    let message = "expected an object, found \(document.root.kind.article)"
                    return .rejected(rejection(at: position, because: message, offset: nil))
                }
                payload = .document(document)
            } catch {
                return .rejected(rejection(at: position, because: error.message, offset: error.offset))
            }
        }
        return .record(
            Record(index: firstNumber + position, line: Int(places[position].line), source: source, payload: payload))
    }
}
