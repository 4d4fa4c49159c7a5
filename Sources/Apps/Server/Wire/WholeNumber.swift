// Whole numbers in JSON. Foundation loses the name of the field when `1.5` stands where an integer is wanted.

/// A number without a fraction, however it is written; beyond 64 bits the nearest that fits.
struct WholeNumber: Decodable, Equatable {
    var value: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Int.self) {
            self.value = value
            return
        }
        let number: Double
        do {
            number = try container.decode(Double.self)
        } catch let error as DecodingError {
            throw error
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
        }
        guard number.rounded() == number else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no whole number")
        }
        value = Int(exactly: number) ?? (number < 0 ? .min : .max)
    }
}
