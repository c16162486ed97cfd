extension PhonePlan {
    /// The plans of major countries, as the ITU's national numbering plans have them
    /// (https://www.itu.int/oth/T0202.aspx). Short, freephone and premium numbers are left out where their shape is not
    /// that of others. Argentina and Luxembourg are not here: what is certain of their numbers takes more than this.
    static let table: [PhonePlan] =
        // The North American plan, of many countries under one code.
        ["US", "CA", "PR", "DO", "JM", "TT", "BS", "BB", "BM"].map {
            PhonePlan($0, "1", trunk: "1", from: "011", ["[2-9][0-9][0-9][2-9] 10"])
        } + europe + asia + elsewhere

    private static let europe: [PhonePlan] = [
        PhonePlan("AT", "43", trunk: "0", ["[1-9] 7-13"]),
        PhonePlan("BE", "32", trunk: "0", ["[1-9] 8", "4[5-9] 9"]),
        PhonePlan("BG", "359", trunk: "0", ["[2-9] 7-9"]),
        PhonePlan("CH", "41", trunk: "0", ["[2-9] 9"]),
        PhonePlan("CZ", "420", ["[2-79] 9"]),
        PhonePlan("DE", "49", trunk: "0", ["[2-9] 7-11", "1[5-7] 10-11"]),
        PhonePlan("DK", "45", ["[2-9] 8"]),
        PhonePlan("EE", "372", ["[3-7] 7", "5 8"]),
        PhonePlan("ES", "34", ["[5-9] 9"]),
        PhonePlan("FI", "358", trunk: "0", ["[1-9] 6-11"]),
        PhonePlan("FR", "33", trunk: "0", ["[1-9] 9"]),
        PhonePlan("GB", "44", trunk: "0", ["[1-35789] 10"]),
        PhonePlan("GR", "30", ["[2678] 10"]),
        PhonePlan("HR", "385", trunk: "0", ["[1-9] 8-9"]),
        PhonePlan("HU", "36", trunk: "06", ["[1-9] 8", "[2357]0 9", "31 9"]),
        PhonePlan("IE", "353", trunk: "0", ["[1-9] 8-9", "[1-9] 7"]),
        PhonePlan("IS", "354", ["[4-8] 7"]),
        PhonePlan("IT", "39", ["0 6-11", "3 9-10"]),
        PhonePlan("LT", "370", trunk: "0 8", ["[3-7] 8"]),
        PhonePlan("LV", "371", ["[268] 8"]),
        PhonePlan("NL", "31", trunk: "0", ["[1-9] 9"]),
        PhonePlan("NO", "47", ["[2-9] 8"]),
        PhonePlan("PL", "48", ["[1-9] 9"]),
        PhonePlan("PT", "351", ["[236-9] 9"]),
        PhonePlan("RO", "40", trunk: "0", ["[237] 9"]),
        PhonePlan("RU", "7", trunk: "8", from: "810", ["[3489] 10"]),
        PhonePlan("SE", "46", trunk: "0", ["[1-9] 7-9"]),
        PhonePlan("SI", "386", trunk: "0", ["[1-7] 8"]),
        PhonePlan("SK", "421", trunk: "0", ["[2-9] 9"]),
        PhonePlan("UA", "380", trunk: "0", ["[3-9] 9"]),
    ]

    private static let asia: [PhonePlan] = [
        PhonePlan("AE", "971", trunk: "0", ["[2-4679] 8", "5 9"]),
        PhonePlan("CN", "86", ["1[3-9] 11"]),
        PhonePlan("HK", "852", from: "001", ["[2-9] 8"]),
        PhonePlan("ID", "62", trunk: "0", from: "001", ["[2-79] 7-11", "8 9-12"]),
        PhonePlan("IL", "972", trunk: "0", ["[2-489] 8", "[57] 9"]),
        PhonePlan("IN", "91", trunk: "0", ["[1-9] 10"]),
        PhonePlan("JP", "81", trunk: "0", from: "010", ["[1-9] 9", "[5-9]0 10"]),
        PhonePlan("KR", "82", trunk: "0", from: "001", ["2 8-9", "[3-6] 9-10", "1 9-10", "70 10"]),
        PhonePlan("KZ", "7", trunk: "8", from: "810", ["[67] 10"]),
        PhonePlan("MY", "60", trunk: "0", ["1 9-10", "[3-9] 8-9"]),
        PhonePlan("PH", "63", trunk: "0", ["9 10", "2 9", "[3-8] 9"]),
        PhonePlan("SA", "966", trunk: "0", ["[159] 9"]),
        PhonePlan("SG", "65", from: "001", ["[3689] 8"]),
        PhonePlan("TH", "66", trunk: "0", from: "001", ["[2-57] 8", "[689] 9"]),
        PhonePlan("TR", "90", trunk: "0", ["[2-58] 10"]),
        PhonePlan("TW", "886", trunk: "0", from: "002", ["9 9", "[2-8] 8-9"]),
        PhonePlan("VN", "84", trunk: "0", ["[35789] 9", "2 10"]),
    ]

    private static let elsewhere: [PhonePlan] = [
        PhonePlan("AU", "61", trunk: "0", from: "0011", ["[23478] 9"]),
        PhonePlan("BR", "55", ["[1-9][1-9][2-5] 10", "[1-9][1-9]9 11"]),
        PhonePlan("CL", "56", ["[2-9] 9"]),
        PhonePlan("CO", "57", ["3 10", "60 10"]),
        PhonePlan("EG", "20", trunk: "0", ["1[0-2] 10", "[2-9] 8-9", "15 10"]),
        PhonePlan("KE", "254", trunk: "0", ["[17] 9"]),
        PhonePlan("MX", "52", ["[2-9] 10"]),
        PhonePlan("NG", "234", trunk: "0", from: "009", ["[789][01] 10", "[1-9] 8"]),
        PhonePlan("NZ", "64", trunk: "0", ["[34679] 8", "2 8-10"]),
        PhonePlan("PE", "51", trunk: "0", ["9 9", "[1-8] 8"]),
        PhonePlan("ZA", "27", trunk: "0", ["[1-8] 9"]),
    ]
}
