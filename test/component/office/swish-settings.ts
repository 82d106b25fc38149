import type { Settings, SwishSettings } from '#shared/contract/settings-api'

const dayMs = 86_400_000

export const aCertificate = (fields: Partial<NonNullable<SwishSettings['certificate']>> = {}) => ({
  number: '1230000000',
  organisation: 'Fysikalen, 802400-1235',
  validFrom: new Date(Date.now() - dayMs).toISOString(),
  validTo: new Date(Date.now() + 412.5 * dayMs).toISOString(),
  chainLength: 3,
  ...fields,
})

export const someSwishSettings = (fields: Partial<SwishSettings> = {}): SwishSettings => ({
  environment: null,
  payeeAlias: '',
  apiBase: null,
  authority: null,
  callbackUrl: null,
  tls12Only: false,
  certificate: null,
  secretsKept: 'file',
  ...fields,
})

export const settingsWith = (swish: Partial<SwishSettings>): Settings => ({
  door: { everyoneOutAt: '05:00' },
  venue: {
    name: 'Scen 1',
    address: '',
    organisationNumber: '',
    zone: 'Europe/Stockholm',
    language: 'sv',
  },
  mail: { fromName: 'Scen 1', fromAddress: 'biljett@example.org', smtp: null, passwordSet: false },
  till: {
    ...{ refundLimitOre: 50_000, registerLimitOre: 23_680_000, receiptFooter: '' },
    ...{ printTickets: true, printReceipts: true, opensDrawer: true },
  },
  tickets: { signedQr: false },
  lan: { open: false, secure: true, hostNames: [], allowedOrigins: [], doorPasswordSet: false },
  swish: someSwishSettings(swish),
})
