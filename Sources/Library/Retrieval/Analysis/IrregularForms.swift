// English forms that no suffix rule brings back to their word.

/// Irregular verbs and nouns of English.
enum IrregularForms {
    /// The base form of a folded irregular form, or nil for regular words.
    static func base(of word: String) -> String? { bases[word] }

    private static let bases: [String: String] = {
        var bases: [String: String] = [:]
        for group in groups.split(whereSeparator: { $0 == "|" || $0.isNewline }) {
            let forms = group.split(separator: " ").map(String.init)
            for form in forms.dropFirst() { bases[form] = forms[0] }
        }
        return bases
    }()

    private static let groups = """
        be was were been is are am|become became|begin began begun|bear bore born borne|bind bound|blow blew blown
        break broke broken|bring brought|build built|buy bought|catch caught|choose chose chosen|come came|deal dealt
        do did done does|draw drew drawn|drive drove driven|eat ate eaten|fall fell fallen|feel felt|fight fought
        find found|fly flew flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen
        get got gotten|give gave given|go went gone|grow grew grown|have had has|hear heard|hide hid hidden|hold held
        keep kept|know knew known|lay laid|lead led|leave left|lend lent|lose lost|make made|mean meant|meet met
        overcome overcame|pay paid|ride rode ridden|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold
        send sent|shake shook shaken|shoot shot|show shown|sing sang sung|sink sank sunk|sit sat|sleep slept
        speak spoke spoken|spend spent|stand stood|steal stole stolen|strike struck|swim swam swum|take took taken
        teach taught|tear tore torn|tell told|think thought|throw threw thrown|understand understood|wear wore worn
        win won|withdraw withdrew withdrawn|write wrote written
        man men|woman women|child children|person people|foot feet|mouse mice|datum data|criterion criteria
        phenomenon phenomena|die death dead
        """
}
