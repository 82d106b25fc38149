import { assertDeliverable, type MailMessage } from './mail-message'
import { toNodemailer } from './nodemailer-message'

/**
 * Writes a message as the text that goes over the wire (RFC 5322, CRLF): the contents of an `.eml` file.
 *
 * @param at the instant that its Date header shows, ISO 8601
 * @throws MailDeliveryError, permanent, when the message is not deliverable
 */
export async function renderEml(message: MailMessage, at: string): Promise<Buffer> {
  assertDeliverable(message)
  const { createTransport } = await import('nodemailer')
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message: eml } = await writer.sendMail({ ...toNodemailer(message), date: new Date(at) })
  if (!Buffer.isBuffer(eml)) throw new TypeError('The mail writer answered with a stream')
  return eml
}
