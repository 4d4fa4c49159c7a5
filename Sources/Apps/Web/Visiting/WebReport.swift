// What became of one visit, and how far it is meanwhile.

package import Retrieval

/// What a visit did.
package struct WebReport: Sendable, Equatable {
    /// An address that was not read.
    package struct Skipped: Sendable, Equatable {
        package var address: String
        package var failure: WebFailure

        package init(address: String, failure: WebFailure) { (self.address, self.failure) = (address, failure) }
    }

    package var addedCount = 0
    package var unchangedCount = 0
    package var removedCount = 0
    package var skipped: [Skipped] = []
    /// Addresses beyond what one visit takes.
    package var leftOutCount = 0
    /// Feeds that a page offers, for whoever adds the page.
    package var feeds: [String] = []

    package init() {}

    /// Adds up two reports.
    package mutating func add(_ other: WebReport) {
        addedCount += other.addedCount
        unchangedCount += other.unchangedCount
        removedCount += other.removedCount
        skipped += other.skipped
        leftOutCount += other.leftOutCount
        feeds += other.feeds
    }
}

/// How far a visit is.
package struct WebProgress: Sendable, Equatable {
    package var finishedCount: Int
    /// What is known to be still to come, and what is done.
    package var totalCount: Int
    package var address: String
}
