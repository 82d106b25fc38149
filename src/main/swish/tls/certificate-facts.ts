import type { X509Certificate } from 'node:crypto'
import type { SwishCertificate } from '#shared/contract/settings-api'

/** From how many days before its end people are warned: certificates live two years, and a new one takes the bank's help. */
export const certificateWarnDays = 60

const dayMs = 86_400_000

/** A certificate of Swish's is issued for a Swish number, and for nothing that may sign others. */
const swishNumber = /^[0-9]{10}$/

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * Facts of a chain, leaf first; undefined when the leaf is none of Swish's: its common name is the Swish number it was issued
 * for.
 */
export function certificateFacts(chain: readonly X509Certificate[]): SwishCertificate | undefined {
  const [leaf] = chain
  const subject: Record<string, unknown> = { ...leaf?.toLegacyObject().subject }
  const number = textOf(subject['CN'])
  if (leaf === undefined || leaf.ca || number === undefined || !swishNumber.test(number)) return undefined
  return {
    number,
    organisation: textOf(subject['O']) ?? null,
    validFrom: new Date(leaf.validFrom).toISOString(),
    validTo: new Date(leaf.validTo).toISOString(),
    chainLength: chain.length,
  }
}

type CertificateProblem = 'certificate_expired' | 'certificate_not_yet_valid' | 'certificate_chain_incomplete'

/**
 * What keeps a certificate from being used at `now` (ISO 8601, UTC), if anything. A leaf alone is incomplete: without the
 * bank's authority beside it Swish breaks off the handshake.
 */
export function checkCertificate(facts: SwishCertificate, now: string): CertificateProblem | undefined {
  if (facts.validTo <= now) return 'certificate_expired'
  if (now < facts.validFrom) return 'certificate_not_yet_valid'
  return facts.chainLength === 1 ? 'certificate_chain_incomplete' : undefined
}

/** Whole days from `now` to `validTo` (both ISO 8601, UTC); below zero once it has expired. */
export function daysLeft(validTo: string, now: string): number {
  return Math.floor((Date.parse(validTo) - Date.parse(now)) / dayMs)
}
