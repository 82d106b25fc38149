import { hash } from '@node-rs/argon2'
import type { NewPerson, Person, PersonEdit } from '#shared/contract/staff-api'
import { weaknessOfPin } from '#shared/domain/access/new-pin'
import { permissionsOfPerson } from '#shared/domain/access/permissions'
import { err, ok, type Result } from '#shared/domain/result'
import { findPerson, insertPerson, listPeople, setPin, updatePerson } from '../storage/repositories/people-repository'
import { endSessionsOf } from '../storage/repositories/session-repository'
import type { Transaction } from '../storage/transaction'
import { onceOnly, type KeyReused } from './idempotency'
import type { ServiceDeps } from './service-deps'

type NameTaken = { code: 'name_taken' }
type WeakPin = { code: 'weak_pin' }
type NotFound = { code: 'person_not_found' }
export type NewPersonRefusal = KeyReused | NameTaken | WeakPin
export type PersonEditRefusal =
  NotFound | NameTaken | { code: 'edit_conflict' } | { code: 'last_manager' } | { code: 'not_yourself' }
export type PinEditRefusal = NotFound | WeakPin

export interface PeopleService {
  list: () => Promise<Person[]>
  create: (person: NewPerson, key: string) => Promise<Result<Person, NewPersonRefusal>>
  edit: (id: number, edit: PersonEdit, byStaffUserId: number) => Promise<Result<Person, PersonEditRefusal>>
  changePin: (id: number, pin: string, byStaffUserId: number) => Promise<Result<undefined, PinEditRefusal>>
}

/** Who may work here, and what each may do. Nobody is ever removed: what they did names them. */
export function createPeopleService({ inTransaction, read, now }: ServiceDeps): PeopleService {
  async function getPerson(trx: Transaction, id: number): Promise<Person> {
    const person = await findPerson(trx.db, id)
    if (person === undefined) throw new Error(`there is no person ${id}`)
    return person
  }

  /** Two people with one name could not be told apart where they sign in. */
  const isTaken = (people: readonly Person[], name: string, butId?: number) =>
    people.some(
      (person) =>
        person.disabledAt === null &&
        person.id !== butId &&
        person.name.toLocaleLowerCase('sv') === name.toLocaleLowerCase('sv'),
    )

  const mayEditPeople = (person: Pick<Person, 'role' | 'permissions' | 'disabledAt'>) =>
    person.disabledAt === null && permissionsOfPerson(person).includes('edit_staff')

  return {
    list: () => read(listPeople),

    async create({ name: typedName, role, permissions, pin }, key) {
      if (weaknessOfPin(pin) !== undefined) return err({ code: 'weak_pin' })
      const name = typedName.trim()
      const pinHash = await hash(pin)
      // Not the PIN: what is kept of the intention must not tell it.
      return inTransaction((trx) =>
        onceOnly<Person, NewPersonRefusal>(
          trx,
          { scope: 'person', key, body: { name, role, permissions } },
          now(),
          async () => {
            if (isTaken(await listPeople(trx.db), name)) return err({ code: 'name_taken' })
            return ok(await getPerson(trx, await insertPerson(trx, { name, role, permissions, pinHash }, now())))
          },
        ),
      )
    },

    edit: (id, edit, byStaffUserId) =>
      inTransaction(async (trx): Promise<Result<Person, PersonEditRefusal>> => {
        const people = await listPeople(trx.db)
        const person = people.find((it) => it.id === id)
        if (person === undefined) return err({ code: 'person_not_found' })
        if (person.version !== edit.version) return err({ code: 'edit_conflict' })
        const { role, permissions, version } = edit
        const name = edit.name.trim()
        const disabledAt = edit.disabled ? (person.disabledAt ?? now()) : null
        if (!edit.disabled && isTaken(people, name, id)) return err({ code: 'name_taken' })
        const mayAfter = mayEditPeople({ role, permissions, disabledAt })
        if (id === byStaffUserId && !mayAfter) return err({ code: 'not_yourself' })
        if (!mayAfter && !people.some((it) => it.id !== id && mayEditPeople(it))) return err({ code: 'last_manager' })
        if (!(await updatePerson(trx, id, { name, role, permissions, version, disabledAt }))) {
          return err({ code: 'edit_conflict' })
        }
        if (edit.disabled) await endSessionsOf(trx, id, now())
        return ok(await getPerson(trx, id))
      }),

    async changePin(id, pin, byStaffUserId) {
      if (weaknessOfPin(pin) !== undefined) return err({ code: 'weak_pin' })
      const pinHash = await hash(pin)
      return inTransaction(async (trx): Promise<Result<undefined, PinEditRefusal>> => {
        if ((await findPerson(trx.db, id)) === undefined) return err({ code: 'person_not_found' })
        await setPin(trx, id, pinHash)
        // A PIN is changed because somebody else may know it.
        if (id !== byStaffUserId) await endSessionsOf(trx, id, now())
        return ok(undefined)
      })
    },
  }
}
