import { expect, test } from 'vitest'
import {
  assertDeliverable,
  MailDeliveryError,
  type MailAttachment,
  type MailMessage,
} from '#main/devices/mail/mail-message'
import { aMessage } from './mail-messages'

const anAttachment = (changes: Partial<MailAttachment>): Partial<MailMessage> => ({
  attachments: [{ fileName: 'a.pdf', contentType: 'application/pdf', content: Buffer.from('x'), ...changes }],
})
const forged = 'Hej\r\nBcc: bo@example.com'

test.each<[string, Partial<MailMessage>]>([
  ['a plain message', {}],
  ['a sender without a name', { from: { name: '', address: 'biljetter@lucka.example' } }],
  ['an emoji in the subject', { subject: '🎭 Premiär' }],
  ['quotes and brackets in the name', { from: { name: '"Kassan" <b@c.se>, d', address: 'biljetter@lucka.example' } }],
  ['an attachment', anAttachment({ contentId: 'ticket-ABCDEF@lucka' })],
])('%s is deliverable', (_case, changes) => {
  expect(() => {
    assertDeliverable(aMessage(changes))
  }).not.toThrow()
})

test.each<[string, Partial<MailMessage>]>([
  ['two recipients', { to: 'anna@example.com, bo@example.com' }],
  ['a recipient with a name', { to: 'Anna <anna@example.com>' }],
  ['no recipient', { to: '' }],
  ['a recipient with a header', { to: 'anna@example.com\r\nBcc: bo@example.com' }],
  ['a subject with a header', { subject: forged }],
  ['a subject with a bare line feed', { subject: 'a\nb' }],
  ['a subject with a bare carriage return', { subject: 'a\rb' }],
  ['a subject with a NUL', { subject: 'a\u0000b' }],
  ['a subject with a Unicode line end', { subject: 'a\u2028b' }],
  ['a sender name with a header', { from: { name: forged, address: 'biljetter@lucka.example' } }],
  ['a sender that is no address', { from: { name: '', address: 'kassan' } }],
  ['a sender address with a header', { from: { name: '', address: 'a@lucka.example\r\nBcc: bo@example.com' } }],
  ['a message id without brackets', { messageId: 'job-7@lucka.example' }],
  ['a message id with a header', { messageId: '<job-7@lucka.example>\r\nBcc: bo@example.com' }],
  ['a reference with a path', { reference: '../1042' }],
  ['an empty reference', { reference: '' }],
  ['a file name with a header', anAttachment({ fileName: forged })],
  ['a file name with a path', anAttachment({ fileName: '../a.pdf' })],
  ['a content type with a header', anAttachment({ contentType: 'text/plain\r\nBcc: bo@example.com' })],
  ['a content id with a header', anAttachment({ contentId: 'a>\r\nBcc: bo@example.com' })],
])('%s is refused for good', (_case, changes) => {
  const refusal = (() => {
    try {
      assertDeliverable(aMessage(changes))
      return undefined
    } catch (error) {
      return error
    }
  })()
  expect(refusal).toBeInstanceOf(MailDeliveryError)
  expect(refusal).toMatchObject({ kind: 'permanent', message: expect.stringMatching(/^[A-Z][^\r\n]*\.$/) as string })
})
