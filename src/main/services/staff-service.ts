import { hash, verify } from '@node-rs/argon2'
import type { StaffSession, StaffUserChoice } from '#shared/contract/session-api'
import { afterWrongGuess, isLocked, triesLeft } from '#shared/domain/access/guess-lock'
import { permissionsOf } from '#shared/domain/access/permissions'
import { err, ok, type Result } from '#shared/domain/result'
import { endSession, findLivingSession, insertSession } from '../storage/repositories/session-repository'
import {
  clearGuessLock,
  findGuessLock,
  findStaffUser,
  listStaffUsers,
  saveGuessLock,
} from '../storage/repositories/staff-repository'
import type { ServiceDeps } from './service-deps'

/** A working day and some; then everybody signs in anew. */
export const STAFF_SESSION_SECONDS = 16 * 3600

type SignInRefusal = { code: 'wrong_pin'; triesLeft: number } | { code: 'locked_out'; retryAt: string }

export interface StaffService {
  choices: () => Promise<StaffUserChoice[]>
  /**
   * Signs a person in under a session id made by the caller. Wrong tries are counted per person and per address; an unknown
   * person gets the same answer after the same time.
   */
  signIn: (request: {
    sessionId: string
    earlierSessionId: string | undefined
    staffUserId: number
    pin: string
    address: string
  }) => Promise<Result<StaffSession, SignInRefusal>>
  /** The session if it lives and its person may still work here. */
  sessionOf: (sessionId: string) => Promise<StaffSession | undefined>
  signOut: (sessionId: string) => Promise<void>
}

export async function createStaffService(deps: ServiceDeps): Promise<StaffService> {
  const { inTransaction, read, now } = deps
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

  const view = (user: { id: number; name: string; role: StaffSession['staffUser']['role'] }, expiresAt: string) => ({
    staffUser: { id: user.id, name: user.name, role: user.role },
    permissions: [...permissionsOf[user.role]],
    expiresAt,
  })

  async function trySignIn(
    request: Parameters<StaffService['signIn']>[0],
  ): Promise<Result<StaffSession, SignInRefusal>> {
    const subjects = [`staff:${request.staffUserId}`, `sign-in from:${request.address}`]
    const locks = await read((db) => Promise.all(subjects.map((subject) => findGuessLock(db, subject))))
    const locked = locks.filter((lock) => isLocked(lock, now())).map((lock) => lock.lockedUntil ?? '')
    const retryAt = locked.sort().at(-1)
    if (retryAt !== undefined) return err({ code: 'locked_out', retryAt })

    const user = await read((db) => findStaffUser(db, request.staffUserId))
    const right = await verify(user?.pinHash ?? hashOfNobody, request.pin)
    if (user === undefined || !right) {
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
    const expiresAt = new Date(Date.parse(now()) + STAFF_SESSION_SECONDS * 1000).toISOString()
    await inTransaction(async (trx) => {
      for (const subject of subjects) await clearGuessLock(trx, subject)
      if (request.earlierSessionId !== undefined) await endSession(trx, request.earlierSessionId, now())
      insertSession(trx, request.sessionId, { kind: 'staff', staffUserId: user.id }, now(), expiresAt)
    })
    return ok(view(user, expiresAt))
  }

  return {
    choices: () =>
      read(async (db) =>
        (await listStaffUsers(db)).map(({ id, name, role, demoPin }) => ({
          id,
          name,
          role,
          ...(demoPin !== null && { demoPin }),
        })),
      ),
    signIn: (request) =>
      inTurn(`address ${request.address}`, () => inTurn(`person ${request.staffUserId}`, () => trySignIn(request))),
    sessionOf: (sessionId) =>
      read(async (db) => {
        const session = await findLivingSession(db, sessionId, 'staff', now())
        if (session === undefined || session.staff_user_id === null) return undefined
        const user = await findStaffUser(db, session.staff_user_id)
        return user && view(user, session.expires_at)
      }),
    signOut: (sessionId) => inTransaction((trx) => endSession(trx, sessionId, now())),
  }
}
