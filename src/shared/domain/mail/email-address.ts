/**
 * Which e-mail addresses Lucka accepts: what the validators of HTML forms and of common web frameworks agree on, and
 * never more than one mailbox.
 *
 * - Local part: a dot-atom of ASCII (letters, digits and `!#$%&'*+/=?^_{|}~-` and the backtick, no dot first, last or
 *   doubled). Quoted local parts and non-ASCII ones are refused: few mail servers take them.
 * - Domain: at least two labels of 1 to 63 letters, digits and hyphens, no hyphen first or last, no trailing dot. The
 *   last label has at least two characters, not only digits; address literals such as `[127.0.0.1]` are refused.
 * - Domains with å, ä, ö, é and other letters of the Latin script are accepted as typed (`kassa@växjöteater.se`); the
 *   mail transport writes them in their `xn--` form. Other scripts are accepted in that form only, which keeps
 *   look-alikes (a Cyrillic а) out.
 * - At most 255 characters in all, as the ticket API says. No shorter limit for the local part: the receiving mail
 *   server knows its own.
 *
 * Nothing is trimmed or lowered: an address with a space round it is refused.
 */

const maxLength = 255

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
/** Letters of Latin-1 and of Latin Extended-A and -B, without × (U+00D7) and ÷ (U+00F7). */
const letterOrDigit = 'A-Za-z0-9\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f'
const label = `[${letterOrDigit}](?:[${letterOrDigit}-]{0,61}[${letterOrDigit}])?`
const topLabel = `(?![0-9]+$)[${letterOrDigit}][${letterOrDigit}-]{0,61}[${letterOrDigit}]`

const addressPattern = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+${topLabel}$`)

/** Whether the text is one e-mail address and nothing else, by the rules at the top of this file. */
export function isEmailAddress(text: string): boolean {
  return text.length <= maxLength && addressPattern.test(text)
}
