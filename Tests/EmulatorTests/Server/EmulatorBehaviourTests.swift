import Testing

@testable import Emulator

/// What is not known of Intercom, set by name.
@Suite struct EmulatorBehaviourTests {
    /// The defaults with one option set; nil where it is refused.
    private func with(_ setting: String) -> EmulatorBehaviour? {
        var behaviour = EmulatorBehaviour()
        let isSet = behaviour.set(setting)
        return isSet ? behaviour : nil
    }

    @Test func everyOptionTakesEveryValueThatItNames() throws {
        for name in EmulatorBehaviour.names {
            let parts = name.split(separator: "=")
            for (index, value) in parts[1].split(separator: "|").enumerated() where value != "N" {
                let behaviour = try #require(with("\(parts[0])=\(value)"), "\(name)")
                // The default comes first; numbers have defaults of their own.
                if !parts[1].hasPrefix("N|") { #expect((behaviour == EmulatorBehaviour()) == (index == 0), "\(name)") }
            }
        }
        #expect(EmulatorBehaviour.names.count == 15)
    }

    @Test func numbersAndNone() {
        #expect(with("maximum-length=255")?.maximumLength == 255)
        #expect(with("maximum-length=any") == EmulatorBehaviour())
        #expect(with("deletion-grace=never")?.deletionGrace == .some(nil))
        #expect(with("maximum-search-values=15")?.maximumSearchValues == 15)
    }

    @Test(arguments: [
        "", "nothing", "nothing=1", "empty-update", "empty-update=", "maximum-length=0", "maximum-length=x",
    ])
    func nonsenseIsRefused(_ setting: String) {
        #expect(with(setting) == nil)
    }
}
