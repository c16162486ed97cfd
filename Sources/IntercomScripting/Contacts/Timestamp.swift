struct TimestampError: Error { var message: String }
enum Timestamp { static func seconds(in text: String) throws(TimestampError) -> Int64 { guard let n = Int64(text) else { throw TimestampError(message: "x") }; return n } }
