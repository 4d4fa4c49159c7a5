// The tree that the parser makes of a template: what is written, before anybody has asked which variable a name means.

/// A value written down.
enum TemplateConstant: Sendable, Equatable {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
}

/// An expression; lines are kept where a name may mean nothing.
indirect enum ExpressionSyntax: Sendable {
    case constant(TemplateConstant)
    case name(String)
    case list([ExpressionSyntax])
    case tuple([ExpressionSyntax])
    case dictionary([(key: ExpressionSyntax, value: ExpressionSyntax)])
    case attribute(ExpressionSyntax, String)
    case item(ExpressionSyntax, ExpressionSyntax)
    case slice(ExpressionSyntax, from: ExpressionSyntax?, to: ExpressionSyntax?, by: ExpressionSyntax?)
    case call(ExpressionSyntax, ArgumentsSyntax)
    /// Without an operand where a filter block's text is the operand.
    case filter(ExpressionSyntax?, name: String, ArgumentsSyntax, line: Int)
    case test(ExpressionSyntax, name: String, ArgumentsSyntax, line: Int)
    case negative(ExpressionSyntax)
    case positive(ExpressionSyntax)
    case not(ExpressionSyntax)
    case arithmetic(ExpressionSyntax, ArithmeticOperator, ExpressionSyntax)
    case concatenation([ExpressionSyntax])
    case comparison(ExpressionSyntax, [(operation: ComparisonOperator, operand: ExpressionSyntax)])
    case and(ExpressionSyntax, ExpressionSyntax)
    case or(ExpressionSyntax, ExpressionSyntax)
    case condition(ExpressionSyntax, then: ExpressionSyntax, else: ExpressionSyntax?)
}

enum ArithmeticOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case remainder = "%"
    case power = "**"
}

enum ComparisonOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case `in` = "in"
    case notIn = "not in"
}

/// What is given to a call, filter or test.
struct ArgumentsSyntax: Sendable {
    var positional: [ExpressionSyntax] = []
    var named: [(name: String, value: ExpressionSyntax)] = []
    var list: ExpressionSyntax?
    var dictionary: ExpressionSyntax?
}

/// What can be assigned to.
indirect enum TargetSyntax: Sendable {
    case name(String)
    /// An attribute of a namespace.
    case attribute(of: String, String)
    case tuple([TargetSyntax])
}

/// A parameter of a macro.
struct ParameterSyntax: Sendable {
    var name: String
    var fallback: ExpressionSyntax?
}

/// A macro, or the block of a call.
struct MacroSyntax: Sendable {
    var name: String?
    var parameters: [ParameterSyntax]
    var body: [StatementSyntax]
    /// Which of `caller`, `varargs` and `kwargs` the body speaks of.
    var mentions: Set<String>
}

/// A statement with the line that its tag begins in.
struct StatementSyntax: Sendable {
    indirect enum Kind: Sendable {
        case text(String)
        case print(ExpressionSyntax)
        case `if`([(test: ExpressionSyntax, body: [StatementSyntax])], else: [StatementSyntax])
        case `for`(ForSyntax)
        case set(TargetSyntax, ExpressionSyntax)
        /// The filters are applied to the text of the body.
        case setBlock(TargetSyntax, filters: ExpressionSyntax?, body: [StatementSyntax])
        case macro(MacroSyntax)
        case callBlock(ExpressionSyntax, MacroSyntax)
        case filterBlock(ExpressionSyntax, body: [StatementSyntax])
        case with([(target: TargetSyntax, value: ExpressionSyntax)], body: [StatementSyntax])
        /// A block, or an `autoescape` that is off.
        case scope(body: [StatementSyntax])
        /// What a model is trained on: only a scope of its own here.
        case generation(MacroSyntax)
        case `break`
        case `continue`
    }

    var kind: Kind
    var line: Int
}

/// A loop.
struct ForSyntax: Sendable {
    var target: TargetSyntax
    var sequence: ExpressionSyntax
    var condition: ExpressionSyntax?
    var isRecursive: Bool
    var body: [StatementSyntax]
    var otherwise: [StatementSyntax]
    /// The body speaks of `loop`.
    var mentionsLoop: Bool
}
