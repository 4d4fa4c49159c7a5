import Testing

@testable import Server

@Suite("Highlighted segments")
struct SegmentTests {
    @Test("put together, segments are the text")
    func segments() {
        let text = "这座桥 is old"
        let segments = Segment.segments(of: text, marked: [6..<9, 10..<12])
        #expect(
            segments == [
                Segment(text: "这座", marked: false), Segment(text: "桥", marked: true), Segment(text: " ", marked: false),
                Segment(text: "is", marked: true), Segment(text: " old", marked: false),
            ]
        )
    }

    @Test("ranges that overlap or reach beyond the text do no harm")
    func edges() {
        #expect(Segment.segments(of: "abc", marked: [-5..<2, 1..<99]) == [Segment(text: "abc", marked: true)])
        #expect(Segment.segments(of: "", marked: [0..<4]) == [])
        #expect(Segment.segments(of: "abc", marked: []) == [Segment(text: "abc", marked: false)])
    }
}
