/** Puts in the dash that people leave out. What is no organisation number comes back as it was typed. */
export function withDash(typed: string): string {
  const compact = typed.trim().replace(/[\s\u2013-]/g, '')
  return /^\d{10}$/.test(compact) ? `${compact.slice(0, 6)}-${compact.slice(6)}` : typed.trim()
}

/** Empty, or six digits, a dash and four, the last of which is the check digit (Luhn) of the others. */
export function isOrganisationNumber(text: string): boolean {
  if (text === '') return true
  if (!/^\d{6}-\d{4}$/.test(text)) return false
  const digits = Array.from(text.replace('-', ''), Number)
  const sum = digits.reduce((total, digit, index) => {
    const weighed = index % 2 === 0 ? digit * 2 : digit
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return sum % 10 === 0
}
