import { hash, verify } from '@node-rs/argon2'
import { afterWrongGuess, isLocked, triesLeft } from '#shared/domain/access/guess-lock'
import { err, ok, type Result } from '#shared/domain/result'
import {
  clearGuessLock,
  findGuessLock,
  findStaffUser,
  saveGuessLock,
  type StaffUserRecord,
} from '../storage/repositories/staff-repository'
import type { ServiceDeps } from './service-deps'

export type PinRefusal = { code: 'wrong_pin'; triesLeft: number } | { code: 'locked_out'; retryAt: string }

/**
 * Whose PIN it is, if it is that person's. Wrong tries are counted per person and per address, wherever a PIN is asked for: who
 * guesses at an approval is locked out of signing in as well. An unknown person gets the same answer after the same time.
 */
export type PinCheck = (
  staffUserId: number,
  pin: string,
  address: string,
) => Promise<Result<StaffUserRecord, PinRefusal>>

export async function createPinCheck({
  inTransaction,
  read,
  now,
}: Pick<ServiceDeps, 'inTransaction' | 'read' | 'now'>): Promise<PinCheck> {
  const hashOfNobody = await hash('nobody has this PIN')
  /** Tries of one subject take turns, so that a hundred at once are counted like a hundred in a row. */
  const turns = new Map<string, Promise<unknown>>()

  async function inTurn<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(subject) ?? Promise.resolve()
    const mine = before.then(work, work)
    turns.set(subject, mine)
    try {
      return await mine
    } finally {
      if (turns.get(subject) === mine) turns.delete(subject)
    }
  }

  async function tryPin(staffUserId: number, pin: string, address: string): ReturnType<PinCheck> {
    const subjects = [`staff:${staffUserId}`, `sign-in from:${address}`]
    const locks = await read((db) => Promise.all(subjects.map((subject) => findGuessLock(db, subject))))
    const locked = locks.filter((lock) => isLocked(lock, now())).map((lock) => lock.lockedUntil ?? '')
    const retryAt = locked.sort().at(-1)
    if (retryAt !== undefined) return err({ code: 'locked_out', retryAt })

    const user = await read((db) => findStaffUser(db, staffUserId))
    const right = await verify(user?.pinHash ?? hashOfNobody, pin)
    if (user !== undefined && right) {
      await inTransaction(async (trx) => {
        for (const subject of subjects) await clearGuessLock(trx, subject)
      })
      return ok(user)
    }
    const after = locks.map((lock) => afterWrongGuess(lock, now()))
    await inTransaction(async (trx) => {
      for (const [index, lock] of after.entries()) await saveGuessLock(trx, subjects[index] ?? '', lock, now())
    })
    const lockedUntil = after
      .map((lock) => lock.lockedUntil ?? '')
      .sort()
      .at(-1)
    if (lockedUntil) return err({ code: 'locked_out', retryAt: lockedUntil })
    return err({ code: 'wrong_pin', triesLeft: Math.min(...after.map(triesLeft)) })
  }

  return (staffUserId, pin, address) =>
    inTurn(`address ${address}`, () => inTurn(`person ${staffUserId}`, () => tryPin(staffUserId, pin, address)))
}
