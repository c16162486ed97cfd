import Testing

@testable import IntercomScripting

struct PhoneNumberTests {
    @Test(
        arguments: [
            ("+1 415 555 2671", nil, "+14155552671"), ("00442079460018", nil, "+442079460018"),
            ("+44 (0)20 7946-0018", nil, "+442079460018"), ("+4402079460018", nil, "+442079460018"),
            ("tel:+49-30-123456", nil, "+4930123456"), ("+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨", nil, "+442079460018"),
            ("+376 312 345", nil, "+376312345"), ("+39 06 6982 1234", nil, "+390669821234"),
            ("+15552234567", "DE", "+15552234567"),
            ("(415) 555-2671", "US", "+14155552671"), ("1-415-555-2671", "us", "+14155552671"),
            ("415.555.2671 x204", "US", "+14155552671"), ("415 555 2671 ext. 12", "CA", "+14155552671"),
            ("011 44 20 7946 0018", "US", "+442079460018"), ("0044 20 7946 0018", "US", "+442079460018"),
            ("020 7946 0018", "GB", "+442079460018"), ("7911 123456", "GB", "+447911123456"),
            ("447911123456", "GB", "+447911123456"), ("030/123456", "DE", "+4930123456"),
            ("0171 1234567", "DE", "+491711234567"),
            ("06 12 34 56 78", "FR", "+33612345678"), ("612345678", "FR", "+33612345678"),
            ("612 345 678", "ES", "+34612345678"),
            ("06 6982 1234", "IT", "+390669821234"), ("0470 12 34 56", "BE", "+32470123456"),
            ("02 123 45 67", "BE", "+3221234567"),
            ("06 30 123 4567", "HU", "+36301234567"), ("8 (912) 345-67-89", "RU", "+79123456789"),
            ("8 701 234 5678", "KZ", "+77012345678"), ("090-1234-5678", "JP", "+819012345678"),
            ("138 1234 5678", "CN", "+8613812345678"),
            ("98765 43210", "IN", "+919876543210"), ("09876543210", "IN", "+919876543210"),
            ("0412 345 678", "AU", "+61412345678"),
            ("0011 44 20 7946 0018", "AU", "+442079460018"), ("(11) 91234-5678", "BR", "+5511912345678"),
            ("55 1234 5678", "MX", "+525512345678"), ("8 612 34567", "LT", "+37061234567"),
            ("91234567", "SG", "+6591234567"),
            ("050 123 4567", "AE", "+971501234567"),
        ] as [(String, String?, String)])
    func isCertainOf(raw: String, country: String?, number: String) throws {
        #expect(try PhoneNumber(raw, in: country.flatMap { PhonePlan.of(country: $0) }).text == number)
    }

    @Test(
        arguments: [
            ("", nil, "has no digits"), ("n/a", nil, "has n in it"),
            ("555-2671", nil, "has no country code, and no country was given"),
            ("555-2671", "US", "is no certain number of US"), ("1-800-FLOWERS", "US", "has F in it"),
            ("4.47911E+11", "GB", "has E in it"), ("447911123456.0", "GB", "is no certain number of GB"),
            ("30123456", "DE", "is no certain number of DE"), ("+999 12345678", nil, "begins with no country's code"),
            ("+44 123", nil, "has 5 digits"), ("+1 155 555 2671", nil, "is no certain number behind +1"),
            ("+49 12", nil, "has 4 digits"), ("+1234567890123456", nil, "has 16 digits"),
            ("0412 345", "AU", "is no certain number of AU"),
            ("020 7946 0018 / 020 7946 0019", "GB", "is no certain number of GB"),
            ("+", nil, "has no digits"),
        ] as [(String, String?, String)])
    func leavesWhatIsNotCertain(raw: String, country: String?, reason: String) {
        #expect(throws: PhoneNumber.Refusal(reason: reason)) {
            try PhoneNumber(raw, in: country.flatMap { PhonePlan.of(country: $0) })
        }
    }

    @Test func everyPlanCanBeReadAndAcceptsSomething() {
        for plan in PhonePlan.table {
            #expect(CallingCodes.prefix(of: plan.code + "234567") == plan.code, "\(plan.country)")
            let accepted = (4...12).contains { length in
                (0...9).contains { first in
                    (0...9).contains { second in
                        plan.accepts("\(first)\(second)2" + String(repeating: "2", count: length - 3))
                    }
                }
            }
            #expect(accepted, "\(plan.country)")
        }
        #expect(PhonePlan.of(country: "xx") == nil)
        #expect(PhonePlan.countries.count == PhonePlan.table.count)
    }

    @Test func noCallingCodeIsTheBeginningOfAnother() {
        for code in (1...999).map(String.init) {
            guard CallingCodes.prefix(of: code) == code else { continue }
            for next in 0...9 { #expect(CallingCodes.prefix(of: code + "\(next)") == code) }
        }
    }

    @Test func readsShapes() throws {
        let shape = try #require(PhonePlan.Shape("4[2-57]1 5-6"))
        #expect(shape.matches("42112") && shape.matches("45112") && shape.matches("471123"))
        #expect(
            !shape.matches("46112") && !shape.matches("42212") && !shape.matches("4211") && !shape.matches("4211234"))
        #expect(PhonePlan.Shape("[1") == nil)
        #expect(PhonePlan.Shape("1 9-5") == nil)
    }
}
