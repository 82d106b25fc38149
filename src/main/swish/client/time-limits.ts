/**
 * How long the client waits, in milliseconds. A cashier and a customer stand in front of every one of these; Swish answers
 * within a second when it is well.
 */

/** A read is asked again soon anyway. */
export const readLimitMs = 5_000
/** Writes wait longer: giving up means not knowing, and a refund asks the bank before it answers. */
export const writeLimitMs = 8_000
/** One create with all its tries and reads: longer and the cashier believes that the till hangs. */
export const createLimitMs = 12_000
/** Less than this is too short for a round trip with a handshake. */
export const shortestTryMs = 500
/** Between the tries of a create: two more, the later one after a gateway had time to recover. */
export const createPausesMs: readonly number[] = [500, 1_500]
/** Before a read or a cancel that met a server error is sent once more. */
export const secondTryPauseMs = 300
