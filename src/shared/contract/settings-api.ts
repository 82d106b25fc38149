import { Type, type Static } from 'typebox'
import { Instant, Language, Line, Nullable, Ore, Text } from './common'
import { SwishEnvironment, SwishProblem } from './swish-payments-api'

/** PUT /api/v1/settings/venue */
export const VenueSettings = Type.Object(
  {
    name: Line(100),
    address: Text(300),
    organisationNumber: Type.String({ pattern: '^$|^[0-9]{6}-[0-9]{4}$' }),
    /** IANA name, for example Europe/Stockholm. 422 `unknown_zone`. */
    zone: Line(60),
    language: Language,
  },
  { additionalProperties: false },
)
export type VenueSettings = Static<typeof VenueSettings>

const mailFields = {
  fromName: Line(100),
  fromAddress: Type.String({ maxLength: 255 }),
  /** Null: mails are written as .eml files to the data folder's outbox. */
  smtp: Nullable(
    Type.Object(
      {
        host: Line(255),
        port: Type.Integer({ minimum: 1, maximum: 65_535 }),
        security: Type.Union([Type.Literal('none'), Type.Literal('starttls'), Type.Literal('tls')]),
        user: Nullable(Line(255)),
      },
      { additionalProperties: false },
    ),
  ),
}
export const MailSettings = Type.Object({ ...mailFields, passwordSet: Type.Boolean() })
export type MailSettings = Static<typeof MailSettings>
/** PUT /api/v1/settings/mail. `password` left out keeps the old one, null removes it. 422 `invalid_email`. */
export const MailSettingsEdit = Type.Object(
  { ...mailFields, password: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 255 }))) },
  { additionalProperties: false },
)
export type MailSettingsEdit = Static<typeof MailSettingsEdit>
/** POST /api/v1/settings/mail/tests: 200 {kind:'sent'|'written', detail}, 502 `mail_failed`. */
export const MailTestRequest = Type.Object(
  { toAddress: Type.String({ maxLength: 255 }) },
  { additionalProperties: false },
)
export const MailTestResult = Type.Object({
  kind: Type.Union([Type.Literal('sent'), Type.Literal('written')]),
  detail: Type.String(),
})
export type MailTestResult = Static<typeof MailTestResult>

const lanFields = {
  /** Whether plain HTTP answers other devices: the documented ticket API. Takes effect at once. */
  open: Type.Boolean(),
  /** Other names that this machine is reached by, beside its addresses. */
  hostNames: Type.Array(Type.String({ pattern: '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$' }), { maxItems: 20 }),
  /** Web shops whose pages may call the API from the browser: scheme, host, port. */
  allowedOrigins: Type.Array(Type.String({ pattern: '^https?://[a-z0-9.-]+(:[0-9]{1,5})?$' }), { maxItems: 20 }),
}
export const LanSettings = Type.Object({
  ...lanFields,
  /** Whether HTTPS answers other devices: phones and tills. Takes effect at once. */
  secure: Type.Boolean(),
  doorPasswordSet: Type.Boolean(),
})
export type LanSettings = Static<typeof LanSettings>
/** PUT /api/v1/settings/lan. What is left out of `secure` and `doorPassword` stays; a `doorPassword` of null is removed. */
export const LanSettingsEdit = Type.Object(
  {
    ...lanFields,
    secure: Type.Optional(Type.Boolean()),
    doorPassword: Type.Optional(Nullable(Type.String({ minLength: 8, maxLength: 200 }))),
  },
  { additionalProperties: false },
)
export type LanSettingsEdit = Static<typeof LanSettingsEdit>

const swishFields = {
  /** Null: Swish is not used. */
  environment: Nullable(SwishEnvironment),
  /** Our Swish number, ten digits from 123; empty while unknown. The simulator needs none. */
  payeeAlias: Type.String({ pattern: '^$|^[0-9]{10}$' }),
  /** Another address than Swish's own for this environment: a sandbox, a stand-in. No slash at the end. */
  apiBase: Nullable(
    Type.String({ maxLength: 300, pattern: '^https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?$' }),
  ),
  /** PEM of the authority that signed the certificate of `apiBase`; null: those that the computer trusts. */
  authority: Nullable(Type.String({ minLength: 1, maxLength: 20_000 })),
  /** Where Swish can call us from the internet: https, the whole address. Null: nowhere, Swish is asked instead. */
  callbackUrl: Nullable(Type.String({ maxLength: 300, pattern: '^https://[^\\s]+$' })),
  /** Speak TLS 1.2 only: for a counterpart that fails on 1.3. */
  tls12Only: Type.Boolean(),
}
/** What is known of the client certificate. The key itself never leaves the server. */
export const SwishCertificate = Type.Object({
  /** The Swish number it was issued for. */
  number: Type.String(),
  organisation: Nullable(Type.String()),
  validFrom: Instant,
  validTo: Instant,
  /** How many certificates come with it: the leaf, the bank's authority, the root. */
  chainLength: Type.Integer(),
})
export type SwishCertificate = Static<typeof SwishCertificate>
export const SwishSettings = Type.Object({
  ...swishFields,
  certificate: Nullable(SwishCertificate),
  /** Where keys and passwords are kept: locked by the computer's own key store, or in a file that only its owner can read. */
  secretsKept: Type.Union([Type.Literal('key_store'), Type.Literal('file')]),
})
export type SwishSettings = Static<typeof SwishSettings>
/**
 * PUT /api/v1/settings/swish. An empty `payeeAlias` is filled in from the certificate. 409 `payments_open` (details.count):
 * payments wait for their customers in the environment, or at the address, that would be left. 422 `invalid_authority`,
 * `invalid_address` (details.field: `apiBase` | `callbackUrl`), `insecure_address`: plain http is for a stand-in on this
 * machine, and never in production.
 */
export const SwishSettingsEdit = Type.Object(swishFields, { additionalProperties: false })
export type SwishSettingsEdit = Static<typeof SwishSettingsEdit>

/**
 * PUT /api/v1/settings/swish/certificate: 200 Settings. DELETE removes it. 409 `payments_open` (details.count): payments wait,
 * and the one for their number would go. `file` is base64. 422, each with its own sentence:
 * `not_a_certificate`, `wrong_password`, `password_needed`, `old_pkcs12` (RC2 or 3DES: export it anew), `key_missing`,
 * `key_does_not_fit`, `certificate_expired` (details.validTo), `number_differs` (details.number: of the certificate).
 */
export const SwishCertificateUpload = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('p12'),
      file: Type.String({ minLength: 1, maxLength: 30_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
      password: Type.String({ maxLength: 200 }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('pem'),
      certificate: Type.String({ minLength: 1, maxLength: 20_000 }),
      key: Type.String({ minLength: 1, maxLength: 10_000 }),
      password: Type.Optional(Type.String({ maxLength: 200 })),
    },
    { additionalProperties: false },
  ),
])
export type SwishCertificateUpload = Static<typeof SwishCertificateUpload>

/**
 * POST /api/v1/settings/swish/tests: asks Swish for a payment that cannot exist. 200, `problem` null when it answers as it
 * should; 409 `swish_not_set_up` while Swish is off.
 */
export const SwishTestResult = Type.Object({ problem: Nullable(SwishProblem), tookMs: Type.Integer() })
export type SwishTestResult = Static<typeof SwishTestResult>

/** PUT /api/v1/settings/till */
export const TillSettings = Type.Object(
  {
    /** What of one order may be given back, earlier refunds counted, without the right `large_refund`. */
    refundLimitOre: Ore,
    /**
     * Sales in twelve months above which a Swedish seller needs a certified cash register: four price base amounts with VAT,
     * 4 × 59 200 kr for 2026 (skatteförfarandelagen 39 kap. 9 §).
     */
    registerLimitOre: Ore,
    printTickets: Type.Boolean(),
    printReceipts: Type.Boolean(),
    /** Opens the cash drawer when cash is taken or given back. */
    opensDrawer: Type.Boolean(),
    /** A line under every receipt; empty for none. */
    receiptFooter: Text(300),
  },
  { additionalProperties: false },
)
export type TillSettings = Static<typeof TillSettings>

/** PUT /api/v1/settings/door */
export const DoorSettings = Type.Object(
  {
    /** When everybody counts as gone and the door's next day begins, on the venue's clock: `05:00`. */
    everyoneOutAt: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
  },
  { additionalProperties: false },
)
export type DoorSettings = Static<typeof DoorSettings>

/** PUT /api/v1/settings/tickets */
export const TicketSettings = Type.Object(
  {
    /** New papers and mails carry the signed form in their QR codes. Every door reads both, whatever stands here. */
    signedQr: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type TicketSettings = Static<typeof TicketSettings>

/** GET /api/v1/settings; every PUT answers 200 with the same. */
export const Settings = Type.Object({
  venue: VenueSettings,
  mail: MailSettings,
  lan: LanSettings,
  swish: SwishSettings,
  till: TillSettings,
  door: DoorSettings,
  tickets: TicketSettings,
})
export type Settings = Static<typeof Settings>
