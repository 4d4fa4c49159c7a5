// Characters as PDF files hold them: ligatures, Kangxi radicals and presentation forms become the letters they show.

import Foundation

/// Cleans text that comes out of a PDF.
enum PDFText {
    /// The text cleaned, with ligatures (ﬁ), radicals (⼈ for 人) and Arabic presentation forms taken apart (NFKC);
    /// other compatibility characters (², Ａ) mean something and stay.
    static func cleaned(_ text: String) -> String {
        // The characters in question begin with E2 BA–BF (radicals) or EF AC–BB (forms); C2 AD is the soft hyphen.
        guard text.utf8.contains(where: { $0 == 0xE2 || $0 == 0xEF || $0 == 0xC2 }) else { return text.cleaned() }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFB00...0xFB06, 0x2F00...0x2FD5, 0x2E9F, 0x2EF3, 0xFB50...0xFDFB, 0xFE70...0xFEFC:
                scalars.append(contentsOf: String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
            case 0xE000..<0xF900: scalars.append("•")  // the private area: bullets and icons of symbol fonts
            default: scalars.append(scalar)
            }
        }
        return String(scalars).cleaned()
    }
}
