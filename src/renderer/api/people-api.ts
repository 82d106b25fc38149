import type { NewPerson, Person, PersonEdit } from '#shared/contract/staff-api'
import { request } from './client'

export const listPeople = async (): Promise<Person[]> => (await request<{ people: Person[] }>('GET', '/people')).people

/** @throws ApiError `name_taken`, `weak_pin` */
export const createPerson = (person: NewPerson, idempotencyKey: string) =>
  request<Person>('POST', '/people', { body: person, idempotencyKey })

/** @throws ApiError `edit_conflict`, `name_taken`, `last_manager`, `not_yourself` */
export const savePerson = (id: number, edit: PersonEdit) =>
  request<Person>('PUT', `/people/${String(id)}`, { body: edit })

/** @throws ApiError `weak_pin` */
export const changePin = (id: number, pin: string) =>
  request<undefined>('PUT', `/people/${String(id)}/pin`, { body: { pin } })
