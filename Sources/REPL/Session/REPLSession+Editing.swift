extension REPLSession {
    /// `:edit [FILE]`: what is to be edited.
    func editRequest(_ path: String) throws(PromptError) -> EditRequest {
        guard ask != nil else { throw PromptError("There is no terminal to edit at.") }
        return path.isEmpty ? .entry(lastEntry) : .script(path)
    }

    /// Takes what came of an edit: an entry runs, a script is loaded.
    func take(_ edited: TextEditor.Result, of request: EditRequest) async -> Reply {
        switch (edited, request) {
        case (.failed(let reason), _): complain(reason)
        case (.left, _): say(palette.paint("Nothing was changed, and nothing is run.", .dim))
        case (.changed(let text), .entry):
            say(palette.paint(text, .dim))
            return await submit(text)
        case (.changed, .script(let path)):
            let entry = ":load " + path
            return Reply(prompt: prompt, entry: entry, end: await carryOut(entry))
        }
        return Reply(prompt: prompt)
    }
}
