const dayMs = 86_400_000
/** Banks need some weeks to issue a new certificate. */
const warnedDays = 60

export interface CertificateEnd {
  state: 'good' | 'soon' | 'expired' | 'not_yet'
  /** Whole days until it ends; below zero once it has ended. */
  days: number
}

/**
 * How long a certificate still holds.
 *
 * @param certificate its bounds, ISO 8601 in UTC
 * @param nowMs milliseconds since 1970
 */
export function certificateEnd(certificate: { validFrom: string; validTo: string }, nowMs: number): CertificateEnd {
  const days = Math.floor((Date.parse(certificate.validTo) - nowMs) / dayMs)
  if (days < 0) return { state: 'expired', days }
  if (Date.parse(certificate.validFrom) > nowMs) return { state: 'not_yet', days }
  return { state: days <= warnedDays ? 'soon' : 'good', days }
}
