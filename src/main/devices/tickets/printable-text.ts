/** Pictures, and the invisible characters that join or colour them: no text font draws them. */
const pictures =
  /[\p{Extended_Pictographic}\p{Regional_Indicator}\u200d\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/gu
/** Marks that turn the direction of writing could disguise one text as another. */
const controls = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** © ® ™ and the digits count as pictographic or emoji, but are text here. */
const keptAsText = /[0-9#*©®™]/u

/**
 * One line of a person's text, as the ticket fonts can draw it: composed letters, no emoji, no control characters.
 * Letters of scripts outside the fonts stay, and print as the empty box that says so.
 */
export function printableLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(controls, ' ')
    .replace(pictures, (character) => (keptAsText.test(character) ? character : ''))
    .replace(/ {2,}/g, ' ')
    .trim()
}
