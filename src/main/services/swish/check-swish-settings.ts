import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { SwishSettingsEdit } from '#shared/contract/settings-api'

export type SwishSettingsFault =
  | { code: 'invalid_authority' }
  /** It cannot be read as an address, or says more than an address should. */
  | { code: 'invalid_address'; field: 'apiBase' | 'callbackUrl' }
  /** Plain HTTP goes to a stand-in on this machine and nowhere else. */
  | { code: 'insecure_address' }

/** Finds what is wrong with Swish settings, as far as it can be told without asking Swish. */
export function faultOfSwishSettings(edit: SwishSettingsEdit): SwishSettingsFault | undefined {
  const { environment, apiBase, authority, callbackUrl } = edit
  if (apiBase !== null) {
    const address = readAddress(apiBase)
    if (address === undefined) return { code: 'invalid_address', field: 'apiBase' }
    if (address.protocol === 'http:' && (environment === 'production' || !isThisMachine(address.hostname))) {
      return { code: 'insecure_address' }
    }
  }
  if (callbackUrl !== null && readAddress(callbackUrl) === undefined) {
    return { code: 'invalid_address', field: 'callbackUrl' }
  }
  if (authority !== null && !isAuthority(authority)) return { code: 'invalid_authority' }
  return undefined
}

function readAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.username === '' && url.password === '' && url.hash === '' ? url : undefined
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** One certificate or several, and nothing that is to be kept secret: screens get it back. */
function isAuthority(pem: string): boolean {
  const certificates = pem.match(CERTIFICATE) ?? []
  return certificates.length > 0 && !pem.includes('PRIVATE KEY') && certificates.every(isCertificate)
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem)
    return true
  } catch {
    return false
  }
}
