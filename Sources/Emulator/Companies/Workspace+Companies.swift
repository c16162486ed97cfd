import JSON

extension Workspace {
    /// How many companies a contact can belong to.
    static let companiesPerContact = 1000

    func company(id: String) -> Company? { companySlots[id].map { companies[$0] } }
    func company(companyID: String) -> Company? { companySlotsByCompanyID[companyID].map { companies[$0] } }

    /// Creates a company, or updates the one that has the `company_id` already.
    mutating func saveCompany(_ fields: JSONObject, now: Int64) throws(APIError) -> Company {
        guard let companyID = fields["company_id"]?.identifierText, !companyID.isEmpty else {
            throw .missing("company_id")
        }
        let position = companySlotsByCompanyID[companyID] ?? insertCompany(companyID: companyID, now: now)
        return try updateCompany(at: position, fields, now: now)
    }

    mutating func updateCompany(id: String, _ fields: JSONObject, now: Int64) throws(APIError) -> Company {
        guard let position = companySlots[id] else { throw .companyNotFound }
        return try updateCompany(at: position, fields, now: now)
    }

    mutating func insertCompany(companyID: String, id: String? = nil, now: Int64) -> Int {
        let company = Company(
            id: id ?? identifiers.objectID(at: now), companyID: companyID, createdAt: now, updatedAt: now)
        companySlots[company.id] = companies.count
        companySlotsByCompanyID[companyID] = companies.count
        companies.append(company)
        return companies.count - 1
    }

    private mutating func updateCompany(at position: Int, _ fields: JSONObject, now: Int64) throws(APIError) -> Company
    {
        var company = companies[position]
        if let values = fields["custom_attributes"]?.object {
            for (name, value) in values {
                guard let attribute = attributes.custom(named: name, model: .company), !attribute.isArchived else {
                    throw .unknownCustomAttribute(name)
                }
                company.customAttributes[name] = value
            }
        }
        if let name = fields["name"]?.string { company.name = name }
        if let plan = fields["plan"]?.string { company.plan = plan }
        if let size = fields["size"]?.integer { company.size = size }
        if let website = fields["website"]?.string { company.website = website }
        if let industry = fields["industry"]?.string { company.industry = industry }
        if let spend = fields["monthly_spend"]?.wholeNumber { company.monthlySpend = spend }
        if let created = fields["remote_created_at"]?.integer { company.remoteCreatedAt = created }
        company.updatedAt = now
        companies[position] = company
        return company
    }

    /// Deletes a company, from every contact too.
    mutating func deleteCompany(_ id: String) throws(APIError) -> Company {
        guard let position = companySlots[id] else { throw .companyNotFound }
        let company = companies.remove(at: position)
        companySlots.removeAll()
        companySlotsByCompanyID.removeAll()
        for (position, company) in companies.enumerated() {
            companySlots[company.id] = position
            companySlotsByCompanyID[company.companyID] = position
        }
        for slot in 0..<contacts.count where contacts[slot].companies.contains(id) {
            update(slot) { $0.companies.removeAll { $0 == id } }
        }
        return company
    }

    /// Makes a contact a member; doing so twice changes nothing.
    mutating func attachCompany(_ id: String, to contactID: String, now: Int64) throws(APIError) -> Company {
        let slot = try activeSlot(contactID)
        guard let position = companySlots[id] else { throw .companyNotFound }
        if !contacts[slot].companies.contains(id) {
            guard contacts[slot].companies.count < Self.companiesPerContact else { throw .companyLimit }
            companies[position].contactCount += 1
            update(slot) {
                $0.companies.append(id)
                $0.updatedAt = now
            }
        }
        return companies[position]
    }

    mutating func detachCompany(_ id: String, from contactID: String, now: Int64) throws(APIError) -> Company {
        let slot = try activeSlot(contactID)
        guard let position = companySlots[id], contacts[slot].companies.contains(id) else { throw .companyNotFound }
        companies[position].contactCount -= 1
        update(slot) {
            $0.companies.removeAll { $0 == id }
            $0.updatedAt = now
        }
        return companies[position]
    }
}

extension JSONValue {
    /// An id, which clients send as a string or as a number.
    var identifierText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        default: nil
        }
    }

    /// A number without its fraction; nil for one beyond the range.
    var wholeNumber: Int64? { integer ?? number.flatMap { Int64(exactly: $0.rounded(.towardZero)) } }
}
