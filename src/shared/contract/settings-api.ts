import { Type, type Static } from 'typebox'
import { Language, Line, Nullable, Text } from './common'

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
  /** Whether the ticket API answers other devices. Takes effect at once. */
  open: Type.Boolean(),
  /** Other names that this machine is reached by, beside its addresses. */
  hostNames: Type.Array(Type.String({ pattern: '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$' }), { maxItems: 20 }),
  /** Web shops whose pages may call the API from the browser: scheme, host, port. */
  allowedOrigins: Type.Array(Type.String({ pattern: '^https?://[a-z0-9.-]+(:[0-9]{1,5})?$' }), { maxItems: 20 }),
}
export const LanSettings = Type.Object({ ...lanFields, doorPasswordSet: Type.Boolean() })
export type LanSettings = Static<typeof LanSettings>
/** PUT /api/v1/settings/lan. `doorPassword` left out keeps the old one, null removes it. */
export const LanSettingsEdit = Type.Object(
  { ...lanFields, doorPassword: Type.Optional(Nullable(Type.String({ minLength: 8, maxLength: 200 }))) },
  { additionalProperties: false },
)
export type LanSettingsEdit = Static<typeof LanSettingsEdit>

/** GET /api/v1/settings; every PUT answers 200 with the same. */
export const Settings = Type.Object({ venue: VenueSettings, mail: MailSettings, lan: LanSettings })
export type Settings = Static<typeof Settings>
