import { simpleParser } from 'mailparser'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { domainToASCII } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createOutboxTransport } from '#main/devices/mail/outbox-transport'
import { aMessage } from './mail-messages'

let dataFolder: string
let folder: string
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'lucka-outbox-'))
  folder = join(dataFolder, 'outbox')
})
afterEach(() => rm(dataFolder, { recursive: true }))

const open = () => createOutboxTransport({ folder, now: () => '2026-11-23T18:00:00.000Z' })

async function write(message = aMessage()): Promise<string> {
  const delivery = await open().deliver(message)
  if (delivery.kind !== 'written') throw new Error('Expected a file')
  return delivery.file
}

test('a mail becomes a file that a mail program reads', async () => {
  const content = Buffer.from([0, 1, 2, 253, 254, 255])
  const attachments = [{ fileName: 'biljetter-å.pdf', contentType: 'application/pdf', content }]
  const eml = await readFile(await write(aMessage({ attachments })))
  const mail = await simpleParser(eml)
  expect(mail).toMatchObject({
    messageId: '<job-7@lucka.example>',
    subject: 'Din biljett till Fysikalen',
    date: new Date('2026-11-23T18:00:00.000Z'),
    html: '<p>Hej å ä ö</p>',
  })
  expect(mail.text?.trim()).toBe('Hej å ä ö')
  expect(mail.attachments[0]?.content.equals(content)).toBe(true)
  expect(mail.attachments[0]?.filename).toBe('biljetter-å.pdf')
  expect(eml.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('the name tells time and order, and gives no address away', async () => {
  const name = basename(await write())
  expect(name).toMatch(/^2026-11-23T18-00-00\.000Z-1042-[0-9a-f]{12}\.eml$/)
  expect(basename(await write(aMessage({ to: 'ANNA@example.com' })))).toBe(name)
  expect(basename(await write(aMessage({ to: 'bo@example.com' })))).not.toBe(name)
})

test('nothing but the whole file is left, and only its owner may read it', async () => {
  const file = await write()
  expect(await readdir(folder)).toEqual([basename(file)])
  if (process.platform === 'win32') return
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('every try of a job carries the same Message-ID', async () => {
  const ids = await Promise.all(
    ['1', '2'].map(
      async (reference) => (await simpleParser(await readFile(await write(aMessage({ reference }))))).messageId,
    ),
  )
  expect(ids).toEqual(['<job-7@lucka.example>', '<job-7@lucka.example>'])
})

test('an address with å in its domain is written in its mail form', async () => {
  const eml = await readFile(await write(aMessage({ to: 'kassa@växjöteater.se' })), 'utf8')
  expect(eml).toContain(`\r\nTo: kassa@${domainToASCII('växjöteater.se')}\r\n`)
})

test('a folder that cannot be written to is a temporary trouble', async () => {
  await writeFile(folder, 'a file where the folder should be')
  await expect(open().deliver(aMessage())).rejects.toMatchObject({ name: 'MailDeliveryError', kind: 'temporary' })
})

test('a file that cannot get its name leaves no part behind', async () => {
  const name = basename(await write())
  await rm(join(folder, name))
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, 'x'), '')
  await expect(open().deliver(aMessage())).rejects.toMatchObject({ kind: 'temporary' })
  expect(await readdir(folder)).toEqual([name])
})

test('a forged message writes nothing', async () => {
  const forged = aMessage({ subject: 'a\r\nBcc: bo@example.com' })
  await expect(open().deliver(forged)).rejects.toMatchObject({ kind: 'permanent' })
  await expect(stat(folder)).rejects.toThrow('ENOENT')
})

test('a closed outbox takes nothing', async () => {
  const outbox = open()
  outbox.close()
  await expect(outbox.deliver(aMessage())).rejects.toMatchObject({ kind: 'temporary' })
})
