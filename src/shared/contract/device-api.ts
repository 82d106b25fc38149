import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable } from './common'

/** What a paired device is for: checks in, only looks, sells as a till of its own, or shows customers what they pay. */
export const DeviceRole = Type.Union([
  Type.Literal('door'),
  Type.Literal('look_door'),
  Type.Literal('till'),
  Type.Literal('display'),
])
export type DeviceRole = Static<typeof DeviceRole>

export const Device = Type.Object({
  id: Id,
  name: Type.String(),
  role: DeviceRole,
  /** Of a door: where it stands. */
  doorId: Nullable(Id),
  /** Of a customer display: whose. */
  registerId: Nullable(Id),
  pairedAt: Instant,
  pairedBy: Type.String(),
  lastSeenAt: Nullable(Instant),
  lastAddress: Nullable(Type.String()),
  revokedAt: Nullable(Instant),
  /** It has shown so many unknown codes that a person must say that all is well. */
  supervisorNeeded: Type.Boolean(),
})
export type Device = Static<typeof Device>

/**
 * Body of PUT /api/v1/devices/:id, which renames a device or moves it: 200 Device; 404 `device_not_found`; 409 `device_revoked`; 422
 * `door_not_found`, `register_not_found`. DELETE shuts it out at once and for good: 200 Device. POST /api/v1/devices/:id/unlocks
 * lets one go on that has shown too many unknown codes: 200 Device.
 */
export const DeviceEdit = Type.Object(
  { name: Line(60), doorId: Nullable(Id), registerId: Nullable(Id) },
  { additionalProperties: false },
)
export type DeviceEdit = Static<typeof DeviceEdit>

/** GET /api/v1/devices: the living ones first. */
export const DeviceList = Type.Object({ devices: Type.Array(Device) })
export type DeviceList = Static<typeof DeviceList>

/**
 * POST /api/v1/pairings: 201 Pairing. Good for one device and ten minutes. 422 `door_not_found`, `register_not_found`; 409
 * `lan_closed` while HTTPS does not answer the network.
 */
export const NewPairing = Type.Object(
  { name: Line(60), role: DeviceRole, doorId: Nullable(Id), registerId: Nullable(Id) },
  { additionalProperties: false },
)
export type NewPairing = Static<typeof NewPairing>

export const Pairing = Type.Object({
  id: Id,
  /** Behind the QR code: the page that pairs whoever opens it. The code stands after the `#`, which no log sees. */
  url: Type.String(),
  qrSvg: Type.String(),
  expiresAt: Instant,
})
export type Pairing = Static<typeof Pairing>

/** GET /api/v1/pairings/:id: whether the code has been used, and by which device. 404 `pairing_not_found`. */
export const PairingState = Type.Object({ expiresAt: Instant, device: Nullable(Device) })
export type PairingState = Static<typeof PairingState>

/**
 * POST /api/v1/devices with the code, from the new device itself, over HTTPS: 201 PairedDevice and the device's cookie. 410
 * `pairing_over`: used, too old or unknown; 403 `https_only`; 429 `locked_out` after too many wrong codes.
 */
export const PairingCode = Type.Object(
  { code: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) },
  { additionalProperties: false },
)
export type PairingCode = Static<typeof PairingCode>

/** GET /api/v1/devices/current: which device this is. 401 `not_paired`; 410 `device_revoked`: forget everything. */
export const PairedDevice = Type.Object({
  id: Id,
  name: Type.String(),
  role: DeviceRole,
  doorId: Nullable(Id),
  /** Of a customer display: the address of its page. */
  displayPath: Nullable(Type.String()),
})
export type PairedDevice = Static<typeof PairedDevice>
