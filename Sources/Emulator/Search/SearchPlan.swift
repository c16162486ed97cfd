/// Which contacts a filter can match at all, by the indexes: a query over emails, external ids or ids looks at these
/// contacts only and not at all of them.
struct SearchPlan {
    let table: ContactTable

    /// The slots to look at, in order; nil: all of them.
    func candidates(_ filter: SearchFilter) -> [Int]? {
        unordered(filter).map { Set($0).sorted() }
    }

    private func unordered(_ filter: SearchFilter) -> [Int]? {
        switch filter {
        case .comparison(let comparison): return candidates(comparison)
        case .all(let filters):
            return filters.compactMap(unordered).min { $0.count < $1.count }
        case .any(let filters):
            var union: [Int] = []
            for filter in filters {
                guard let slots = unordered(filter) else { return nil }
                union += slots
            }
            return union
        }
    }

    private func candidates(_ comparison: SearchComparison) -> [Int]? {
        guard comparison.operator == .equals || comparison.operator == .isIn,
            case .texts(let texts) = comparison.operand
        else { return nil }
        if comparison.field.isEmail { return texts.flatMap(table.slots(email:)) }
        if comparison.field.isExternalID { return texts.flatMap(table.slots(externalID:)) }
        if comparison.field.isID { return texts.compactMap(table.slot(id:)) }
        return nil
    }
}
