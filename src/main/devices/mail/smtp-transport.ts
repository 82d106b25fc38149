import type { NodemailerError } from 'nodemailer'
import { assertDeliverable, MailDeliveryError, type MailTransport } from './mail-message'
import { toNodemailer } from './nodemailer-message'

export interface SmtpSettings {
  host: string
  port: number
  /** `none`: never encrypted. `starttls`: encrypted after the greeting, or not sent. `tls`: encrypted from the start. */
  security: 'none' | 'starttls' | 'tls'
  /** Null: the server asks for no sign-in. */
  user: string | null
  password: string | null
}

export interface SmtpTimeouts {
  connectionMs: number
  greetingMs: number
  /** Longest silence on an open connection. */
  silenceMs: number
  /** The whole delivery, waiting for a free connection included: a server that trickles its answers is never silent. */
  deliveryMs: number
}

const defaultTimeouts: SmtpTimeouts = {
  connectionMs: 10_000,
  greetingMs: 10_000,
  silenceMs: 20_000,
  deliveryMs: 120_000,
}

/** Commands before a message is handed over: their failure says nothing about the message, whatever its code. */
const connectionCommands = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH|API)/

/**
 * Sends mail through the venue's SMTP server, over at most two kept connections.
 *
 * A message is handed over once: nodemailer's own retry after a lost connection is off, because after DATA the first copy
 * may have arrived. Whoever calls tries again later, with the same Message-ID.
 */
export async function createSmtpTransport(
  settings: SmtpSettings,
  timeouts: SmtpTimeouts = defaultTimeouts,
): Promise<MailTransport> {
  const { createTransport } = await import('nodemailer')
  const pool = createTransport({
    pool: true,
    maxConnections: 2,
    maxRequeues: 0,
    idleTimeout: 30_000,
    host: settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    ...(settings.user !== null && { auth: { user: settings.user, pass: settings.password ?? '' } }),
    connectionTimeout: timeouts.connectionMs,
    dnsTimeout: timeouts.connectionMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
  })

  return {
    async deliver(message) {
      assertDeliverable(message)
      try {
        const signal = AbortSignal.timeout(timeouts.deliveryMs)
        const { response } = await pool.sendMail({ ...toNodemailer(message), signal })
        return { kind: 'sent', response: oneLine(response) }
      } catch (error) {
        throw toDeliveryError(error)
      }
    },
    close() {
      pool.close()
    },
  }
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
}

function toDeliveryError(error: unknown): MailDeliveryError {
  const { code, command, response, responseCode, message } = error as NodemailerError
  const answer = response === undefined ? '' : oneLine(response)
  const temporary = (sentence: string) => new MailDeliveryError('temporary', sentence, { cause: error })

  if (code === 'EAUTH') return temporary(withAnswer('The mail server refused the user name or the password', answer))
  if (code === 'EDNS') return temporary('The name of the mail server was not found.')
  if (code === 'ETLS') return temporary(`No encrypted connection to the mail server: ${oneLine(message)}.`)
  if (code === 'ETIMEDOUT' || code === 'EABORT') return temporary('The mail server did not answer in time.')
  if (responseCode === undefined) return temporary(`The mail server could not be reached: ${oneLine(message)}.`)

  const handedOver = command !== undefined && !connectionCommands.test(command)
  if (!handedOver) return temporary(withAnswer('The mail server did not let us in', answer))
  if (responseCode < 500) return temporary(withAnswer('The mail server asks to try again later', answer))
  const subject = command === 'RCPT TO' ? 'address' : 'mail'
  const sentence = withAnswer(`The mail server refuses this ${subject}`, answer)
  return new MailDeliveryError('permanent', sentence, { cause: error })
}

function withAnswer(sentence: string, answer: string): string {
  return answer === '' ? `${sentence}.` : `${sentence}: ${answer}`
}
