import { describe, expect, test } from 'vitest'
import {
  callbackIdentifier,
  cancelDocument,
  codesIn,
  newInstructionId,
  openBench,
  payeeAlias,
  payerAlias,
} from './simulator-bench'

const dayMs = 24 * 3600_000

describe('the object', () => {
  test('has the fields of the guide, in its order, and an amount with two decimals', async () => {
    const { pay, readPayment, clock } = openBench()
    const id = newInstructionId()
    await pay({ callbackIdentifier, payeePaymentReference: 'ORDER-1042', message: 'Order 1042' }, id)
    await clock.pass(4_000)
    const { status, headers, body } = await readPayment(id)
    expect(status).toBe(200)
    expect(headers).toEqual({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    })
    const reference = /"paymentReference":"([0-9A-F]{32})"/.exec(body)?.[1] ?? ''
    expect(body).toBe(
      `{"id":"${id}","payeePaymentReference":"ORDER-1042","paymentReference":"${reference}",` +
        `"callbackUrl":"https://tickets.invalid/swish/callback","callbackIdentifier":"${callbackIdentifier}",` +
        `"payerAlias":"46464646464","payeeAlias":"${payeeAlias}","amount":150.00,"currency":"SEK",` +
        '"message":"Order 1042","status":"PAID","dateCreated":"2026-11-23T18:00:00.000Z",' +
        '"datePaid":"2026-11-23T18:00:04.000Z","errorCode":null,"errorMessage":null}',
    )
  })

  test('has null for what was not given', async () => {
    const { pay, payment } = openBench()
    const id = newInstructionId()
    await pay({}, id)
    expect(await payment(id)).toMatchObject({
      payeePaymentReference: null,
      callbackIdentifier: null,
      payerAlias: null,
      message: null,
    })
  })

  test.each([
    ['0.01', '0.01'],
    [99.5, '99.50'],
    ['999999999999.99', '999999999999.99'],
    [7, '7.00'],
  ])('the amount %j is %s', async (amount, written) => {
    const { pay, readPayment } = openBench()
    const id = newInstructionId()
    await pay({ amount, message: 'x "amount":1 x' }, id)
    expect((await readPayment(id)).body).toContain(`"amount":${written},`)
  })
})

describe('time', () => {
  test.each([
    ['by token', undefined, null, '46464646464'],
    ['by number', payerAlias, payerAlias, payerAlias],
  ])('a payment %s is CREATED for four seconds, then PAID', async (_case, alias, before, afterwards) => {
    const { pay, payment, clock, callbacks, heard } = openBench()
    const id = newInstructionId()
    await pay({ payerAlias: alias, callbackIdentifier }, id)
    await clock.pass(3_999)
    const waiting = await payment(id)
    expect(waiting).toMatchObject({ status: 'CREATED', datePaid: null, payerAlias: before })
    expect(waiting['paymentReference']).toMatch(/^[0-9A-F]{32}$/)
    expect(callbacks).toEqual([])

    await clock.pass(1)
    const paid = await payment(id)
    expect(paid).toMatchObject({
      status: 'PAID',
      datePaid: '2026-11-23T18:00:04.000Z',
      payerAlias: afterwards,
      paymentReference: waiting['paymentReference'],
    })
    expect(heard()).toEqual([['PAID', 4]])
    expect(callbacks[0]).toMatchObject({
      url: 'https://tickets.invalid/swish/callback',
      identifier: callbackIdentifier,
    })
    expect(JSON.parse(callbacks[0]?.body ?? '')).toEqual(paid)

    await clock.pass(3600_000)
    expect(callbacks).toHaveLength(1)
  })

  test('everything is forgotten after a day', async () => {
    const { pay, readPayment, clock } = openBench()
    const id = newInstructionId()
    await pay({}, id)
    await clock.pass(dayMs - 1)
    expect((await readPayment(id)).status).toBe(200)
    await clock.pass(1)
    expect((await readPayment(id)).status).toBe(404)
    expect((await pay({}, id)).status).toBe(201)
  })
})

test('an unknown id is 404 with RP04', async () => {
  const { readPayment, readRefund, cancel } = openBench()
  for (const answer of [
    await readPayment(newInstructionId()),
    await readRefund(newInstructionId()),
    await cancel(newInstructionId()),
  ]) {
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.body)).toEqual([
      {
        errorCode: 'RP04',
        errorMessage: 'No payment request found related to a token',
        additionalInformation: null,
      },
    ])
  }
})

describe('cancel', () => {
  test('a waiting payment is CANCELLED, says so in the answer and in a callback, and stays so', async () => {
    const { pay, payment, cancel, clock, heard } = openBench()
    const id = newInstructionId()
    await pay({}, id)
    await clock.pass(2_000)
    const answer = await cancel(id)
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({
      id,
      status: 'CANCELLED',
      datePaid: null,
      errorCode: null,
      payerAlias: null,
    })
    await clock.pass(3600_000)
    expect((await payment(id))['status']).toBe('CANCELLED')
    expect(heard()).toEqual([['CANCELLED', 2]])
  })

  test.each([
    ['paid', {}],
    ['failed', { message: 'RF07' }],
  ])('a payment that has %s cannot be cancelled any more', async (_case, fields) => {
    const { pay, payment, cancel, clock } = openBench()
    const id = newInstructionId()
    await pay(fields, id)
    await clock.pass(4_000)
    const before = await payment(id)
    const answer = await cancel(id)
    expect(answer.status).toBe(422)
    expect(JSON.parse(answer.body)).toEqual([
      {
        errorCode: 'RP07',
        errorMessage: 'The payment request can not be cancelled.',
        additionalInformation: null,
      },
    ])
    expect(await payment(id)).toEqual(before)
  })

  test('nor can one that was cancelled', async () => {
    const { pay, cancel } = openBench()
    const id = newInstructionId()
    await pay({}, id)
    await cancel(id)
    expect(codesIn(await cancel(id))).toEqual(['RP07'])
  })

  const [step] = cancelDocument
  test.each<[string, unknown]>([
    ['another status', [{ ...step, value: 'paid' }]],
    ['capital letters', [{ ...step, value: 'CANCELLED' }]],
    ['another path', [{ ...step, path: '/amount' }]],
    ['another operation', [{ ...step, op: 'add' }]],
    ['more in the step', [{ ...step, from: '/status' }]],
    ['two steps', [step, step]],
    ['no step', []],
    ['a step without its list', step],
    ['no patch at all', { status: 'cancelled' }],
  ])('a patch with %s is PA01 and changes nothing', async (_case, document) => {
    const { pay, payment, cancel } = openBench()
    const id = newInstructionId()
    await pay({}, id)
    const answer = await cancel(id, document)
    expect([answer.status, ...codesIn(answer)]).toEqual([422, 'PA01'])
    expect((await payment(id))['status']).toBe('CREATED')
  })

  test('the plain content type is 415 without a body', async () => {
    const { pay, cancel } = openBench()
    const id = newInstructionId()
    await pay({}, id)
    expect(await cancel(id, cancelDocument, 'application/json')).toMatchObject({ status: 415, body: '' })
  })
})
