import { isEmailAddress } from '#shared/domain/mail/email-address'

/** Mail as Lucka sends it, and what every way of sending it has in common. */

interface MailSender {
  /** Shown to the reader; one line, may be empty. */
  name: string
  address: string
}

export interface MailAttachment {
  fileName: string
  contentType: string
  content: Buffer
  /** Shows the attachment inside the HTML text, as `cid:<contentId>`. */
  contentId?: string
}

/** What a mail says, before it is known who gets it. */
export interface MailContent {
  subject: string
  text: string
  html: string
  attachments: MailAttachment[]
}

export interface MailMessage extends MailContent {
  /** With its angle brackets: `<…@…>`. The same at every try of one job, so that a mail sent twice shows once. */
  messageId: string
  /** What the mail is about, for file names: the order number, or a word. Letters, digits and `-`, at most 40. */
  reference: string
  from: MailSender
  /** Exactly one address, without a display name. */
  to: string
}

/** `response` is the mail server's last line; `file` the absolute path of what was written. */
export type Delivery = { kind: 'sent'; response: string } | { kind: 'written'; file: string }

export interface MailTransport {
  /** @throws MailDeliveryError, and nothing else for what can go wrong outside this program */
  deliver(message: MailMessage): Promise<Delivery>
  /** Ends idle connections. Afterwards `deliver` fails. */
  close(): void
}

/** A mail that was not delivered. The message is a sentence for the staff, without secrets. */
export class MailDeliveryError extends Error {
  override readonly name = 'MailDeliveryError'

  constructor(
    /** `permanent`: this mail to this address will never go. `temporary`: try again later. */
    readonly kind: 'permanent' | 'temporary',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Control characters, and the line ends that only Unicode knows. */
const breaksHeader = /[\p{Cc}\u2028\u2029]/u
const messageIdPattern = /^<[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+>$/
const referencePattern = /^[A-Za-z0-9-]{1,40}$/
const contentTypePattern = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/
const contentIdPattern = /^[A-Za-z0-9.@-]+$/

function fault(message: MailMessage): string | undefined {
  if (!isEmailAddress(message.to)) return 'The recipient is not one valid e-mail address.'
  if (!isEmailAddress(message.from.address)) return 'The sender is not a valid e-mail address.'
  if (breaksHeader.test(message.from.name)) return 'The name of the sender has a line break in it.'
  if (breaksHeader.test(message.subject)) return 'The subject has a line break in it.'
  if (!messageIdPattern.test(message.messageId)) return 'The message id is malformed.'
  if (!referencePattern.test(message.reference)) return 'The reference is malformed.'
  for (const { fileName, contentType, contentId } of message.attachments) {
    if (breaksHeader.test(fileName) || /[/\\]/.test(fileName)) return 'The name of an attachment is not a file name.'
    if (!contentTypePattern.test(contentType)) return 'The type of an attachment is malformed.'
    if (contentId !== undefined && !contentIdPattern.test(contentId)) return 'The id of an attachment is malformed.'
  }
  return undefined
}

/**
 * Refuses a message whose fields could forge a header or reach anyone but its one recipient.
 *
 * @throws MailDeliveryError, permanent
 */
export function assertDeliverable(message: MailMessage): void {
  const found = fault(message)
  if (found !== undefined) throw new MailDeliveryError('permanent', found)
}
