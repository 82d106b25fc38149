import { describe, expect, test } from 'vitest'
import { stateOf } from '#renderer/features/office/event-state'
import { formOfLan, readLanForm } from '#renderer/features/office/lan-form'
import { formOfMail, readMailForm } from '#renderer/features/office/mail-form'
import { isOrganisationNumber, withDash } from '#renderer/features/office/organisation-number'
import { newTicketTypeForm, readTicketTypeForm } from '#renderer/features/office/ticket-type-form'
import { useEditedForm } from '#renderer/features/office/use-edited-form'
import type { Event } from '#shared/contract/event-api'

describe('ticket type', () => {
  test('kronor become öre', () => {
    const form = { ...newTicketTypeForm(1), title: ' Barn ', price: '60,5' }
    expect(readTicketTypeForm(form).ticketType).toMatchObject({ title: 'Barn', priceOre: 6_050, vatClassId: 1 })
  })

  test('no name and no price are said', () => {
    expect(readTicketTypeForm(newTicketTypeForm(1)).problems).toEqual({ title: 'missing', price: 'bad_price' })
  })

  test('lets in once unless it says more, and tells the door what to look at', () => {
    const form = { ...newTicketTypeForm(1), title: 'Student', price: '60' }
    expect(readTicketTypeForm(form).ticketType).toMatchObject({ admit: { times: 1, per: 'ticket' }, doorNote: '' })
    const daily = { ...form, admitTimes: ' 2 ', admitPer: 'day' as const, doorNote: ' Visa kort ' }
    expect(readTicketTypeForm(daily).ticketType).toMatchObject({
      admit: { times: 2, per: 'day' },
      doorNote: 'Visa kort',
    })
  })

  test.each(['', '0', '100', '1,5', 'två'])('%j times is no number of times', (admitTimes) => {
    expect(readTicketTypeForm({ ...newTicketTypeForm(1), title: 'Barn', price: '60', admitTimes }).problems).toEqual({
      admitTimes: 'bad_times',
    })
  })
})

describe('mail', () => {
  const smtp = { host: 'smtp.example.org', port: 465, security: 'tls' as const, user: 'biljett' }
  const stored = { fromName: 'Fysikalen', fromAddress: 'biljett@example.org', smtp, passwordSet: true }

  test('a stored password is left alone unless it is changed or removed', () => {
    expect(readMailForm(formOfMail(stored)).edit).toEqual({
      fromName: 'Fysikalen',
      fromAddress: 'biljett@example.org',
      smtp,
    })
    expect(readMailForm({ ...formOfMail(stored), password: 'nytt' }).edit?.password).toBe('nytt')
    expect(readMailForm({ ...formOfMail(stored), password: null }).edit?.password).toBeNull()
    expect(readMailForm({ ...formOfMail(stored), password: '' }).problems).toEqual({ password: true })
  })

  test('the outbox needs no server', () => {
    const form = { ...formOfMail({ ...stored, smtp: null }), host: '' }
    expect(readMailForm(form).edit?.smtp).toBeNull()
    expect(readMailForm({ ...form, way: 'smtp', port: '70000' }).problems).toEqual({ host: true, port: true })
  })
})

describe('network', () => {
  const stored = { open: false, secure: true, hostNames: [], allowedOrigins: [], doorPasswordSet: false }

  test('names and origins are cleaned of what people copy along', () => {
    const form = {
      ...formOfLan(stored),
      open: true,
      hostNames: 'Kassa.local\n\n kassa.local',
      allowedOrigins: 'https://Shop.example.org/',
    }
    expect(readLanForm(form).edit).toEqual({
      open: true,
      secure: true,
      hostNames: ['kassa.local'],
      allowedOrigins: ['https://shop.example.org'],
    })
  })

  test('the first wrong entry is named', () => {
    const form = {
      ...formOfLan(stored),
      hostNames: 'kassa\nkassa/2',
      allowedOrigins: 'shop.example.org',
      doorPassword: 'kort',
    }
    expect(readLanForm(form).problems).toEqual({
      hostNames: 'kassa/2',
      allowedOrigins: 'shop.example.org',
      doorPassword: '',
    })
  })

  test('no more entries than the server takes', () => {
    const names = Array.from({ length: 21 }, (_, index) => `kassa${String(index)}`)
    expect(readLanForm({ ...formOfLan(stored), hostNames: names.join('\n') }).problems.hostNames).toBe('kassa20')
  })
})

test('organisation numbers get their dash and have a check digit', () => {
  expect(['8024001235', '802400-1235', '802400 1235', 'abc'].map(withDash)).toEqual([
    '802400-1235',
    '802400-1235',
    '802400-1235',
    'abc',
  ])
  expect(['', '802400-1235', '802400-1234', '8024001235'].map(isOrganisationNumber)).toEqual([true, true, false, false])
})

test('an event’s state follows its seats, its sales stop and its day', () => {
  const event: Event = {
    id: 1,
    version: 1,
    title: 'Fysikalen',
    description: '',
    eventAt: '2026-12-05T18:00:00.000Z',
    doorsOpenAt: null,
    salesStopAt: '2026-12-05T17:00:00.000Z',
    seats: 10,
    maxTicketsPerPayment: 8,
    reservationSeconds: 600,
    swishMessage: '',
    ticketTypeIds: [1],
    seatsTaken: 0,
    seatsLeft: 10,
    ticketsSold: 0,
    archivedAt: null,
  }
  const at = (instant: string, changes: Partial<Event> = {}) => stateOf({ ...event, ...changes }, Date.parse(instant))
  expect(at('2026-12-05T16:59:59.000Z')).toBe('on_sale')
  expect(at('2026-12-05T17:00:00.000Z')).toBe('stopped')
  expect(at('2026-12-06T00:00:01.000Z')).toBe('past')
  expect(at('2026-12-05T12:00:00.000Z', { seatsLeft: 0 })).toBe('sold_out')
  expect(at('2026-12-05T12:00:00.000Z', { ticketTypeIds: [] })).toBe('no_types')
  expect(at('2026-12-05T12:00:00.000Z', { archivedAt: '2026-12-01T12:00:00.000Z' })).toBe('archived')
})

describe('a form beside what is stored', () => {
  test('is dirty while it differs, also deep inside, and saved until the next change', async () => {
    const editor = useEditedForm<{ moment: { date: string } }>()
    const stored = { moment: { date: '2026-12-05' } }
    editor.reset(stored)
    if (editor.form.value !== undefined) editor.form.value.moment.date = '2026-12-06'
    expect(editor.dirty.value).toBe(true)
    expect(stored.moment.date).toBe('2026-12-05')
    expect(await editor.save(() => Promise.resolve({ moment: { date: '2026-12-06' } }))).toBe(true)
    expect([editor.dirty.value, editor.saved.value]).toEqual([false, true])
    if (editor.form.value !== undefined) editor.form.value.moment.date = ''
    expect([editor.dirty.value, editor.saved.value]).toEqual([true, false])
  })

  test('keeps what was typed when saving fails', async () => {
    const editor = useEditedForm<{ title: string }>()
    editor.reset({ title: 'Dag 1' })
    editor.form.value = { title: 'Dag 2' }
    const failure = new Error('lost')
    expect(await editor.save(() => Promise.reject(failure))).toBe(false)
    expect(editor.form.value).toEqual({ title: 'Dag 2' })
    expect(editor.failure.value).toBe(failure)
    expect(editor.dirty.value).toBe(true)
  })
})
