/** `+46 71 234 56 78` from the digits that Swish uses, `46712345678`; other countries' numbers only get their plus. */
export function phoneAsWritten(payerAlias: string): string {
  const swedish = /^46(\d{2})(\d{3})(\d{2})(\d{2})$/.exec(payerAlias)
  return swedish === null ? `+${payerAlias}` : `+46 ${swedish.slice(1).join(' ')}`
}
