import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * Phone numbers between how people write them and Swish's payer alias: country code and number, digits only, no leading
 * zero (`46701234567`). A number without a country code is Swedish.
 */

const home = 'SE'
/** What people put between the digits; letters are no phone number, not even in part. */
const separators = /[\s()./\p{Pd}\u200b-\u200f\u202a-\u202e\u2060]/gu
const digitsPattern = /^\+?\d{1,20}$/
const aliasPattern = /^[1-9]\d{7,14}$/

/** The alias of a typed number; undefined when it is no phone number that could be meant. */
export function parsePhoneNumber(typed: string): string | undefined {
  const digits = typed.replace(separators, '')
  if (!digitsPattern.test(digits)) return undefined
  const number = parsePhoneNumberFromString(digits, home)
  // Other countries' number plans change without us: only a wrong length is sure to be a mistake.
  if (number === undefined || !(number.country === home ? number.isValid() : number.isPossible())) return undefined
  const alias = number.number.slice(1)
  return aliasPattern.test(alias) ? alias : undefined
}

/** The number as people read it: `070-123 45 67`, `+47 91 23 45 67`. What is no alias comes back as it is. */
export function showPhoneNumber(alias: string): string {
  const number = aliasPattern.test(alias) ? parsePhoneNumberFromString(`+${alias}`) : undefined
  if (number === undefined) return alias
  return number.country === home ? number.formatNational() : number.formatInternational()
}
