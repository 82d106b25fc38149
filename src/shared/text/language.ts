/** A language that Lucka speaks to people. The contract's `Language` is the same set, checked at the wire. */
export type Language = 'sv' | 'en'
