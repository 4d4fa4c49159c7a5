// What dates, numbers, names and places look like, in English and Chinese.

internal import Foundation

/// The patterns of each type of answer.
enum AnswerPattern {
    /// The patterns of what the question asks for; the first one that finds anything counts.
    static func of(_ question: QuestionAnalysis) -> [Pattern] {
        switch question.type {
        case .date where question.isChinese:
            if question.folded.contains("几点") || question.folded.contains("时间") { return [time, chineseDate, year] }
            return [chineseDate, year, time]
        case .date:
            return question.folded.contains("time")
                ? [time, englishDate, year, century] : [englishDate, year, century, time]
        case .number: return question.isChinese ? [chineseNumber, smallChineseNumber] : [englishNumber]
        case .person: return question.isChinese ? [foreignName, chineseName] : [agent, name]
        case .place: return question.isChinese ? [chinesePlace] : [place, placeOf]
        case .reason, .manner, .other: return question.isChinese ? [title] : []
        }
    }

    private static let month =
        "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    private static let englishDate = Pattern(
        "(?:\\d{1,2} )?\(month)(?: \\d{1,2}(?:st|nd|rd|th)?)?,? \\d{4}|\\d{1,2} \(month)|\(month) \\d{1,2}|\\d{4}-\\d{2}-\\d{2}"
    )
    private static let year = Pattern("(?<![0-9A-Za-z])(?:1[0-9]{3}|20[0-9]{2})(?:s)?(?![0-9A-Za-z])")
    private static let century = Pattern("(?:early |mid-?|late )?\\d{1,2}(?:st|nd|rd|th)[- ]century")
    private static let time = Pattern(
        "\\d{1,2}[:：]\\d{2}(?: ?[ap]\\.?m\\.?)?|\\d{1,2} ?[ap]\\.?m\\b\\.?|(?:上午|下午|早上|晚上|中午|凌晨)?[0-9一二三四五六七八九十]{1,3}点(?:半|整|[0-9一二三四五六七八九十]{1,3}分)?"
    )
    private static let chineseDate = Pattern(
        "(?:公元前?)?[0-9〇零一二三四五六七八九十]{2,4} ?年(?:[0-9一二三四五六七八九十]{1,3} ?月)?(?:[0-9一二三四五六七八九十]{1,3} ?[日号])?|[0-9一二三四五六七八九十]{1,3} ?月(?:[0-9一二三四五六七八九十]{1,3} ?[日号])?|[0-9一二三四五六七八九十]{1,4} ?世纪(?:[0-9一二三四五六七八九十]{1,4} ?年代)?"
    )
    private static let englishNumber = Pattern(
        "(?:[$£€¥] ?)?[0-9][0-9,]*(?:\\.[0-9]+)?(?: ?%| (?:percent|million|billion|trillion|thousand))?|(?<![A-Za-z])(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred|half|dozen)(?: (?:hundred|thousand|million|billion))?(?![A-Za-z])"
    )
    private static let unit =
        "[%％℃]|平方公里|平方米|公里|公顷|英里|英尺|海里|毫米|厘米|千米|米|千克|公斤|毫克|克|吨|升|兆瓦|千瓦时|千瓦|瓦|伏|赫兹|字节|比特|[GMK]B|美元|欧元|英镑|日元|港元|韩元|卢布|人民币|元|块钱|块|角|分钱|人次|人|小时|分钟|秒|年|岁|天|周|个月|月|倍|票|层|楼|度"
    private static let classifier =
        "个|名|位|款|次|座|家|所|部|届|枚|张|本|集|种|类|支|队|场|架|艘|辆|台|项|首|条|只|期|季|门|户|字|页|卷|棵|株|头|匹|间|套|批|组|段|篇|章|节|幅|道|口|盏|颗|粒|步"
    /// Numbers with a unit; 一 with a classifier is mostly an article.
    private static let chineseNumber = Pattern(
        "(?:约|超过|近)?(?:百分之[一二三四五六七八九十百零点]+|(?:[0-9][0-9,]*(?:\\.[0-9]+)?|[一二三四五六七八九十百千两几半零]+)[多余]?[万亿]*(?:\(unit))|(?:[0-9][0-9,]*(?:\\.[0-9]+)?|[二三四五六七八九十百千两几半零]+|[一二三四五六七八九十百千零]{2,})[多余]?[万亿]*(?:\(classifier)))|[0-9][0-9,]*(?:\\.[0-9]+)?[万亿]*"
    )
    private static let smallChineseNumber = Pattern("一(?:\(classifier))")
    private static let capitalised = "(?:[A-Z]\\.|[A-ZÀ-Þ][\\w'’-]*)"
    private static let fullName =
        "\(capitalised)(?: (?:(?:of|de|van|von|der|la|le|al|bin|the) )?\(capitalised))*"
    /// Who does something stands behind "by" or before the verb, not behind "in" or "of".
    private static let agent = Pattern(
        "(?<=\\b(?:by|is|was|are|were|named|called|president|director|author|editor|professor|Dr\\.|Mr\\.|Mrs\\.|Ms\\.) )\(fullName)"
    )
    private static let name = Pattern("(?<!\\b(?:in|at|from|near|of|to|the|on|for) )\\b\(fullName)")
    private static let placeName = "\(fullName)(?:, \(capitalised))*"
    private static let place = Pattern(
        "(?<=\\b(?:in|at|to|from|near|into|toward) |\\b(?:in|at|to|from|near) the )\(placeName)"
    )
    private static let placeOf = Pattern("(?<=\\bof |\\bof the )\(placeName)")
    private static let foreignName = Pattern("[\\u4e00-\\u9fff]{1,8}(?:[·・‧][\\u4e00-\\u9fff]{1,8})+")
    private static let chineseName = Pattern(
        "(?<=^|[^\\u4e00-\\u9fff]|[由和与及是为被之将以给向对从跟了])[\(AnswerEvidence.surnames)][\\u4e00-\\u9fff]{1,2}(?=[^\\u4e00-\\u9fff]|[和与及是为的等在于将被所之任出担以了设创建编写著导执主])"
    )
    private static let chinesePlace = Pattern(
        "(?<=位于|坐落于|坐落在|地处|设在|建在|葬于|生于|[在于到往从是赴抵去至：，、（]|^)[\\u4e00-\\u9fff]{1,6}?(?:省|市|县|区|州|国(?!家)|镇|乡|村|岛|半岛|路|街|府|郡|城|湾|大学|学院|山|河|湖)(?:[\\u4e00-\\u9fff]{1,5}?(?:市|县|区|镇|乡|村|路|街|城))*"
    )
    private static let title = Pattern("《[^》]{1,30}》")
}
