/// Reads the records of one input of one format.
protocol FormatReader: AnyObject {
    /// The next record or the place of one that could not be read; nil at the end.
    ///
    /// - Parameter index: the number that it gets.
    /// - Throws: `RecordsError` when nothing after it can be read.
    func next(index: Int) throws(RecordsError) -> RecordItem?
    /// Bytes that have been read and not yet been yielded.
    var unread: Int { get }
}
