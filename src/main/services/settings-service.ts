import { hash, verify } from '@node-rs/argon2'
import type {
  DoorSettings,
  LanSettingsEdit,
  MailSettingsEdit,
  Settings,
  SwishCertificateUpload,
  SwishSettingsEdit,
  TicketSettings,
  TillSettings,
  VenueSettings,
} from '#shared/contract/settings-api'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { err, ok, type Result } from '#shared/domain/result'
import { isKnownZone } from '#shared/time/venue-time'
import { findSetting, saveSetting } from '../storage/repositories/setting-repository'
import type { SecretStore } from './secret-store'
import type { ServiceDeps } from './service-deps'
import { createSwishSettings, type KeptCertificate, type SwishSettingsRefusal } from './swish/swish-settings'

export type SettingsRefusal = { code: 'unknown_zone' } | { code: 'invalid_email' } | SwishSettingsRefusal

type StoredMail = Omit<MailSettingsEdit, 'password'>
type StoredLan = Omit<LanSettingsEdit, 'doorPassword' | 'secure'> & { secure: boolean; doorPasswordHash: string | null }

export interface SettingsService {
  /** As they are now, from memory. */
  current: () => Settings
  smtpPassword: () => string | undefined
  /** The client certificate for Swish with its key: for the connection, never for a screen. */
  swishCertificate: () => KeptCertificate
  saveVenue: (venue: VenueSettings) => Promise<Result<Settings, SettingsRefusal>>
  saveMail: (mail: MailSettingsEdit) => Promise<Result<Settings, SettingsRefusal>>
  saveLan: (lan: LanSettingsEdit) => Promise<Result<Settings, SettingsRefusal>>
  saveDoor: (door: DoorSettings) => Promise<Result<Settings, SettingsRefusal>>
  saveTill: (till: TillSettings) => Promise<Result<Settings, SettingsRefusal>>
  saveTickets: (tickets: TicketSettings) => Promise<Result<Settings, SettingsRefusal>>
  saveSwish: (swish: SwishSettingsEdit) => Promise<Result<Settings, SettingsRefusal>>
  saveSwishCertificate: (upload: SwishCertificateUpload) => Promise<Result<Settings, SettingsRefusal>>
  removeSwishCertificate: () => Promise<Result<Settings, SettingsRefusal>>
  /** Whether a text is the door password. False when there is none. Takes some 25 ms the first time. */
  isDoorPassword: (text: string) => Promise<boolean>
}

/** What holds until the manager has set something else. */
export const settingDefaults = {
  venue: {
    name: '',
    address: '',
    organisationNumber: '',
    zone: 'Europe/Stockholm',
    language: 'sv',
  } satisfies VenueSettings as VenueSettings,
  mail: { fromName: 'Lucka', fromAddress: 'biljetter@lucka.invalid', smtp: null } satisfies StoredMail as StoredMail,
  lan: {
    open: true,
    secure: true,
    hostNames: [],
    allowedOrigins: [],
    doorPasswordHash: null,
  } satisfies StoredLan as StoredLan,
  till: {
    refundLimitOre: 50_000,
    registerLimitOre: 23_680_000,
    printTickets: true,
    printReceipts: true,
    opensDrawer: true,
    receiptFooter: '',
  } satisfies TillSettings as TillSettings,
  door: { everyoneOutAt: '05:00' } satisfies DoorSettings,
  tickets: { signedQr: false } satisfies TicketSettings as TicketSettings,
}

/** What the manager has set, kept in memory and in the database; passwords in the secret store or as a hash. */
export async function createSettingsService(
  deps: ServiceDeps & { secrets: SecretStore; onChanged: () => void },
): Promise<SettingsService> {
  const { inTransaction, read, now, secrets } = deps
  let venue = ((await read((db) => findSetting(db, 'venue'))) ?? settingDefaults.venue) as VenueSettings
  let mail = ((await read((db) => findSetting(db, 'mail'))) ?? settingDefaults.mail) as StoredMail
  // Settings from before HTTPS do not say whether it is open.
  let lan: StoredLan = {
    ...settingDefaults.lan,
    ...((await read((db) => findSetting(db, 'lan'))) as StoredLan | undefined),
  }
  let till = ((await read((db) => findSetting(db, 'till'))) ?? settingDefaults.till) as TillSettings
  let door = ((await read((db) => findSetting(db, 'door'))) ?? settingDefaults.door) as DoorSettings
  let tickets = ((await read((db) => findSetting(db, 'tickets'))) ?? settingDefaults.tickets) as TicketSettings
  const swish = await createSwishSettings(deps)
  /** The password that was last found right: a scanner sends it with every ticket. */
  let knownDoorPassword: string | undefined

  const current = (): Settings => ({
    venue,
    mail: { ...mail, passwordSet: secrets.get('smtpPassword') !== undefined },
    lan: {
      open: lan.open,
      secure: lan.secure,
      hostNames: lan.hostNames,
      allowedOrigins: lan.allowedOrigins,
      doorPasswordSet: lan.doorPasswordHash !== null,
    },
    swish: swish.current(),
    till,
    door,
    tickets,
  })

  async function save(name: 'venue' | 'mail' | 'lan' | 'till' | 'door' | 'tickets', value: unknown): Promise<void> {
    await inTransaction((trx) => saveSetting(trx, name, value, now()))
  }

  function changed(): Settings {
    deps.onChanged()
    deps.news.publish('settings', {})
    return current()
  }

  return {
    current,
    smtpPassword: () => secrets.get('smtpPassword'),
    swishCertificate: swish.certificate,

    async saveVenue(edit) {
      if (!isKnownZone(edit.zone)) return err({ code: 'unknown_zone' })
      await save('venue', edit)
      venue = edit
      return ok(changed())
    },

    async saveMail({ password, ...edit }) {
      if (!isEmailAddress(edit.fromAddress)) return err({ code: 'invalid_email' })
      if (password !== undefined) secrets.set('smtpPassword', password ?? undefined)
      await save('mail', edit)
      mail = edit
      return ok(changed())
    },

    async saveLan({ doorPassword, ...edit }) {
      const doorPasswordHash =
        doorPassword === undefined ? lan.doorPasswordHash : doorPassword === null ? null : await hash(doorPassword)
      const stored = { secure: lan.secure, ...edit, doorPasswordHash }
      await save('lan', stored)
      lan = stored
      knownDoorPassword = undefined
      return ok(changed())
    },

    async saveTill(edit) {
      await save('till', edit)
      till = edit
      return ok(changed())
    },

    async saveDoor(edit) {
      await save('door', edit)
      door = edit
      return ok(changed())
    },

    async saveTickets(edit) {
      await save('tickets', edit)
      tickets = edit
      return ok(changed())
    },

    async saveSwish(edit) {
      const saved = await swish.save(edit)
      return saved.ok ? ok(changed()) : saved
    },

    async saveSwishCertificate(upload) {
      const saved = await swish.saveCertificate(upload)
      return saved.ok ? ok(changed()) : saved
    },

    async removeSwishCertificate() {
      const removed = await swish.removeCertificate()
      return removed.ok ? ok(changed()) : removed
    },

    async isDoorPassword(text) {
      if (lan.doorPasswordHash === null) return false
      if (knownDoorPassword === text) return true
      const right = await verify(lan.doorPasswordHash, text)
      if (right) knownDoorPassword = text
      return right
    },
  }
}
