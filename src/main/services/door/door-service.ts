import type { Door, DoorEdit, NewDoor } from '#shared/contract/door-api'
import { err, ok, type Result } from '#shared/domain/result'
import { findTaken, insertDoor, listDoors, updateDoor } from '../../storage/repositories/door-repository'
import type { Db } from '../../storage/schema'
import type { Transaction } from '../../storage/transaction'
import type { ServiceDeps } from '../service-deps'
import type { DoorBook } from './door-book'

type NewDoorRefusal = { code: 'name_taken' } | { code: 'event_not_found' } | { code: 'ticket_type_not_found' }
export type DoorEditRefusal =
  NewDoorRefusal | { code: 'door_not_found' } | { code: 'edit_conflict' } | { code: 'last_door' }

export interface DoorService {
  /** Archived ones too, in the order in which they were made. */
  listAll: () => Promise<Door[]>
  create: (door: NewDoor) => Promise<Result<Door, NewDoorRefusal>>
  edit: (id: number, edit: DoorEdit) => Promise<Result<Door, DoorEditRefusal>>
}

/** The doors of the house and what each takes. A scan that is decided after the answer goes by the new rules. */
export function createDoorService({
  inTransaction,
  read,
  now,
  news,
  doors,
}: ServiceDeps & { doors: DoorBook }): DoorService {
  async function stored(trx: Transaction, id: number): Promise<Door> {
    const door = (await listDoors(trx.db)).find((it) => it.id === id)
    if (door === undefined) throw new Error(`there is no door ${id}`)
    return door
  }

  async function refusalOf(db: Db, fields: NewDoor, others: readonly Door[]): Promise<NewDoorRefusal | undefined> {
    if (others.some((other) => other.archivedAt === null && other.name === fields.name.trim())) {
      return { code: 'name_taken' }
    }
    const taken = await findTaken(db, fields)
    if (taken.eventIds.length < fields.eventIds.length) return { code: 'event_not_found' }
    if (taken.ticketTypeIds.length < fields.ticketTypeIds.length) return { code: 'ticket_type_not_found' }
    return undefined
  }

  async function tell<E>(result: Result<Door, E>): Promise<Result<Door, E>> {
    if (result.ok) {
      await doors.reload()
      news.publish('doors', {})
    }
    return result
  }

  return {
    listAll: () => read(listDoors),

    create: async (door) =>
      tell(
        await inTransaction(async (trx): Promise<Result<Door, NewDoorRefusal>> => {
          const refusal = await refusalOf(trx.db, door, await listDoors(trx.db))
          if (refusal !== undefined) return err(refusal)
          return ok(await stored(trx, await insertDoor(trx, { ...door, name: door.name.trim() }, now())))
        }),
      ),

    edit: async (id, { archived, version, ...fields }) =>
      tell(
        await inTransaction(async (trx): Promise<Result<Door, DoorEditRefusal>> => {
          const all = await listDoors(trx.db)
          const door = all.find((it) => it.id === id)
          if (door === undefined) return err({ code: 'door_not_found' })
          if (door.version !== version) return err({ code: 'edit_conflict' })
          const others = all.filter((it) => it.id !== id)
          if (archived && others.every((other) => other.archivedAt !== null)) return err({ code: 'last_door' })
          const refusal = await refusalOf(trx.db, fields, archived ? [] : others)
          if (refusal !== undefined) return err(refusal)
          const archivedAt = archived ? (door.archivedAt ?? now()) : null
          await updateDoor(trx, id, { ...fields, name: fields.name.trim(), archivedAt, version: version + 1 })
          return ok(await stored(trx, id))
        }),
      ),
  }
}
