internal import Intercom

extension OverlayService {
    /// What the overlay says of a contact at some moment.
    public struct Mark: Sendable {
        let id: String
        let written: Contact?
        let gone: (contact: Contact, absence: Overlay.Absence)?
    }

    /// What the overlay says of a contact now.
    public func mark(of id: String) -> Mark {
        overlay.withLock { Mark(id: id, written: $0.written[id], gone: $0.gone[id]) }
    }

    /// What the overlay said of a contact before it created it.
    public static func markBeforeCreation(of id: String) -> Mark { Mark(id: id, written: nil, gone: nil) }

    /// Takes back what was written to a contact since.
    public func goBack(to mark: Mark) {
        overlay.withLock { overlay in
            if let written = mark.written {
                overlay.write(written)
            } else if let gone = mark.gone {
                overlay.take(gone.contact, outOfSight: gone.absence)
            } else {
                overlay.forget(mark.id)
            }
        }
    }
}
