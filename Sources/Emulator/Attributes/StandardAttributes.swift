/// The attributes that every workspace has, as recorded for contacts and as the OpenAPI file shows them for companies.
enum StandardAttributes {
    /// Those that come before the custom ones in a list.
    static let first = contactFirst + companyFirst
    /// Those that come after them.
    static let last = contactLast + companyLast

    /// All names, full and short: none can be taken by a custom attribute of the same model.
    static let names: Set<String> = Set((first + last).flatMap { [$0.model.rawValue + "/" + $0.name] })

    private static let contactFirst: [DataAttribute] = [
        DataAttribute(
            standard: "role", .contact, "Contact role", .string, apiWritable: true,
            "A person's role in their company, such as the name of their department"),
        DataAttribute(
            standard: "name", .contact, "Name", .string, apiWritable: true, uiWritable: true,
            "A person's full name"),
        DataAttribute(
            standard: "owner_id", .contact, "Owner", .integer, apiWritable: true,
            "The teammate that owns a lead or user in Intercom"),
        DataAttribute(
            standard: "email", .contact, "Email", .string, apiWritable: true, uiWritable: true,
            "The email address assigned to a user or lead"),
        DataAttribute(
            standard: "phone", .contact, "Phone", .string, apiWritable: true, uiWritable: true,
            "A person's phone number"),
        DataAttribute(
            standard: "external_id", .contact, "User ID", .string, apiWritable: true,
            "A number identifying a person (applies to both users and leads)"),
        DataAttribute(
            standard: "created_at", .contact, "First Seen", .date, apiWritable: false,
            "The first day a person visited your site or app"),
        DataAttribute(
            standard: "signed_up_at", .contact, "Signed up", .date, apiWritable: true,
            "The day a person first signed up for your product"),
        DataAttribute(
            standard: "last_seen_at", .contact, "Last seen", .date, apiWritable: true,
            "The last day a person visited your site or app"),
        DataAttribute(
            standard: "last_contacted_at", .contact, "Last contacted", .date, apiWritable: false,
            "The last day you or a teammate contacted a person"),
        DataAttribute(
            standard: "last_replied_at", .contact, "Last heard from", .date, apiWritable: false,
            "The last day a person contacted you via a message or email"),
        DataAttribute(
            standard: "last_email_opened_at", .contact, "Last opened email", .date, apiWritable: false,
            "The last day a person opened an email"),
        DataAttribute(
            standard: "last_email_clicked_at", .contact, "Last clicked on link in email", .date, apiWritable: false,
            "The last day a person clicked on a link in an email"),
        DataAttribute(
            standard: "location.country", .contact, "Country", .string, apiWritable: false,
            "The country a person is in (or their IP address location)"),
        DataAttribute(
            standard: "location.region", .contact, "Region", .string, apiWritable: false,
            "A subdivision of a country, such as a state, province or territory"),
        DataAttribute(
            standard: "location.city", .contact, "City", .string, apiWritable: false,
            "The city a person is in (or their IP address location)"),
        DataAttribute(
            standard: "browser_language", .contact, "Browser Language", .string, apiWritable: false,
            "The language set by the browser a person is using"),
        DataAttribute(
            standard: "language_override", .contact, "Language Override", .string, apiWritable: false,
            "A preferred language setting for a person, used by the Intercom Messenger even if their browser settings change"
        ),
        DataAttribute(
            standard: "browser", .contact, "Browser", .string, apiWritable: false,
            "The browser a person is using"),
        DataAttribute(
            standard: "browser_version", .contact, "Browser Version", .string, apiWritable: false,
            "The precise version of the browser a person is using"),
        DataAttribute(
            standard: "os", .contact, "OS", .string, apiWritable: false,
            "The operating system a person is using"),
        DataAttribute(
            standard: "unsubscribed_from_emails", .contact, "Unsubscribed from Emails", .boolean, apiWritable: true,
            "Has a person unsubscribed from emails from your team?"),
        DataAttribute(
            standard: "marked_email_as_spam", .contact, "Marked email as spam", .boolean, apiWritable: false,
            "Has a person marked an email from your team as spam?"),
        DataAttribute(
            standard: "has_hard_bounced", .contact, "Has hard bounced", .boolean, apiWritable: false,
            "Has an email sent from your team to a person bounced?"),
    ]

    private static let contactLast: [DataAttribute] = [
        DataAttribute(
            standard: "id", .contact, "ID", .string, apiWritable: false,
            "The Intercom defined id representing the user"),
        DataAttribute(
            standard: "avatar", .contact, "Avatar image url", .string, apiWritable: true,
            "An avatar image URL"),
        DataAttribute(
            standard: "updated_at", .contact, "Updated at", .date, apiWritable: false,
            "The last time the user was updated"),
        DataAttribute(
            standard: "workspace_id", .contact, "Workspace ID", .string, apiWritable: false,
            "The Intercom defined id representing the workspace"),
        DataAttribute(
            standard: "android_app_name", .contact, "Android App name", .string, apiWritable: false,
            "The name of Android app a person is using"),
        DataAttribute(
            standard: "android_sdk_version", .contact, "Android SDK version", .string, apiWritable: false,
            "The version of the Android SDK a person is using"),
        DataAttribute(
            standard: "ios_app_name", .contact, "iOS App name", .string, apiWritable: false,
            "The name of iOS app a person is using"),
        DataAttribute(
            standard: "ios_sdk_version", .contact, "iOS SDK version", .string, apiWritable: false,
            "The version of the iOS SDK a person is using"),
    ]

    private static let companyFirst: [DataAttribute] = [
        DataAttribute(
            standard: "name", .company, "Company name", .string, apiWritable: true,
            "The name of a company"),
        DataAttribute(
            standard: "company_id", .company, "Company ID", .string, apiWritable: false,
            "A number identifying a company"),
        DataAttribute(
            standard: "last_request_at", .company, "Company last seen", .date, apiWritable: false,
            "The last day anyone from a company visited your site or app"),
        DataAttribute(
            standard: "remote_created_at", .company, "Company created at", .date, apiWritable: true,
            "The day a company was added to Intercom"),
        DataAttribute(
            standard: "user_count", .company, "People", .integer, apiWritable: false,
            "The number of people in a company"),
        DataAttribute(
            standard: "session_count", .company, "Company web sessions", .integer, apiWritable: false,
            "All visits from anyone in a company to your product's site or app"),
        DataAttribute(
            standard: "plan.name", .company, "Plan", .string, apiWritable: false,
            "A specific plan or level within your product that companies have signed up to"),
        DataAttribute(
            standard: "monthly_spend", .company, "Monthly Spend", .float, apiWritable: true,
            "The monthly revenue you receive from a company"),
        DataAttribute(
            standard: "size", .company, "Company size", .integer, apiWritable: true,
            "The number of people employed in this company, expressed as a single number"),
        DataAttribute(
            standard: "industry", .company, "Company industry", .string, apiWritable: true,
            "The category or domain this company belongs to e.g. 'ecommerce' or 'SaaS'"),
        DataAttribute(
            standard: "website", .company, "Company website", .string, apiWritable: true,
            "The web address for the company's primary marketing site"),
    ]

    private static let companyLast: [DataAttribute] = [
        DataAttribute(
            standard: "id", .company, "ID", .string, apiWritable: false,
            "The Intercom defined id representing the company"),
        DataAttribute(
            standard: "created_at", .company, "Created at", .date, apiWritable: false,
            "The time the company was added to Intercom"),
        DataAttribute(
            standard: "updated_at", .company, "Updated at", .date, apiWritable: false,
            "The last time the company was updated"),
        DataAttribute(
            standard: "plan.id", .company, "Plan ID", .string, apiWritable: false,
            "The Intercom defined id representing the plan"),
        DataAttribute(
            standard: "app_id", .company, "App ID", .string, apiWritable: false,
            "The Intercom defined id representing the app"),
    ]
}
