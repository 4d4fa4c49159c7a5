// The shapes that the server's API sends, for the JSDoc of the other modules. Holds no code.

/** @typedef {{page?: number, headings?: string[], lines?: [number, number], slide?: number, sheet?: string,
 *    cells?: string, time?: [number, number]}} Place */

/** @typedef {{number: number, document_id: number, title: string, address: string, folder: string, format: string,
 *    language?: string, author?: string, date?: string, layer: string, place: Place, snippet: string,
 *    cited: boolean, near?: boolean, start?: number, end?: number}} Source */

/** A mark stands at `[text_start, text_end)` of the answer (Unicode scalars) and points at words of a document.
 *  @typedef {{index: number, number: number, text_start: number, text_end: number, document_id: number,
 *    start: number, end: number, quote: string, place: Place}} Mark */

/** @typedef {{source: number, text: string, marks: Mark[], date?: string}} Side */

/** @typedef {{id?: string, conversation_id?: string, question: string, created_at?: string, status: string,
 *    stage?: string, progress: {queries?: string[], documents?: number, passages?: number}, text: string, marks: Mark[],
 *    scope?: Scope, sources: Source[], followups: string[], disagreement?: {sides: Side[]}, seconds?: number,
 *    error?: {message: string, code: string}}} Turn */

/** @typedef {{id: number, title: string, address: string, folder: string, format: string, language?: string,
 *    author?: string, date?: string, added_at: string, byte_count: number, passages: number, layer: string,
 *    pages?: number}} LibraryDocument */

/** @typedef {{index: number, kind: string, level?: number, header_rows?: number, number?: number,
 *    segments: {text: string, marked: boolean}[], place: Place}} Block */

/** @typedef {{id: string, name: string, byte_count: number, status: string, document_id?: number,
 *    since?: number, ahead?: number, error?: {message: string, code: string}}} Upload */

/** @typedef {{document_ids?: number[], folder?: string}} Scope */

export {};
