import { simpleParser } from 'mailparser'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createTicketMailComposer, type TicketMailOrder } from '#main/devices/mail/compose-ticket-mail'
import { renderEml } from '#main/devices/mail/render-eml'
import { createTicketPrinter } from '#main/devices/tickets/ticket-pdf'
import { decodeQr, readPng } from './grey-picture'
import { aMessage } from './mail-messages'
import { aTicket, aVenue } from './ticket-documents'

const composer = createTicketMailComposer({
  ticketPrinter: createTicketPrinter({ resourcesFolder: resolve(import.meta.dirname, '../../resources') }),
})

const anOrder: TicketMailOrder = {
  orderNumber: 1042,
  totalOre: 29_949,
  tickets: [aTicket(), aTicket({ code: 'QWXYZZ', ticketTypeTitle: 'Studentbiljett', priceOre: 9_950 })],
  venue: aVenue,
}

async function received(order: TicketMailOrder, language: 'sv' | 'en') {
  const content = await composer.composeTicketMail(order, language)
  return simpleParser(await renderEml(aMessage(content), '2026-11-23T18:00:00.000Z'), { skipImageLinks: true })
}

test('one mail brings every ticket of the order, in text, in pictures and as a PDF', async () => {
  const mail = await received(anOrder, 'sv')
  expect(mail.subject).toBe('Dina 2 biljetter till Fysikalen Dag 1')
  for (const words of [
    'Tack för ditt köp!',
    'fre 5 dec 2025 19.00',
    'Insläpp från 18.00',
    'Standardbiljett, 199,99\u00a0kr',
    'Studentbiljett, 99,50\u00a0kr',
    'Biljettkod: ABCDEF',
    'Biljettkod: QWXYZZ',
    'Order 1042. Totalt 299,49\u00a0kr.',
    'Holländargatan 32',
  ]) {
    expect(mail.text).toContain(words)
  }
  for (const words of ['lang="sv"', '>ABCDEF<', '>QWXYZZ<', 'fre 5 dec 2025 19.00', '299,49\u00a0kr']) {
    expect(mail.html).toContain(words)
  }

  const pictures = mail.attachments.filter(({ contentType }) => contentType === 'image/png')
  expect(pictures.map(({ content }) => decodeQr(readPng(content)))).toEqual(['ABCDEF', 'QWXYZZ'])
  for (const { cid, related } of pictures) {
    expect(mail.html).toContain(`src="cid:${cid ?? ''}"`)
    expect(related).toBe(true)
  }

  const [pdf] = mail.attachments.filter(({ contentType }) => contentType === 'application/pdf')
  expect(pdf?.filename).toBe('biljetter-1042.pdf')
  expect(pdf?.contentDisposition).toBe('attachment')
  expect(pdf?.content.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(2)
})

test('an English mail with one ticket speaks of one', async () => {
  const mail = await received({ ...anOrder, tickets: [aTicket({ doorsOpenAt: null })], totalOre: 19_999 }, 'en')
  expect(mail.subject).toBe('Your ticket for Fysikalen Dag 1')
  expect(mail.text).toContain('Here is your ticket.')
  expect(mail.text).toContain('Fri 5 Dec 2025, 19:00')
  expect(mail.text).not.toContain('Doors open')
  expect(mail.attachments.map(({ filename }) => filename)).toContain('ticket-1042.pdf')
})

test('headers name one recipient, the sender and the job, and mark the mail as automatic', async () => {
  const mail = await received(anOrder, 'sv')
  expect(mail.messageId).toBe('<job-7@lucka.example>')
  expect(mail.date?.toISOString()).toBe('2026-11-23T18:00:00.000Z')
  expect(mail.from?.value).toEqual([{ name: 'Göta källare', address: 'biljetter@lucka.example' }])
  expect(mail.headers.get('to')).toMatchObject({ value: [{ address: 'anna@example.com', name: '' }] })
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  for (const header of ['cc', 'bcc', 'x-mailer']) expect(mail.headers.has(header)).toBe(false)
})

test('what people typed cannot become markup or a header', async () => {
  const hostile = '<img src=x onerror="alert(1)">\r\nBcc: bo@example.com & \'Bo\''
  const mail = await received(
    {
      ...anOrder,
      tickets: [aTicket({ eventTitle: hostile, ticketTypeTitle: hostile })],
      venue: { ...aVenue, name: hostile, address: `${hostile}\nrad två` },
    },
    'sv',
  )
  expect(mail.headers.has('bcc')).toBe(false)
  expect(mail.subject).toBe('Din biljett till <img src=x onerror="alert(1)"> Bcc: bo@example.com & \'Bo\'')
  const html = String(mail.html)
  expect(html.match(/<img /g)).toHaveLength(1)
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
  expect(html).toContain('<br>rad två')
})

test('a mail without tickets is our bug', async () => {
  await expect(composer.composeTicketMail({ ...anOrder, tickets: [] }, 'sv')).rejects.toThrow(RangeError)
})
