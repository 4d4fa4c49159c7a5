// The commonest characters of the languages whose encodings overlap, by which a right reading is told from a wrong one.
// From the first few hundred of the usual frequency lists, with words of business, money and the web added.

/// Sets of common characters.
enum CommonCharacters {
    static let simplified = set(
        """
        一万三上下不与世业东两个中为主么之也了事二于五些产京人什从他代以们件价份会但位作你使便保信儿先入全公 \
        关其内再军几出分到制券前力加务动化北区十却去又及发口只可司同名后向听告员和品四回因国图在地圳场基声外 \
        多大天太头女她好如子学安定宝实客家对将小少就山州工己已市平年并广度开当很得心息情想意成我户所手打技把 \
        投报据政教数文新方无日时明是最月有服本机来样格次正此比民气水求没法济海深点然现理生用由电百的目相看真 \
        着知社种科程第等管系组经给统美老者而股能自融行表被西要见规计设证话说资走起身过还这进通道那部都里重金 \
        银长门问间附限险面项高
        """
    )

    static let traditional = set(
        """
        一三上下不世並中主之也了事二五些京人什他代以件份但位作你使來便保信個們價先兒入內全兩公其再出分到制券 \
        前力加動務化北區十卻去又及口只可台司同名向告和品員問四回因國圖在地圳基報場外多大天太女她好如子學安定 \
        客家實寶將對小少就山州工己已市平年幾度廣很後得從心情想意成我戶所手打技把投據政教數文新方於日明是時最 \
        會月有服本東格業樣機次正此比民氣水求沒法海深濟灣為無然現理生產用由當發百的目相看真知礙社科程種第等管 \
        系組給統經網美老者而聲聽股能自臺與萬著融行表被裏裡西要見規計訊設話說證資走起身軍這通進過道還那部都重 \
        金銀長門開間關附限障險電面頁項頭高麼點
        """
    )

    static let japaneseKanji = set(
        """
        一七万三上下不与世両中主乗九予争事二五井交京人今仕付代以件任企会伝位低住佐体何作使例供価係保信個側備 \
        働優元先党入全八公六共内円再写出分切初判別利制前副割力加助労動務勝勢化北区医十千午半協南原去参反収取 \
        受口可台各合同名向含告味呼命和品員商問営四回団国土在地型域基報場境増声売変外多夜大夫失女好始委姿子字 \
        学宅守安官定実宮害家容察審対導小少局展山岡島川州工差市席常平年幹広店府度建式引張強当形影役待後得復心 \
        必応念思急性情想意感態成戦所手打技投担指挙提援撃支改放政教数整文料断新方施族日早明映昨時景書最月有望 \
        朝期木末本村条来東松果査校株核格案検業極楽構様権横機次欧止正武歳死残段毎比氏民気水求決沢治況法注活派 \
        流海消深済渉減渡港準演点無然物特状独率現球理環生産用田由申男町画界番疑病発白百的監目直相県真着知石研 \
        確示社神票福私移税種究空立第答策算米約終組経結統続総線置美義考者聞職育能脳自若英落葉蔵藤融衆行術衛表 \
        被裁補製西要見規視親観解言計記訪設訴証評試話認語説課調談論識警議護象負財費賀資質起足身車軍転輸農辺近 \
        述追退送通造連進運過道達違選部都配重野量金銀長門開間関閣防限院際集難電非面革韓音領頭題額食首験高鮮
        """
    )

    static let korean = set(
        """
        가간개게결경계고공과관교구국그기나내년는니다단대도동드들라레력로를리만말면명모무문물미방보부분비사상 \
        생서선성세소수스시식신실아안어업에여연오요용원월위유으은을음의이인일입있자장재적전정제조주중지출통트 \
        하학한해행화회
        """
    )

    /// Kana but for the half-width ones, which wrong readings are full of, and common kanji.
    static func isCommonJapanese(_ scalar: Unicode.Scalar) -> Bool {
        (0x3041...0x30FC).contains(scalar.value) || japaneseKanji.contains(scalar)
    }

    static func areCommonInUTF16(_ scalar: Unicode.Scalar) -> Bool {
        simplified.contains(scalar) || traditional.contains(scalar) || isCommonJapanese(scalar)
    }

    private static func set(_ characters: String) -> Set<Unicode.Scalar> {
        Set(characters.unicodeScalars.filter { $0 != " " })
    }
}

extension Unicode.Scalar {
    /// Whether the character is in daily use where `encoding` is: in the first level of its standard.
    func isPlain(in encoding: TextEncoding) -> Bool {
        switch encoding {
        case .gb18030: Self.gb2312Level1.contains(self)
        case .big5: Self.big5Level1.contains(self)
        case .korean: isHangul
        default: Self.jisLevel1.contains(self)
        }
    }

    private static let gb2312Level1: Set<Unicode.Scalar> = {
        var bytes: [UInt8] = []
        for lead in UInt8(0xB0)...0xD7 {
            for trail in UInt8(0xA1)...0xFE where lead < 0xD7 || trail <= 0xF9 { bytes += [lead, trail] }
        }
        return Set((TextEncoding.gb18030.decode(bytes)?.text ?? "").unicodeScalars)
    }()

    private static let big5Level1: Set<Unicode.Scalar> = {
        var bytes: [UInt8] = []
        for lead in UInt8(0xA4)...0xC5 {
            for trail in UInt8(0x40)...0xFE where trail < 0x7F || trail > 0xA0 { bytes += [lead, trail] }
        }
        return Set((TextEncoding.big5.decode(bytes)?.text ?? "").unicodeScalars)
    }()

    private static let jisLevel1: Set<Unicode.Scalar> = {
        var bytes: [UInt8] = []
        for lead in UInt8(0xB0)...0xCF {
            for trail in UInt8(0xA1)...0xFE { bytes += [lead, trail] }
        }
        return Set((TextEncoding.eucJapanese.decode(bytes)?.text ?? "").unicodeScalars)
    }()
}
