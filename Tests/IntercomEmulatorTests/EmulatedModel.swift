import Emulator
import Intercom

/// What a person must look like after the operations so far, by what these reported.
enum Fate: Equatable {
    case absent
    case present(name: String?, phone: Phone)
    case archived
    /// Deleted: Intercom says that an archived contact is in the way, or lets a new one be created.
    case deleted
    /// An operation ended in a way that leaves several possibilities.
    case uncertain

    /// A field that not every operation sets.
    enum Phone: Equatable {
        case known(String?)
        case unknown

        /// What is left of it after a write.
        func after(_ written: Field<String>) -> Phone { written.isAbsent ? self : .known(written.value) }

        func allows(_ phone: String?) -> Bool { self == .unknown || self == .known(phone) }
    }

    init(_ state: Emulator.Contact.State?) {
        switch state {
        case nil: self = .absent
        case .active: self = .present(name: "seed", phone: .known("seed"))
        default: self = .archived
        }
    }

    /// The fate after an operation; nil where the operation's result cannot be.
    func after(_ record: EmulatedHistory.Record) -> Fate? {
        switch record.result {
        case .success(let result): after(result, record.operation)
        case .failure(let error): after(error, record.operation)
        }
    }

    private func after(_ result: ContactResult, _ operation: ContactOperation) -> Fate? {
        let (name, written) = (operation.attributes.name.value, operation.attributes.phone)
        switch result.outcome {
        case .created:
            if case .present = self { return nil }
            return self == .archived ? nil : .present(name: name, phone: .known(written.value))
        case .updated, .unchanged:
            guard result.contact.name == name else { return nil }
            if self == .absent || self == .deleted { return nil }
            if self == .archived, !operation.restore { return nil }
            var phone = Phone.unknown.after(written)
            if case .present(_, let before) = self { phone = before.after(written) }
            return phone.allows(result.contact.phone) ? .present(name: name, phone: phone) : nil
        case .deleted:
            if case .present = self { return .deleted }
            return self == .uncertain ? .deleted : nil
        }
    }

    private func after(_ error: IntercomError, _ operation: ContactOperation) -> Fate? {
        if error.mayHaveBeenApplied { return .uncertain }
        switch error.code {
        case .notFound:
            if case .present = self { return nil }
            return operation.kind == .upsert ? nil : self
        case .archived:
            if case .present = self { return nil }
            return self == .absent ? nil : self
        case .unavailable, .timeout, .rateLimited, .unexpectedResponse:
            // The contact may have been brought back before what failed was sent.
            return self == .archived && operation.restore ? .uncertain : self
        default: return nil
        }
    }
}
