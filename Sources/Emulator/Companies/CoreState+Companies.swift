import JSON

extension CoreState {
    /// One company by `company_id` or `name`, or all of them in pages.
    func listCompanies(_ call: Call) throws(APIError) -> [UInt8] {
        let encoder = records(call)
        if let companyID = call.target.parameter("company_id") {
            guard let company = workspace.company(companyID: companyID) else { throw .companyNotFound }
            return single { encoder.append(company, to: &$0) }
        }
        if let name = call.target.parameter("name") {
            guard let company = workspace.companies.first(where: { $0.name == name }) else { throw .companyNotFound }
            return single { encoder.append(company, to: &$0) }
        }
        return try page(of: workspace.companies, call)
    }

    /// - Parameter alsoNamed: whether the members stand under `companies` too.
    private func page(
        of companies: [Company], alsoNamed: Bool = false, _ call: Call
    ) throws(APIError) -> [UInt8] {
        let page = try NumberedPage(of: companies.count, for: call)
        let encoder = records(call)
        return list(companies[page.range]) {
            encoder.append($0, to: &$1)
        } end: { out in
            if alsoNamed {
                out.append(#","companies":"#)
                out.append(list: companies[page.range]) { encoder.append($0, to: &$1) }
            }
            page.appendEnd(.url(of: call), to: &out)
        }
    }

    mutating func saveCompany(_ call: Call) throws(APIError) -> [UInt8] {
        let company = try workspace.saveCompany(try call.body(), now: call.now)
        return single { records(call).append(company, to: &$0) }
    }

    func getCompany(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard let company = workspace.company(id: id) else { throw .companyNotFound }
        return single { records(call).append(company, to: &$0) }
    }

    mutating func updateCompany(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let company = try workspace.updateCompany(id: id, try call.body(), now: call.now)
        return single { records(call).append(company, to: &$0) }
    }

    mutating func deleteCompany(_ id: String) throws(APIError) -> [UInt8] {
        let company = try workspace.deleteCompany(id)
        return single { out in
            out.append(#"{"id":"#)
            out.append(json: company.id)
            out.append(#","object":"company","deleted":true}"#)
        }
    }

    /// A contact's companies, under both names that the description has for them: `companies` in the schema, which
    /// clients are made from, and `data` in its examples, which are made from answers.
    func listCompanies(of id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let slot = try workspace.activeSlot(id)
        let companies = workspace.contacts[slot].companies.compactMap { workspace.company(id: $0) }
        return try page(of: companies, alsoNamed: true, call)
    }

    mutating func attachCompany(to id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let body = try call.body()
        _ = try workspace.activeSlot(id)
        guard let companyID = body["id"]?.identifierText, !companyID.isEmpty else { throw .companyNotSpecified }
        let company = try workspace.attachCompany(companyID, to: id, now: call.now)
        return single { records(call).append(company, to: &$0) }
    }

    mutating func detachCompany(_ companyID: String, from id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let company = try workspace.detachCompany(companyID, from: id, now: call.now)
        return single { records(call).append(company, to: &$0) }
    }
}
