extension IntercomModule {
    /// What hangs on contacts, with the fields that scripts are most likely to want; Intercom sends more.
    static let relationTypes: [TypeDeclaration] = [
        TypeDeclaration(
            "intercom.tag", "A tag of the workspace.",
            .openFields([
                ParameterDeclaration("id", "string", "Intercom's id of the tag."),
                ParameterDeclaration("name", "string", "What it is called."),
            ])),
        TypeDeclaration(
            "intercom.note", "A note about a contact.",
            .openFields([
                ParameterDeclaration("id", "string", "Intercom's id of the note."),
                ParameterDeclaration("body", "string", "What it says, as HTML."),
                ParameterDeclaration("created_at", "integer", "When it was written, in Unix seconds."),
                ParameterDeclaration("author", "table?", "The teammate who wrote it, with id, name and email."),
            ])),
        TypeDeclaration(
            "intercom.company", "A company that contacts belong to.",
            .openFields([
                ParameterDeclaration("id", "string", "Intercom's id, which attach_company takes."),
                ParameterDeclaration("company_id", "string", "Your own id of it."),
                ParameterDeclaration("name", "string?", "What it is called."),
            ])),
        TypeDeclaration(
            "intercom.subscription", "A kind of message that contacts opt in to or out of.",
            .openFields([
                ParameterDeclaration("id", "string", "Intercom's id of the subscription type."),
                ParameterDeclaration(
                    "consent_type", #""opt_in"|"opt_out""#, "Whether contacts must opt in to it, or may opt out of it."),
                ParameterDeclaration("state", "string", "live, draft or archived."),
                ParameterDeclaration("default_translation", "table?", "Its name and description."),
            ])),
        TypeDeclaration(
            "intercom.segment", "A group of contacts that a rule defines.",
            .openFields([
                ParameterDeclaration("id", "string", "Intercom's id of the segment."),
                ParameterDeclaration("name", "string", "What it is called."),
            ])),
    ]
}
