import type { Mail } from '#shared/contract/mail-api'
import type { MailTestResult } from '#shared/contract/settings-api'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { mailRetryDelayMs } from '#shared/domain/mail/retry-schedule'
import { err, ok, type Result } from '#shared/domain/result'
import type { TicketMailComposer } from '../devices/mail/compose-ticket-mail'
import { composeReceiptMail } from '../devices/mail/receipt-mail'
import {
  MailDeliveryError,
  type Delivery,
  type MailContent,
  type MailMessage,
  type MailTransport,
} from '../devices/mail/mail-message'
import {
  findDueMail,
  findMail,
  listMails,
  nextMailAt,
  updateMail,
  type MailRecord,
} from '../storage/repositories/mail-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { OrderService } from './order-service'
import type { MailedReceipts } from './receipts/mailed-receipts'
import type { ServiceDeps } from './service-deps'
import type { SettingsService } from './settings-service'

const MOST_LISTED = 500
/** The clock may be set while the queue waits; so it looks again at least this often. */
const LONGEST_WAIT_MS = 60_000

export interface MailService {
  list: () => Promise<Mail[]>
  /** A mail as it is or will be sent, as a file. */
  eml: (id: number) => Promise<Buffer | undefined>
  /** Puts a mail back in the queue at once. */
  retry: (id: number) => Promise<Mail | undefined>
  test: (
    toAddress: string,
  ) => Promise<Result<MailTestResult, { code: 'invalid_email' } | { code: 'mail_failed'; reason: string }>>
  /** Sends what is due, and whatever becomes due, until stopped. */
  wake: () => void
  /** Uses the settings as they are now from the next mail on. */
  settingsChanged: () => void
  stop: () => Promise<void>
}

/**
 * The outbox: the mail of a paid order is stored with the payment and sent from here, by SMTP when it is set up, else as a
 * file. A failed mail never changes a payment; it stays visible until somebody has dealt with it.
 */
export function createMailService(
  deps: ServiceDeps & {
    settings: SettingsService
    orders: OrderService
    composer: TicketMailComposer
    mailedReceipts: MailedReceipts
    openTransport: () => Promise<MailTransport>
    renderEml: (message: MailMessage, at: string) => Promise<Buffer>
    newMessageId: () => string
    onError: (error: unknown) => void
  },
): MailService {
  const { inTransaction, read, now, news, settings } = deps
  let transport: Promise<MailTransport> | undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let stopped = false

  const view = ({ messageId: _, receiptId: __, ...mail }: MailRecord): Mail => mail

  async function closeTransport(): Promise<void> {
    const old = transport
    transport = undefined
    ;(await old?.catch(() => undefined))?.close()
  }

  async function compose(mail: MailRecord): Promise<MailMessage> {
    const content = mail.receiptId === null ? await ticketMail(mail.orderId) : await receiptMail(mail.receiptId)
    return address(content, { to: mail.toAddress, messageId: mail.messageId, reference: String(mail.orderId) })
  }

  async function receiptMail(receiptId: number): Promise<MailContent> {
    const receipt = await deps.mailedReceipts.byId(receiptId)
    if (receipt === undefined) throw new MailDeliveryError('permanent', 'There is no such receipt.')
    const { venue } = settings.current()
    return composeReceiptMail(receipt, venue, venue.language)
  }

  async function ticketMail(orderId: number): Promise<MailContent> {
    const order = await deps.orders.find(orderId)
    const tickets = await deps.orders.ticketDocuments(orderId)
    if (order === undefined || tickets === undefined) {
      throw new MailDeliveryError('permanent', 'The order has no tickets to send.')
    }
    const { venue } = settings.current()
    const receipt = await deps.mailedReceipts.ofSale(orderId)
    return deps.composer.composeTicketMail(
      { orderNumber: order.orderNumber, totalOre: order.totalOre, tickets, venue, ...(receipt && { receipt }) },
      venue.language,
    )
  }

  function address(content: MailContent, to: Pick<MailMessage, 'to' | 'messageId' | 'reference'>): MailMessage {
    const { fromName, fromAddress } = settings.current().mail
    return { ...content, ...to, from: { name: fromName, address: fromAddress } }
  }

  async function deliver(message: MailMessage): Promise<Delivery> {
    transport ??= deps.openTransport()
    return (await transport).deliver(message)
  }

  async function send(mail: MailRecord): Promise<void> {
    const attempts = mail.attempts + 1
    let change: Parameters<typeof updateMail>[2]
    try {
      const delivery = await deliver(await compose(mail))
      change = { state: delivery.kind, attempts, error: null, next_try_at: null, sent_at: now() }
    } catch (error) {
      if (!(error instanceof MailDeliveryError)) deps.onError(error)
      const reason = error instanceof MailDeliveryError ? error.message : 'The mail could not be made.'
      const delayMs = mailRetryDelayMs(attempts)
      const final = (error instanceof MailDeliveryError && error.kind === 'permanent') || delayMs === undefined
      change = final
        ? { state: 'failed', attempts, error: reason, next_try_at: null }
        : { attempts, error: reason, next_try_at: new Date(Date.parse(now()) + delayMs).toISOString() }
    }
    await inTransaction(async (trx) => {
      await updateMail(trx, mail.id, change)
      if (change.state === undefined || change.state === 'queued') return
      const detail = { toAddress: mail.toAddress, ...(change.error && { error: change.error }) }
      recordTimeline(trx, { orderId: mail.orderId, at: now(), kind: `mail_${change.state}`, detail })
    })
    news.publish('mail', { mailId: mail.id, orderId: mail.orderId, state: change.state ?? 'queued' })
  }

  async function drain(): Promise<void> {
    for (;;) {
      const mail = stopped ? undefined : await read((db) => findDueMail(db, now()))
      if (mail === undefined) break
      await send(mail)
    }
    const next = stopped ? undefined : await read(nextMailAt)
    if (next === undefined) return
    const waitMs = Math.min(Math.max(Date.parse(next) - Date.parse(now()), 0), LONGEST_WAIT_MS)
    timer = setTimeout(wake, waitMs).unref()
  }

  function wake(): void {
    if (stopped) return
    clearTimeout(timer)
    if (running !== undefined) {
      // Something was queued while the last round was ending: look once more after it.
      running = running.then(drain).catch(deps.onError)
      return
    }
    running = drain()
      .catch(deps.onError)
      .finally(() => {
        running = undefined
      })
  }

  return {
    wake,
    list: async () => (await read((db) => listMails(db, MOST_LISTED))).map(view),

    async eml(id) {
      const mail = await read((db) => findMail(db, id))
      return mail && deps.renderEml(await compose(mail), mail.sentAt ?? mail.createdAt)
    },

    async retry(id) {
      await inTransaction((trx) =>
        updateMail(trx, id, { state: 'queued', next_try_at: now(), error: null, attempts: 0 }),
      )
      const mail = await read((db) => findMail(db, id))
      if (mail === undefined) return undefined
      news.publish('mail', { mailId: mail.id, orderId: mail.orderId, state: 'queued' })
      wake()
      return view(mail)
    },

    async test(toAddress) {
      if (!isEmailAddress(toAddress)) return err({ code: 'invalid_email' })
      const { venue } = settings.current()
      const text =
        venue.language === 'sv'
          ? 'Det här är ett prov från Lucka. Biljettmejlen kommer fram.'
          : 'This is a test from Lucka. Ticket mails arrive.'
      const content = {
        subject: venue.language === 'sv' ? 'Prov från Lucka' : 'Test from Lucka',
        text,
        html: `<p>${text}</p>`,
        attachments: [],
      }
      try {
        const delivery = await deliver(
          address(content, { to: toAddress, messageId: deps.newMessageId(), reference: 'test' }),
        )
        return ok({ kind: delivery.kind, detail: delivery.kind === 'sent' ? delivery.response : delivery.file })
      } catch (error) {
        if (!(error instanceof MailDeliveryError)) throw error
        return err({ code: 'mail_failed', reason: error.message })
      }
    },

    settingsChanged() {
      closeTransport().then(wake).catch(deps.onError)
    },

    async stop() {
      stopped = true
      clearTimeout(timer)
      await closeTransport()
      await running
    },
  }
}
