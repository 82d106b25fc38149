import { describe, expect, test } from 'vitest'
import { codesIn, newInstructionId, openBench, payerAlias, type Fields } from './simulator-bench'

/** The table of swish's guide, with the codes that others have seen: which message does what to which kind of request. */
const words = (text: string) => text.split(' ')
const always = words('FF08 RP03 BE18 RP01 PA02 AM06 AM03 RP02 ACMT01 ACMT07 UNKW RP09')
const tables = {
  ecommerce: {
    atOnce: [...always, ...words('AM02 ACMT03 RP06 VR01 VR02 RP04')],
    delayed: words('RF07 BANKIDCL FF10 DS24 TM01'),
    success: words('RF02 RF03 RF08 RF09 AM04 RP07 BANKIDONGOING BANKIDUNKN ZZ99 ff08'),
  },
  mcommerce: {
    atOnce: [...always, ...words('AM02 ACMT03 RP04')],
    delayed: words('RF07 BANKIDCL FF10 DS24 TM01 VR01 VR02'),
    success: words('RP06 RF02 RF08 AM04 RP07 BANKIDONGOING ZZ99 ff08'),
  },
  refund: {
    atOnce: [...always, ...words('RF02 RF03 RF04 RF06 RF08 RF09 AM04')],
    delayed: words('RF07 BANKIDCL FF10 DS24'),
    success: words('AM02 ACMT03 RP06 RP04 VR01 VR02 TM01 RP07 ZZ99 ff08'),
  },
}
type Kind = keyof typeof tables

function openKind(kind: Kind) {
  const bench = openBench()
  const isRefund = kind === 'refund'
  return {
    ...bench,
    create: (fields: Fields, id: string) =>
      isRefund ? bench.refund(fields, id) : bench.pay({ ...(kind === 'ecommerce' && { payerAlias }), ...fields }, id),
    read: isRefund ? bench.readRefund : bench.readPayment,
    object: isRefund ? bench.refunded : bench.payment,
  }
}

describe.each(['ecommerce', 'mcommerce', 'refund'] as const)('%s', (kind) => {
  test.each(tables[kind].atOnce)('%s refuses the request with 422', async (code) => {
    const { create, read, callbacks, clock } = openKind(kind)
    const id = newInstructionId()
    const answer = await create({ message: code }, id)
    expect([answer.status, codesIn(answer)]).toEqual([422, [code]])
    const [entry] = JSON.parse(answer.body) as { errorMessage: string; additionalInformation: null }[]
    expect(entry?.errorMessage).toMatch(/^\w.{5,}/)
    expect(entry?.errorMessage).not.toBe('Unknown error')
    expect(entry?.additionalInformation).toBeNull()
    expect((await read(id)).status).toBe(404)
    await clock.pass(10_000)
    expect(callbacks).toEqual([])
  })

  test('PA01 refuses the request with 403', async () => {
    const { create } = openKind(kind)
    const answer = await create({ message: 'PA01' }, newInstructionId())
    expect([answer.status, codesIn(answer)]).toEqual([403, ['PA01']])
  })

  test.each(tables[kind].delayed)('%s is accepted and ends in ERROR after four seconds', async (code) => {
    const { create, object, clock, heard } = openKind(kind)
    const id = newInstructionId()
    expect((await create({ message: code }, id)).status).toBe(201)
    await clock.pass(3_999)
    expect(await object(id)).toMatchObject({ status: 'CREATED', errorCode: null, errorMessage: null })
    await clock.pass(1)
    const failed = await object(id)
    expect(failed).toMatchObject({ status: 'ERROR', errorCode: code, datePaid: null })
    expect(failed['errorMessage']).toMatch(/^\w.{5,}/)
    // A simulator's payment has its bank reference all along, its refund only when it is paid.
    if (kind === 'refund') expect(failed['paymentReference']).toBeNull()
    else expect(failed['paymentReference']).toMatch(/^[0-9A-F]{32}$/)
    if (kind === 'mcommerce') expect(failed['payerAlias']).toBe('46464646464')
    await clock.pass(3600_000)
    expect(await object(id)).toEqual(failed)
    expect(heard()).toEqual([['ERROR', 4]])
  })

  test.each(tables[kind].success)('%s means nothing here', async (code) => {
    const { create, object, clock } = openKind(kind)
    const id = newInstructionId()
    await create({ message: code }, id)
    await clock.pass(8_000)
    expect(await object(id)).toMatchObject({ status: 'PAID', errorCode: null })
  })

  test.each<[string, Fields]>([
    ['inside a longer message', { message: 'Order FF08' }],
    ['with a space after it', { message: 'FF08 ' }],
    ['in the reference', { payeePaymentReference: 'FF08', payerPaymentReference: 'FF08' }],
  ])('a code %s means nothing', async (_case, fields) => {
    const { create } = openKind(kind)
    expect((await create(fields, newInstructionId())).status).toBe(201)
  })
})
