import ArgumentParser

/// What contact operations may do, by whatever command.
struct WritingOptions: ParsableArguments {
    @Flag(help: "Allow the script to delete contacts, which is for good.")
    var allowDelete = false

    @Flag(help: "Create custom attributes that the workspace does not have.")
    var createAttributes = false

    @Flag(help: "Send updates also where every field has its value already.")
    var alwaysUpdate = false
}
