/// The countries' codes that numbers begin with, as assigned in ITU-T E.164 (list of 2016 and its amendments).
enum CallingCodes {
    private static let known: Set<String> = {
        let short = """
            1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 \
            86 90 91 92 93 94 95 98
            """
        let singles = """
            211 212 213 216 218 290 291 297 298 299 385 386 387 389 420 421 423 670 800 808 850 852 853 855 856 870 878 880 \
            881 882 883 886 888 979 998
            """
        let ranges = [
            220...258, 260...269, 350...359, 370...383, 500...509, 590...599, 672...683, 685...692, 960...968,
            970...977,
            992...996,
        ]
        let listed = (short + " " + singles).split(separator: " ").map(String.init)
        return Set(listed + ranges.flatMap { $0.map(String.init) })
    }()

    /// The code that the digits begin with. No code is the beginning of another.
    static func prefix(of digits: String) -> String? {
        (1...3).lazy.map { String(digits.prefix($0)) }.first { known.contains($0) }
    }
}
