// What speaks for a span as the very words that were asked for: figures in blocks, each with a plain meaning. The weights
// that they are added up with stand in `SpanModel`.

internal import Foundation

/// A block of features: one figure for each class, kind, form or type that it speaks of.
enum SpanBlock: String, CaseIterable {
    /// The classes of the words before, at the beginning, at the end and behind.
    case left, first, last, right
    /// The classes at both ends, by type of question.
    case firstByType, lastByType
    /// The marks before and behind.
    case leftMark, rightMark
    /// The same four places by kind of word, and by kind and type of question (Chinese).
    case leftKind, firstKind, lastKind, rightKind
    case leftKindByType, firstKindByType, lastKindByType, rightKindByType
    /// What the question has to do with the places around the span, for the beginning and for the end.
    case before, behind
    /// Whether the nearest content word before, or behind, is the question's: by its role, and by type.
    case beforeByRole, behindByRole, beforeByType, behindByType, focusBeforeByType, focusBehindByType
    /// The share of the question's words before and behind, by the interrogative's role.
    case shareBefore, shareBehind
    /// The sum of nearness, by type of question.
    case nearByType
    /// Form and lengths, alone and by type.
    case form, formByType, length, lengthByType, words, wordsByType
    /// Marks around it in the quote: title marks and quotation marks, inside or outside of the span; by type.
    case marked, markedByType
    /// Whether it fills what stands between two marks, by type; verbs in it, by type.
    case fillsByType, verbsByType
    /// Single figures.
    case figure
    /// Whether a pattern of the wanted type matches, and whether it is the match nearest to the question's words; by type.
    case matchByType, nearestMatchByType

    /// How many figures the block has.
    var count: Int {
        let (types, classes, kinds) = (AnswerType.allCases.count, WordClass.allCases.count, WordKind.allCases.count)
        return switch self {
        case .left, .first, .last, .right: classes
        case .firstByType, .lastByType: types * classes
        case .leftMark, .rightMark: SpanMark.allCases.count
        case .leftKind, .firstKind, .lastKind, .rightKind: kinds
        case .leftKindByType, .firstKindByType, .lastKindByType, .rightKindByType: types * kinds
        case .before, .behind: SpanSide.allCases.count
        case .beforeByRole, .behindByRole, .shareBefore, .shareBehind: InterrogativeRole.count
        case .beforeByType, .behindByType, .focusBeforeByType, .focusBehindByType, .nearByType: types
        case .form: SpanForm.allCases.count
        case .formByType: types * SpanForm.allCases.count
        case .length, .words: SpanLengths.count
        case .lengthByType, .wordsByType: types * SpanLengths.count
        case .marked: SpanMarking.allCases.count
        case .markedByType: types * SpanMarking.allCases.count
        case .fillsByType, .verbsByType, .matchByType, .nearestMatchByType: types
        case .figure: SpanFigure.allCases.count
        }
    }

    /// The place of the block's first figure among all.
    var offset: Int { Self.offsets[self] ?? 0 }

    /// Figures of all blocks together.
    static let total = allCases.reduce(0) { $0 + $1.count }

    private static let offsets: [SpanBlock: Int] = {
        var offsets: [SpanBlock: Int] = [:]
        var offset = 0
        for block in allCases {
            offsets[block] = offset
            offset += block.count
        }
        return offsets
    }()
}

/// What the question has to do with the words on one side of a span.
enum SpanSide: Int, CaseIterable {
    /// The neighbour is content of the question; it is any of its words; it and the one beyond are.
    case asked, spoken, twoSpoken
    /// The neighbour, or the one beyond it, is what the question has beside its interrogative.
    case besideInterrogative, secondBesideInterrogative
    /// The neighbour, or the word at the span's own end, is in the focus.
    case focus, ownFocus
    /// The nearest content word, over function words, is the question's; is in its focus; is its last one, or first one; a
    /// mark cuts it off.
    case contentAsked, contentFocus, contentLast, contentFirst, cutOff
    /// A name, or a number, goes on beyond the span; a dash or dot stands there.
    case cutsName, cutsNumber, dash
    /// Where it stands, as a share of the quote.
    case place
    /// Distance to the question's nearest word on this side, at most 12, as a share of 12; and the sum of nearness.
    case distance, nearness
    /// A measure word at the span's end, or behind a number there.
    case measure, cutsMeasure
}

/// How a span is written.
enum SpanForm: Int, CaseIterable {
    case date, number, numberAndUnit, longNumber, hasNumber
    case definiteName, name, hasName, oneWord, fewWords, manyWords
    case dottedName, latin, twoCharacters, threeCharacters, fiveCharacters, tenCharacters, manyCharacters
}

/// Title or quotation marks around a span.
enum SpanMarking: Int, CaseIterable {
    case withTitleMarks, withQuotationMarks, withoutTitleMarks, withoutQuotationMarks
}

/// Figures about the whole span.
enum SpanFigure: Int, CaseIterable {
    /// Share and number of words that the question has itself; whether all are.
    case askedShare, askedCount, isAsked
    /// Clauses begun inside; commas, enumeration commas and other marks inside.
    case clauses, commas, enumerations, otherMarks
    /// Distance to the nearest word of the question on either side.
    case distance
    /// Share of function words; how many of 的, of 是 在 被 了, of English auxiliaries stand inside.
    case functionShare, possessives, links, auxiliaries
    /// Verbs, adverbs and prepositions inside (Chinese).
    case verbs, adverbs, prepositions
    /// Marks on both sides, on one, on none.
    case fills, beginsClause, endsClause, isInside
}

/// Lengths in steps.
enum SpanLengths {
    static let count = 9

    static func step(_ length: Int) -> Int {
        switch length {
        case ...4: max(0, length - 1)
        case ...6: 4
        case ...9: 5
        case ...14: 6
        case ...19: 7
        default: 8
        }
    }
}
