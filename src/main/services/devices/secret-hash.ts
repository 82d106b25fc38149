import { createHash } from 'node:crypto'

/**
 * How a device's secrets are stored: who reads the database can neither pair nor pass for a device. Random bits, 128 and more,
 * need no slow hash.
 */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
