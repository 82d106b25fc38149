import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import {
  SwishCertificate,
  type SwishCertificateUpload,
  type SwishSettings,
  type SwishSettingsEdit,
} from '#shared/contract/settings-api'
import { err, ok, type Result } from '#shared/domain/result'
import { listLiveAttempts } from '../../storage/repositories/payment-attempt-repository'
import { findSetting, saveSetting } from '../../storage/repositories/setting-repository'
import type { Transaction } from '../../storage/transaction'
import { ClientCertificate, readClientCertificate, type CertificateRefusal } from '../../swish/tls/client-certificate'
import type { SecretStore } from '../secret-store'
import type { ServiceDeps } from '../service-deps'
import { faultOfSwishSettings, type SwishSettingsFault } from './check-swish-settings'

export type SwishSettingsRefusal =
  | SwishSettingsFault
  | CertificateRefusal
  /** Payments wait for their customers at the Swish that would be left. */
  | { code: 'payments_open'; count: number }
  /** The certificate was issued for another number than the one in the settings. */
  | { code: 'number_differs'; number: string }

/** As the secret store holds it. */
const SecretCertificate = Type.Object({ facts: SwishCertificate, material: ClientCertificate })
type SecretCertificate = Static<typeof SecretCertificate>

/** The client certificate as far as it is at hand. `locked`: the computer's key store that locked it is not. */
export type KeptCertificate = { kind: 'missing' } | { kind: 'locked' } | ({ kind: 'open' } & SecretCertificate)

export interface SwishSettingsService {
  /** As they are now, from memory, without anything secret. A new object only when something has changed. */
  current: () => SwishSettings
  certificate: () => KeptCertificate
  save: (edit: SwishSettingsEdit) => Promise<Result<undefined, SwishSettingsRefusal>>
  /**
   * Puts a certificate and its key in the place of the earlier ones; a refusal leaves those as they are. While payments wait,
   * only one for the same number: Swish tells nobody else how they ended.
   */
  saveCertificate: (upload: SwishCertificateUpload) => Promise<Result<undefined, SwishSettingsRefusal>>
  /** Refused while payments wait at a Swish that is asked with it. */
  removeCertificate: () => Promise<Result<undefined, SwishSettingsRefusal>>
}

const SETTINGS = 'swish'
const CERTIFICATE = 'swishCertificate'

const off: SwishSettingsEdit = {
  environment: null,
  payeeAlias: '',
  apiBase: null,
  authority: null,
  callbackUrl: null,
  tls12Only: false,
}

/** A number of the form that Swish gives to organisations, belonging to nobody. */
export const demoSwish: SwishSettingsEdit = { ...off, environment: 'simulator', payeeAlias: '1230000000' }

/**
 * Which Swish is used, and the certificate for it: what is secret of it in the secret store, what screens show in the database.
 * The secret is written first and is the truth: after a crash between the two, the next start writes the other anew.
 */
export async function createSwishSettings(deps: ServiceDeps & { secrets: SecretStore }): Promise<SwishSettingsService> {
  const { inTransaction, read, now, secrets } = deps
  const isDemo = (await read((db) => findSetting(db, 'demo'))) === true
  let edit = ((await read((db) => findSetting(db, SETTINGS))) ?? (isDemo ? demoSwish : off)) as SwishSettingsEdit
  let kept = readKept()
  let facts = ((await read((db) => findSetting(db, CERTIFICATE))) ?? null) as SwishCertificate | null
  if (kept.kind === 'missing') facts = null
  let shown = show()
  if (kept.kind === 'open' && JSON.stringify(facts) !== JSON.stringify(kept.facts)) await writeFacts(kept.facts)

  function readKept(): KeptCertificate {
    if (secrets.isLocked(CERTIFICATE)) return { kind: 'locked' }
    const secret = parseSecret(secrets.get(CERTIFICATE))
    return secret === undefined ? { kind: 'missing' } : { kind: 'open', ...secret }
  }

  function show(): SwishSettings {
    return { ...edit, certificate: facts, secretsKept: secrets.kept }
  }

  async function writeFacts(newFacts: SwishCertificate | null): Promise<void> {
    const filled = withNumber(edit, newFacts)
    await inTransaction(async (trx) => {
      await saveSetting(trx, CERTIFICATE, newFacts, now())
      if (filled !== edit) await saveSetting(trx, SETTINGS, filled, now())
    })
    facts = newFacts
    edit = filled
    shown = show()
  }

  async function countOpen(trx: Transaction): Promise<number> {
    return (await listLiveAttempts(trx.db)).filter(
      ({ environment, status }) => environment === edit.environment && status !== 'unknown',
    ).length
  }

  /** Payments that the change would leave behind: their ids mean nothing at another Swish, or at another address. */
  async function countLeft(trx: Transaction, to: SwishSettingsEdit): Promise<number> {
    return edit.environment === to.environment && edit.apiBase === to.apiBase ? 0 : countOpen(trx)
  }

  async function putCertificate(
    certificate: SecretCertificate | undefined,
    allowed: { whilePaymentsWait: boolean },
  ): Promise<Result<undefined, SwishSettingsRefusal>> {
    const count = await inTransaction(async (trx) => {
      // The simulator is asked without a certificate.
      const open = allowed.whilePaymentsWait || edit.environment === 'simulator' ? 0 : await countOpen(trx)
      if (open === 0) {
        secrets.set(CERTIFICATE, certificate && JSON.stringify(certificate))
        kept = certificate === undefined ? { kind: 'missing' } : { kind: 'open', ...certificate }
      }
      return open
    })
    if (count > 0) return err({ code: 'payments_open', count })
    await writeFacts(certificate?.facts ?? null)
    return ok(undefined)
  }

  return {
    current: () => shown,
    certificate: () => kept,

    async save(wanted) {
      const fault = faultOfSwishSettings(wanted)
      if (fault !== undefined) return err(fault)
      const filled = withNumber(wanted, facts)
      const count = await inTransaction(async (trx) => {
        const left = await countLeft(trx, filled)
        if (left === 0) await saveSetting(trx, SETTINGS, filled, now())
        return left
      })
      if (count > 0) return err({ code: 'payments_open', count })
      edit = filled
      shown = show()
      return ok(undefined)
    },

    async saveCertificate(upload) {
      const readable = await readClientCertificate(upload, now())
      if (!readable.ok) return readable
      const { facts: newFacts, material } = readable.value
      const { number } = newFacts
      // Swish's own simulator takes any number with its test certificate, and ours takes none.
      const mustAgree = edit.environment === 'production' || edit.environment === null
      if (mustAgree && edit.payeeAlias !== '' && edit.payeeAlias !== number) {
        return err({ code: 'number_differs', number })
      }
      const sameNumber = facts === null || facts.number === number
      return putCertificate({ facts: newFacts, material }, { whilePaymentsWait: sameNumber })
    },

    removeCertificate() {
      return putCertificate(undefined, { whilePaymentsWait: false })
    },
  }
}

/** While no number is given, the one that the certificate was issued for is meant. */
function withNumber(edit: SwishSettingsEdit, facts: SwishCertificate | null): SwishSettingsEdit {
  if (edit.payeeAlias !== '' || facts === null || !/^[0-9]{10}$/.test(facts.number)) return edit
  return { ...edit, payeeAlias: facts.number }
}

/** The parser's own message would quote a secret, so that what cannot be read counts as missing. */
function parseSecret(text: string | undefined): SecretCertificate | undefined {
  try {
    const secret: unknown = text === undefined ? undefined : JSON.parse(text)
    return Value.Check(SecretCertificate, secret) ? secret : undefined
  } catch {
    return undefined
  }
}
