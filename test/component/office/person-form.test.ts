import { expect, test } from 'vitest'
import {
  formOfPerson,
  isAsRole,
  newPersonForm,
  readPersonForm,
  withPermission,
  withRole,
} from '#renderer/features/office/person-form'
import type { Person } from '#shared/contract/staff-api'

const kim: Person = {
  ...{ id: 2, name: 'Kim Berg', role: 'cashier', permissions: null, version: 1 },
  ...{ createdAt: '2026-11-24T16:00:00.000Z', disabledAt: null },
}

test('a person with their role’s rights is saved without any of their own', () => {
  expect(readPersonForm(formOfPerson(kim), false).person).toEqual({
    name: 'Kim Berg',
    role: 'cashier',
    permissions: null,
  })
})

test('a right more is a list of their own; taking it back is the role’s again', () => {
  const form = formOfPerson(kim)
  const more = { ...form, permissions: withPermission(form, 'large_refund', true) }
  expect(readPersonForm(more, false).person?.permissions).toContain('large_refund')
  const back = { ...more, permissions: withPermission(more, 'large_refund', false) }
  expect(isAsRole(back)).toBe(true)
  expect(back).toEqual(form)
})

test('another role brings its own rights', () => {
  const form = withRole({ ...formOfPerson(kim), permissions: ['edit_staff'] }, 'door')
  expect(form.permissions).toEqual(['check_in'])
  expect(readPersonForm(form, false).person?.permissions).toBeNull()
})

test('needs a name, and for a new person a PIN that nobody guesses first', () => {
  expect(readPersonForm(newPersonForm(), true).problems).toEqual({ name: true, pin: true })
  expect(readPersonForm({ ...newPersonForm(), name: 'Ada', pin: '123456' }, true).problems).toEqual({ pin: true })
  expect(readPersonForm({ ...newPersonForm(), name: ' Ada ', pin: '481516' }, true).person?.name).toBe('Ada')
})
