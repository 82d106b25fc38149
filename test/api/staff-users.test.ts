/** Who works here: adding people, their rights and PINs, and what becomes of those who leave. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '#shared/contract/common'
import type { StaffSession, StaffUserChoice } from '#shared/contract/session-api'
import type { NewPerson, Person, PersonEdit } from '#shared/contract/staff-api'
import type { HttpAnswer } from '../support/http-client'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAs, signInPerson, type StaffApi } from '../support/staff-api'

let server: SourceServer
let manager: StaffApi
let own: StaffSession

beforeAll(async () => {
  server = await startSourceServer()
  manager = await signInAs('manager', server.connections)
  own = await manager.call('GET', '/sessions/current')
})
afterAll(() => server[Symbol.asyncDispose]())

const refusalOf = (answer: HttpAnswer) => ({
  status: answer.status,
  code: answer.status < 300 ? null : (answer.json() as Problem).error.code,
})
let added = 0
const aPerson = (fields: Partial<NewPerson> = {}): NewPerson => ({
  name: `Person ${String(++added)}`,
  role: 'cashier',
  permissions: null,
  pin: '481516',
  ...fields,
})
const add = (fields: Partial<NewPerson> = {}) => manager.call<Person>('POST', '/people', aPerson(fields))
const editOf = ({ name, role, permissions, version, disabledAt }: Person): PersonEdit => ({
  ...{ name, role, permissions, version, disabled: disabledAt !== null },
})
const save = (person: Person, changes: Partial<PersonEdit>) =>
  manager.send('PUT', `/people/${String(person.id)}`, { ...editOf(person), ...changes })
const signIn = (person: Person, pin = '481516') =>
  signInPerson(server.connections, () => ({ staffUserId: person.id, pin }))
const isSignedIn = async (staff: StaffApi) => (await staff.send('GET', '/sessions/current')).status === 200
const find = async (id: number) =>
  (await manager.call<{ people: Person[] }>('GET', '/people')).people.find((it) => it.id === id)

test('a person is added, stands at the sign-in, and may do what their role may', async () => {
  const person = await add({ name: '  Ada Ek ' })
  expect(person).toMatchObject({ name: 'Ada Ek', role: 'cashier', permissions: null, version: 1, disabledAt: null })
  const { staffUsers } = await manager.call<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
  expect(staffUsers).toContainEqual({ id: person.id, name: 'Ada Ek', role: 'cashier' })
  const staff = await signIn(person)
  const { permissions } = await staff.call<StaffSession>('GET', '/sessions/current')
  expect(permissions).toContain('sell')
  expect(permissions).not.toContain('edit_staff')
  expect((await staff.send('GET', '/people')).status).toBe(403)
})

test('no answer holds a PIN or anything made from one', async () => {
  await add()
  const { text } = await manager.send('GET', '/people')
  expect(text).not.toMatch(/pin|argon|481516/i)
})

test('repeated with its key, adding somebody adds nobody twice; the key does not remember the PIN', async () => {
  const key = 'a-person-once-only'
  const person = aPerson()
  const first = await manager.send('POST', '/people', person, key)
  const again = await manager.send('POST', '/people', person, key)
  expect(again.json()).toEqual(first.json())
  expect(refusalOf(await manager.send('POST', '/people', aPerson(), key))).toMatchObject({ status: 422 })
})

describe('is refused', () => {
  test('a name that somebody who works here has, whatever its case', async () => {
    const { name } = await add({ name: 'Åsa Berg' })
    expect(refusalOf(await manager.send('POST', '/people', aPerson({ name: name.toUpperCase() })))).toEqual({
      status: 409,
      code: 'name_taken',
    })
    const other = await add()
    expect(refusalOf(await save(other, { name: 'åsa berg' }))).toEqual({ status: 409, code: 'name_taken' })
  })

  test.each(['111111', '123456', '654321', '121212'])('the PIN %s', async (pin) => {
    expect(refusalOf(await manager.send('POST', '/people', aPerson({ pin })))).toEqual({
      status: 422,
      code: 'weak_pin',
    })
    const { id } = await add()
    expect(refusalOf(await manager.send('PUT', `/people/${String(id)}/pin`, { pin }))).toEqual({
      status: 422,
      code: 'weak_pin',
    })
  })

  test('a short PIN, and somebody who is not there', async () => {
    expect((await manager.send('POST', '/people', aPerson({ pin: '48151' }))).status).toBe(400)
    expect(refusalOf(await manager.send('PUT', '/people/999999/pin', { pin: '481516' }))).toMatchObject({
      code: 'person_not_found',
    })
    const nobody = { ...(await add()), id: 999_999 }
    expect(refusalOf(await save(nobody, {}))).toEqual({ status: 404, code: 'person_not_found' })
  })

  test('a save over somebody else’s', async () => {
    const person = await add()
    expect((await save(person, { role: 'door' })).status).toBe(200)
    expect(refusalOf(await save(person, { role: 'manager' }))).toEqual({ status: 409, code: 'edit_conflict' })
    expect((await find(person.id))?.role).toBe('door')
  })
})

describe('rights of one’s own', () => {
  test('go before the role’s, both ways, from the next call on', async () => {
    const person = await add()
    const staff = await signIn(person)
    expect((await staff.send('GET', '/orders')).status).toBe(200)
    const saved = await save(person, { permissions: ['edit_staff'] })
    expect((await staff.send('GET', '/orders')).status).toBe(403)
    expect((await staff.send('GET', '/people')).status).toBe(200)
    await save(saved.json() as Person, { permissions: null })
    expect((await staff.send('GET', '/people')).status).toBe(403)
  })

  test('that do not exist are refused', async () => {
    const person = await add()
    const answer = await manager.send('PUT', `/people/${String(person.id)}`, {
      ...editOf(person),
      permissions: ['everything'],
    })
    expect(answer.status).toBe(400)
  })
})

describe('who leaves', () => {
  test('is signed out at the next call, cannot sign in, and may come back', async () => {
    const person = await add()
    const staff = await signIn(person)
    const disabled = (await save(person, { disabled: true })).json() as Person
    expect(disabled.disabledAt).not.toBeNull()
    expect(await isSignedIn(staff)).toBe(false)
    await expect(signIn(person)).rejects.toThrow('wrong_pin')
    const { staffUsers } = await manager.call<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
    expect(staffUsers.map(({ id }) => id)).not.toContain(person.id)
    await save(disabled, { disabled: false })
    expect(await isSignedIn(await signIn(person))).toBe(true)
    // The session from before stays ended.
    expect(await isSignedIn(staff)).toBe(false)
  })

  test('is not oneself, and one keeps the right to edit people', async () => {
    const me = await find(own.staffUser.id)
    if (me === undefined) throw new Error('the manager is not among the people')
    for (const changes of [{ disabled: true }, { role: 'cashier' as const }, { permissions: ['sell' as const] }]) {
      expect(refusalOf(await save(me, changes))).toEqual({ status: 409, code: 'not_yourself' })
    }
  })

  test('is never the last who may edit people, even if two disable each other at once', async () => {
    const other = await add({ role: 'manager' })
    const me = await find(own.staffUser.id)
    if (me === undefined) throw new Error('the manager is not among the people')
    const staff = await signIn(other)
    // Everybody else who may edit people goes first.
    const { people } = await manager.call<{ people: Person[] }>('GET', '/people')
    for (const person of people) {
      if ([other.id, me.id].includes(person.id) || person.disabledAt !== null) continue
      if (person.role === 'manager' || person.permissions !== null) await save(person, { disabled: true })
    }
    const answers = await Promise.all([
      save(other, { disabled: true }),
      staff.send('PUT', `/people/${String(me.id)}`, { ...editOf(me), disabled: true }),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const left = (await Promise.all([isSignedIn(manager), isSignedIn(staff)])).filter(Boolean)
    expect(left).toHaveLength(1)
    if (!(await isSignedIn(manager))) {
      const mine = (await staff.call<{ people: Person[] }>('GET', '/people')).people.find((it) => it.id === me.id)
      if (mine !== undefined) await staff.call('PUT', `/people/${String(me.id)}`, { ...editOf(mine), disabled: false })
      manager = await signInAs('manager', server.connections)
    }
  })
})

describe('a new PIN', () => {
  test('takes the old one’s place and ends the person’s sessions, not those of others', async () => {
    const person = await add()
    const other = await signIn(await add())
    const staff = await signIn(person)
    expect((await manager.send('PUT', `/people/${String(person.id)}/pin`, { pin: '271828' })).status).toBe(204)
    expect(await isSignedIn(staff)).toBe(false)
    expect(await isSignedIn(other)).toBe(true)
    await expect(signIn(person)).rejects.toThrow('wrong_pin')
    expect(await isSignedIn(await signIn(person, '271828'))).toBe(true)
  })

  test('of a person of the demo is not shown at the sign-in any more', async () => {
    const { staffUsers } = await manager.call<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
    const cashier = staffUsers.find(({ role, demoPin }) => role === 'cashier' && demoPin !== undefined)
    await manager.call('PUT', `/people/${String(cashier?.id)}/pin`, { pin: '271828' }).catch(() => undefined)
    const after = await manager.call<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
    expect(after.staffUsers.find(({ id }) => id === cashier?.id)).not.toHaveProperty('demoPin')
  })
})

test('no PIN stands in the log', () => {
  expect(server.log()).not.toMatch(/481516|271828/)
})
