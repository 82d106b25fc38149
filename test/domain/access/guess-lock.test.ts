import { expect, test } from 'vitest'
import { afterWrongGuess, isLocked, noGuesses, triesLeft, type GuessLock } from '#shared/domain/access/guess-lock'
import { permissionsOf } from '#shared/domain/access/permissions'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 18) + seconds * 1000).toISOString()

test('five tries are free, the fifth wrong one locks for half a minute', () => {
  let lock: GuessLock = noGuesses
  for (let tries = 1; tries <= 4; tries++) {
    lock = afterWrongGuess(lock, at(0))
    expect(isLocked(lock, at(0))).toBe(false)
    expect(triesLeft(lock)).toBe(5 - tries)
  }
  lock = afterWrongGuess(lock, at(0))
  expect(isLocked(lock, at(29))).toBe(true)
  expect(isLocked(lock, at(30))).toBe(false)
})

test('eight hours of guessing come to about forty tries', () => {
  let lock: GuessLock = noGuesses
  let tries = 0
  for (let second = 0; second < 8 * 3600; second++) {
    if (isLocked(lock, at(second))) continue
    lock = afterWrongGuess(lock, at(second))
    tries++
  }
  expect(tries).toBeLessThanOrEqual(41)
})

test('the door may check in and nothing else; only the manager edits', () => {
  expect(permissionsOf.door).toEqual(['check_in'])
  expect(permissionsOf.cashier).not.toContain('edit_events')
  expect(permissionsOf.manager).toContain('edit_settings')
})
