/** Paper after a sale: what is printed, on a server of its own, by printers that stand well and printers that do not. */
import { randomUUID } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Order } from '#shared/contract/order-api'
import type { Mail } from '#shared/contract/mail-api'
import type { NewPrinter, Printer, PrintJob, RegisterPrinters } from '#shared/contract/printing-api'
import type { ReceiptContent } from '#shared/domain/receipts/receipt-content'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { interpretEscPos } from '../support/escpos-interpreter'
import { startFakePrinter, type FakePrinter } from '../support/fake-printer'
import type { StaffApi } from '../support/staff-api'
import { findViolations, withDatabase } from '../support/stored-data'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let staff: StaffApi
let fake: FakePrinter
let printer: Printer
let registerId: number
let sale: { eventId: number; ticketTypeId: number }

beforeAll(async () => {
  office = await openBoxOffice()
  ;({ staff } = office)
  const type = await staff.createTicketType({ title: 'Ståplats', priceOre: 19_950 })
  const event = await staff.createEvent({ ticketTypeIds: [type.id], seats: 1_000 })
  sale = { eventId: event.id, ticketTypeId: type.id }
  await staff.shiftId()
})
afterAll(() => office[Symbol.asyncDispose]())

beforeEach(async () => {
  fake = await startFakePrinter()
  printer = await staff.call<Printer>('POST', '/printers', aPrinter(fake.port))
  const { registers } = await staff.call<{ registers: RegisterPrinters[] }>('GET', '/register-printers')
  registerId = registers[0]?.registerId ?? 0
  await assign(printer.id, printer.id)
})
afterEach(async () => {
  await staff.call('DELETE', `/printers/${String(printer.id)}`)
  await fake.close()
})

const aPrinter = (port: number): NewPrinter => ({
  name: `Kassaskrivare ${randomUUID().slice(0, 8)}`,
  kind: 'network',
  paper: '80',
  settings: { host: '127.0.0.1', port, codePage: 'cp858' },
})
const assign = (receiptPrinterId: number | null, ticketPrinterId: number | null) =>
  staff.call('PUT', `/registers/${String(registerId)}/printers`, { receiptPrinterId, ticketPrinterId })
const sell = () => staff.sellForCash(sale.eventId, sale.ticketTypeId, 2)
const sellByCard = async () => {
  const order = await staff.reserve(sale.eventId, sale.ticketTypeId, 1)
  return staff.call<Order>('POST', `/orders/${String(order.id)}/recorded-payments`, { tender: 'card' })
}
const jobsOf = async ({ id }: Pick<Order, 'id'>) =>
  (await staff.call<{ jobs: PrintJob[] }>('GET', `/print-jobs?orderId=${String(id)}`)).jobs.reverse()
const ended = async (order: Pick<Order, 'id'>) => {
  await waitUntil('the print jobs to end', async () =>
    (await jobsOf(order)).every(({ state }) => !['queued', 'printing'].includes(state)),
  )
  return jobsOf(order)
}
const linesOf = (document: Buffer | undefined) =>
  interpretEscPos(document ?? Buffer.alloc(0)).flatMap((it) => (it.kind === 'line' ? [it.text] : []))

describe('a sound printer', () => {
  test('a cash sale opens the drawer before any paper, then prints tickets and receipt', async () => {
    const order = await sell()
    expect((await ended(order)).map(({ kind, state }) => [kind, state])).toEqual([
      ['tickets', 'done'],
      ['receipt', 'done'],
    ])
    const [tickets, receipt] = fake.documents()
    const printed = interpretEscPos(tickets ?? Buffer.alloc(0))
    expect(printed[0]?.kind).toBe('drawer')
    expect(printed.filter(({ kind }) => kind === 'drawer')).toHaveLength(1)
    expect(printed.flatMap((it) => (it.kind === 'qr' ? [it.data] : []))).toEqual(order.tickets.map(({ code }) => code))
    expect(printed.filter(({ kind }) => kind === 'cut')).toHaveLength(2)
    expect(interpretEscPos(receipt ?? Buffer.alloc(0)).some(({ kind }) => kind === 'drawer')).toBe(false)
    const lines = linesOf(receipt)
    expect(lines).toContainEqual(expect.stringMatching(/^2 x Ståplats +399,00$/))
    expect(lines).toContainEqual(expect.stringMatching(/^Totalt SEK +399,00$/))
    expect(lines).toContainEqual(expect.stringMatching(/^Moms 6 % \(netto 376,42\) +22,58$/))
    expect(lines).toContainEqual(expect.stringMatching(/^Mottaget +400,00$/))
    expect(lines).toContainEqual(expect.stringMatching(/^Växel +1,00$/))
  })

  test('a card opens no drawer', async () => {
    await ended(await sellByCard())
    const kinds = fake.documents().flatMap((document) => interpretEscPos(document).map(({ kind }) => kind))
    expect(kinds).not.toContain('drawer')
  })

  test('a part in cash opens the drawer by itself, and the receipt shows every part', async () => {
    const order = await staff.reserve(sale.eventId, sale.ticketTypeId, 1)
    await staff.call('POST', `/orders/${String(order.id)}/cash-payments`, { givenOre: 10_000, amountOre: 10_000 })
    await waitUntil('the drawer', async () => fake.documents().length === 1)
    expect(interpretEscPos(fake.documents()[0] ?? Buffer.alloc(0)).map(({ kind }) => kind)).toEqual(['drawer'])
    await staff.call('POST', `/orders/${String(order.id)}/recorded-payments`, { tender: 'card' })
    await ended(order)
    const lines = linesOf(fake.documents().at(-1))
    expect(lines).toContainEqual(expect.stringMatching(/^Kontant +100,00$/))
    expect(lines).toContainEqual(expect.stringMatching(/^Kort +99,50$/))
  })

  test('the copy is marked, does not open the drawer, and there is one', async () => {
    const order = await sell()
    await ended(order)
    const id = order.receipts[0]?.id ?? 0
    const copy = await staff.call<PrintJob>('POST', `/receipts/${String(id)}/copies`, { registerId })
    expect(copy).toMatchObject({ kind: 'receipt', copy: true })
    await ended(order)
    const printed = interpretEscPos(fake.documents().at(-1) ?? Buffer.alloc(0))
    expect(printed.filter((it) => it.kind === 'line' && it.text.trim() === 'KOPIA' && it.scale === 2)).toHaveLength(2)
    expect(printed.some(({ kind }) => kind === 'drawer')).toBe(false)
    const again = await staff.send('POST', `/receipts/${String(id)}/copies`, { registerId })
    expect(again.status).toBe(409)
    expect(again.json()).toMatchObject({ error: { code: 'copied_already' } })
  })

  test('the test print says in words what became of it', async () => {
    const job = await staff.call<PrintJob>('POST', `/printers/${String(printer.id)}/tests`)
    expect(job).toMatchObject({ kind: 'test', state: 'done' })
    expect(linesOf(fake.documents()[0])).toContain('Står det åäö ÅÄÖ é € rätt?')
    const { printers } = await staff.call<{ printers: Printer[] }>('GET', '/printers')
    expect(printers.find(({ id }) => id === printer.id)?.lastJob).toMatchObject({ state: 'done', errorCode: null })
  })

  test('a register without printers prints nothing, and sells', async () => {
    await assign(null, null)
    const order = await sell()
    expect(order.status).toBe('paid')
    expect(order.receipts).toHaveLength(1)
    expect(await jobsOf(order)).toEqual([])
  })
})

describe('a printer that fails', () => {
  test.each([
    ['vanishes in the middle', { vanishesAfterBytes: 60 }, 'vanished'],
    ['runs out of paper in the middle', { paperForBytes: 60 }, 'stopped_midway'],
  ] as const)(
    'that %s: the sale stands, the job waits for a person, and a retry prints once',
    async (_name, how, code) => {
      await assign(printer.id, null)
      fake.behave(how)
      const order = await sell()
      expect(order.status).toBe('paid')
      const [job] = await ended(order)
      expect(job).toMatchObject({ state: 'failed', errorCode: code, mayHavePrinted: true })
      fake.behave({})
      const before = fake.documents().length
      await staff.call('POST', `/print-jobs/${String(job?.id)}/retries`)
      expect((await ended(order))[0]).toMatchObject({ state: 'done', errorCode: null })
      expect(fake.documents()).toHaveLength(before + 1)
      const printed = interpretEscPos(fake.documents().at(-1) ?? Buffer.alloc(0))
      expect(
        printed.some(({ kind }) => kind === 'drawer'),
        'the drawer was for then',
      ).toBe(false)
      expect(printed.filter(({ kind }) => kind === 'cut')).toHaveLength(1)
    },
  )

  test('with its cover open: nothing is sent, and it prints by itself once the cover is closed', async () => {
    await assign(printer.id, null)
    fake.behave({ state: 'cover_open' })
    const order = await sell()
    await waitUntil('its words', async () => (await jobsOf(order))[0]?.errorCode === 'cover_open')
    expect((await jobsOf(order))[0]).toMatchObject({ state: 'queued', mayHavePrinted: false })
    expect(fake.documents()).toEqual([])
    fake.behave({})
    expect((await ended(order))[0]).toMatchObject({ state: 'done' })
    expect(fake.documents()).toHaveLength(1)
  })

  test('that is switched off: told at once, given up by hand, sales go on', async () => {
    await assign(printer.id, null)
    await fake.close()
    const order = await sell()
    expect(order.status).toBe('paid')
    await waitUntil('its words', async () => (await jobsOf(order))[0]?.errorCode === 'refused')
    const [job] = await jobsOf(order)
    await staff.call('POST', `/print-jobs/${String(job?.id)}/cancellations`)
    expect((await jobsOf(order))[0]).toMatchObject({ state: 'cancelled' })
    const retried = await staff.send('POST', `/print-jobs/${String(job?.id)}/retries`)
    expect(retried.json()).toMatchObject({ error: { code: 'print_job_not_failed', details: { state: 'cancelled' } } })
    expect((await sell()).status).toBe('paid')
    fake = await startFakePrinter()
  })

  test('a slow printer keeps no sale waiting', async () => {
    fake.behave({ pauseMs: 400 })
    const startedAt = performance.now()
    const orders = [await sell(), await sell(), await sell()]
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    for (const order of orders) expect((await ended(order)).map(({ state }) => state)).toEqual(['done', 'done'])
  })
})

describe('the digital receipt', () => {
  test('is a page for whoever has its key, that no cache keeps and no search finds', async () => {
    const order = await sell()
    const path = order.receipts[0]?.pagePath ?? ''
    expect(path).toMatch(/^\/receipts\/[A-Za-z0-9_-]{32}$/)
    const page = await office.connections.send('GET', path)
    expect(page.status).toBe(200)
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.headers['x-robots-tag']).toBe('noindex, nofollow')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.text).toContain('Elektroniskt kassakvitto')
    expect(page.text).toContain('399,00')
    for (const wrong of [`${path}x`, '/receipts/1', `/receipts/${'A'.repeat(32)}`, '/receipts/']) {
      expect((await office.connections.send('GET', wrong)).status, wrong).toBe(404)
    }
  })

  test('what people have named is text on it, not markup', async () => {
    const type = await staff.createTicketType({ title: '<script>alert(1)</script>' })
    const event = await staff.createEvent({ ticketTypeIds: [type.id] })
    const order = await staff.sellForCash(event.id, type.id, 1)
    const page = await office.connections.send('GET', order.receipts[0]?.pagePath ?? '')
    expect(page.text).not.toContain('<script')
    expect(page.text).toContain('&lt;script&gt;')
  })

  test('comes by mail to whoever asks for it', async () => {
    const order = await sell()
    const id = String(order.receipts[0]?.id)
    const mail = await staff.call<Mail>('POST', `/receipts/${id}/mails`, { toAddress: 'maja@example.se' })
    expect(mail).toMatchObject({ orderId: order.id, toAddress: 'maja@example.se', state: 'queued' })
    await waitUntil('the mail', async () => {
      const { mails } = await staff.call<{ mails: Mail[] }>('GET', '/mails')
      return mails.find((it) => it.id === mail.id)?.state === 'written'
    })
    const eml = (await staff.send('GET', `/mails/${String(mail.id)}/message.eml`)).text
    expect(eml).toContain('kvitto')
    const wrong = await staff.send('POST', `/receipts/${id}/mails`, { toAddress: 'nobody' })
    expect(wrong.json()).toMatchObject({ error: { code: 'invalid_email' } })
  })
})

describe('what a receipt says', () => {
  const receiptOf = (order: Order) =>
    withDatabase(office.server.dataFolder, (database) =>
      (
        database.prepare('SELECT content FROM receipt WHERE order_id = ? ORDER BY id').all(order.id) as {
          content: string
        }[]
      ).map(({ content }) => JSON.parse(content) as ReceiptContent),
    )
  const reserve = (count: number, training = false) =>
    staff.shiftId().then((shiftId) =>
      staff.call<Order>('POST', '/orders', {
        eventId: sale.eventId,
        shiftId,
        lines: [{ ticketTypeId: sale.ticketTypeId, count }],
        ...(training && { training }),
      }),
    )
  const pay = (order: Order, givenOre: number) =>
    staff.call<Order>('POST', `/orders/${String(order.id)}/cash-payments`, { givenOre })
  const sumOf = (content: ReceiptContent | undefined) => content?.vat.reduce((sum, { grossOre }) => sum + grossOre, 0)

  test('a discount stands on it, and VAT is on what was paid', async () => {
    const order = await reserve(3)
    await staff.call('PUT', `/orders/${String(order.id)}/discount`, { kind: 'percent', value: 3_333, reason: 'Medlem' })
    const [content] = receiptOf(await pay(order, 50_000))
    expect(content).toMatchObject({ discountOre: 19_948, totalOre: 39_902, complimentary: false })
    expect(content?.articles).toEqual([{ title: 'Ståplats', count: 3, amountOre: 59_850 }])
    expect(sumOf(content)).toBe(39_902)
  })

  test('a complimentary ticket has a receipt that says so, and opens no drawer', async () => {
    const order = await reserve(1)
    await staff.call('PUT', `/orders/${String(order.id)}/discount`, { kind: 'complimentary', reason: 'Press' })
    const paid = await pay(order, 0)
    const [content] = receiptOf(paid)
    expect(content).toMatchObject({ complimentary: true, totalOre: 0, tenders: [{ tender: 'none', amountOre: 0 }] })
    await ended(paid)
    const kinds = fake.documents().flatMap((document) => interpretEscPos(document).map(({ kind }) => kind))
    expect(kinds).not.toContain('drawer')
  })

  test('practice is marked, counted in a series of its own, opens no drawer and admits nobody', async () => {
    const before = (await sell()).receipts[0]?.number ?? 0
    await waitUntil('the sale’s paper', async () => fake.documents().length === 2)
    const paid = await pay(await reserve(1, true), 20_000)
    expect(paid.receipts[0]?.number).toBe(1)
    await ended(paid)
    const [tickets, receipt] = fake.documents().slice(2)
    for (const document of [tickets, receipt]) {
      const printed = interpretEscPos(document ?? Buffer.alloc(0))
      expect(
        printed.filter((it) => it.kind === 'line' && it.scale === 2 && it.text.includes('ÖVNING')).length,
      ).toBeGreaterThan(1)
      expect(printed.some(({ kind }) => kind === 'drawer')).toBe(false)
      for (const it of printed) if (it.kind === 'qr') expect(it.data).not.toMatch(/^[A-Z]{6}$/)
    }
    expect((await sell()).receipts[0]?.number).toBe(before + 1)
  })

  test('what comes back has a receipt of its own, and cash opens the drawer', async () => {
    const order = await sell()
    await ended(order)
    const before = fake.documents().length
    const code = order.tickets[0]?.code ?? ''
    const shiftId = await staff.shiftId()
    await staff.call('POST', `/orders/${String(order.id)}/refunds`, { ticketCodes: [code], reason: 'Sjuk', shiftId })
    const [, content] = receiptOf(order)
    expect(content).toMatchObject({
      kind: 'return',
      number: (order.receipts[0]?.number ?? 0) + 1,
      totalOre: -19_950,
      vat: [{ vatRateBp: 600, grossOre: -19_950, vatOre: -1_129, netOre: -18_821 }],
      returned: { ticketCodes: [code], reason: 'Sjuk', saleNumber: order.receipts[0]?.number },
    })
    await waitUntil('the return’s paper', async () => fake.documents().length > before)
    await ended(order)
    const printed = interpretEscPos(fake.documents().at(-1) ?? Buffer.alloc(0))
    expect(printed[0]?.kind).toBe('drawer')
    expect(printed.some((it) => it.kind === 'line' && it.text.includes(`Återlämnade biljetter: ${code}`))).toBe(true)
  })

  test('it comes with the tickets’ mail when the customer has an address', async () => {
    const shiftId = await staff.shiftId()
    const order = await staff.call<Order>('POST', '/orders', {
      eventId: sale.eventId,
      shiftId,
      lines: [{ ticketTypeId: sale.ticketTypeId, count: 1 }],
      email: 'maja@example.se',
    })
    const mailId = (await pay(order, 20_000)).mail?.id
    const eml = await simpleParser((await staff.send('GET', `/mails/${String(mailId)}/message.eml`)).text)
    expect(eml.text).toContain('Elektroniskt kassakvitto')
    expect(eml.text).toMatch(/Totalt SEK +199,50/)
    expect(eml.attachments.map(({ filename }) => filename)).toContainEqual(expect.stringMatching(/^kvitto-\d+\.pdf$/))
  })
})

test('numbers have no gap, however many sell and fail at once', async () => {
  const before = (await sell()).receipts[0]?.number ?? 0
  const attempts = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const order = await staff.reserve(sale.eventId, sale.ticketTypeId, 1)
      const tooLittle = index % 3 === 0
      const answer = await staff.send('POST', `/orders/${String(order.id)}/cash-payments`, {
        givenOre: tooLittle ? 100 : 20_000,
      })
      return answer.status === 201 ? (answer.json() as Order).receipts[0]?.number : undefined
    }),
  )
  const numbers = attempts.filter((it) => it !== undefined).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => before + 1 + index))
  expect(findViolations(office.server.dataFolder)).toEqual([])
})
