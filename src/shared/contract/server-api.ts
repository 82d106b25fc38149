import { Type, type Static } from 'typebox'
import { Instant, Language, Line } from './common'

/** GET /api/v1/server: what every screen needs before anybody has signed in. */
export const ServerStatus = Type.Object({
  version: Type.String(),
  /** True on demo data: the sign-in screen then shows the demo PINs. */
  demo: Type.Boolean(),
  /** True on an empty data folder: the app asks for demo data or a venue of one's own. */
  setUpNeeded: Type.Boolean(),
  venueName: Type.String(),
  language: Language,
  zone: Type.String(),
  port: Type.Integer(),
  /** The port asked for. It differs from `port` when another program had taken it. */
  requestedPort: Type.Integer(),
  /** Addresses of the ticket API on the LAN, empty when the LAN is closed. */
  lanUrls: Type.Array(Type.String()),
  httpsPort: Type.Integer(),
  /** Addresses for phones and tills, empty when HTTPS is closed: those that its certificate is good for. */
  secureUrls: Type.Array(Type.String()),
  /** SHA-256 of the authority that signed the certificate, `AA:BB:…`. Its certificate itself: GET /lucka-ca.crt. */
  authorityFingerprint: Type.String(),
  /** Whether multicast DNS tells the network where this box office is. */
  advertised: Type.Boolean(),
  now: Instant,
})
export type ServerStatus = Static<typeof ServerStatus>

/** A personal identification number for the till: digits only. */
export const Pin = Type.String({ pattern: '^[0-9]{4,12}$' })
/** What a new PIN must be: six digits or more. */
export const NewPin = Type.String({ pattern: '^[0-9]{6,12}$' })

/** POST /api/v1/set-up: fills an empty data folder. 201 with no body, 409 `already_set_up`. */
export const SetUpRequest = Type.Union([
  Type.Object({ kind: Type.Literal('demo') }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('venue'),
      venueName: Line(100),
      managerName: Line(60),
      pin: NewPin,
      language: Language,
    },
    { additionalProperties: false },
  ),
])
export type SetUpRequest = Static<typeof SetUpRequest>
